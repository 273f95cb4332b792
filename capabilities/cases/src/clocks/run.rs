//! What happens to a case's clocks in a transaction: starting, following an event, taking the shares that are reached.

use lingke_kernel::calendar::Calendar;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::Answer;
use lingke_platform::journal::EventKind;
use serde_json::json;

use super::facts::{self, StoredFact, StoredKind};
use super::{Beginning, begin, facts_of, marks, note, set};
use crate::events;
use crate::levels::chain;
use crate::levels::current::{self, Calendars};
use crate::levels::model::{Opening, ServiceLevel, Work};
use crate::model::{Case, Clock, ClockKind, ClockState, FAR, PauseReason, Status};
use crate::rules::{CaseEvent, ClockEffect};
use crate::store::{clocks, holds};

/// The clocks that a case begins with.
const FIRST: [ClockKind; 3] = [ClockKind::FirstResponse, ClockKind::Update, ClockKind::Resolution];

/// The clocks that the case's service level starts at `at`, not yet written. None where no level covers it.
pub async fn plan(tx: &Tx, case: &Case, at: Instant) -> Answer<Vec<Clock>> {
    let Some(now) = current::current(tx.conn()).await? else { return Ok(Vec::new()) };
    let (Some(level), work) = now.set.covering(tx.conn(), case).await? else { return Ok(Vec::new()) };
    let facts = [StoredFact::started(at, Opening::First)];
    let one =
        |kind| one_of(case, level, &now.calendars, &New { kind, cycle: 1, work, facts: &facts }, tx.now());
    FIRST.into_iter().filter_map(|kind| one(kind).transpose()).collect()
}

/// Writes planned clocks and tells the journal.
pub async fn start(tx: &mut Tx, case: &Case, planned: &[Clock]) -> Answer<()> {
    clocks::insert(tx.conn(), planned).await?;
    for clock in planned {
        tx.record(events::of_clock(&events::CLOCK_STARTED, case, clock));
    }
    Ok(())
}

/// Which clock is new.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// Which limit.
    pub kind: ClockKind,
    /// Which of its kind.
    pub cycle: i32,
    /// What the case is.
    pub work: Work,
    /// What has happened to it so far; the first is its start.
    pub facts: &'a [StoredFact],
}

/// One clock of a level; none when the level does not limit this.
pub fn one_of(
    case: &Case,
    level: &ServiceLevel,
    calendars: &Calendars,
    new: &New<'_>,
    now: Instant,
) -> Answer<Option<Clock>> {
    let Some(rule) = level.level.rule(new.kind) else { return Ok(None) };
    let Some((calendar_version_id, calendar)) = calendars.get(&rule.calendar) else { return Ok(None) };
    let beginning = Beginning {
        case_id: case.id,
        cycle: new.cycle,
        service_level_id: Some(level.id),
        rule,
        chain: &level.level.chain,
        work: new.work,
        task: None,
        calendar_version_id: *calendar_version_id,
    };
    begin(&beginning, calendar, new.facts, now).map(Some)
}

/// Does to the clocks what the event means, and brings the case's next due time up to date.
pub async fn follow(tx: &mut Tx, case: &mut Case, event: &CaseEvent) -> Answer<()> {
    let effects = event.clock_effects();
    if effects.is_empty() {
        return Ok(());
    }
    let mut running = clocks::running(tx.conn(), case.id).await?;
    for effect in effects {
        let fact = match effect {
            ClockEffect::Stop(kind) => (Some(*kind), StoredKind::Stopped, None),
            ClockEffect::Hold(reason) => (None, StoredKind::Paused, Some(*reason)),
            ClockEffect::Release(reason) => (None, StoredKind::Resumed, Some(*reason)),
            ClockEffect::Begin(kind) => {
                begin_again(tx, case, &mut running, *kind).await?;
                continue;
            }
            ClockEffect::Renew(kind) => {
                renew(tx, case, &mut running, *kind).await?;
                continue;
            }
            ClockEffect::Relevel => {
                relevel(tx, case, running).await?;
                running = clocks::running(tx.conn(), case.id).await?;
                continue;
            }
        };
        turn(tx, case, &mut running, fact).await?;
    }
    set_next_due(case, &running);
    Ok(())
}

/// Something begins for which clocks stand still: we wait for a department, or the case is put aside. The caller saves
/// the case. What is on already changes nothing.
pub async fn hold(tx: &mut Tx, case: &mut Case, reason: PauseReason) -> Answer<()> {
    // Waiting for the customer is the case's status and needs no row.
    if reason != PauseReason::WaitingCustomer && !holds::put(tx, case.id, reason).await? {
        return Ok(());
    }
    let mut running = clocks::running(tx.conn(), case.id).await?;
    turn(tx, case, &mut running, (None, StoredKind::Paused, Some(reason))).await?;
    set_next_due(case, &running);
    Ok(())
}

/// That ends. The caller saves the case.
pub async fn release(tx: &mut Tx, case: &mut Case, reason: PauseReason) -> Answer<()> {
    if reason != PauseReason::WaitingCustomer && !holds::lift(tx, case.id, reason).await? {
        return Ok(());
    }
    let mut running = clocks::running(tx.conn(), case.id).await?;
    turn(tx, case, &mut running, (None, StoredKind::Resumed, Some(reason))).await?;
    set_next_due(case, &running);
    Ok(())
}

/// Adds a fact to the running clocks of a kind, or to all but those of tasks, which have their own.
async fn turn(
    tx: &mut Tx,
    case: &mut Case,
    running: &mut Vec<Clock>,
    (kind, fact, reason): (Option<ClockKind>, StoredKind, Option<PauseReason>),
) -> Answer<()> {
    for clock in running.iter_mut() {
        let concerned = kind.map_or(clock.kind != ClockKind::Task, |kind| clock.kind == kind);
        if concerned {
            *clock = turn_one(tx, case, clock.clone(), (fact, reason)).await?;
        }
    }
    running.retain(|clock| clock.running);
    Ok(())
}

/// Adds a fact to one clock.
pub(super) async fn turn_one(
    tx: &mut Tx,
    case: &mut Case,
    mut clock: Clock,
    (fact, reason): (StoredKind, Option<PauseReason>),
) -> Answer<Clock> {
    let calendar = lingke_calendars::store::version(tx.conn(), clock.calendar_version_id).await?;
    let before = clock.clone();
    note(&mut clock, &calendar, fact, reason.map(PauseReason::code), tx.now())?;
    settle(tx, case, &before, (&mut clock, &calendar)).await?;
    if clock.facts != before.facts {
        clocks::update(tx.conn(), &clock).await?;
        if let Some(told) = told(&before, &clock, fact)? {
            tx.record(events::of_clock(told, case, &clock));
        }
    }
    Ok(clock)
}

/// What the journal is told of a fact: nothing of a pause that does not concern the clock.
pub fn told(before: &Clock, clock: &Clock, fact: StoredKind) -> Answer<Option<&'static EventKind>> {
    let changed = facts::stands_still(before)? != facts::stands_still(clock)?;
    Ok(match fact {
        StoredKind::Paused => changed.then_some(&events::CLOCK_PAUSED),
        StoredKind::Resumed => changed.then_some(&events::CLOCK_RESUMED),
        StoredKind::Started => Some(&events::CLOCK_STARTED),
        StoredKind::Stopped if clock.state == ClockState::Breached => Some(&events::CLOCK_STOPPED_LATE),
        StoredKind::Stopped => Some(&events::CLOCK_MET),
    })
}

/// The start of a clock in the middle of a case: what holds the case holds it from its first moment.
async fn starting(tx: &Tx, case: &Case, (kind, opening): (ClockKind, Opening)) -> Answer<Vec<StoredFact>> {
    let mut on = holds::of_case(tx.conn(), case.id).await?;
    // A customer who wrote is no longer waited for, whatever the case's status says until the next event.
    if case.status == Status::WaitingCustomer && kind != ClockKind::NextResponse {
        on.push(PauseReason::WaitingCustomer);
    }
    let start = StoredFact::started(tx.now(), opening);
    let paused = on.into_iter().map(|reason| StoredFact::paused(tx.now(), reason));
    Ok(std::iter::once(start).chain(paused).collect())
}

/// A clock that begins in the middle of a case, under the case's own version. What the customer wrote before the first
/// answer is under that clock; what they wrote after is under one clock from the first message on.
async fn begin_again(tx: &mut Tx, case: &Case, running: &mut Vec<Clock>, kind: ClockKind) -> Answer<()> {
    let runs = |kind| running.iter().any(|clock| clock.kind == kind);
    if runs(kind) || (kind == ClockKind::NextResponse && runs(ClockKind::FirstResponse)) {
        return Ok(());
    }
    let own = match running.iter().find_map(|clock| clock.service_level_id) {
        Some(id) => Some(id),
        None => clocks::own_level(tx.conn(), case.id).await?,
    };
    let Some(id) = own else { return Ok(()) };
    let own = current::set_of(tx.conn(), id).await?;
    running.extend(start_under(tx, case, (&own, kind, Opening::First)).await?);
    Ok(())
}

/// A fresh clock after a reopening, under the levels of today: the old one keeps what it was.
async fn renew(tx: &mut Tx, case: &Case, running: &mut Vec<Clock>, kind: ClockKind) -> Answer<()> {
    let Some(now) = current::current(tx.conn()).await? else { return Ok(()) };
    if running.iter().any(|clock| clock.kind == kind) {
        return Ok(());
    }
    running.extend(start_under(tx, case, (&now.set, kind, Opening::Again)).await?);
    Ok(())
}

/// A fresh clock for what is open again and has none of its kind: its own was stopped while it was merged.
pub(crate) async fn ensure(tx: &mut Tx, case: &Case, kind: ClockKind) -> Answer<()> {
    let mut running = clocks::running(tx.conn(), case.id).await?;
    renew(tx, case, &mut running, kind).await
}

async fn start_under(
    tx: &mut Tx,
    case: &Case,
    (levels, kind, opening): (&current::LevelSet, ClockKind, Opening),
) -> Answer<Option<Clock>> {
    let (Some(level), work) = levels.covering(tx.conn(), case).await? else { return Ok(None) };
    if level.level.rule(kind).is_none() {
        return Ok(None);
    }
    let Some(now) = current::current(tx.conn()).await? else { return Ok(None) };
    let cycle = clocks::last_cycle(tx.conn(), case.id, kind).await? + 1;
    let facts = starting(tx, case, (kind, opening)).await?;
    let new = New { kind, cycle, work, facts: &facts };
    let clock = one_of(case, level, &now.calendars, &new, tx.now())?;
    start(tx, case, clock.as_slice()).await?;
    Ok(clock)
}

/// After a change of what levels are chosen by: running clocks are replaced by the new level's, with the same facts, so
/// that time already used stays used. A clock that already breached stays: a fact is kept. The version is the case's own,
/// and so is the version of its calendar: an edit of the calendar meanwhile does not count backwards.
async fn relevel(tx: &mut Tx, case: &mut Case, running: Vec<Clock>) -> Answer<()> {
    let Some(id) = running.iter().find_map(|clock| clock.service_level_id) else { return Ok(()) };
    let own = current::set_of(tx.conn(), id).await?;
    let (level, work) = own.covering(tx.conn(), case).await?;
    for clock in running.into_iter().filter(|clock| clock.kind != ClockKind::Task) {
        if clock.state == ClockState::Breached {
            continue;
        }
        match level {
            Some(level) if Some(level.id) == clock.service_level_id => {
                let work = serde_json::to_string(&work)?;
                clocks::update(tx.conn(), &Clock { work, ..clock }).await?;
            }
            level => replace(tx, case, clock, (level, work)).await?,
        }
    }
    for mut clock in clocks::running(tx.conn(), case.id).await? {
        let calendar = lingke_calendars::store::version(tx.conn(), clock.calendar_version_id).await?;
        if clock.fired_percent < 100 {
            let before = Clock { breached_at: None, ..clock.clone() };
            settle(tx, case, &before, (&mut clock, &calendar)).await?;
        }
    }
    Ok(())
}

async fn replace(
    tx: &mut Tx,
    case: &Case,
    mut clock: Clock,
    (level, work): (Option<&ServiceLevel>, Work),
) -> Answer<()> {
    let facts = facts_of(&clock)?;
    clock.state = ClockState::Cancelled;
    clock.running = false;
    clock.stopped_at = Some(tx.now());
    clock.next_fire_at = None;
    clocks::update(tx.conn(), &clock).await?;
    tx.record(events::of_clock(&events::CLOCK_CANCELLED, case, &clock));
    let Some((level, now)) = level.zip(current::current(tx.conn()).await?) else { return Ok(()) };
    let new = New { kind: clock.kind, cycle: clock.cycle + 1, work, facts: &facts };
    let (name, own) = lingke_calendars::store::named_version(tx.conn(), clock.calendar_version_id).await?;
    let mut calendars = Calendars::clone(&now.calendars);
    calendars.insert(name.to_string(), (clock.calendar_version_id, own));
    let next = one_of(case, level, &calendars, &new, tx.now())?;
    start(tx, case, next.as_slice()).await
}

/// Records a breach the first time it is seen, by a command or by the timer.
async fn settle(
    tx: &mut Tx,
    case: &mut Case,
    before: &Clock,
    (clock, calendar): (&mut Clock, &Calendar),
) -> Answer<bool> {
    if clock.breached_at.is_none() || before.breached_at.is_some() {
        return Ok(false);
    }
    let taken = take(tx, case, (clock, calendar)).await?;
    clocks::update(tx.conn(), clock).await?;
    Ok(taken)
}

/// What the timer does with one clock whose time has come: warns, records the breach, takes steps of the chain.
pub async fn fire(tx: &mut Tx, case: &mut Case, mut clock: Clock) -> Answer<bool> {
    let calendar = lingke_calendars::store::version(tx.conn(), clock.calendar_version_id).await?;
    set(&mut clock, &calendar, tx.now())?;
    let taken = take(tx, case, (&mut clock, &calendar)).await?;
    clocks::update(tx.conn(), &clock).await?;
    Ok(taken)
}

/// Takes the shares that are reached, each once, which the database keeps.
async fn take(tx: &mut Tx, case: &mut Case, (clock, calendar): (&mut Clock, &Calendar)) -> Answer<bool> {
    let reached = marks::take_reached(clock, calendar, tx.now())?;
    let mut taken = false;
    for percent in reached {
        let level = match clock.service_level_id {
            Some(id) => Some(current::level(tx.conn(), id).await?.level),
            None => None,
        };
        let warns = level.as_ref().is_none_or(|level| level.warns_at(clock.kind, percent));
        if percent == 100 {
            if !clocks::fire_once(tx.conn(), clock.id, "breached", percent, tx.now()).await? {
                continue;
            }
            case.breached |= clock.kind != ClockKind::Task;
            tx.record(events::of_clock(&events::CLOCK_BREACHED, case, clock));
            taken = true;
        } else if percent < 100
            && warns
            && clocks::fire_once(tx.conn(), clock.id, "warned", percent, tx.now()).await?
        {
            tx.record(events::warned(case, clock, percent));
            taken = true;
        }
        if let Some(level) = level {
            taken |= chain::take_step(tx, case, clock, (&level, percent)).await?;
        }
    }
    Ok(taken)
}

/// Copies the next due time of the running clocks to the case, for lists and their order.
pub async fn refresh_case(tx: &Tx, case: &mut Case) -> Answer<()> {
    let running = clocks::running(tx.conn(), case.id).await?;
    set_next_due(case, &running);
    Ok(())
}

/// The same from clocks at hand. What a department was asked is due by itself and not by the case.
pub fn set_next_due(case: &mut Case, clocks: &[Clock]) {
    let due = |clock: &&Clock| clock.due_at.or(clock.breached_at);
    let running =
        clocks.iter().filter(|clock| clock.running && clock.kind != ClockKind::Task && due(clock).is_some());
    let next = running.min_by_key(due);
    case.next_due_at = next.as_ref().and_then(due).unwrap_or(FAR);
    case.next_clock_id = next.map(|clock| clock.id);
}

/// What a clock's escalation is told as.
pub fn escalation_key(clock: &Clock) -> serde_json::Value {
    json!({ "clock_id": clock.id, "clock": clock.kind })
}
