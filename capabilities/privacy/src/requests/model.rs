//! The nouns.

use lingke_customers::model::CustomerId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::retention::Duty;

id_kind!(
    /// What somebody asks for in a customer's name.
    RequestMark, "pvr", RequestId
);

/// How long a copy may be downloaded, in seconds: a day.
pub const COPY_SECONDS: i64 = 86_400;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[schema(as = PrivacyRequestKind)]
pub enum RequestKind {
    /// 查阅复制
    Copy,
    /// 删除
    Erasure,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[schema(as = PrivacyRequestState)]
pub enum RequestState {
    /// Waits for somebody else's approval.
    Asked,
    /// Approved, and done on its day.
    Booked,
    /// Approved, and being done.
    Erasing,
    /// Done; of a copy: it can be had.
    Done,
    /// Declined, or taken back.
    Declined,
}

/// A request as the table holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct RequestRow {
    /// Its id.
    pub id: RequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// Whose data.
    pub customer_id: CustomerId,
    /// How it stands.
    pub state: RequestState,
    /// Why, as who asked wrote it.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Instant>,
    /// What they said.
    pub opinion: Option<String>,
    /// The day it is booked for, `2029-03-10`.
    pub due_on: Option<String>,
    /// When it is looked at next; none when it need not be.
    pub next_at: Option<Instant>,
    /// Cases erased so far.
    pub cases: i64,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
}

/// A request as answers show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = PrivacyRequest)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// Whose data.
    pub customer_id: CustomerId,
    /// Their name; says so when they are erased.
    pub customer_name: String,
    /// How it stands.
    pub state: RequestState,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: Option<StaffName>,
    /// When.
    pub asked_at: Instant,
    /// Who decided.
    pub decided_by: Option<StaffName>,
    /// When.
    pub decided_at: Option<Instant>,
    /// What they said.
    pub opinion: Option<String>,
    /// The day it is booked for.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<String>,
    /// Cases erased so far.
    pub cases: i64,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Until when a copy can be had.
    pub expires_at: Option<Instant>,
    /// Raised at each change.
    pub version: i64,
    /// What the viewer may do.
    pub may: RequestMay,
}

/// What the viewer may do with a request.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = PrivacyRequestMay)]
pub struct RequestMay {
    /// Approve it.
    pub approve: bool,
    /// Decline it, or take it back.
    pub decline: bool,
    /// Download the copy.
    pub download: bool,
}

/// What is asked.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPrivacyRequest)]
pub struct NewRequest {
    /// A copy or an erasure.
    pub kind: RequestKind,
    /// 2 to 500 characters: how and when the customer asked.
    pub reason: String,
}

/// What somebody says to a request.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PrivacyDecision)]
pub struct Decision {
    /// 2 to 500 characters.
    pub opinion: String,
}

/// What of a customer's rights can be met now.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PrivacyStanding)]
pub struct Standing {
    /// What stands in the way of an erasure: what refuses it first, then what puts it off.
    pub duties: Vec<Duty>,
    /// Whether it would be refused.
    pub refused: bool,
    /// The day it would be booked for; null when it would be done at once, or refused.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<String>,
    /// The holds on the customer, newest first, lifted ones too.
    pub holds: Vec<HoldShown>,
    /// The requests about the customer, newest first, at most 50.
    pub requests: Vec<Request>,
    /// What the viewer may do.
    pub may: StandingMay,
}

/// What the viewer may do for a customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PrivacyStandingMay)]
pub struct StandingMay {
    /// Take a copy.
    pub copy: bool,
    /// Ask for an erasure.
    pub erase: bool,
    /// Place and lift holds.
    pub hold: bool,
}

/// A legal hold as answers show it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LegalHold)]
pub struct HoldShown {
    /// Its id.
    pub id: crate::holds::HoldId,
    /// Why.
    pub reason: String,
    /// Who placed it.
    pub placed_by: Option<StaffName>,
    /// When.
    pub placed_at: Instant,
    /// When it was lifted.
    pub lifted_at: Option<Instant>,
    /// By whom.
    pub lifted_by: Option<StaffName>,
    /// Why.
    pub lift_reason: Option<String>,
}
