//! The nouns of checklists, plain data.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use lingke_organisation::model::StaffName;
use lingke_platform::viewer::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{CaseId, CaseKind};

id_kind!(
    /// A checklist as an administrator wrote it.
    TemplateMark, "clt", TemplateId
);
id_kind!(
    /// An item on the checklist of a case.
    ItemMark, "cli", ItemId
);

/// Checklists an institution has at most.
pub const TEMPLATES_MAX: usize = 200;
/// Items of one checklist at most.
pub const TEMPLATE_ITEMS_MAX: usize = 50;
/// Items on one case at most.
pub const ITEMS_MAX: usize = 200;

/// One item of a checklist as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChecklistTemplateItem)]
pub struct TemplateItem {
    /// In Chinese, 1 to 200 characters.
    pub text: String,
    /// In English; the Chinese when absent.
    #[serde(default)]
    pub text_en: String,
    /// Whether a case is not resolved over it.
    #[serde(default)]
    pub required: bool,
}

/// A checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ChecklistTemplate)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// For these kinds of work; for all when empty.
    pub kinds: Vec<CaseKind>,
    /// Whether a case of these kinds gets it when it is opened.
    pub at_opening: bool,
    /// Whether it can be put on cases.
    pub active: bool,
    /// Its items, in order.
    pub items: Vec<TemplateItem>,
    /// Raised at each change.
    pub version: i64,
    /// When it was written.
    pub created_at: Instant,
}

/// A new checklist.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewChecklistTemplate)]
pub struct NewTemplate {
    /// In Chinese, 1 to 100 characters.
    pub name: String,
    /// In English; the Chinese when absent.
    pub name_en: Option<String>,
    /// For these kinds of work; for all when empty.
    #[serde(default)]
    pub kinds: Vec<CaseKind>,
    /// Whether a case of these kinds gets it when it is opened.
    #[serde(default)]
    pub at_opening: bool,
    /// Its items, 1 to 50.
    pub items: Vec<TemplateItem>,
}

/// What to change of a checklist; absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChecklistTemplateChange)]
pub struct TemplateChange {
    /// In Chinese.
    pub name: Option<String>,
    /// In English.
    pub name_en: Option<String>,
    /// For these kinds of work.
    pub kinds: Option<Vec<CaseKind>>,
    /// Whether a case of these kinds gets it when it is opened.
    pub at_opening: Option<bool>,
    /// Whether it can be put on cases.
    pub active: Option<bool>,
    /// Its items; those on cases already keep their words.
    pub items: Option<Vec<TemplateItem>>,
}

/// An item on the checklist of a case.
#[derive(Debug, Clone, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// The case.
    pub case_id: CaseId,
    /// The checklist it came with; none when it was added by hand.
    pub template_id: Option<TemplateId>,
    /// Its place.
    pub position: i32,
    /// In Chinese.
    pub text: String,
    /// In English.
    pub text_en: String,
    /// Whether the case is not resolved over it.
    pub required: bool,
    /// Who ticked it.
    pub done_by: Option<StaffId>,
    /// When.
    pub done_at: Option<Instant>,
    /// Who put it there: a member of staff or a part of the system.
    pub added_by: String,
    /// Raised at each change.
    pub version: i64,
    /// When it was put there.
    pub created_at: Instant,
}

/// An item as the API shows it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChecklistItem {
    /// Its id.
    pub id: ItemId,
    /// The checklist it came with; null when it was added by hand.
    pub template_id: Option<TemplateId>,
    /// In Chinese.
    pub text: String,
    /// In English.
    pub text_en: String,
    /// Whether the case is not resolved over it.
    pub required: bool,
    /// Who ticked it.
    pub done_by: Option<StaffName>,
    /// When; null while it is open.
    pub done_at: Option<Instant>,
}

/// How far a checklist is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ChecklistProgress)]
pub struct Progress {
    /// Items ticked.
    pub done: i64,
    /// Items in all.
    pub total: i64,
}

/// The checklist of a case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Checklist {
    /// Its items, in order.
    pub items: Vec<ChecklistItem>,
    /// How far it is.
    pub progress: Progress,
    /// Whether the viewer may tick, add and order.
    pub may_work: bool,
}
