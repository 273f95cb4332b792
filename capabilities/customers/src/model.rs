//! The nouns: rows as the tables hold them, and what is shown of them.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::{StaffId, Viewer};
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::address::{self, Address};
pub use crate::asked::{
    CustomerChange, NewContactPoint, NewCustomer, NewIdentityDocument, NewReview, NewVerification,
};
use crate::care::model::CareRow;
use crate::holdings::model::HoldingRow;
use crate::protection::{Personal, mask_contact, mask_identity};
use crate::relations::model::RelationRow;
use crate::wish::{ContactWish, WishChannel, WishDays, WishLanguage};
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

/// What is known of a contact point.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VerificationState {
    /// 未核实
    #[default]
    Unverified,
    /// 已核实: it reaches the customer.
    Verified,
    /// 无法送达: it does not.
    Bounced,
}

/// How somebody came to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum VerifiedHow {
    /// 回拨
    CallBack,
    /// 验证码
    Code,
    /// 当面
    InPerson,
    /// 客户回复
    Reply,
    /// 退信
    Returned,
    /// 空号或停机
    NotInService,
    /// 接听者不是客户
    WrongPerson,
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
    /// What an organisation is registered as; empty when not known, or the same.
    pub registered_name: String,
    /// The channel they like best.
    pub wish_channel: Option<WishChannel>,
    /// On which days they want to be reached.
    pub wish_days: Option<WishDays>,
    /// From which time of the day on.
    pub wish_from: Option<String>,
    /// Until which time of the day.
    pub wish_until: Option<String>,
    /// In which language.
    pub wish_language: Option<WishLanguage>,
    /// The day somebody last looked whether all this still holds.
    pub reviewed_on: Option<String>,
    /// The day somebody should again.
    pub next_review_on: Option<String>,
    /// Raised at each change.
    pub version: i64,
    /// When they were added.
    pub created_at: Instant,
    /// When they were erased, if they were.
    pub erased_at: Option<Instant>,
}

impl CustomerRow {
    /// A customer of whom nothing more is known yet.
    pub fn new(id: CustomerId, number: String, name: String, created_at: Instant) -> Self {
        Self {
            id,
            number,
            name,
            kind: CustomerKind::default(),
            class: CustomerClass::default(),
            note: String::new(),
            registered_name: String::new(),
            wish_channel: None,
            wish_days: None,
            wish_from: None,
            wish_until: None,
            wish_language: None,
            reviewed_on: None,
            next_review_on: None,
            version: 1,
            created_at,
            erased_at: None,
        }
    }

    /// How they want to be reached.
    pub fn wish(&self) -> ContactWish {
        ContactWish {
            channel: self.wish_channel,
            days: self.wish_days,
            from: self.wish_from.clone(),
            until: self.wish_until.clone(),
            language: self.wish_language,
        }
    }

    /// From now on they want to be reached so.
    pub fn set_wish(&mut self, wish: ContactWish) {
        let ContactWish { channel, days, from, until, language } = wish;
        (self.wish_channel, self.wish_days, self.wish_language) = (channel, days, language);
        (self.wish_from, self.wish_until) = (from, until);
    }
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
    /// What is known of it.
    pub verified: Verified,
    /// When it was added.
    pub created_at: Instant,
}

/// What is known of a contact point, and who knew it when.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// Whether it reaches the customer.
    pub state: VerificationState,
    /// How that was found; none while nobody knows.
    pub how: Option<VerifiedHow>,
    /// When.
    pub at: Option<Instant>,
    /// Who found it: as it is shown only filled where it is shown.
    pub by: Option<StaffId>,
    /// Their name.
    pub by_name: Option<String>,
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
    /// The last day it is good for.
    pub expires_on: Option<String>,
    /// When it was added.
    pub created_at: Instant,
}

/// All that is kept of one customer.
#[derive(Clone)]
pub struct CustomerRecord {
    /// The customer.
    pub row: CustomerRow,
    /// How to reach them, oldest first.
    pub contact_points: Vec<ContactRow>,
    /// Who they are, oldest first.
    pub identity_documents: Vec<IdentityRow>,
    /// What we should know of, oldest first; not read for lists.
    pub care_needs: Vec<CareRow>,
    /// Who acts for them or belongs to them, and for whom they do; not read for lists.
    pub relations: Vec<RelationRow>,
    /// What they have with us; not read for lists.
    pub holdings: Vec<HoldingRow>,
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
    /// What an organisation is registered as, where it is not the name.
    pub registered_name: Option<String>,
    /// How they want to be reached.
    pub contact_wish: ContactWish,
    /// The day somebody last looked whether all this still holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub reviewed_on: Option<String>,
    /// The day somebody should again.
    #[schema(value_type = Option<String>, format = Date)]
    pub next_review_on: Option<String>,
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
    /// The parts of an address that was given in parts; without its detail, except in the answer to a reveal.
    pub address: Option<Address>,
    /// Whether it is tried first among its kind.
    pub preferred: bool,
    /// Whether it reaches the customer.
    pub verification: VerificationState,
    /// How that was found.
    pub verified_how: Option<VerifiedHow>,
    /// When.
    pub verified_at: Option<Instant>,
    /// By whom.
    pub verified_by: Option<StaffName>,
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
    /// The last day it is good for.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<String>,
}

/// What the viewer may do with a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CustomerMay {
    /// Change them.
    pub edit: bool,
    /// See their personal values in the clear.
    pub reveal: bool,
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
            registered_name: Some(row.registered_name.clone()).filter(|name| !name.is_empty()),
            contact_wish: row.wish(),
            reviewed_on: row.reviewed_on.clone(),
            next_review_on: row.next_review_on.clone(),
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

impl ContactRow {
    fn masked(&self) -> ContactPoint {
        let address = Address::of(&self.value).map(Address::masked);
        self.with_value(mask_contact(self.kind, &self.value), address)
    }
    pub(crate) fn clear(&self) -> ContactPoint {
        self.with_value(address::line(&self.value), Address::of(&self.value))
    }
    fn with_value(&self, value: String, address: Option<Address>) -> ContactPoint {
        let Verified { state, how, at, by, by_name } = self.verified.clone();
        ContactPoint {
            id: self.id,
            kind: self.kind,
            value,
            address,
            preferred: self.preferred,
            verification: state,
            verified_how: how,
            verified_at: at,
            verified_by: by.zip(by_name).map(|(id, name)| StaffName { id, name }),
        }
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
        let expires_on = self.expires_on.clone();
        IdentityDocument { id: self.id, kind: self.kind.clone(), number, expires_on }
    }
}
