//! What notifications tell the journal: what people chose, never what they read.

use lingke_cases::model::CaseId;
use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::json;

/// To see such events in the live stream: whoever may read the journal.
const SEEN_WITH: &str = "journal.view";

/// Somebody chose what they want to be told.
pub static PREFERENCES_CHANGED: EventKind =
    EventKind { name: "notification_preferences_changed", version: 1, permission: SEEN_WITH };
/// Somebody no longer wants to hear of a case.
pub static CASE_MUTED: EventKind =
    EventKind { name: "notification_case_muted", version: 1, permission: SEEN_WITH };
/// Somebody wants to hear of a case again.
pub static CASE_UNMUTED: EventKind =
    EventKind { name: "notification_case_unmuted", version: 1, permission: SEEN_WITH };
/// All of them.
pub static ALL: &[&EventKind] = &[&PREFERENCES_CHANGED, &CASE_MUTED, &CASE_UNMUTED];

/// `kind` happened to what `staff_id` wants to be told, of `case_id` where it is about one.
pub fn of(kind: &'static EventKind, staff_id: StaffId, case_id: Option<CaseId>) -> Event {
    Event {
        kind,
        subject_kind: "notification_preferences",
        subject_id: staff_id.to_string(),
        unit_id: None,
        staff_id: Some(staff_id),
        payload: json!({ "case_id": case_id }),
    }
}
