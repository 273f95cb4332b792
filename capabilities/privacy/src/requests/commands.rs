//! The verbs.

use jiff::tz::TimeZone;
use lingke_cases::subscriptions::institution_zone;
use lingke_customers::holdings::model::{HoldingRow, HoldingStatus};
use lingke_customers::model::{CustomerId, CustomerRecord};
use lingke_kernel::personal::kept;
use lingke_kernel::time::{Day, Instant};
use lingke_organisation::store::staff;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Refusal};
use lingke_platform::outbox;
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::model::{COPY_SECONDS, Decision, NewRequest, RequestId, RequestKind, RequestRow, RequestState};
use super::store;
use crate::retention::{Duty, duties};
use crate::{APPROVE, ASK, COPY, events, holds, settings};

/// How long a duty that came up puts an approved erasure off before it is looked at again, in seconds.
const AGAIN_SECONDS: i64 = 86_400;

/// What stands in the way of erasing the customer now.
pub async fn duties_of(
    conn: &impl ConnectionTrait,
    record: &CustomerRecord,
    now: Instant,
) -> Answer<Vec<Duty>> {
    let id = record.row.id;
    let (rules, _) = settings::current(conn).await?;
    let cases = lingke_cases::erasure::standings(conn, id).await?;
    let held = holds::store::held_since(conn, id).await?;
    let zone = institution_zone(conn).await?;
    let open = |holding: &&HoldingRow| holding.status != HoldingStatus::Closed;
    let holdings = record.holdings.iter().filter(open).count();
    Ok(duties(&rules, (&cases, holdings), &held, (now.day_in(&zone), &zone)))
}

/// Asks for a copy, which can be had at once, or for an erasure, which waits for somebody else.
///
/// # Errors
/// `erasure_refused` with what stands in the way; `erasure_asked_already`; `customer_erased`.
pub async fn ask(tx: &mut Tx, customer_id: CustomerId, new: NewRequest) -> Answer<RequestRow> {
    let copy = new.kind == RequestKind::Copy;
    tx.viewer().require(if copy { COPY } else { ASK })?;
    let record = lingke_customers::store::load(tx, customer_id).await?;
    if !copy {
        refuse_by(&duties_of(tx.conn(), &record, tx.now()).await?)?;
    }
    let row = RequestRow {
        id: RequestId::new(tx.now()),
        kind: new.kind,
        customer_id,
        state: if copy { RequestState::Done } else { RequestState::Asked },
        reason: kept(new.reason.trim()),
        asked_by: tx.viewer().actor.id(),
        asked_at: tx.now(),
        decided_by: None,
        decided_at: None,
        opinion: None,
        due_on: None,
        next_at: None,
        cases: 0,
        done_at: copy.then(|| tx.now()),
        version: 1,
    };
    store::insert(tx, &row).await?;
    if copy {
        tx.record(events::of_request(&events::COPY_ASKED, &row, &[]));
    } else {
        let told = staff::who_holds(tx.conn(), APPROVE).await?;
        tx.record(events::of_request(&events::ERASURE_ASKED, &row, &told));
    }
    Ok(row)
}

/// The answer says which duty stands in the way.
fn refuse_by(duties: &[Duty]) -> Answer<()> {
    let refusing: Vec<_> = duties.iter().filter(|duty| duty.refuses()).collect();
    if refusing.is_empty() {
        return Ok(());
    }
    let numbers = refusing.iter().filter_map(|duty| match duty {
        Duty::OpenCase { number, .. } => Some(number.as_str()),
        _ => None,
    });
    let numbers = numbers.collect::<Vec<_>>().join(", ");
    let with_us = refusing.iter().any(|duty| matches!(duty, Duty::Holdings { .. }));
    let code = match (numbers.is_empty(), with_us) {
        (false, _) => "erasure_refused",
        (true, true) => "erasure_has_holdings",
        (true, false) => "erasure_held",
    };
    Err(Refusal::conflict(code).with("cases", numbers).with("duties", json!(refusing)).into())
}

/// Approves an erasure somebody else asked for: it is done in a moment, or on the day the last duty ends.
///
/// # Errors
/// `not_your_own` for who asked; `request_decided`; `erasure_refused` when a duty came up meanwhile.
pub async fn approve(tx: &mut Tx, id: RequestId, decision: &Decision) -> Answer<RequestRow> {
    tx.viewer().require(APPROVE)?;
    let mut row = undecided(tx, id).await?;
    if row.asked_by == tx.viewer().actor.id() {
        return Err(Refusal::conflict("not_your_own").into());
    }
    let record = lingke_customers::store::load(tx, row.customer_id).await?;
    let duties = duties_of(tx.conn(), &record, tx.now()).await?;
    refuse_by(&duties)?;
    let until = duties.iter().filter_map(Duty::until).max();
    let zone = institution_zone(tx.conn()).await?;
    plan(&mut row, until, (tx.now(), &zone));
    decide(tx, &mut row, decision);
    store::update(tx, &mut row).await?;
    tx.record(events::of_request(&events::ERASURE_APPROVED, &row, &asker(&row)));
    Ok(row)
}

/// Now, or on the first moment of the day on which nothing need be kept any more.
fn plan(row: &mut RequestRow, until: Option<Day>, (now, zone): (Instant, &TimeZone)) {
    row.state = if until.is_some() { RequestState::Booked } else { RequestState::Erasing };
    row.due_on = until.map(|day| day.to_string());
    let begins = |day: Day| zone.to_timestamp(day.at(0, 0, 0, 0)).map_or(now, Instant::from);
    row.next_at = Some(until.map_or(now, begins));
}

/// Declines an erasure, or takes it back: by who may approve, or who asked; also one that is booked.
pub async fn decline(tx: &mut Tx, id: RequestId, decision: &Decision) -> Answer<RequestRow> {
    let mut row = store::load(tx, id).await?;
    if row.asked_by != tx.viewer().actor.id() {
        tx.viewer().require(APPROVE)?;
    }
    if !matches!(row.state, RequestState::Asked | RequestState::Booked) {
        return Err(Refusal::conflict("request_decided").into());
    }
    row.state = RequestState::Declined;
    row.next_at = None;
    decide(tx, &mut row, decision);
    store::update(tx, &mut row).await?;
    tx.record(events::of_request(&events::ERASURE_DECLINED, &row, &asker(&row)));
    Ok(row)
}

async fn undecided(tx: &Tx, id: RequestId) -> Answer<RequestRow> {
    let row = store::load(tx, id).await?;
    match row.state {
        RequestState::Asked => Ok(row),
        _ => Err(Refusal::conflict("request_decided").into()),
    }
}

fn decide(tx: &Tx, row: &mut RequestRow, decision: &Decision) {
    row.decided_by = Some(tx.viewer().actor.id());
    row.decided_at = Some(tx.now());
    row.opinion = Some(kept(decision.opinion.trim()));
}

fn asker(row: &RequestRow) -> Vec<StaffId> {
    row.asked_by.parse().into_iter().collect()
}

/// Does one step of the erasure that is due longest; answers whether there was one.
pub async fn step(ctx: &Ctx) -> Answer<bool> {
    let mut tx = ctx.begin().await?;
    let Some(mut row) = store::claim_due(&tx).await? else { return Ok(false) };
    if row.state == RequestState::Booked {
        begin_booked(&mut tx, &mut row).await?;
    } else {
        erase(&mut tx, &mut row).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The day has come: a duty that came up since puts it off again.
async fn begin_booked(tx: &mut Tx, row: &mut RequestRow) -> Answer<()> {
    let record = lingke_customers::store::load(tx, row.customer_id).await?;
    let duties = duties_of(tx.conn(), &record, tx.now()).await?;
    let zone = institution_zone(tx.conn()).await?;
    if duties.iter().any(Duty::refuses) {
        row.next_at = Some(tx.now().plus_seconds(AGAIN_SECONDS));
        tx.record(events::of_request(&events::ERASURE_PUT_OFF, row, &asker(row)));
    } else {
        plan(row, duties.iter().filter_map(Duty::until).max(), (tx.now(), &zone));
        if row.state == RequestState::Booked {
            tx.record(events::of_request(&events::ERASURE_PUT_OFF, row, &asker(row)));
        }
    }
    store::update(tx, row).await
}

/// First the key and all that is sealed under it, with the row of the customer, which nobody can open a case for after;
/// then the words of some cases; when none are left it is done.
async fn erase(tx: &mut Tx, row: &mut RequestRow) -> Answer<()> {
    lingke_customers::store::erasure::erase(tx, row.customer_id).await?;
    outbox::forget_recipient(tx.conn(), &row.customer_id.to_string()).await?;
    let cases = lingke_cases::erasure::erase_some(tx, row.customer_id).await?;
    row.cases += i64::try_from(cases).unwrap_or(i64::MAX);
    if cases == 0 {
        row.state = RequestState::Done;
        row.next_at = None;
        row.done_at = Some(tx.now());
        tx.record(events::erased(row, row.cases, &asker(row)));
    }
    store::update(tx, row).await
}

/// Lets who asked for a copy have it, for a day.
///
/// # Errors
/// Not found for anybody else; `copy_expired`; `customer_erased`.
pub async fn take_copy(tx: &mut Tx, id: RequestId) -> Answer<RequestRow> {
    tx.viewer().require(COPY)?;
    let row = store::find(tx.conn(), id).await?;
    if row.kind != RequestKind::Copy || row.asked_by != tx.viewer().actor.id() {
        return Err(lingke_platform::failure::Failure::NotFound);
    }
    if row.asked_at.plus_seconds(COPY_SECONDS) <= tx.now() {
        return Err(Refusal::conflict("copy_expired").into());
    }
    lingke_customers::store::load(tx, row.customer_id).await?;
    tx.record(events::of_request(&events::COPY_TAKEN, &row, &[]));
    Ok(row)
}
