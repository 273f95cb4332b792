//! The verbs.

use lingke_customers::claims;
use lingke_customers::model::{CustomerId, CustomerRecord};
use lingke_kernel::personal::kept;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::Expected;
use lingke_platform::viewer::StaffId;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::model::{
    CHECKS, Check, Level, NewVerification, Said, Settings, Standing, StandingMay, Unlock, Verification,
    VerificationId, VerificationRow,
};
use crate::rules::{Failures, Outcome, judge, may_try};
use crate::{CONFIGURE, UNLOCK, VERIFY, VIEW, events, settings, store};

/// Compares what a person said with what is on file, and keeps what came of it but not what was said.
///
/// The customer's row is held meanwhile, so that tries from all sides are counted one by one.
///
/// # Errors
/// `verification_locked`, and what [`may_try`] says.
pub async fn verify(tx: &mut Tx, customer_id: CustomerId, new: NewVerification) -> Answer<Verification> {
    tx.viewer().require(VERIFY)?;
    let record = lingke_customers::store::load(tx, customer_id).await?;
    if let Some(case_id) = new.case_id {
        lingke_cases::store::cases::find(tx.conn(), tx.viewer(), case_id).await?;
    }
    let (settings, _) = settings::current(tx.conn()).await?;
    let level = settings.levels.iter().find(|level| level.code == new.level);
    let level = level.ok_or_else(|| Failure::invalid("level", "unknown", "there is no such level"))?;
    let failures = store::failures(tx.conn(), customer_id).await?;
    may_try(level, new.channel, &new.answers, failures, tx.now())?;
    let Outcome { matched, failed, passed } = judge(level, compared(&record, &new.answers));
    let row = VerificationRow {
        id: VerificationId::new(tx.now()),
        customer_id,
        level: level.code.clone(),
        channel: new.channel,
        case_id: new.case_id,
        actor_id: tx.viewer().actor.id(),
        matched,
        failed,
        until: passed.then(|| tx.now().plus_seconds(level.valid_minutes * 60)),
        created_at: tx.now(),
    };
    store::insert(tx, &row).await?;
    tx.record(events::tried(&row));
    count(tx, &settings, failures, &row).await?;
    Ok(shown(tx.conn(), vec![row]).await?.remove(0))
}

/// What there is nothing on file for does not agree: an empty file must not be the easiest to pass.
fn compared(record: &CustomerRecord, said: &[Said]) -> Vec<(Check, bool)> {
    let agrees = |one: &Said| match (one.check.claim(), one.value.as_deref()) {
        (Some(claim), Some(value)) => claims::agrees(record, claim, value).unwrap_or(false),
        (Some(_), None) => false,
        (None, _) => true,
    };
    said.iter().map(|one| (one.check, agrees(one))).collect()
}

/// One that was enough clears the failures before it; one that was not counts, and may end what still held.
async fn count(tx: &mut Tx, settings: &Settings, before: Failures, row: &VerificationRow) -> Answer<()> {
    if row.until.is_some() {
        return match before == Failures::default() {
            true => Ok(()),
            false => store::set_failures(tx, row.customer_id, Failures::default()).await,
        };
    }
    let now = before.and_one(settings, tx.now());
    store::set_failures(tx, row.customer_id, now).await?;
    if let Some(until) = now.lock_at(tx.now()) {
        store::end_held(tx, row.customer_id).await?;
        tx.record(events::locked(row.customer_id, until));
    }
    Ok(())
}

/// Lets a locked customer be verified again, for a reason that is kept. Nothing happens when there is no lock.
pub async fn unlock(tx: &mut Tx, customer_id: CustomerId, unlock: &Unlock) -> Answer<()> {
    tx.viewer().require(UNLOCK)?;
    lingke_customers::store::load(tx, customer_id).await?;
    let failures = store::failures(tx.conn(), customer_id).await?;
    let Some(until) = failures.lock_at(tx.now()) else { return Ok(()) };
    store::set_failures(tx, customer_id, Failures::default()).await?;
    store::insert_unlock(tx, customer_id, &kept(unlock.reason.trim())).await?;
    tx.record(events::unlocked(customer_id, until));
    Ok(())
}

/// Sets the levels and limits, if nobody changed them since `expected`. What was verified before holds as long as was
/// said then.
pub async fn configure(tx: &mut Tx, expected: Expected, after: Settings) -> Answer<i64> {
    tx.viewer().require(CONFIGURE)?;
    let set = lingke_platform::settings::load(tx, settings::NAME).await?;
    let (before, version) = set.unwrap_or_else(|| (settings::default(), 0));
    expected.check(version)?;
    lingke_platform::settings::write(tx, settings::NAME, &after, version + 1).await?;
    tx.record(events::configured(json!({ "before": before, "after": after, "version": version + 1 })));
    Ok(version + 1)
}

/// How a customer stands with verification.
pub async fn standing(ctx: &Ctx, customer_id: CustomerId) -> Answer<Standing> {
    ctx.require(VIEW)?;
    let record = lingke_customers::store::find(ctx.read(), ctx.keys(), customer_id).await?;
    let (settings, _) = settings::current(ctx.read()).await?;
    let failures = store::failures(ctx.read(), customer_id).await?;
    let held = store::held(ctx.read(), customer_id, ctx.now).await?;
    let held = shown(ctx.read(), strongest(held, &settings.levels)).await?.pop();
    let locked_until = failures.lock_at(ctx.now);
    Ok(Standing {
        held,
        failures: failures.counting(&settings, ctx.now),
        failures_max: settings.failures_max,
        locked_until,
        askable: CHECKS.into_iter().filter(|check| is_askable(&record, *check)).collect(),
        may: StandingMay {
            verify: ctx.viewer.may(VERIFY) && locked_until.is_none(),
            unlock: ctx.viewer.may(UNLOCK) && locked_until.is_some(),
        },
        levels: settings.levels,
    })
}

/// At most one: of the highest level, the one that holds longest.
fn strongest(held: Vec<VerificationRow>, levels: &[Level]) -> Vec<VerificationRow> {
    // A level that is there no longer is weaker than all that are.
    let rank = |row: &VerificationRow| levels.iter().position(|level| level.code == row.level);
    held.into_iter().max_by_key(|row| (rank(row), row.until)).into_iter().collect()
}

fn is_askable(record: &CustomerRecord, check: Check) -> bool {
    check.claim().is_none_or(|claim| claims::agrees(record, claim, "").is_some())
}

/// As answers show them.
pub async fn shown(conn: &impl ConnectionTrait, rows: Vec<VerificationRow>) -> Answer<Vec<Verification>> {
    let staff_id = |row: &VerificationRow| row.actor_id.parse::<StaffId>().ok();
    let ids: Vec<_> = rows.iter().filter_map(staff_id).collect();
    let names = lingke_organisation::store::names::of(conn, &ids, &[]).await?.staff;
    let one = |row: VerificationRow| Verification {
        by: staff_id(&row).and_then(|id| names.get(&id).cloned()),
        id: row.id,
        level: row.level,
        channel: row.channel,
        case_id: row.case_id,
        passed: row.until.is_some(),
        matched: row.matched,
        failed: row.failed,
        until: row.until,
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(one).collect())
}
