//! Handing work on, sending it back, hurrying it and letting it rest.

use lingke_kernel::time::Instant;
use lingke_platform::failure::Refusal;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};

use super::{CaseEvent, Waker, must_be_open};
use crate::ASSIGN;
use crate::model::{Case, FAR, Status};

/// Every third return tells someone above: two units that send a case to and fro help nobody.
pub const RETURNS_THAT_ESCALATE: i32 = 3;

/// Longest rest, in days.
const SNOOZE_DAYS_MAX: i64 = 366;

/// Whether `viewer` may hand the case on or send it back: one's own work and what nobody works on; what another works on
/// only who may assign.
pub fn may_move(case: &Case, viewer: &Viewer) -> Result<(), Refusal> {
    let free = case.assignee_id.is_none_or(|assignee| Some(assignee) == viewer.staff_id());
    if free || viewer.may(ASSIGN) {
        return Ok(());
    }
    Err(Refusal::conflict("taken_by_another"))
}

/// Hands the work on 转办: another unit or person answers for it from now on.
pub fn transfer(case: &Case, unit_id: UnitId, staff_id: Option<StaffId>) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    if case.unit_id == unit_id && case.assignee_id == staff_id {
        return Err(Refusal::conflict("assigned_already"));
    }
    Ok(CaseEvent::Transferred { from_unit_id: case.unit_id, unit_id, staff_id })
}

/// Sends transferred work back 退回, to the person it came from while they work here, otherwise to their queue.
///
/// The third return, and every third after it, also escalates: the second event tells the caller to find whom.
pub fn give_back(case: &Case, sender_is_here: bool) -> Result<(CaseEvent, bool), Refusal> {
    must_be_open(case)?;
    let unit_id = case.transferred_from_unit_id.ok_or_else(|| Refusal::conflict("not_transferred"))?;
    let staff_id = case.transferred_from_staff_id.filter(|_| sender_is_here);
    let escalates = (case.return_count + 1) % RETURNS_THAT_ESCALATE == 0;
    Ok((CaseEvent::Returned { from_unit_id: case.unit_id, unit_id, staff_id }, escalates))
}

/// Asks to hurry 催办; each time counts.
pub fn urge(case: &Case) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    Ok(CaseEvent::Urged)
}

/// Lets the case rest until a time, or until the customer answers. Clocks run on: resting is no excuse.
pub fn snooze(case: &Case, until: Option<Instant>, now: Instant) -> Result<CaseEvent, Refusal> {
    must_be_open(case)?;
    let Some(until) = until else { return Ok(CaseEvent::Snoozed { until: FAR }) };
    let days = until.micros_since(now) / 86_400_000_000;
    if until <= now || days >= SNOOZE_DAYS_MAX {
        return Err(Refusal::impossible("snooze_out_of_range").with("days_max", SNOOZE_DAYS_MAX));
    }
    Ok(CaseEvent::Snoozed { until })
}

/// Ends its rest.
pub fn wake(case: &Case, because: Waker) -> Result<CaseEvent, Refusal> {
    if case.snoozed_until.is_none() {
        return Err(Refusal::conflict("not_snoozed"));
    }
    Ok(CaseEvent::Woken { because })
}

impl Case {
    /// What else happens once `event` has: whoever is given a resting case did not put it aside, and must find it
    /// among what waits for them.
    pub(crate) fn ends_its_rest(&self, event: &CaseEvent) -> Option<CaseEvent> {
        let given = matches!(
            event,
            CaseEvent::Assigned { .. } | CaseEvent::Transferred { .. } | CaseEvent::Returned { .. }
        );
        (given && self.snoozed_until.is_some()).then_some(CaseEvent::Woken { because: Waker::HandedOn })
    }

    /// Follows an event that moves the case: to others, to rest, into another case.
    pub(super) fn apply_move(&mut self, event: &CaseEvent, now: Instant) {
        match event {
            CaseEvent::Transferred { unit_id, staff_id, .. } => {
                self.transferred_from_unit_id = Some(self.unit_id);
                self.transferred_from_staff_id = self.assignee_id;
                self.give(*unit_id, *staff_id);
                self.owner_id = *staff_id;
            }
            CaseEvent::Returned { unit_id, staff_id, .. } => {
                self.transferred_from_unit_id = None;
                self.transferred_from_staff_id = None;
                self.give(*unit_id, *staff_id);
                self.owner_id = staff_id.or(self.owner_id);
                self.return_count += 1;
            }
            CaseEvent::Urged => {
                self.urge_count += 1;
                self.urged_at = Some(now);
            }
            CaseEvent::Snoozed { until } => self.snoozed_until = Some(*until),
            CaseEvent::Woken { .. } => self.snoozed_until = None,
            CaseEvent::Placed { parent_id } => self.parent_id = *parent_id,
            CaseEvent::Merged { into } => {
                self.status_before_merge = Some(self.status);
                self.status = Status::Closed;
                self.merged_into_id = Some(*into);
                self.snoozed_until = None;
            }
            CaseEvent::Unmerged { .. } => {
                self.status = self.status_before_merge.unwrap_or_else(|| self.status_of_work());
                self.status_before_merge = None;
                self.merged_into_id = None;
            }
            _ => {}
        }
    }
}
