//! The nouns of holdings.

use lingke_kernel::id_kind;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::model::UnitName;
use lingke_platform::viewer::UnitId;
use lingke_products::model::ProductId;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::CustomerId;
use crate::protection::{Personal, mask_holding};

id_kind!(
    /// One account, card, policy or loan of one customer.
    HoldingMark, "hld", HoldingId
);

/// How many holdings one customer may have.
pub const HOLDINGS_MAX: usize = 200;

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum HoldingKind {
    /// 账户
    Account,
    /// 银行卡
    Card,
    /// 保单
    Policy,
    /// 贷款
    Loan,
}

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum HoldingStatus {
    /// 正常
    Active,
    /// 睡眠
    Dormant,
    /// 冻结
    Frozen,
    /// 已关闭
    Closed,
}

/// A holding, its number in the clear.
#[derive(Debug, Clone)]
pub struct HoldingRow {
    /// Its id.
    pub id: HoldingId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// What it is.
    pub kind: HoldingKind,
    /// Of which product of the catalogue.
    pub product_id: ProductId,
    /// Its number.
    pub number: Personal,
    /// How it is.
    pub status: HoldingStatus,
    /// The day it was opened.
    pub opened_on: Option<String>,
    /// The day it was closed.
    pub closed_on: Option<String>,
    /// The branch that keeps it.
    pub unit_id: Option<UnitId>,
    /// Raised at each change.
    pub version: i64,
    /// When it was noted.
    pub created_at: Instant,
}

/// The product of a holding.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HoldingProduct {
    /// Its id.
    pub id: ProductId,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
}

/// A holding as it is shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Holding {
    /// Its id.
    pub id: HoldingId,
    /// What it is.
    pub kind: HoldingKind,
    /// Of which product.
    pub product: Option<HoldingProduct>,
    /// Its number: the last four only, except in the answer to a reveal.
    pub number: String,
    /// How it is.
    pub status: HoldingStatus,
    /// The day it was opened.
    #[schema(value_type = Option<String>, format = Date)]
    pub opened_on: Option<String>,
    /// The day it was closed.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<String>,
    /// The branch that keeps it.
    pub unit: Option<UnitName>,
    /// Raised at each change.
    pub version: i64,
}

/// A number in the clear.
#[derive(Serialize, ToSchema)]
pub struct RevealedHolding {
    /// The holding's id.
    pub id: HoldingId,
    /// Its number.
    pub number: String,
}

/// A holding to note.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHolding {
    /// What it is.
    pub kind: HoldingKind,
    /// Of which product of the catalogue.
    pub product_id: ProductId,
    /// 4 to 40 letters and digits; a card's with its check digit.
    pub number: String,
    /// How it is; active when absent.
    pub status: Option<HoldingStatus>,
    /// The day it was opened.
    #[schema(value_type = Option<String>, format = Date)]
    pub opened_on: Option<Day>,
    /// The day it was closed; needs `closed`.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Day>,
    /// The branch that keeps it.
    pub unit_id: Option<UnitId>,
}

/// What to change; absent stays.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldingChange {
    /// How it is; a day of closing goes when it is open again, and is today when it is closed without one.
    pub status: Option<HoldingStatus>,
    /// The day it was closed.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Day>,
    /// The branch that keeps it.
    pub unit_id: Option<UnitId>,
}

impl HoldingRow {
    /// As it is shown; names are looked up by the caller.
    pub(crate) fn shown(&self, product: Option<HoldingProduct>, unit: Option<UnitName>) -> Holding {
        Holding {
            id: self.id,
            kind: self.kind,
            product,
            number: mask_holding(&self.number),
            status: self.status,
            opened_on: self.opened_on.clone(),
            closed_on: self.closed_on.clone(),
            unit,
            version: self.version,
        }
    }

    /// Its number; only for a reveal.
    pub(crate) fn clear(&self) -> RevealedHolding {
        RevealedHolding { id: self.id, number: self.number.in_the_clear().to_owned() }
    }
}
