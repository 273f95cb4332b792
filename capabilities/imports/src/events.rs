//! What imports tell the journal. Each imported case has an event of its own, which cases tell.

use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::Value;

use crate::RUN;
use crate::model::ImportId;

/// Rows begin to go in.
pub static STARTED: EventKind = EventKind { name: "import_started", version: 1, permission: RUN };
/// It came to its end, with or without success.
pub static FINISHED: EventKind = EventKind { name: "import_finished", version: 1, permission: RUN };
/// Somebody stopped it.
pub static CANCELLED: EventKind = EventKind { name: "import_cancelled", version: 1, permission: RUN };
/// All of them.
pub static ALL: &[&EventKind] = &[&STARTED, &FINISHED, &CANCELLED];

/// `kind` happened to the import that `staff_id` brought; they see it too. The file's name may hold personal data
/// and stays out.
pub fn of(kind: &'static EventKind, id: ImportId, staff_id: StaffId, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "import",
        subject_id: id.to_string(),
        unit_id: None,
        staff_id: Some(staff_id),
        payload,
    }
}
