//! Planning cases that open themselves, and opening them when their time comes.

use std::sync::Arc;

use jiff::tz::TimeZone;
use lingke_cases::commands::open;
use lingke_cases::model::NewCase;
use lingke_cases::subscriptions::institution_zone;
use lingke_kernel::time::Instant;
use lingke_organisation::authenticate::viewer_of_staff;
use lingke_platform::ctx::{Ctx, Tx};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::etag::Expected;
use serde_json::json;

use super::code_of;
use crate::model::RecurringId;
use crate::plans::{Plan, Wrong};
use crate::store::recurring::{self, RecurringRow};
use crate::{RECUR, events};

/// Missed occurrences that are passed over at once at most.
const PASSED_MAX: usize = 100_000;

/// A plan to make.
#[derive(Debug)]
pub struct NewRecurring {
    /// Its name.
    pub name: String,
    /// What is opened.
    pub template: NewCase,
    /// When.
    pub plan: String,
}

/// What to change; absent stays.
#[derive(Debug, Default)]
pub struct RecurringChange {
    /// Its name.
    pub name: Option<String>,
    /// What is opened.
    pub template: Option<NewCase>,
    /// When.
    pub plan: Option<String>,
    /// Whether it runs.
    pub active: Option<bool>,
}

/// Reads a plan; what is wrong names the field.
pub fn read_plan(text: &str, zone: &TimeZone, now: Instant) -> Answer<Plan> {
    Plan::read(text, zone, now).map_err(|wrong| {
        let (code, message) = match wrong {
            Wrong::Form => ("wrong_form", "five fields: minute, hour, day, month, weekday"),
            Wrong::Never => ("never_comes", "no day fits"),
            Wrong::TooOften => ("too_often", "at least ten minutes apart"),
        };
        Failure::invalid("plan", code, message)
    })
}

/// Plans cases that open themselves, with the rights of who plans them.
pub async fn add(tx: &mut Tx, new: NewRecurring) -> Answer<RecurringRow> {
    tx.viewer().require(RECUR)?;
    tx.viewer().require(lingke_cases::OPEN)?;
    let staff_id = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    let unit_id = tx.viewer().unit_id.ok_or(Failure::NotSignedIn)?;
    let zone = institution_zone(tx.conn()).await?;
    let plan = read_plan(&new.plan, &zone, tx.now())?;
    let row = RecurringRow {
        id: RecurringId::new(tx.now()),
        name: new.name.trim().to_owned(),
        template: serde_json::to_string(&new.template)?,
        plan: new.plan.trim().to_owned(),
        active: true,
        staff_id,
        unit_id,
        next_at: plan.next(&zone, tx.now(), 1).first().copied(),
        last_at: None,
        refusal: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    recurring::insert(tx, &row).await?;
    record(tx, &events::RECURRING_ADDED, &row);
    Ok(row)
}

/// Changes a plan, if nobody changed it since `expected`. Who changes it answers for it from now on.
pub async fn change(
    tx: &mut Tx,
    id: RecurringId,
    expected: Expected,
    change: RecurringChange,
) -> Answer<RecurringRow> {
    tx.viewer().require(RECUR)?;
    tx.viewer().require(lingke_cases::OPEN)?;
    let mut row = recurring::load(tx, id).await?;
    expected.check(row.version)?;
    let zone = institution_zone(tx.conn()).await?;
    row.name = change.name.map_or(row.name, |name| name.trim().to_owned());
    row.plan = change.plan.map_or(row.plan, |plan| plan.trim().to_owned());
    row.active = change.active.unwrap_or(row.active);
    row.template = change.template.map_or(Ok(row.template), |template| serde_json::to_string(&template))?;
    row.staff_id = tx.viewer().staff_id().ok_or(Failure::NotSignedIn)?;
    row.next_at = read_plan(&row.plan, &zone, tx.now())?.next(&zone, tx.now(), 1).first().copied();
    row.version += 1;
    recurring::update(tx, &row).await?;
    record(tx, &events::RECURRING_CHANGED, &row);
    Ok(row)
}

fn record(tx: &mut Tx, kind: &'static lingke_platform::journal::EventKind, row: &RecurringRow) {
    let payload =
        json!({ "plan": row.plan, "active": row.active, "next_at": row.next_at, "version": row.version });
    tx.record(events::of(kind, "recurring_case", row.id, row.staff_id, payload));
}

/// Opens the case of an occurrence whose time has come. Of several that were missed, the last one counts.
pub async fn come(ctx: &Ctx, id: RecurringId) -> Answer<bool> {
    let opened = try_open(ctx, id).await;
    match opened {
        Err(failure) => match code_of(&failure) {
            Some(code) => pass(ctx, id, code).await,
            None => Err(failure),
        },
        ok => ok,
    }
}

async fn try_open(ctx: &Ctx, id: RecurringId) -> Answer<bool> {
    let row = recurring::find(ctx.read(), &ctx.viewer, id).await?;
    let viewer = viewer_of_staff(&ctx.node, row.staff_id).await?;
    let theirs = Ctx { viewer: Arc::new(viewer), ..ctx.clone() };
    let number = open::next_number(&theirs).await?;
    let mut tx = theirs.begin().await?;
    let Some((mut row, at)) = claimed(&tx, id).await? else { return Ok(false) };
    if recurring::note(&tx, id, at).await? {
        let template: NewCase = serde_json::from_str(&row.template)?;
        let case = open::open(&mut tx, template, number).await?.case;
        recurring::opened(&tx, id, at, case.id).await?;
        let payload = json!({ "at": at, "case_id": case.id });
        tx.record(events::of(&events::RECURRING_CAME, "recurring_case", id, row.staff_id, payload));
    }
    row.refusal = None;
    recurring::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(true)
}

/// Notes an occurrence that opened nothing, and why.
async fn pass(ctx: &Ctx, id: RecurringId, code: &str) -> Answer<bool> {
    let mut tx = ctx.begin().await?;
    let Some((mut row, at)) = claimed(&tx, id).await? else { return Ok(false) };
    row.refusal = Some(code.to_owned());
    recurring::note(&tx, id, at).await?;
    recurring::update(&tx, &row).await?;
    let payload = json!({ "at": at, "code": code });
    tx.record(events::of(&events::RECURRING_CAME, "recurring_case", id, row.staff_id, payload));
    tx.commit().await?;
    Ok(true)
}

/// The plan, held, with its next time moved on; and the occurrence that counts.
async fn claimed(tx: &Tx, id: RecurringId) -> Answer<Option<(RecurringRow, Instant)>> {
    let Some(mut row) = recurring::claim(tx, id).await? else { return Ok(None) };
    let Some(mut at) = row.next_at else { return Ok(None) };
    let zone = institution_zone(tx.conn()).await?;
    row.next_at = None;
    // A plan that no longer comes rests until somebody changes it.
    let Ok(plan) = Plan::read(&row.plan, &zone, tx.now()) else { return Ok(Some((row, at))) };
    for _ in 0..PASSED_MAX {
        match plan.next(&zone, at, 1).first() {
            Some(next) if *next <= tx.now() => at = *next,
            next => {
                row.next_at = next.copied();
                break;
            }
        }
    }
    row.last_at = Some(at);
    Ok(Some((row, at)))
}
