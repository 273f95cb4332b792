//! The nouns, plain data.

use std::collections::BTreeMap;

use lingke_cases::model::CaseId;
use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::{StaffName, UnitName};
use lingke_platform::http::extract::Errors;
use lingke_platform::viewer::{StaffId, UnitId};
use sea_orm::FromQueryResult;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::Action;
use crate::placeholders;

id_kind!(
    /// A view, a saved reply or a macro.
    KeptMark, "kpt", KeptId
);
id_kind!(
    /// A reply that can still be taken back.
    HeldMark, "hld", HeldReplyId
);
id_kind!(
    /// The same done to many cases.
    BulkMark, "blk", BulkJobId
);
id_kind!(
    /// A register written to a file.
    ExportMark, "exp", ExportId
);
id_kind!(
    /// Cases that open themselves by a plan.
    RecurringMark, "rec", RecurringId
);
id_kind!(
    /// One run of a job: what its lease is held by.
    JobRunMark, "jrn", JobRunId
);

/// Longest name of what is kept, in characters.
pub const NAME_MAX: usize = 60;

/// What a kept thing holds.
pub trait Content: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// As the database names it.
    const KIND: &'static str;
    /// Adds what is wrong with it.
    fn check(&self, errors: &mut Errors);
}

/// A view: the address of a list, without the list's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseView {
    /// Filters, order, columns and density as the console's address writes them.
    pub search: BTreeMap<String, String>,
}

impl Content for CaseView {
    const KIND: &'static str = "case_view";
    fn check(&self, errors: &mut Errors) {
        if self.search.len() > 60 {
            errors.add("content.search", "too_many", "at most 60 parts");
        }
        for (name, value) in &self.search {
            let plain = (1..=60).contains(&name.len())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
            if !plain {
                errors.add("content.search", "wrong_form", "names of letters, digits, _ . and -");
            }
            errors.length(&format!("content.search.{name}"), value, 0, 1000);
        }
    }
}

/// A reply to be used again, with placeholders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedReply {
    /// What is written, with placeholders such as `{{customer.name}}`.
    pub text: String,
}

impl Content for SavedReply {
    const KIND: &'static str = "saved_reply";
    fn check(&self, errors: &mut Errors) {
        errors.length("content.text", &self.text, 1, 5_000);
        placeholders::check(errors, "content.text", &self.text);
    }
}

/// Several actions in their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Macro {
    /// What is done, one after the other.
    pub actions: Vec<Action>,
}

impl Content for Macro {
    const KIND: &'static str = "macro";
    fn check(&self, errors: &mut Errors) {
        crate::actions::check(errors, "content.actions", &self.actions);
    }
}

/// A kept thing as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct KeptRow {
    /// Its id.
    pub id: KeptId,
    /// `case_view`, `saved_reply`, `macro`.
    pub kind: String,
    /// Whose it is.
    pub owner_id: StaffId,
    /// With whom it is shared, with all below; nobody when absent.
    pub unit_id: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// The name's pinyin initials.
    pub initials: String,
    /// What it holds, as JSON.
    pub content: String,
    /// Raised at each change.
    pub version: i64,
    /// When it was kept.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

/// What the viewer may do with a kept thing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct KeptMay {
    /// Change and delete it.
    pub edit: bool,
    /// Share it with a unit.
    pub share: bool,
}

/// A kept thing as shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Kept<C> {
    /// Its id.
    pub id: KeptId,
    /// Its name.
    pub name: String,
    /// The name's pinyin initials, lower case.
    pub initials: String,
    /// What it holds.
    pub content: C,
    /// Whose it is.
    pub owner: Option<StaffName>,
    /// With whom it is shared, with all below; null when it is personal.
    pub unit: Option<UnitName>,
    /// Whether it is the viewer's own.
    pub mine: bool,
    /// What the viewer may do with it.
    pub may: KeptMay,
    /// Raised at each change.
    pub version: i64,
    /// When it last changed.
    pub updated_at: Instant,
}

/// Something to keep.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKept<C> {
    /// 1 to 60 characters.
    pub name: String,
    /// What it holds.
    pub content: C,
    /// With whom to share it, with all below; absent keeps it personal.
    pub unit_id: Option<UnitId>,
}

/// What to change; absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptChange<C> {
    /// Its name.
    pub name: Option<String>,
    /// What it holds.
    pub content: Option<C>,
    /// With whom to share it.
    pub unit_id: Option<UnitId>,
    /// Makes it personal again.
    pub personal: Option<bool>,
}

/// In which order somebody sees the views, and which comes first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct ViewChoices {
    /// Ids in their order; views not named come after, by name.
    pub order: Vec<KeptId>,
    /// The view the list begins with.
    pub default_view_id: Option<KeptId>,
    /// Raised at each change; 0 before the first.
    pub version: i64,
}

/// Where somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftBox {
    /// To the customer.
    Reply,
    /// Between us.
    Note,
    /// What the customer said.
    Customer,
}

impl DraftBox {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Reply, Self::Note, Self::Customer];
    /// As the database and the path write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Customer => "customer",
        }
    }
    /// The box of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What somebody began to write.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Draft {
    /// About which case.
    pub case_id: CaseId,
    /// Where.
    #[serde(rename = "box")]
    pub of: DraftBox,
    /// The words.
    pub text: String,
    /// The browser it was last written in.
    pub device: String,
    /// When.
    pub updated_at: Instant,
}

/// How a held reply stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeldState {
    /// It waits its seconds.
    Held,
    /// It went out.
    Sent,
    /// It was taken back.
    TakenBack,
    /// It could not be sent.
    Refused,
}

impl HeldState {
    /// As the database writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Sent => "sent",
            Self::TakenBack => "taken_back",
            Self::Refused => "refused",
        }
    }
    /// The state of a code.
    pub fn of(code: &str) -> Self {
        [Self::Held, Self::Sent, Self::TakenBack]
            .into_iter()
            .find(|one| one.code() == code)
            .unwrap_or(Self::Refused)
    }
}

/// A held reply as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct HeldRow {
    /// Its id.
    pub id: HeldReplyId,
    /// About which case.
    pub case_id: CaseId,
    /// Who wrote it.
    pub staff_id: StaffId,
    /// The words.
    pub text: String,
    /// Whether to wait for the customer then.
    pub then_wait: bool,
    /// Until when the writer had read what was written.
    pub seen_until: Instant,
    /// Whether the writer knows of what is newer.
    pub anyway: bool,
    /// Where it stands.
    pub state: String,
    /// Why it could not be sent.
    pub refusal: Option<String>,
    /// When it goes out.
    pub send_at: Instant,
}

/// A held reply as shown to who wrote it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HeldReply {
    /// Its id.
    pub id: HeldReplyId,
    /// About which case.
    pub case_id: CaseId,
    /// The words; empty once it was sent.
    pub text: String,
    /// Whether to wait for the customer then.
    pub then_wait: bool,
    /// Where it stands.
    pub state: HeldState,
    /// Why it could not be sent: a code.
    pub refusal: Option<String>,
    /// When it goes out.
    pub send_at: Instant,
    /// Milliseconds until then, by the server's clock.
    pub left_ms: i64,
}

impl HeldRow {
    /// As its writer sees it at `now`.
    pub fn shown(self, now: Instant) -> HeldReply {
        HeldReply {
            id: self.id,
            case_id: self.case_id,
            text: self.text,
            then_wait: self.then_wait,
            state: HeldState::of(&self.state),
            refusal: self.refusal,
            send_at: self.send_at,
            left_ms: (self.send_at.micros_since(now) / 1000).max(0),
        }
    }
}

/// What somebody does at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// It is on their screen.
    Looking,
    /// They write a reply.
    Replying,
    /// They left.
    Gone,
}
