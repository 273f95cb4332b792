//! What may happen to a task. Pure: no clock, no database, no network.

use lingke_kernel::time::Instant;
use lingke_platform::failure::Refusal;
use lingke_platform::viewer::{Sight, StaffId, Viewer};

use super::model::{Round, Task, TaskStatus};

/// What happened to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskEvent {
    /// Someone of the department took it up.
    Accepted(StaffId),
    /// The department answered.
    Answered(StaffId),
    /// The department gave it back without an answer.
    Returned(StaffId),
    /// The asker asked anew: of what was returned, or not satisfied with the answer.
    AskedAgain(Round),
    /// The asker no longer wants it.
    Withdrawn,
    /// The asker pressed for an answer.
    Urged,
    /// Someone else of the department has it.
    Reassigned(StaffId),
    /// The asker took the answer.
    Done,
}

/// Whether a task is the viewer's to answer: put to them, or to a unit they work in or see.
///
/// Who sees everything, to review or to audit, answers for no department but their own.
pub fn is_theirs(viewer: &Viewer, task: &Task) -> bool {
    let of_unit = match &viewer.sight {
        Sight::Units(units) => units.contains(&task.unit_id),
        Sight::All | Sight::Own => false,
    };
    let me = viewer.staff_id();
    of_unit || viewer.unit_id == Some(task.unit_id) || (me.is_some() && task.staff_id == me)
}

fn must_be_with_department(task: &Task) -> Result<(), Refusal> {
    if task.status.waits_for_department() {
        return Ok(());
    }
    Err(Refusal::conflict("task_not_with_department").with("status", task.status.code()))
}

/// Takes it up.
pub fn accept(task: &Task, me: StaffId) -> Result<TaskEvent, Refusal> {
    must_be_with_department(task)?;
    match task.status {
        TaskStatus::Asked => Ok(TaskEvent::Accepted(me)),
        _ => Err(Refusal::conflict("task_accepted_already")),
    }
}

/// Answers it. Who answers what nobody took up takes it up.
pub fn answer(task: &Task, me: StaffId) -> Result<TaskEvent, Refusal> {
    must_be_with_department(task)?;
    Ok(TaskEvent::Answered(me))
}

/// Gives it back without an answer.
pub fn give_back(task: &Task, me: StaffId) -> Result<TaskEvent, Refusal> {
    must_be_with_department(task)?;
    Ok(TaskEvent::Returned(me))
}

/// Gives it to another of the department.
pub fn reassign(task: &Task, to: StaffId) -> Result<TaskEvent, Refusal> {
    must_be_with_department(task)?;
    if task.staff_id == Some(to) {
        return Err(Refusal::conflict("task_with_this_person_already"));
    }
    Ok(TaskEvent::Reassigned(to))
}

/// Presses for an answer.
pub fn urge(task: &Task) -> Result<TaskEvent, Refusal> {
    must_be_with_department(task)?;
    Ok(TaskEvent::Urged)
}

/// Asks anew what was answered or returned.
pub fn ask_again(task: &Task, round: Round) -> Result<TaskEvent, Refusal> {
    match task.status {
        TaskStatus::Answered | TaskStatus::Returned => Ok(TaskEvent::AskedAgain(round)),
        status => Err(Refusal::conflict("task_not_with_asker").with("status", status.code())),
    }
}

/// Takes the answer.
pub fn finish(task: &Task) -> Result<TaskEvent, Refusal> {
    match task.status {
        TaskStatus::Answered => Ok(TaskEvent::Done),
        status => Err(Refusal::conflict("task_not_answered").with("status", status.code())),
    }
}

/// No longer wants it.
pub fn withdraw(task: &Task) -> Result<TaskEvent, Refusal> {
    if task.status.is_open() {
        return Ok(TaskEvent::Withdrawn);
    }
    Err(Refusal::conflict("task_ended").with("status", task.status.code()))
}

impl Task {
    /// Follows an event. Cannot fail: the rule has decided.
    pub fn apply(&mut self, event: &TaskEvent, now: Instant) {
        match event {
            TaskEvent::Accepted(staff) => {
                self.status = TaskStatus::Accepted;
                self.staff_id = Some(*staff);
                self.accepted_at = Some(now);
            }
            TaskEvent::Answered(staff) => {
                self.status = TaskStatus::Answered;
                self.staff_id = Some(*staff);
                self.accepted_at = self.accepted_at.or(Some(now));
                self.answered_at = Some(now);
                self.next_fire_at = None;
            }
            TaskEvent::Returned(staff) => {
                self.status = TaskStatus::Returned;
                self.staff_id = Some(*staff);
                self.next_fire_at = None;
            }
            TaskEvent::AskedAgain(round) => {
                self.status =
                    if self.accepted_at.is_some() { TaskStatus::Accepted } else { TaskStatus::Asked };
                self.round += 1;
                self.answered_at = None;
                self.begin(round);
            }
            TaskEvent::Withdrawn => self.end(TaskStatus::Withdrawn, now),
            TaskEvent::Done => self.end(TaskStatus::Done, now),
            TaskEvent::Urged => {
                self.urge_count += 1;
                self.urged_at = Some(now);
            }
            TaskEvent::Reassigned(staff) => {
                self.status = TaskStatus::Asked;
                self.staff_id = Some(*staff);
                self.accepted_at = None;
            }
        }
        self.updated_at = now;
    }

    fn begin(&mut self, round: &Round) {
        self.calendar_version_id = round.calendar_version_id;
        self.target_seconds = round.target_seconds;
        self.round_started_at = round.started_at;
        self.due_at = round.due_at;
        self.warn_at = round.warn_at;
        self.warned_at = None;
        self.overdue_at = None;
        self.next_fire_at = Some(round.warn_at);
    }

    fn end(&mut self, status: TaskStatus, now: Instant) {
        self.status = status;
        self.ended_at = Some(now);
        self.next_fire_at = None;
    }

    /// Notes that this round is overdue, the first time it is seen; in time at the due moment itself.
    pub fn settle(&mut self, now: Instant) -> bool {
        if !self.status.waits_for_department() || self.overdue_at.is_some() || now <= self.due_at {
            return false;
        }
        self.overdue_at = Some(now);
        self.was_overdue = true;
        self.next_fire_at = None;
        true
    }

    /// Notes that this round warns, the first time it is seen.
    pub fn warn(&mut self, now: Instant) -> bool {
        if !self.status.waits_for_department() || self.warned_at.is_some() || now < self.warn_at {
            return false;
        }
        self.warned_at = Some(now);
        self.next_fire_at = Some(self.due_at.plus_micros(1));
        true
    }
}

#[cfg(test)]
mod tests;
