//! What calendars tell the journal.

use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

use crate::model::CalendarVersion;

/// A version of a calendar came in.
pub static VERSION_ADDED: EventKind =
    EventKind { name: "calendar_version_added", version: 1, permission: crate::VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[&VERSION_ADDED];

/// The version came in.
pub fn version_added(row: &CalendarVersion) -> Event {
    Event {
        kind: &VERSION_ADDED,
        subject_kind: "calendar_version",
        subject_id: row.id.to_string(),
        unit_id: None,
        staff_id: None,
        payload: json!({ "name": row.name, "version": row.version }),
    }
}
