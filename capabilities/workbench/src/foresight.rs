//! What would come of a macro or a bulk action, without doing it. Pure.
//!
//! It asks the same rules as the verbs, in the same order, and so knows all that the case, the viewer and the people
//! named can tell; what open tasks, checklists and empty fields refuse is only known when the case has its turn.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use lingke_cases::model::{Case, CaseChange};
use lingke_cases::rules::{self, CaseEvent, Waker};
use lingke_cases::store::cases::in_sight;
use lingke_cases::{ASSIGN, ESCALATE, VIEW, WORK};
use lingke_kernel::time::Instant;
use lingke_platform::failure::Refusal;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};

use crate::actions::{Action, rest_until, tagged};

/// Who would do it, when, and what is known of the people it names.
#[derive(Debug)]
pub struct Outlook<'a> {
    /// Who.
    pub viewer: &'a Viewer,
    /// When.
    pub now: Instant,
    /// Where days begin and end.
    pub zone: TimeZone,
    /// Where those work to whom work would be given; who is not among them no longer works here.
    pub homes: HashMap<StaffId, UnitId>,
}

/// What stands in the way of doing `actions` to `case`, as far as can be known without doing it.
///
/// # Errors
/// The refusal of the first action that would be refused.
pub fn foresee(mut case: Case, actions: &[Action], outlook: &Outlook<'_>) -> Result<(), Refusal> {
    actions.iter().try_for_each(|action| {
        // An action before may have given it away.
        if !in_sight(outlook.viewer, &case) {
            return Err(Refusal::conflict("not_found"));
        }
        outlook.may(action)?;
        for event in outlook.decide(&mut case, action)? {
            case.apply(&event, outlook.now);
        }
        Ok(())
    })
}

impl Outlook<'_> {
    fn me(&self) -> Result<StaffId, Refusal> {
        self.viewer.staff_id().ok_or_else(|| Refusal::conflict("not_signed_in"))
    }

    /// Whether the viewer holds what the verb asks for.
    fn may(&self, action: &Action) -> Result<(), Refusal> {
        self.me()?;
        let needed: &[&str] = match action {
            Action::Assign { .. } => &[WORK, ASSIGN],
            Action::Escalate { .. } => &[ESCALATE],
            Action::Urge { .. } | Action::Follow {} | Action::Unfollow {} => &[VIEW],
            _ => &[WORK],
        };
        if needed.iter().all(|permission| self.viewer.may(permission)) {
            return Ok(());
        }
        Err(Refusal::conflict("not_allowed"))
    }

    /// What the verb's rule decides. Particulars that an event does not carry are changed here, as the verb does.
    fn decide(&self, case: &mut Case, action: &Action) -> Result<Vec<CaseEvent>, Refusal> {
        let event = match action {
            Action::Note { .. } | Action::Macro { .. } | Action::Follow {} | Action::Unfollow {} => {
                return Ok(Vec::new());
            }
            Action::Reply { then_wait, .. } => return self.reply(case, *then_wait),
            Action::Tag { add, remove } => return tag(case, add, remove),
            Action::Take {} => rules::take(case, self.me()?)?,
            Action::Assign { staff_id, unit_id, .. } => {
                rules::assign(case, self.unit_of(case, *staff_id, *unit_id)?, *staff_id)?
            }
            Action::Transfer { staff_id, unit_id, .. } => {
                rules::may_move(case, self.viewer)?;
                rules::transfer(case, self.unit_of(case, *staff_id, *unit_id)?, *staff_id)?
            }
            Action::GiveBack { .. } => {
                rules::may_move(case, self.viewer)?;
                rules::give_back(case, true)?.0
            }
            Action::SetPriority { priority } => {
                let change = CaseChange { priority: Some(*priority), ..CaseChange::default() };
                let event = rules::edit(case, &change)?;
                case.priority = *priority;
                event
            }
            Action::Urge { .. } => rules::urge(case)?,
            Action::Snooze { until, days, .. } => {
                let until = rest_until(*until, *days, (self.now, &self.zone))?;
                rules::snooze(case, until, self.now)?
            }
            Action::Wake {} => rules::wake(case, Waker::Person)?,
            Action::Wait { .. } => rules::wait(case)?,
            Action::Resume {} => rules::resume(case)?,
            Action::Resolve { .. } => rules::resolve(case)?,
            Action::Close {} => rules::close(case)?,
            Action::Reopen { .. } => rules::reopen(case)?,
            Action::Escalate { .. } => rules::escalate(case, None)?,
        };
        Ok(vec![event])
    }

    /// Who answers what nobody works on takes it.
    fn reply(&self, case: &Case, then_wait: bool) -> Result<Vec<CaseEvent>, Refusal> {
        let mut decided = vec![rules::reply(case)?];
        if case.assignee_id.is_none() {
            decided.push(rules::take(case, self.me()?)?);
        }
        if then_wait {
            let mut after = case.clone();
            decided.iter().for_each(|event| after.apply(event, self.now));
            decided.push(rules::wait(&after)?);
        }
        Ok(decided)
    }

    fn unit_of(
        &self,
        case: &Case,
        staff_id: Option<StaffId>,
        unit_id: Option<UnitId>,
    ) -> Result<UnitId, Refusal> {
        let home = match staff_id {
            Some(id) => Some(*self.homes.get(&id).ok_or_else(|| Refusal::impossible("invalid"))?),
            None => None,
        };
        Ok(unit_id.or(home).unwrap_or(case.unit_id))
    }
}

fn tag(case: &mut Case, add: &[String], remove: &[String]) -> Result<Vec<CaseEvent>, Refusal> {
    let tags = tagged(&case.tags, add, remove);
    if tags == case.tags {
        return Ok(Vec::new());
    }
    let change = CaseChange { tags: Some(tags.0.clone()), ..CaseChange::default() };
    let event = rules::edit(case, &change)?;
    case.tags = tags;
    Ok(vec![event])
}
