//! What may happen to a case. Pure: no clock, no database, no network.
//!
//! Each verb answers the event that follows or says why not; [`Case::apply`] cannot fail. What an event does to
//! the clocks is in [`ClockEffect`].

use lingke_kernel::time::Instant;
use lingke_platform::failure::Refusal;
use lingke_platform::viewer::{StaffId, UnitId};

use serde::Serialize;

use crate::model::{Case, CaseChange, CaseId, CaseKind, ClockKind, FAR, PauseReason, Priority, Status, Tags};

/// What happened to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseEvent {
    /// Someone works on it now; in a queue again when nobody.
    Assigned {
        /// Whose queue it was in.
        from_unit_id: UnitId,
        /// Whose queue.
        unit_id: UnitId,
        /// Who.
        staff_id: Option<StaffId>,
    },
    /// Something was noted between us.
    Noted {
        /// Who is to read it.
        mentions: Vec<StaffId>,
    },
    /// We answered the customer.
    Replied,
    /// The customer wrote.
    CustomerWrote,
    /// We wait for the customer.
    Waiting,
    /// We no longer wait.
    Resumed,
    /// The matter is resolved.
    Resolved,
    /// The case is done.
    Closed,
    /// Work begins again.
    Reopened,
    /// The work went to another unit or person, who answers for it from now on.
    Transferred {
        /// Whose queue it was in.
        from_unit_id: UnitId,
        /// Whose queue.
        unit_id: UnitId,
        /// Who.
        staff_id: Option<StaffId>,
    },
    /// Whoever got it sent it back.
    Returned {
        /// Who sent it back.
        from_unit_id: UnitId,
        /// To whose queue.
        unit_id: UnitId,
        /// To whom.
        staff_id: Option<StaffId>,
    },
    /// Someone asked us to hurry.
    Urged,
    /// It rests.
    Snoozed {
        /// Until then; [`FAR`] until the customer answers.
        until: Instant,
    },
    /// It no longer rests.
    Woken {
        /// What woke it.
        because: Waker,
    },
    /// It became a part of another case, or of none.
    Placed {
        /// Of which.
        parent_id: Option<CaseId>,
    },
    /// Its work goes on in another case.
    Merged {
        /// In which.
        into: CaseId,
    },
    /// It stands alone again.
    Unmerged {
        /// Where its work went on until now.
        from: CaseId,
    },
    /// Someone above was told.
    Escalated {
        /// Whom.
        to: Option<StaffId>,
    },
    /// Particulars were changed.
    Edited {
        /// Kind before and after, where it changed.
        kind: Option<(CaseKind, CaseKind)>,
        /// Priority before and after, where it changed.
        priority: Option<(Priority, Priority)>,
        /// The names of all fields that changed.
        fields: Vec<&'static str>,
    },
}

/// What ends a case's rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waker {
    /// The hour has come.
    Time,
    /// The customer wrote.
    Answer,
    /// Someone goes on with it.
    Person,
    /// It went to another person or queue.
    HandedOn,
}

/// What an event does to the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockEffect {
    /// The clock's purpose is fulfilled.
    Stop(ClockKind),
    /// Something begins that makes those clocks stand still that pause for it.
    Hold(PauseReason),
    /// That ends.
    Release(PauseReason),
    /// A new clock of this kind begins, under the case's own version of the levels.
    Begin(ClockKind),
    /// A new clock of this kind begins under the levels of today: the case was opened again.
    Renew(ClockKind),
    /// Clocks follow another service level, from where they began.
    Relevel,
}

impl CaseEvent {
    /// What it does to the clocks. Which of them stand still, and for what, is the service level's.
    pub fn clock_effects(&self) -> &'static [ClockEffect] {
        use ClockEffect::{Begin, Hold, Release, Relevel, Renew, Stop};
        use ClockKind::{FirstResponse, NextResponse, Resolution, Update};
        match self {
            Self::Replied => &[Stop(FirstResponse), Stop(NextResponse), Stop(Update), Begin(Update)],
            Self::CustomerWrote => &[Begin(NextResponse)],
            Self::Waiting => &[Hold(PauseReason::WaitingCustomer)],
            Self::Resumed => &[Release(PauseReason::WaitingCustomer)],
            Self::Resolved => &[Stop(FirstResponse), Stop(NextResponse), Stop(Update), Stop(Resolution)],
            Self::Reopened => &[Renew(Resolution), Renew(Update)],
            Self::Assigned { from_unit_id, unit_id, .. }
            | Self::Transferred { from_unit_id, unit_id, .. }
            | Self::Returned { from_unit_id, unit_id, .. }
                if from_unit_id != unit_id =>
            {
                &[Relevel]
            }
            Self::Edited { kind, priority, fields }
                if kind.is_some() || priority.is_some() || fields.contains(&"customer_id") =>
            {
                &[Relevel]
            }
            _ => &[],
        }
    }
}

fn must_be_open(case: &Case) -> Result<(), Refusal> {
    must_not_be_merged(case)?;
    if case.status.is_open() {
        return Ok(());
    }
    Err(Refusal::conflict("case_not_open").with("status", case.status.code()))
}

fn must_not_be_merged(case: &Case) -> Result<(), Refusal> {
    match case.merged_into_id {
        Some(into) => Err(Refusal::conflict("case_merged").with("into", into.to_string())),
        None => Ok(()),
    }
}

/// Gives the case to someone, or to a unit's queue.
pub fn assign(case: &Case, unit_id: UnitId, staff_id: Option<StaffId>) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    if case.assignee_id == staff_id && case.unit_id == unit_id {
        return Err(Refusal::conflict("assigned_already"));
    }
    Ok(CaseEvent::Assigned { from_unit_id: case.unit_id, unit_id, staff_id })
}

/// Takes the case for oneself. What another works on is not taken but assigned, by who may.
pub fn take(case: &Case, me: StaffId) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    match case.assignee_id {
        None => assign(case, case.unit_id, Some(me)),
        Some(other) if other == me => Err(Refusal::conflict("assigned_already")),
        Some(_) => Err(Refusal::conflict("taken_by_another")),
    }
}

/// Answers the customer.
pub fn reply(case: &Case) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    Ok(CaseEvent::Replied)
}

/// Records what the customer wrote: a waiting case goes on, a resting one wakes, a resolved one opens again.
pub fn customer_wrote(case: &Case) -> Result<Vec<CaseEvent>, Refusal> {
    must_not_be_merged(case)?;
    let mut events = match case.status {
        Status::Closed => return Err(Refusal::conflict("case_closed")),
        Status::Resolved => vec![CaseEvent::CustomerWrote, CaseEvent::Reopened],
        Status::WaitingCustomer => vec![CaseEvent::CustomerWrote, CaseEvent::Resumed],
        Status::New | Status::Assigned => vec![CaseEvent::CustomerWrote],
    };
    if case.snoozed_until.is_some() {
        events.push(CaseEvent::Woken { because: Waker::Answer });
    }
    Ok(events)
}

/// Waits for the customer: only what someone works on can wait.
pub fn wait(case: &Case) -> Result<CaseEvent, Refusal> {
    match case.status {
        Status::Assigned => Ok(CaseEvent::Waiting),
        Status::New => Err(Refusal::conflict("nobody_works_on_it")),
        status => Err(Refusal::conflict("cannot_wait").with("status", status.code())),
    }
}

/// Goes on without waiting longer.
pub fn resume(case: &Case) -> Result<CaseEvent, Refusal> {
    match case.status {
        Status::WaitingCustomer => Ok(CaseEvent::Resumed),
        status => Err(Refusal::conflict("not_waiting").with("status", status.code())),
    }
}

/// Says the matter is resolved.
pub fn resolve(case: &Case) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    if case.assignee_id.is_none() {
        return Err(Refusal::conflict("nobody_works_on_it"));
    }
    Ok(CaseEvent::Resolved)
}

/// Closes what is resolved.
pub fn close(case: &Case) -> Result<CaseEvent, Refusal> {
    match case.status {
        Status::Resolved => Ok(CaseEvent::Closed),
        status => Err(Refusal::conflict("not_resolved").with("status", status.code())),
    }
}

/// Begins again on what was resolved or closed.
pub fn reopen(case: &Case) -> Result<CaseEvent, Refusal> {
    must_not_be_merged(case)?;
    if case.status.is_open() {
        return Err(Refusal::conflict("case_open_already"));
    }
    Ok(CaseEvent::Reopened)
}

/// Tells someone above.
pub fn escalate(case: &Case, to: Option<StaffId>) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    Ok(CaseEvent::Escalated { to })
}

/// Changes particulars. Kind and priority of what is not open stay: its clocks have ended.
pub fn edit(case: &Case, change: &CaseChange) -> Result<CaseEvent, Refusal> {
    let kind = change.kind.filter(|kind| *kind != case.kind).map(|kind| (case.kind, kind));
    let priority =
        change.priority.filter(|priority| *priority != case.priority).map(|to| (case.priority, to));
    if kind.is_some() || priority.is_some() {
        must_be_open(case)?;
    }
    if change.tags.as_ref().is_some_and(|words| words.len() > Tags::MAX) {
        return Err(Refusal::impossible("too_many_tags").with("tags_max", Tags::MAX as i64));
    }
    let differs = [
        ("subject", change.subject.as_ref().is_some_and(|subject| subject.trim() != case.subject)),
        ("description", change.description.as_ref().is_some_and(|text| *text != case.description)),
        ("kind", kind.is_some()),
        ("priority", priority.is_some()),
        ("customer_id", change.customer_id.is_some_and(|id| Some(id) != case.customer_id)),
        ("product_id", change.product_id.is_some_and(|id| Some(id) != case.product_id)),
        ("tags", change.tags.as_ref().is_some_and(|words| Tags::of(words.clone()) != case.tags)),
    ];
    let fields: Vec<_> =
        differs.into_iter().filter_map(|(field, differs)| differs.then_some(field)).collect();
    if fields.is_empty() {
        return Err(Refusal::conflict("nothing_changed"));
    }
    Ok(CaseEvent::Edited { kind, priority, fields })
}

impl Case {
    /// Follows an event. Cannot fail: the rule has decided.
    pub fn apply(&mut self, event: &CaseEvent, now: Instant) {
        match event {
            CaseEvent::Assigned { unit_id, staff_id, .. } => {
                self.give(*unit_id, *staff_id);
                self.owner_id = self.owner_id.or(*staff_id);
            }
            CaseEvent::Noted { .. } | CaseEvent::Edited { .. } => {}
            CaseEvent::Replied => self.waiting_since = FAR,
            CaseEvent::CustomerWrote => self.waiting_since = self.waiting_since.min(now),
            CaseEvent::Waiting => {
                self.status = Status::WaitingCustomer;
                self.waiting_since = FAR;
            }
            CaseEvent::Resumed => {
                self.status = self.status_of_work();
                self.waiting_since = self.waiting_since.min(now);
            }
            CaseEvent::Resolved => {
                self.status = Status::Resolved;
                self.snoozed_until = None;
                self.resolved_at = Some(now);
                self.waiting_since = FAR;
            }
            CaseEvent::Closed => {
                self.status = Status::Closed;
                self.closed_at = Some(now);
            }
            CaseEvent::Reopened => {
                self.status = self.status_of_work();
                self.reopen_count += 1;
                self.resolved_at = None;
                self.closed_at = None;
                self.waiting_since = self.waiting_since.min(now);
            }
            CaseEvent::Escalated { to } => {
                self.escalation_level += 1;
                self.escalated_to = to.or(self.escalated_to);
            }
            moved => self.apply_move(moved, now),
        }
        self.updated_at = now;
    }

    /// Puts it into a queue, and someone to work on it. One that waits for the customer goes on waiting.
    fn give(&mut self, unit_id: UnitId, staff_id: Option<StaffId>) {
        self.unit_id = unit_id;
        self.assignee_id = staff_id;
        self.first_owner_id = self.first_owner_id.or(staff_id);
        if self.status != Status::WaitingCustomer {
            self.status = self.status_of_work();
        }
    }

    fn status_of_work(&self) -> Status {
        if self.assignee_id.is_some() { Status::Assigned } else { Status::New }
    }
}

mod belonging;
mod moving;

pub use belonging::{KeepsOpen, link, merge, place, unmerge};
pub use moving::{RETURNS_THAT_ESCALATE, give_back, may_move, snooze, transfer, urge, wake};

#[cfg(test)]
pub(crate) mod tests;
