//! The nouns of relations.

use lingke_kernel::id_kind;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::StaffId;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{ContactKind, CustomerId};
use crate::protection::{Personal, mask_contact, mask_name};

id_kind!(
    /// One relation.
    RelationMark, "crl", RelationId
);

/// How many relations one customer may have at a time.
pub const RELATIONS_MAX: usize = 50;

/// What somebody is to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RelationKind {
    /// 代理人: acts for them, with authorisation.
    Agent,
    /// 监护人
    Guardian,
    /// 继承人
    Heir,
    /// 企业联系人: whom to speak to at an organisation.
    CompanyContact,
}

/// What is sealed of a relation.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Sealed {
    /// The name of a person who is no customer; empty otherwise.
    pub name: String,
    /// Their phone; empty when not known.
    pub phone: String,
    /// What they may do.
    pub scope: String,
    /// The document that says so.
    pub document_ref: String,
}

/// A relation in force, opened.
#[derive(Clone)]
pub struct RelationRow {
    /// Its id.
    pub id: RelationId,
    /// To whom somebody is something.
    pub customer_id: CustomerId,
    /// Who that is, when a customer.
    pub other_id: Option<CustomerId>,
    /// What they are.
    pub kind: RelationKind,
    /// What is sealed.
    pub sealed: Sealed,
    /// The last day it is good for.
    pub valid_until: Option<String>,
    /// Who noted it.
    pub recorded_by: StaffId,
    /// When.
    pub recorded_at: Instant,
}

/// A customer at the other end.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RelatedCustomer {
    /// Their id.
    pub id: CustomerId,
    /// The number people read out.
    pub number: String,
    /// Their name.
    pub name: String,
}

/// A person at the other end who is no customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RelatedPerson {
    /// The name: masked, except in the answer to a reveal.
    pub name: String,
    /// The phone: masked likewise.
    pub phone: Option<String>,
}

/// A relation, seen from one of its ends.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Relation {
    /// Its id.
    pub id: RelationId,
    /// What the one is to the other.
    pub kind: RelationKind,
    /// Whether the customer it is seen from is the one who acts for, or belongs to, the other.
    pub towards: bool,
    /// The customer at the other end.
    pub customer: Option<RelatedCustomer>,
    /// The person at the other end who is no customer.
    pub person: Option<RelatedPerson>,
    /// What they may do.
    pub scope: Option<String>,
    /// The document that says so.
    pub document_ref: Option<String>,
    /// The last day it is good for.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<String>,
    /// Who noted it.
    pub recorded_by: Option<StaffName>,
    /// When.
    pub recorded_at: Instant,
}

/// A person who is no customer.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// 1 to 100 characters.
    pub name: String,
    /// A phone number.
    pub phone: Option<String>,
}

/// A relation to keep.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRelation {
    /// What they are to the customer.
    pub kind: RelationKind,
    /// Who, when a customer; else `person`.
    pub other_id: Option<CustomerId>,
    /// Who, when no customer.
    pub person: Option<NewPerson>,
    /// What they may do, at most 300 characters; needed of an agent.
    pub scope: Option<String>,
    /// The document that says so, at most 100 characters; needed of an agent.
    pub document_ref: Option<String>,
    /// The last day it is good for: today or later.
    #[schema(value_type = Option<String>, format = Date)]
    pub valid_until: Option<Day>,
}

/// What was kept. Only its id: the answers of creations are kept for a while.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct RelationMade {
    /// Its id.
    pub id: RelationId,
}

impl Sealed {
    fn masked(&self) -> RelatedPerson {
        let phone = Some(&self.phone).filter(|phone| !phone.is_empty());
        RelatedPerson {
            name: mask_name(&self.name),
            phone: phone.map(|phone| mask_contact(ContactKind::Phone, &Personal::new(phone))),
        }
    }
}

impl RelationRow {
    /// As it is shown to whoever looks at `seen_from`; names are looked up by the caller.
    pub(crate) fn shown(
        &self,
        seen_from: CustomerId,
        customer: Option<RelatedCustomer>,
        recorded_by: Option<StaffName>,
    ) -> Relation {
        let towards = self.customer_id != seen_from;
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Relation {
            id: self.id,
            kind: self.kind,
            towards,
            customer,
            person: self.other_id.is_none().then(|| self.sealed.masked()),
            scope: text(&self.sealed.scope),
            document_ref: text(&self.sealed.document_ref),
            valid_until: self.valid_until.clone(),
            recorded_by,
            recorded_at: self.recorded_at,
        }
    }

    /// Who it is, when no customer; only for a reveal.
    pub(crate) fn clear(&self) -> Option<RevealedPerson> {
        let phone = Some(self.sealed.phone.clone()).filter(|phone| !phone.is_empty());
        let name = self.sealed.name.clone();
        self.other_id.is_none().then_some(RevealedPerson { id: self.id, name, phone })
    }
}

/// A person who is no customer, in the clear.
#[derive(Serialize, ToSchema)]
pub struct RevealedPerson {
    /// The relation's id.
    pub id: RelationId,
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: Option<String>,
}
