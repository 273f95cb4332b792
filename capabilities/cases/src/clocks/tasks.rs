//! The clocks of tasks, for whoever asks a department for something: begun, held, ended with the task.
//!
//! A task's clock is the department's promise to us. It never makes the case itself breached, and waiting for the
//! department never makes the department's own clock stand still.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure, Refusal};
use lingke_platform::viewer::UnitId;

use super::facts::{StoredFact, StoredKind};
use super::{Beginning, begin, run};
use crate::levels::current;
use crate::levels::model::{ClockRule, Opening, ServiceLevel, Step, TARGET_SECONDS_MAX, Work};
use crate::model::{Case, Clock, ClockKind, PauseReason};
use crate::store::clocks;

/// Every hour counts: for a due time that somebody named.
const ALWAYS: &str = "always";
/// A task that nobody limited otherwise warns here.
const WARN_PERCENT: i32 = 75;

/// What makes the clock of a task stand still that nobody limited otherwise.
const ASKED_PAUSES: &[PauseReason] = &[PauseReason::WaitingCustomer, PauseReason::Snoozed];

/// When a task is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskDue {
    /// As the level says that covers the case; none where it says nothing.
    ByLevel,
    /// At a moment.
    At(Instant),
    /// After so much working time.
    Within {
        /// The calendar by name.
        calendar: String,
        /// Working seconds.
        seconds: i64,
    },
}

/// Starts the clock of a task that was asked of `unit_id`. None when it is due by the level and the level does not limit
/// tasks. A task that is asked again gets a new clock.
///
/// # Errors
/// `task_due_not_ahead` when the moment is not ahead of now; an unknown calendar or length as an invalid `due`.
pub async fn start_task_clock(
    tx: &mut Tx,
    case: &Case,
    task_id: &str,
    unit_id: UnitId,
    due: &TaskDue,
) -> Answer<Option<Clock>> {
    let Some(now) = current::current(tx.conn()).await? else { return Ok(None) };
    let (level, work) = own_level(tx, case).await?;
    let by_level = level.as_ref().and_then(|level| level.level.rule(ClockKind::Task));
    let Some(rule) = rule_of(by_level, due, tx.now())? else { return Ok(None) };
    let unknown = || Failure::invalid("due", "unknown", "there is no such calendar");
    let (calendar_version_id, calendar) = now.calendars.get(&rule.calendar).ok_or_else(unknown)?;
    let chain: &[Step] = level.as_ref().map_or(&[], |level| &level.level.chain);
    let beginning = Beginning {
        case_id: case.id,
        cycle: clocks::last_cycle(tx.conn(), case.id, ClockKind::Task).await? + 1,
        service_level_id: level.as_ref().map(|level| level.id),
        rule: &rule,
        chain,
        work,
        task: Some((task_id, unit_id)),
        calendar_version_id: *calendar_version_id,
    };
    let facts = [StoredFact::started(tx.now(), Opening::First)];
    let clock = begin(&beginning, calendar, &facts, tx.now())?;
    run::start(tx, case, std::slice::from_ref(&clock)).await?;
    Ok(Some(clock))
}

/// The level that covers the case, in the case's own version.
async fn own_level(tx: &Tx, case: &Case) -> Answer<(Option<ServiceLevel>, Work)> {
    let set = match clocks::own_level(tx.conn(), case.id).await? {
        Some(id) => Some(current::set_of(tx.conn(), id).await?),
        None => current::current(tx.conn()).await?.map(|now| now.set),
    };
    let unlevelled = Work { kind: case.kind, priority: case.priority, class: None, unit_id: case.unit_id };
    let Some(set) = set else { return Ok((None, unlevelled)) };
    let (level, work) = set.covering(tx.conn(), case).await?;
    Ok((level.cloned(), work))
}

fn rule_of(by_level: Option<&ClockRule>, due: &TaskDue, now: Instant) -> Answer<Option<ClockRule>> {
    let own = |calendar: &str, target_seconds: i64| ClockRule {
        kind: ClockKind::Task,
        target_seconds,
        reopened_seconds: None,
        calendar: calendar.to_owned(),
        pauses: by_level.map_or_else(|| ASKED_PAUSES.to_vec(), |rule| rule.pauses.clone()),
        warn_percents: by_level.map_or_else(|| vec![WARN_PERCENT], |rule| rule.warn_percents.clone()),
    };
    match due {
        TaskDue::ByLevel => Ok(by_level.cloned()),
        TaskDue::At(at) if *at <= now => Err(Refusal::impossible("task_due_not_ahead").into()),
        TaskDue::At(at) => Ok(Some(own(ALWAYS, at.micros_since(now) / 1_000_000))),
        TaskDue::Within { seconds, .. } if !(1..=TARGET_SECONDS_MAX).contains(seconds) => {
            Err(Failure::invalid("due", "out_of_range", format!("1 to {TARGET_SECONDS_MAX} seconds")))
        }
        TaskDue::Within { calendar, seconds } => Ok(Some(own(calendar, *seconds))),
    }
}

/// The department has answered, or the task was withdrawn: its clock ends. The caller saves the case.
pub async fn stop_task_clock(tx: &mut Tx, case: &mut Case, task_id: &str) -> Answer<Option<Clock>> {
    turn(tx, case, task_id, (StoredKind::Stopped, None)).await
}

/// The clock of a task stands still, where its level lets it: what was asked is back with us. The caller saves the case.
pub async fn pause_task_clock(
    tx: &mut Tx,
    case: &mut Case,
    task_id: &str,
    reason: PauseReason,
) -> Answer<Option<Clock>> {
    turn(tx, case, task_id, (StoredKind::Paused, Some(reason))).await
}

/// It runs on. The caller saves the case.
pub async fn resume_task_clock(
    tx: &mut Tx,
    case: &mut Case,
    task_id: &str,
    reason: PauseReason,
) -> Answer<Option<Clock>> {
    turn(tx, case, task_id, (StoredKind::Resumed, Some(reason))).await
}

async fn turn(
    tx: &mut Tx,
    case: &mut Case,
    task_id: &str,
    fact: (StoredKind, Option<PauseReason>),
) -> Answer<Option<Clock>> {
    let Some(clock) = clocks::of_task(tx.conn(), task_id).await? else { return Ok(None) };
    run::turn_one(tx, case, clock, fact).await.map(Some)
}
