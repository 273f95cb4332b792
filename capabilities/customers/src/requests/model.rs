//! The nouns of change requests.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::StaffId;
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::history;
use crate::model::{CustomerId, IdentityDocumentId};
use crate::protection::Personal;

id_kind!(
    /// A change that waits for somebody else's word.
    ChangeRequestMark, "ccr", ChangeRequestId
);

/// How many may wait for one customer at a time.
pub const PENDING_MAX: usize = 10;

/// What is to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ChangeWhat {
    /// 姓名或名称
    Name,
    /// 类型
    Kind,
    /// 增加证件
    AddDocument,
    /// 删除证件
    RemoveDocument,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ChangeStatus {
    /// 待复核
    Pending,
    /// 已通过
    Approved,
    /// 未通过
    Refused,
    /// 已撤回
    Withdrawn,
}

/// What is sealed of a request.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Sealed {
    /// What it is now; empty when nothing.
    pub old: String,
    /// What it is to be; empty when nothing.
    pub new: String,
    /// The kind of the document that is meant.
    pub document_kind: Option<String>,
    /// The document that is to go.
    pub document_id: Option<IdentityDocumentId>,
    /// The last day a new document is good for.
    pub expires_on: Option<String>,
    /// What was said to it; empty until then.
    pub opinion: String,
}

/// A request, opened.
#[derive(Clone)]
pub struct RequestRow {
    /// Its id.
    pub id: ChangeRequestId,
    /// Whose change it is.
    pub customer_id: CustomerId,
    /// What is to be changed.
    pub what: ChangeWhat,
    /// What is sealed.
    pub sealed: Sealed,
    /// Where it stands.
    pub status: ChangeStatus,
    /// Raised at each change.
    pub version: i64,
    /// Who asked.
    pub asked_by: StaffId,
    /// When.
    pub asked_at: Instant,
    /// Who decided.
    pub decided_by: Option<StaffId>,
    /// When.
    pub decided_at: Option<Instant>,
}

/// The customer a request is about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangedCustomer {
    /// Their id.
    pub id: CustomerId,
    /// Their present name.
    pub name: String,
}

/// A change that waits, or waited, for somebody else's word.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangeRequest {
    /// Its id.
    pub id: ChangeRequestId,
    /// Whose change it is.
    pub customer: ChangedCustomer,
    /// What is to be changed.
    pub what: ChangeWhat,
    /// The kind of the document that is meant.
    pub document_kind: Option<String>,
    /// What it is, as masked as where it stands.
    pub old: Option<String>,
    /// What it is to be, masked likewise.
    pub new: Option<String>,
    /// Where it stands.
    pub status: ChangeStatus,
    /// What was said to it.
    pub opinion: Option<String>,
    /// Raised at each change.
    pub version: i64,
    /// Who asked.
    pub asked_by: Option<StaffName>,
    /// When.
    pub asked_at: Instant,
    /// Who decided.
    pub decided_by: Option<StaffName>,
    /// When.
    pub decided_at: Option<Instant>,
    /// What the viewer may do.
    pub may: ChangeRequestMay,
}

/// What the viewer may do with a request.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangeRequestMay {
    /// Approve or refuse it.
    pub decide: bool,
    /// Take it back.
    pub withdraw: bool,
}

/// What is said to a request.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CustomerChangeOpinion)]
pub struct Opinion {
    /// At most 500 characters; needed of a refusal.
    pub opinion: Option<String>,
}

/// How the institution handles customers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, FromQueryResult)]
pub struct CustomerSettings {
    /// Whether changes of what identifies a customer need a second person.
    pub second_person: bool,
    /// Raised at each change.
    pub version: i64,
}

/// What to change of the settings.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerSettingsChange {
    /// Whether changes of what identifies a customer need a second person.
    pub second_person: bool,
}

impl RequestRow {
    /// Old and new as they are shown.
    pub(crate) fn shown_values(&self) -> (Option<String>, Option<String>) {
        let field = match self.what {
            ChangeWhat::Name => "name",
            ChangeWhat::Kind => "kind",
            ChangeWhat::AddDocument | ChangeWhat::RemoveDocument => "identity_document",
        };
        let value = |text: &str| {
            Some(Personal::new(text)).filter(|_| !text.is_empty()).map(|value| history::shown(field, &value))
        };
        (value(&self.sealed.old), value(&self.sealed.new))
    }
}
