//! What cases tell the journal. Free text is not in it: an entry is named by id with its salted digest.

use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::{Value, json};

use crate::model::{Case, Clock, Entry, LevelVersionId, Status, near};
use crate::rules::CaseEvent;
use crate::store::entries::digest;
use crate::{CONFIGURE, LEVELS_VIEW, VIEW};

macro_rules! kinds {
    (@ $permission:ident) => { $permission };
    (@) => { VIEW };
    ($($(#[$doc:meta])* $name:ident = $text:literal $(for $permission:ident)?,)*) => {
        $($(#[$doc])* pub static $name: EventKind =
            EventKind { name: $text, version: 1, permission: kinds!(@ $($permission)?) };)*
        /// All of them.
        pub static ALL: &[&EventKind] = &[
            $(&$name,)*
            &CHECKLIST_TEMPLATE_ADDED, &CHECKLIST_TEMPLATE_CHANGED, &FIELD_ADDED, &FIELD_CHANGED,
        ];
    };
}

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        $($(#[$doc])* pub static $name: EventKind = EventKind { name: $text, version: 1, permission: CONFIGURE };)*
    };
}

settings! {
    /// A checklist was written.
    CHECKLIST_TEMPLATE_ADDED = "checklist_template_added",
    /// A checklist was changed.
    CHECKLIST_TEMPLATE_CHANGED = "checklist_template_changed",
    /// A field was added to cases.
    FIELD_ADDED = "case_field_added",
    /// A field was changed.
    FIELD_CHANGED = "case_field_changed",
}

kinds! {
    /// Work arrived.
    OPENED = "case_opened",
    /// Work came from another system's file.
    IMPORTED = "case_imported",
    /// Someone works on it, or a queue holds it.
    ASSIGNED = "case_assigned",
    /// A note between us.
    NOTED = "case_noted",
    /// An answer to the customer.
    REPLIED = "case_replied",
    /// The customer wrote.
    CUSTOMER_WROTE = "customer_message_recorded",
    /// We wait for the customer.
    WAITING = "case_waiting",
    /// We no longer wait.
    RESUMED = "case_resumed",
    /// The matter is resolved.
    RESOLVED = "case_resolved",
    /// The case is done.
    CLOSED = "case_closed",
    /// Work begins again.
    REOPENED = "case_reopened",
    /// Particulars changed.
    EDITED = "case_edited",
    /// Someone above was told.
    ESCALATED = "case_escalated",
    /// The work went to another unit or person.
    TRANSFERRED = "case_transferred",
    /// It was sent back.
    RETURNED = "case_returned",
    /// Someone asked us to hurry.
    URGED = "case_urged",
    /// It rests.
    SNOOZED = "case_snoozed",
    /// It no longer rests.
    WOKEN = "case_woken",
    /// It became a part of another case, or of none.
    PLACED = "case_placed",
    /// Its work goes on in another case.
    MERGED = "case_merged",
    /// It stands alone again.
    UNMERGED = "case_unmerged",
    /// It took another case in.
    TOOK_IN = "case_took_in",
    /// It gave a case back.
    GAVE_OUT = "case_gave_out",
    /// A part of it became a case of its own.
    SPLIT = "case_split",
    /// It belongs together with another.
    LINKED = "case_linked",
    /// It no longer does.
    UNLINKED = "case_unlinked",
    /// Someone wants to know what happens to it.
    FOLLOWED = "case_followed",
    /// They no longer do.
    UNFOLLOWED = "case_unfollowed",
    /// A file was attached.
    ATTACHED = "attachment_added",
    /// A clock began.
    CLOCK_STARTED = "clock_started",
    /// A clock stands still.
    CLOCK_PAUSED = "clock_paused",
    /// A clock runs on.
    CLOCK_RESUMED = "clock_resumed",
    /// A clock was stopped in time.
    CLOCK_MET = "clock_met",
    /// A clock was stopped after its due time.
    CLOCK_STOPPED_LATE = "clock_stopped_late",
    /// A clock was replaced by another.
    CLOCK_CANCELLED = "clock_cancelled",
    /// A clock will be due soon.
    CLOCK_WARNED = "clock_warned",
    /// A clock's due time passed.
    CLOCK_BREACHED = "clock_breached",
    /// Another department was asked.
    TASK_ASKED = "task_asked",
    /// Someone of the department took it up.
    TASK_ACCEPTED = "task_accepted",
    /// The department answered.
    TASK_ANSWERED = "task_answered",
    /// The department gave it back without an answer.
    TASK_RETURNED = "task_returned",
    /// The asker asked anew.
    TASK_ASKED_AGAIN = "task_asked_again",
    /// The asker no longer wants it.
    TASK_WITHDRAWN = "task_withdrawn",
    /// The asker pressed for an answer.
    TASK_URGED = "task_urged",
    /// Someone else of the department has it.
    TASK_REASSIGNED = "task_reassigned",
    /// The asker took the answer.
    TASK_DONE = "task_done",
    /// A task will be due soon.
    TASK_WARNED = "task_warned",
    /// A task's due time passed.
    TASK_OVERDUE = "task_overdue",
    /// Items were put on a case's checklist.
    CHECKLIST_PUT = "checklist_put",
    /// An item was ticked.
    CHECKLIST_ITEM_DONE = "checklist_item_done",
    /// A tick was taken back.
    CHECKLIST_ITEM_UNDONE = "checklist_item_undone",
    /// An item was taken off.
    CHECKLIST_ITEM_REMOVED = "checklist_item_removed",
    /// The items were put in another order.
    CHECKLIST_REORDERED = "checklist_reordered",
    /// Values of the institution's own fields changed.
    FIELDS_FILLED = "case_fields_filled",
    /// Its words were erased.
    ERASED = "case_erased",
    /// A share of a clock was reached at which someone is told, or takes over.
    CLOCK_ESCALATED = "clock_escalated",
    /// A draft of service levels was made.
    LEVELS_DRAFTED = "service_levels_drafted" for LEVELS_VIEW,
    /// It was changed.
    LEVELS_EDITED = "service_levels_edited" for LEVELS_VIEW,
    /// It was thrown away.
    LEVELS_DISCARDED = "service_levels_discarded" for LEVELS_VIEW,
    /// It was published: new work follows it.
    LEVELS_PUBLISHED = "service_levels_published" for LEVELS_VIEW,
    /// It is played over clocks that have run.
    REPLAY_STARTED = "service_level_replay_started" for LEVELS_VIEW,
    /// That was stopped.
    REPLAY_CANCELLED = "service_level_replay_cancelled" for LEVELS_VIEW,
    /// That has ended.
    REPLAY_FINISHED = "service_level_replay_finished" for LEVELS_VIEW,
}

/// `kind` happened to `case`, with particulars; the owner is named where someone else works on it.
pub fn of(kind: &'static EventKind, case: &Case, mut payload: Value) -> Event {
    if let Some(owner_id) = case.owner_id.filter(|_| case.owner_id != case.assignee_id) {
        payload["owner_id"] = json!(owner_id);
    }
    Event {
        kind,
        subject_kind: "case",
        subject_id: case.id.to_string(),
        unit_id: Some(case.unit_id),
        staff_id: case.assignee_id,
        payload,
    }
}

/// A case was opened.
pub fn opened(case: &Case) -> Event {
    let payload = json!({
        "number": case.number, "kind": case.kind, "channel": case.channel, "priority": case.priority,
        "customer_id": case.customer_id, "product_id": case.product_id, "unit_id": case.unit_id,
    });
    of(&OPENED, case, payload)
}

/// A rule's event as the journal's, with what was written, if anything.
pub fn of_change(case: &Case, event: &CaseEvent, entry: Option<&Entry>) -> Event {
    let (kind, mut payload) = match event {
        CaseEvent::Assigned { from_unit_id, unit_id, staff_id } => {
            let payload = json!({ "from_unit_id": from_unit_id, "unit_id": unit_id, "staff_id": staff_id, "kind": case.kind });
            (&ASSIGNED, payload)
        }
        CaseEvent::Noted { mentions } => (&NOTED, json!({ "mentions": mentions })),
        CaseEvent::Replied => (&REPLIED, json!({})),
        CaseEvent::CustomerWrote => (&CUSTOMER_WROTE, json!({})),
        CaseEvent::Waiting => (&WAITING, json!({})),
        CaseEvent::Resumed => (&RESUMED, json!({})),
        CaseEvent::Resolved => (&RESOLVED, json!({ "kind": case.kind })),
        CaseEvent::Closed => (&CLOSED, json!({ "kind": case.kind })),
        CaseEvent::Reopened => (&REOPENED, json!({ "kind": case.kind, "count": case.reopen_count })),
        CaseEvent::Transferred { from_unit_id, unit_id, staff_id } => {
            let payload = json!({ "from_unit_id": from_unit_id, "unit_id": unit_id, "staff_id": staff_id,
                "from_staff_id": case.transferred_from_staff_id, "kind": case.kind });
            (&TRANSFERRED, payload)
        }
        CaseEvent::Returned { from_unit_id, unit_id, staff_id } => {
            let payload = json!({ "from_unit_id": from_unit_id, "unit_id": unit_id, "staff_id": staff_id,
                "kind": case.kind, "count": case.return_count });
            (&RETURNED, payload)
        }
        CaseEvent::Urged => (&URGED, json!({ "count": case.urge_count })),
        CaseEvent::Snoozed { until } => (&SNOOZED, json!({ "until": near(*until) })),
        CaseEvent::Woken { because } => (&WOKEN, json!({ "because": because })),
        CaseEvent::Placed { parent_id } => (&PLACED, json!({ "parent_id": parent_id })),
        CaseEvent::Merged { into } => {
            let was_open = case.status_before_merge.is_some_and(Status::is_open);
            (&MERGED, json!({ "into": into, "was_open": was_open, "kind": case.kind }))
        }
        CaseEvent::Unmerged { from } => {
            (&UNMERGED, json!({ "from": from, "is_open": case.status.is_open(), "kind": case.kind }))
        }
        CaseEvent::Escalated { to } => (&ESCALATED, json!({ "level": case.escalation_level, "to": to })),
        CaseEvent::Edited { kind, priority, fields } => {
            (&EDITED, json!({ "fields": fields, "kinds": kind, "priorities": priority }))
        }
    };
    if let Some(entry) = entry {
        payload["entry_id"] = json!(entry.id);
        payload["text_digest"] = json!(digest(entry));
    }
    of(kind, case, payload)
}

/// Something happened to a clock of a case.
pub fn of_clock(kind: &'static EventKind, case: &Case, clock: &Clock) -> Event {
    let mut payload = json!({
        "clock_id": clock.id, "clock": clock.kind, "kind": case.kind, "due_at": clock.due_at.or(clock.breached_at),
        "target_seconds": clock.target_seconds, "service_level_id": clock.service_level_id,
    });
    if let Some(task_id) = &clock.task_id {
        payload["task_id"] = json!(task_id);
        payload["asked_unit_id"] = json!(clock.unit_id);
    }
    of(kind, case, payload)
}

/// A clock warned at a share of its target.
pub fn warned(case: &Case, clock: &Clock, percent: i32) -> Event {
    let mut event = of_clock(&CLOCK_WARNED, case, clock);
    event.payload["percent"] = json!(percent);
    event
}

/// A step of a clock's chain was taken: who is told, and who took over.
pub fn clock_escalated(
    case: &Case,
    clock: &Clock,
    percent: i32,
    (told, taken_over_by): (&[StaffId], Option<StaffId>),
) -> Event {
    let mut event = of_clock(&CLOCK_ESCALATED, case, clock);
    event.payload["percent"] = json!(percent);
    event.payload["told"] = json!(told);
    event.payload["taken_over_by"] = json!(taken_over_by);
    event
}

/// Something happened to a version of the service levels.
pub fn of_levels(kind: &'static EventKind, id: LevelVersionId, payload: Value) -> Event {
    Event {
        kind,
        subject_kind: "service_level_version",
        subject_id: id.to_string(),
        unit_id: None,
        staff_id: None,
        payload,
    }
}
