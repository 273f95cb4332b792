//! What the workbench tells the journal: ids, codes and numbers. Names and texts of what people keep stay out.

use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::Value;

use crate::{BULK, EXPORT, RECUR, USE};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal for $permission:ident,)*) => {
        $($(#[$doc])* pub static $name: EventKind = EventKind { name: $text, version: 1, permission: $permission };)*
        /// All of them.
        pub static ALL: &[&EventKind] = &[$(&$name),*];
    };
}

kinds! {
    /// A view, a saved reply or a macro was kept.
    KEPT = "workbench_item_kept" for USE,
    /// One was changed.
    KEPT_CHANGED = "workbench_item_changed" for USE,
    /// One was deleted.
    KEPT_DELETED = "workbench_item_deleted" for USE,
    /// A deletion was undone.
    KEPT_RESTORED = "workbench_item_restored" for USE,
    /// Somebody ordered their views.
    VIEWS_CHOSEN = "views_chosen" for USE,
    /// A reply waits its seconds.
    REPLY_HELD = "reply_held" for USE,
    /// It was taken back.
    REPLY_TAKEN_BACK = "reply_taken_back" for USE,
    /// It could not be sent.
    REPLY_REFUSED = "reply_refused" for USE,
    /// It went out.
    REPLY_RELEASED = "reply_released" for USE,
    /// The same begins to be done to many cases.
    BULK_STARTED = "bulk_started" for BULK,
    /// It came to its end.
    BULK_FINISHED = "bulk_finished" for BULK,
    /// Somebody stopped it.
    BULK_CANCELLED = "bulk_cancelled" for BULK,
    /// A register begins to be written.
    EXPORT_STARTED = "export_started" for EXPORT,
    /// It is ready, or failed.
    EXPORT_FINISHED = "export_finished" for EXPORT,
    /// Somebody stopped it.
    EXPORT_CANCELLED = "export_cancelled" for EXPORT,
    /// Somebody took the file.
    EXPORT_DOWNLOADED = "export_downloaded" for EXPORT,
    /// Cases that open themselves were planned.
    RECURRING_ADDED = "recurring_case_added" for RECUR,
    /// The plan was changed.
    RECURRING_CHANGED = "recurring_case_changed" for RECUR,
    /// An occurrence came: it opened a case, or why not.
    RECURRING_CAME = "recurring_case_came" for RECUR,
}

/// `kind` happened to something of `staff_id`; they see it too.
pub fn of(
    kind: &'static EventKind,
    subject_kind: &'static str,
    id: impl ToString,
    staff_id: StaffId,
    payload: Value,
) -> Event {
    Event { kind, subject_kind, subject_id: id.to_string(), unit_id: None, staff_id: Some(staff_id), payload }
}
