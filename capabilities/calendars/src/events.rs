//! What calendars tell the journal.

use lingke_kernel::calendar::CalendarSpec;
use lingke_platform::journal::{Event, EventKind};
use serde_json::{Value, json};

use crate::model::CalendarVersion;

/// A version of a calendar came in.
pub static VERSION_ADDED: EventKind =
    EventKind { name: "calendar_version_added", version: 1, permission: crate::VIEW };
/// Someone made a calendar.
pub static CREATED: EventKind = EventKind { name: "calendar_created", version: 1, permission: crate::VIEW };
/// Someone gave a calendar a new version: clocks that begin from now on follow it, those that run do not.
pub static CHANGED: EventKind = EventKind { name: "calendar_changed", version: 1, permission: crate::VIEW };
/// All of them.
pub static ALL: &[&EventKind] = &[&VERSION_ADDED, &CREATED, &CHANGED];

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

/// Someone made the calendar, from another one or from nothing.
pub fn created(row: &CalendarVersion, copied_from: Option<&str>) -> Event {
    of_calendar(&CREATED, row, json!({ "copied_from": copied_from }))
}

/// Someone changed the calendar: what is another than `before`, and from which version to which.
pub fn changed(before: &CalendarVersion, after: &CalendarVersion, facts: [&CalendarSpec; 2]) -> Event {
    let [old, new] = facts;
    let parts = [
        ("title", before.title != after.title),
        ("title_en", before.title_en != after.title_en),
        ("time_zone", old.time_zone != new.time_zone),
        ("weekly", old.weekly != new.weekly),
        ("holidays", old.holidays != new.holidays),
        ("special_days", old.special_days != new.special_days),
        ("holiday_names", old.holiday_names != new.holiday_names),
        ("known_years", old.known_years != new.known_years),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    of_calendar(&CHANGED, after, json!({ "version_before": before.version, "changed": parts }))
}

/// By its name, so that all versions of a calendar are found together.
fn of_calendar(kind: &'static EventKind, row: &CalendarVersion, mut payload: Value) -> Event {
    payload["version_id"] = json!(row.id);
    payload["version"] = json!(row.version);
    Event {
        kind,
        subject_kind: "calendar",
        subject_id: row.name.clone(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
