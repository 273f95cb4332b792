//! The nouns: rows as the tables hold them, and what is shown of them.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_platform::viewer::Viewer;
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::protection::{Personal, mask_contact, mask_identity};
use crate::{EDIT, REVEAL};

id_kind!(
    /// A person or organisation served.
    CustomerMark, "cus", CustomerId
);
id_kind!(
    /// One phone, e-mail, address or WeChat id.
    ContactPointMark, "cpt", ContactPointId
);
id_kind!(
    /// A document that says who the customer is.
    IdentityDocumentMark, "idd", IdentityDocumentId
);

/// Whether the customer is a person.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CustomerKind {
    /// 个人
    #[default]
    Person,
    /// 机构
    Organisation,
}

/// How the institution serves the customer.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CustomerClass {
    /// 普通客户
    #[default]
    Ordinary,
    /// 重要客户
    Valued,
    /// 私人银行客户
    Private,
}

/// Ways to reach someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ContactKind {
    /// 电话
    Phone,
    /// 电子邮件
    Email,
    /// 地址
    Address,
    /// 微信号
    Wechat,
}

/// A customer as the table holds them.
#[derive(Debug, Clone, FromQueryResult)]
pub struct CustomerRow {
    /// Their id.
    pub id: CustomerId,
    /// The number people read out, see [`crate::number`].
    pub number: String,
    /// Their name.
    pub name: String,
    /// Person or organisation.
    pub kind: CustomerKind,
    /// How they are served.
    pub class: CustomerClass,
    /// What staff should know; empty when nothing.
    pub note: String,
    /// Raised at each change.
    pub version: i64,
    /// When they were added.
    pub created_at: Instant,
    /// When they were erased, if they were.
    pub erased_at: Option<Instant>,
}

/// A contact point, its value in the clear.
#[derive(Debug, Clone)]
pub struct ContactRow {
    /// Its id.
    pub id: ContactPointId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address.
    pub value: Personal,
    /// Whether it is tried first among its kind; at most one of a kind is.
    pub preferred: bool,
    /// When it was added.
    pub created_at: Instant,
}

/// An identity document, its number in the clear.
#[derive(Debug, Clone)]
pub struct IdentityRow {
    /// Its id.
    pub id: IdentityDocumentId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// A code such as `resident_id_card`, `passport`, `business_licence`.
    pub kind: String,
    /// Its number.
    pub number: Personal,
    /// When it was added.
    pub created_at: Instant,
}

/// All that is kept of one customer.
#[derive(Debug, Clone)]
pub struct CustomerRecord {
    /// The customer.
    pub row: CustomerRow,
    /// How to reach them, oldest first.
    pub contact_points: Vec<ContactRow>,
    /// Who they are, oldest first.
    pub identity_documents: Vec<IdentityRow>,
}

/// A customer as answers show them: personal values are masked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Customer {
    /// Their id.
    pub id: CustomerId,
    /// The number people read out: `C` and nine digits.
    pub number: String,
    /// Their name.
    pub name: String,
    /// Person or organisation.
    pub kind: CustomerKind,
    /// How they are served.
    pub class: CustomerClass,
    /// What staff should know.
    pub note: Option<String>,
    /// How to reach them, oldest first.
    pub contact_points: Vec<ContactPoint>,
    /// Who they are, oldest first.
    pub identity_documents: Vec<IdentityDocument>,
    /// Raised at each change.
    pub version: i64,
    /// When they were added.
    pub created_at: Instant,
    /// When what was kept of them was erased; null when it was not.
    pub erased_at: Option<Instant>,
    /// What the viewer may do.
    pub may: CustomerMay,
}

/// One phone, e-mail, address or WeChat id.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ContactPoint {
    /// Its id.
    pub id: ContactPointId,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address: masked, except in the answer to a reveal.
    pub value: String,
    /// Whether it is tried first among its kind.
    pub preferred: bool,
}

/// A document that says who the customer is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IdentityDocument {
    /// Its id.
    pub id: IdentityDocumentId,
    /// A code such as `resident_id_card`, `passport`, `business_licence`.
    pub kind: String,
    /// Its number: masked, except in the answer to a reveal.
    pub number: String,
}

/// What the viewer may do with a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CustomerMay {
    /// Change them.
    pub edit: bool,
    /// See their personal values in the clear.
    pub reveal: bool,
}

/// A new customer.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomer {
    /// 1 to 100 characters.
    pub name: String,
    /// A person when absent.
    #[serde(default)]
    pub kind: CustomerKind,
    /// Ordinary when absent.
    #[serde(default)]
    pub class: CustomerClass,
    /// At most 2000 characters.
    pub note: Option<String>,
    /// At most 20.
    #[serde(default)]
    pub contact_points: Vec<NewContactPoint>,
    /// At most 10.
    #[serde(default)]
    pub identity_documents: Vec<NewIdentityDocument>,
}

/// A new contact point.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContactPoint {
    /// What it is.
    pub kind: ContactKind,
    /// The number or address.
    pub value: String,
    /// Whether it is to be tried first among its kind.
    #[serde(default)]
    pub preferred: bool,
}

/// A new identity document.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityDocument {
    /// A code of lower-case letters and `_`, such as `resident_id_card`, `passport`, `business_licence`.
    pub kind: String,
    /// 2 to 40 letters and digits.
    pub number: String,
}

/// What to change; absent stays.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerChange {
    /// 1 to 100 characters.
    pub name: Option<String>,
    /// Person or organisation.
    pub kind: Option<CustomerKind>,
    /// How they are served.
    pub class: Option<CustomerClass>,
    /// At most 2000 characters; empty takes the note away.
    pub note: Option<String>,
}

impl CustomerRecord {
    /// What `viewer` is shown.
    pub fn shown_to(&self, viewer: &Viewer) -> Customer {
        let row = &self.row;
        Customer {
            id: row.id,
            number: row.number.clone(),
            name: row.name.clone(),
            kind: row.kind,
            class: row.class,
            note: Some(row.note.clone()).filter(|note| !note.is_empty()),
            contact_points: self.contact_points.iter().map(ContactRow::masked).collect(),
            identity_documents: self.identity_documents.iter().map(IdentityRow::masked).collect(),
            version: row.version,
            created_at: row.created_at,
            erased_at: row.erased_at,
            may: CustomerMay {
                edit: viewer.may(EDIT) && row.erased_at.is_none(),
                reveal: viewer.may(REVEAL) && row.erased_at.is_none(),
            },
        }
    }
}

/// A customer with everything in the clear, for their own copy only.
#[derive(Serialize)]
pub struct Copied {
    number: String,
    name: String,
    kind: CustomerKind,
    class: CustomerClass,
    note: Option<String>,
    contact_points: Vec<ContactPoint>,
    identity_documents: Vec<IdentityDocument>,
    created_at: Instant,
}

impl CustomerRecord {
    /// What the customer's own copy holds. Who calls this has journaled why before.
    pub fn copied(&self) -> Copied {
        let row = &self.row;
        Copied {
            number: row.number.clone(),
            name: row.name.clone(),
            kind: row.kind,
            class: row.class,
            note: Some(row.note.clone()).filter(|note| !note.is_empty()),
            contact_points: self.contact_points.iter().map(ContactRow::clear).collect(),
            identity_documents: self.identity_documents.iter().map(IdentityRow::clear).collect(),
            created_at: row.created_at,
        }
    }
}

impl ContactRow {
    fn masked(&self) -> ContactPoint {
        self.with_value(mask_contact(self.kind, &self.value))
    }
    pub(crate) fn clear(&self) -> ContactPoint {
        self.with_value(self.value.in_the_clear().to_owned())
    }
    fn with_value(&self, value: String) -> ContactPoint {
        ContactPoint { id: self.id, kind: self.kind, value, preferred: self.preferred }
    }
}

impl IdentityRow {
    fn masked(&self) -> IdentityDocument {
        self.with_number(mask_identity(&self.number))
    }
    pub(crate) fn clear(&self) -> IdentityDocument {
        self.with_number(self.number.in_the_clear().to_owned())
    }
    fn with_number(&self, number: String) -> IdentityDocument {
        IdentityDocument { id: self.id, kind: self.kind.clone(), number }
    }
}
