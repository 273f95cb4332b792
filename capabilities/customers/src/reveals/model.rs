//! The nouns.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::care::model::{CareNeed, CareRow};
use crate::holdings::model::{HoldingRow, RevealedHolding};
use crate::model::{ContactPoint, ContactRow, CustomerId, CustomerRecord, IdentityDocument, IdentityRow};
use crate::relations::model::{RelationRow, RevealedPerson};

id_kind!(
    /// One showing of personal data in the clear.
    RevealMark, "rvl", RevealId
);

/// Why someone needs to see personal values in the clear.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReveal {
    /// 2 to 500 characters.
    pub reason: String,
    /// The case it is for, where there is one.
    pub case_id: Option<String>,
}

/// A reveal as the table holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct RevealRow {
    /// Its id.
    pub id: RevealId,
    /// Whose values are shown.
    pub customer_id: CustomerId,
    /// To whom.
    pub actor_id: String,
    /// Why; what looks like a card or identity number in it is masked.
    pub reason: String,
    /// The case it is for.
    pub case_id: Option<String>,
    /// When it began.
    pub created_at: Instant,
    /// When it ends, or ended.
    pub until: Instant,
}

/// A customer's personal values in the clear. Never stored, never logged.
#[derive(Serialize, ToSchema)]
pub struct Revealed {
    /// The reveal.
    pub id: RevealId,
    /// When the mask goes back.
    pub until: Instant,
    /// How to reach them.
    pub contact_points: Vec<ContactPoint>,
    /// Who they are.
    pub identity_documents: Vec<IdentityDocument>,
    /// The words about what we should know of.
    pub care_needs: Vec<CareNeed>,
    /// Persons who act for them or belong to them and are no customers.
    pub relations: Vec<RevealedPerson>,
    /// The numbers of what they have with us.
    pub holdings: Vec<RevealedHolding>,
}

/// What the viewer is being shown.
#[derive(Serialize, ToSchema)]
pub struct CurrentReveal {
    /// Null when nothing is shown to them.
    pub revealed: Option<Revealed>,
}

impl Revealed {
    /// Everything of the customer in the clear, while `reveal` lasts.
    pub(super) fn of(record: &CustomerRecord, reveal: &RevealRow) -> Self {
        Self {
            id: reveal.id,
            until: reveal.until,
            contact_points: record.contact_points.iter().map(ContactRow::clear).collect(),
            identity_documents: record.identity_documents.iter().map(IdentityRow::clear).collect(),
            care_needs: record.care_needs.iter().map(CareRow::clear).collect(),
            relations: record.relations.iter().filter_map(RelationRow::clear).collect(),
            holdings: record.holdings.iter().map(HoldingRow::clear).collect(),
        }
    }
}
