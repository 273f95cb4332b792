//! The verbs of customer needs.

use lingke_kernel::personal::kept;
use lingke_organisation::store::staff;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::http::etag::Expected;
use lingke_platform::journal::{Event, EventKind};
use lingke_platform::viewer::StaffId;
use serde_json::json;

use super::model::{NeedChange, NeedId, NeedRow, NeedStatus, NewNeed, NextStep, Sealed};
use super::store;
use crate::model::CustomerId;
use crate::{EDIT, events, store as customers};

/// Notes what was learnt of a customer, and what is to be done about it.
pub async fn add(tx: &mut Tx, id: CustomerId, new: NewNeed) -> Answer<NeedId> {
    let me = person(tx)?;
    customers::load(tx, id).await?;
    let mut row = NeedRow {
        id: NeedId::new(tx.now()),
        customer_id: id,
        kind: new.kind,
        sealed: Sealed { words: kept(&new.words), ..Sealed::default() },
        owner_id: None,
        due_on: None,
        status: NeedStatus::Noted,
        told_on: None,
        version: 1,
        recorded_by: me,
        recorded_at: tx.now(),
        ended_by: None,
        ended_at: None,
    };
    if let Some(next) = new.next_step {
        plan(tx, &mut row, next, me).await?;
    }
    store::insert(tx, &row).await?;
    tx.record(told(&events::NEED_NOTED, &row));
    Ok(row.id)
}

fn person(tx: &Tx) -> Answer<StaffId> {
    tx.viewer().require(EDIT)?;
    tx.viewer().staff_id().ok_or(Failure::NotAllowed { permission: EDIT.into() })
}

async fn plan(tx: &Tx, row: &mut NeedRow, next: NextStep, me: StaffId) -> Answer<()> {
    if next.due_on < customers::today(tx.conn(), tx.now()).await? {
        return Err(Failure::invalid("next_step.due_on", "out_of_range", "today or later"));
    }
    let owner_id = next.owner_id.unwrap_or(me);
    let unknown = |code| Failure::invalid("next_step.owner_id", code, "somebody who works here");
    let owner = staff::find(tx.conn(), owner_id).await.map_err(|_| unknown("unknown"))?;
    if !owner.active {
        return Err(unknown("inactive"));
    }
    row.sealed.next_step = kept(&next.words);
    row.owner_id = Some(owner_id);
    row.due_on = Some(next.due_on.to_string());
    row.status = NeedStatus::Open;
    row.told_on = None;
    Ok(())
}

/// Plans another next step, or says what came of it.
///
/// # Errors
/// `need_ended` when it is done or dropped already.
pub async fn change(tx: &mut Tx, id: NeedId, expected: Expected, change: NeedChange) -> Answer<CustomerId> {
    let me = person(tx)?;
    let mut row = store::load(tx, id).await?;
    expected.check(row.version)?;
    if matches!(row.status, NeedStatus::Done | NeedStatus::Dropped) {
        return Err(Refusal::conflict("need_ended").into());
    }
    if let Some(next) = change.next_step {
        plan(tx, &mut row, next, me).await?;
    }
    if let Some(status) = change.status {
        row.status = status;
        row.sealed.outcome = kept(&change.outcome.unwrap_or_default());
        (row.ended_by, row.ended_at) = (Some(me), Some(tx.now()));
    }
    row.version += 1;
    store::update(tx, &row).await?;
    let kind = if row.ended_at.is_some() { &events::NEED_ENDED } else { &events::NEED_PLANNED };
    tx.record(told(kind, &row));
    Ok(row.customer_id)
}

/// An event of this: it concerns the owner.
pub(super) fn told(kind: &'static EventKind, row: &NeedRow) -> Event {
    let payload = json!({
        "need_id": row.id, "kind": row.kind, "status": row.status, "due_on": row.due_on,
        "asked_by": row.recorded_by, "version": row.version,
    });
    Event { staff_id: row.owner_id, ..events::of(kind, row.customer_id, payload) }
}
