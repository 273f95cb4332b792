//! The nouns of customer needs.

use lingke_kernel::id_kind;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::StaffId;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::CustomerId;

id_kind!(
    /// One thing learnt of one customer.
    NeedMark, "cnd", NeedId
);

/// What was learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum NeedKind {
    /// 需求
    Need,
    /// 偏好
    Preference,
    /// 人生事件
    LifeEvent,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum NeedStatus {
    /// 已记录: nothing is to be done.
    Noted,
    /// 待跟进
    Open,
    /// 已完成
    Done,
    /// 不再跟进
    Dropped,
}

/// What is sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Sealed {
    /// What was learnt.
    pub words: String,
    /// What is to be done; empty when nothing.
    pub next_step: String,
    /// What came of it; empty until then.
    pub outcome: String,
}

/// One thing learnt, opened.
#[derive(Clone)]
pub struct NeedRow {
    /// Its id.
    pub id: NeedId,
    /// Of whom.
    pub customer_id: CustomerId,
    /// What it is.
    pub kind: NeedKind,
    /// What is sealed.
    pub sealed: Sealed,
    /// Who is to do the next step.
    pub owner_id: Option<StaffId>,
    /// By when.
    pub due_on: Option<String>,
    /// Where it stands.
    pub status: NeedStatus,
    /// The day its owner was told that it is due.
    pub told_on: Option<String>,
    /// Raised at each change.
    pub version: i64,
    /// Who noted it.
    pub recorded_by: StaffId,
    /// When.
    pub recorded_at: Instant,
    /// Who ended it.
    pub ended_by: Option<StaffId>,
    /// When.
    pub ended_at: Option<Instant>,
}

/// The customer it was learnt of.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NeedCustomer {
    /// Their id.
    pub id: CustomerId,
    /// Their name.
    pub name: String,
}

/// One thing learnt of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerNeed)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// Of whom.
    pub customer: NeedCustomer,
    /// What it is.
    pub kind: NeedKind,
    /// What was learnt.
    pub words: String,
    /// What is to be done.
    pub next_step: Option<String>,
    /// Who is to do it.
    pub owner: Option<StaffName>,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<String>,
    /// Where it stands.
    pub status: NeedStatus,
    /// What came of it.
    pub outcome: Option<String>,
    /// Raised at each change.
    pub version: i64,
    /// Who noted it.
    pub recorded_by: Option<StaffName>,
    /// When.
    pub recorded_at: Instant,
    /// Who ended it.
    pub ended_by: Option<StaffName>,
    /// When.
    pub ended_at: Option<Instant>,
}

/// The next step about it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    /// What is to be done: 1 to 300 characters.
    pub words: String,
    /// Who is to do it; who notes it when absent.
    pub owner_id: Option<StaffId>,
    /// By when: today or later.
    #[schema(value_type = String, format = Date)]
    pub due_on: Day,
}

/// One thing to note.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCustomerNeed)]
pub struct NewNeed {
    /// What it is.
    pub kind: NeedKind,
    /// What was learnt: 1 to 1000 characters.
    pub words: String,
    /// What is to be done about it.
    pub next_step: Option<NextStep>,
}

/// How it goes on: another next step, or its end.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CustomerNeedChange)]
pub struct NeedChange {
    /// Another next step, in the place of the one before.
    pub next_step: Option<NextStep>,
    /// `done` or `dropped`.
    pub status: Option<NeedStatus>,
    /// What came of it: at most 1000 characters; needed when it is dropped.
    pub outcome: Option<String>,
}

/// What was noted. Only its id: the answers of creations are kept for a while.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = CustomerNeedMade)]
pub struct NeedMade {
    /// Its id.
    pub id: NeedId,
}
