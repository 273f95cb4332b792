//! What tasks tell the journal. They are events of their case; the department sees them as the unit's, and who works
//! on the case as theirs.

use lingke_platform::journal::{Event, EventKind};
use serde_json::json;

use super::model::Task;
use super::rules::TaskEvent;
use crate::events;
use crate::model::{Case, Entry};
use crate::store::entries::digest;

/// The event of a decision.
pub fn kind_of(event: &TaskEvent) -> &'static EventKind {
    match event {
        TaskEvent::Accepted(_) => &events::TASK_ACCEPTED,
        TaskEvent::Answered(_) => &events::TASK_ANSWERED,
        TaskEvent::Returned(_) => &events::TASK_RETURNED,
        TaskEvent::AskedAgain(_) => &events::TASK_ASKED_AGAIN,
        TaskEvent::Withdrawn => &events::TASK_WITHDRAWN,
        TaskEvent::Urged => &events::TASK_URGED,
        TaskEvent::Reassigned(_) => &events::TASK_REASSIGNED,
        TaskEvent::Done => &events::TASK_DONE,
    }
}

/// `kind` happened to `task`, with what was written, if anything.
pub fn of(kind: &'static EventKind, case: &Case, task: &Task, entry: Option<&Entry>) -> Event {
    let mut payload = json!({
        "task_id": task.id, "n": task.n, "unit_id": task.unit_id, "staff_id": task.staff_id, "asked_by": task.asked_by,
        "status": task.status, "round": task.round, "due_at": task.due_at, "required": task.required,
        "urge_count": task.urge_count, "kind": case.kind, "case_unit_id": case.unit_id,
    });
    if let Some(entry) = entry {
        payload["entry_id"] = json!(entry.id);
        payload["text_digest"] = json!(digest(entry));
    }
    Event {
        kind,
        subject_kind: "case",
        subject_id: case.id.to_string(),
        unit_id: Some(task.unit_id),
        staff_id: case.assignee_id.or(Some(task.asked_by)),
        payload,
    }
}
