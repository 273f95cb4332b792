//! Handing work on, sending it back, hurrying it, letting it rest.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::http::etag::MaybeExpected;

use super::work::{Destination, me, to_work_on, unit_of};
use super::{follow, opinion, write};
use crate::VIEW;
use crate::model::{Case, CaseId, EntryKind};
use crate::rules::{self, CaseEvent, Waker};
use crate::store::cases;

/// Hands the work on to another unit or person 转办, who answers for it from now on.
pub async fn transfer(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    to: Destination,
    why: &str,
) -> Answer<Case> {
    let mut case = mine_to_move(tx, id, expected).await?;
    let unit_id = unit_of(tx, &case, to).await?;
    let event = rules::transfer(&case, unit_id, to.staff_id)?;
    let entry = write(tx, id, EntryKind::Opinion, why);
    follow(tx, &mut case, &[event], Some(entry)).await?;
    Ok(case)
}

async fn mine_to_move(tx: &Tx, id: CaseId, expected: MaybeExpected) -> Answer<Case> {
    let case = to_work_on(tx, id, expected).await?;
    rules::may_move(&case, tx.viewer())?;
    Ok(case)
}

/// Sends transferred work back 退回. Every third time the unit's manager is told.
pub async fn give_back(tx: &mut Tx, id: CaseId, expected: MaybeExpected, why: &str) -> Answer<Case> {
    let mut case = mine_to_move(tx, id, expected).await?;
    let sender_is_here = match case.transferred_from_staff_id {
        Some(sender) => super::escalate::active(tx, sender).await.is_ok(),
        None => false,
    };
    let (returned, escalates) = rules::give_back(&case, sender_is_here)?;
    let mut decided = vec![returned];
    if escalates && let Some(unit_id) = case.transferred_from_unit_id {
        let manager = lingke_organisation::store::staff::manager_of(tx.conn(), unit_id).await?;
        decided.push(CaseEvent::Escalated { to: manager.map(|manager| manager.id) });
    }
    let entry = write(tx, id, EntryKind::Opinion, why);
    follow(tx, &mut case, &decided, Some(entry)).await?;
    Ok(case)
}

/// Asks to hurry 催办. Whoever sees the case may.
pub async fn urge(tx: &mut Tx, id: CaseId, why: Option<&str>) -> Answer<Case> {
    tx.viewer().require(VIEW)?;
    let mut case = cases::load(tx, id).await?;
    let event = rules::urge(&case)?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}

/// Lets it rest until a time, or until the customer answers when none is given.
pub async fn snooze(
    tx: &mut Tx,
    id: CaseId,
    expected: MaybeExpected,
    until: Option<Instant>,
    why: Option<&str>,
) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    let event = rules::snooze(&case, until, tx.now())?;
    let entry = opinion(tx, id, why);
    follow(tx, &mut case, &[event], entry).await?;
    Ok(case)
}

/// Goes on with what rested.
pub async fn wake(tx: &mut Tx, id: CaseId, expected: MaybeExpected) -> Answer<Case> {
    let mut case = to_work_on(tx, id, expected).await?;
    me(tx)?;
    let event = rules::wake(&case, Waker::Person)?;
    follow(tx, &mut case, &[event], None).await?;
    Ok(case)
}

/// What the timer does with cases whose rest is over. Those another transaction holds come with the next run.
pub async fn wake_due(tx: &mut Tx, ids: &[CaseId]) -> Answer<usize> {
    let mut woken = 0;
    for mut case in cases::claim(tx, ids).await? {
        // It may have been woken since it was found.
        if case.snoozed_until.is_none_or(|until| until > tx.now()) {
            continue;
        }
        let event = rules::wake(&case, Waker::Time)?;
        follow(tx, &mut case, &[event], None).await?;
        woken += 1;
    }
    Ok(woken)
}
