//! What a step of an escalation chain does: tells people, and has someone take over.
//!
//! A step only says whom: the event names them, and who delivers messages holds them back outside working hours. A step
//! that tells someone above raises the case's escalation level, as a person's escalation does.

use lingke_organisation::roles::Role;
use lingke_organisation::store::{staff, units};
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::PageRequest;
use lingke_platform::viewer::{StaffId, UnitId};
use sea_orm::ConnectionTrait;

use super::model::{Level, Step, Who, Whom};
use crate::clocks::run::escalation_key;
use crate::events;
use crate::model::{Case, Clock, ClockKind};
use crate::rules::CaseEvent;
use crate::store::clocks;

/// How many people with a role one step tells at most.
const TOLD_MAX: u32 = 20;

impl Level {
    /// The step of the chain at a share of a clock.
    pub fn step_at(&self, kind: ClockKind, percent: i32) -> Option<&Step> {
        self.chain.iter().find(|step| step.at_percent == percent && step.concerns(kind))
    }
}

impl Step {
    /// Whether it tells someone above, and not only those whose case it is.
    pub fn goes_up(&self) -> bool {
        let up = |whom: &Whom| !matches!(whom.who, Who::Assignee | Who::Owner);
        self.tell.iter().chain(&self.take_over).any(up)
    }
}

/// Takes the step of a clock's chain at `percent`, once. The caller saves the case. False when there is none, when it was
/// taken before, and when the case needs nobody any more.
pub(crate) async fn take_step(
    tx: &mut Tx,
    case: &mut Case,
    clock: &Clock,
    (level, percent): (&Level, i32),
) -> Answer<bool> {
    let Some(step) = level.step_at(clock.kind, percent).filter(|_| case.status.is_open()) else {
        return Ok(false);
    };
    if !clocks::fire_once(tx.conn(), clock.id, "escalated", percent, tx.now()).await? {
        return Ok(false);
    }
    let unit_id = clock.unit_id.unwrap_or(case.unit_id);
    let mut told = Vec::new();
    for whom in &step.tell {
        told.extend(people(tx.conn(), case, unit_id, *whom).await?);
    }
    let over = match step.take_over {
        Some(whom) => people(tx.conn(), case, unit_id, whom).await?.into_iter().next(),
        None => None,
    };
    told.extend(over);
    let mut seen = std::collections::HashSet::new();
    told.retain(|id| seen.insert(*id));
    // A department's own promise to us moves nothing of the case: it only tells.
    let of_case = clock.kind != ClockKind::Task;
    if of_case && step.goes_up() {
        escalate(tx, case, clock, over.or_else(|| above(case, &told)));
    }
    let over = over.filter(|_| of_case);
    take_over(tx, case, over);
    tx.record(events::clock_escalated(case, clock, percent, (&told, over)));
    Ok(true)
}

/// Whom the case is escalated to: the first who is told and does not work on it already.
fn above(case: &Case, told: &[StaffId]) -> Option<StaffId> {
    told.iter().copied().find(|id| case.assignee_id != Some(*id)).or(told.first().copied())
}

fn escalate(tx: &mut Tx, case: &mut Case, clock: &Clock, to: Option<StaffId>) {
    let event = CaseEvent::Escalated { to };
    let now = tx.now();
    case.apply(&event, now);
    let mut told = events::of_change(case, &event, None);
    told.payload["because"] = escalation_key(clock);
    tx.record(told);
}

fn take_over(tx: &mut Tx, case: &mut Case, by: Option<StaffId>) {
    let Some(staff_id) = by.filter(|by| case.assignee_id != Some(*by)) else { return };
    let event =
        CaseEvent::Assigned { from_unit_id: case.unit_id, unit_id: case.unit_id, staff_id: Some(staff_id) };
    let now = tx.now();
    case.apply(&event, now);
    tx.record(events::of_change(case, &event, None));
    // Who takes over did not put it aside. The timer wakes it at once, with those of its clocks that stand still.
    case.snoozed_until = case.snoozed_until.map(|until| until.min(now));
}

/// The people at a place, seen from a case and the unit that is asked.
async fn people(
    conn: &impl ConnectionTrait,
    case: &Case,
    unit_id: UnitId,
    whom: Whom,
) -> Answer<Vec<StaffId>> {
    Ok(match whom.who {
        Who::Assignee => case.assignee_id.into_iter().collect(),
        Who::Owner => case.owner_id.into_iter().collect(),
        Who::UnitManager => manager(conn, Some(unit_id)).await?.into_iter().collect(),
        Who::UpperManager => upper_manager(conn, unit_id).await?.into_iter().collect(),
        Who::UnitRole => with_role(conn, unit_id, whom.role).await?,
    })
}

async fn manager(conn: &impl ConnectionTrait, unit_id: Option<UnitId>) -> Answer<Option<StaffId>> {
    let Some(unit_id) = unit_id else { return Ok(None) };
    Ok(staff::manager_of(conn, unit_id).await?.map(|manager| manager.id))
}

/// The manager above the unit's own: where that one sits above already, the next.
async fn upper_manager(conn: &impl ConnectionTrait, unit_id: UnitId) -> Answer<Option<StaffId>> {
    let unit_id = match manager(conn, Some(unit_id)).await? {
        Some(own) => staff::find(conn, own).await?.unit_id,
        None => unit_id,
    };
    let above = units::find(conn, unit_id).await?.parent_id;
    manager(conn, above).await
}

async fn with_role(conn: &impl ConnectionTrait, unit_id: UnitId, role: Option<Role>) -> Answer<Vec<StaffId>> {
    let filter = staff::Filter { unit_id: Some(unit_id), role, active: Some(true), q: None };
    let page = staff::list(conn, &filter, &PageRequest::new(Some(TOLD_MAX), None)?).await?;
    Ok(page.items.into_iter().map(|person| person.id).collect())
}
