//! Clocks 时限: what a case's time limits do, as pure functions over dated facts.
//!
//! Every figure in a [`Clock`] row follows from its facts, target and calendar version; [`set`] computes them anew
//! after each fact, so nothing is ever adjusted in place. [`run`] is the part with a transaction.

pub mod facts;
pub mod marks;
pub mod receipt;
pub mod run;
pub mod tasks;

use lingke_calendars::model::CalendarVersionId;
use lingke_kernel::calendar::{Calendar, CalendarError};
use lingke_kernel::clock::{self, ClockError, ClockReading, Fact};
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::UnitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use facts::{StoredFact, StoredKind, facts_of, note};

use crate::levels::model::{ClockRule, Opening, Step, Work};
use crate::model::{CaseId, Clock, ClockId, ClockState, ServiceLevelId};

/// How pressing a clock is, for its chip: at 50, 75 and 99 % of its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Less than half is used.
    Green,
    /// Half is used.
    Yellow,
    /// The warning share is used.
    Orange,
    /// Nearly or quite used up.
    Red,
}

/// Where a new clock begins.
pub struct Beginning<'a> {
    /// Its case.
    pub case_id: CaseId,
    /// Which of its kind.
    pub cycle: i32,
    /// The level it follows, where there is one.
    pub service_level_id: Option<ServiceLevelId>,
    /// What the level says of it.
    pub rule: &'a ClockRule,
    /// The level's chain.
    pub chain: &'a [Step],
    /// What the case is.
    pub work: Work,
    /// The task it runs for, and the unit that was asked.
    pub task: Option<(&'a str, UnitId)>,
    /// The calendar version it follows.
    pub calendar_version_id: CalendarVersionId,
}

/// A new clock that has the given facts; the first must be its start, and says whether the case was opened again.
pub fn begin(
    beginning: &Beginning<'_>,
    calendar: &Calendar,
    facts: &[StoredFact],
    now: Instant,
) -> Answer<Clock> {
    let rule = beginning.rule;
    let opening = facts.first().map_or(Opening::First, StoredFact::opening);
    let mut clock = Clock {
        id: ClockId::new(now),
        case_id: beginning.case_id,
        kind: rule.kind,
        cycle: beginning.cycle,
        service_level_id: beginning.service_level_id,
        calendar_version_id: beginning.calendar_version_id,
        provisional: false,
        target_seconds: rule.target(opening),
        warn_percent: rule.warn_percents.first().copied().unwrap_or(WARN_PERCENT),
        pauses: facts::joined(rule.pauses.iter().map(|reason| reason.code())),
        marks: facts::joined(rule.marks(beginning.chain)),
        fired_percent: 0,
        work: serde_json::to_string(&beginning.work)?,
        task_id: beginning.task.map(|(id, _)| id.to_owned()),
        unit_id: beginning.task.map(|(_, unit_id)| unit_id),
        facts: serde_json::to_string(facts)?,
        state: ClockState::Running,
        running: true,
        started_at: facts.first().map_or(now, |fact| fact.at),
        due_at: None,
        half_at: None,
        warn_at: None,
        last_at: None,
        warned_at: None,
        breached_at: None,
        stopped_at: None,
        elapsed_seconds: None,
        next_fire_at: None,
    };
    set(&mut clock, calendar, now)?;
    Ok(clock)
}

/// The share from which a chip is orange where a level warns at none.
const WARN_PERCENT: i32 = 75;

/// Computes every figure of the row from its facts, as of `now`.
pub fn set(clock: &mut Clock, calendar: &Calendar, now: Instant) -> Answer<()> {
    let facts = facts_of(clock)?;
    let last_at = facts.last().map_or(now, |fact| fact.at);
    let now = now.max(last_at);
    let stopped = facts.last().is_some_and(|fact| fact.kind == StoredKind::Stopped);
    let counted = facts::counted(&facts, &clock.pauses);
    let (reading, provisional) = knowing(calendar, |calendar| read_with(clock, calendar, &counted, now))?;
    let at_share = |percent: i32| share_at(clock, calendar, &counted, percent, now);
    let (half_at, warn_at, last_at) = (at_share(50)?, at_share(clock.warn_percent)?, at_share(99)?);
    clock.provisional = provisional;
    clock.running = !stopped;
    clock.stopped_at = stopped.then_some(last_at_of(&facts));
    clock.state = state_of(&reading);
    clock.due_at = reading.due;
    clock.breached_at = reading.breached_at;
    clock.elapsed_seconds = stopped.then_some(reading.elapsed_micros / 1_000_000);
    (clock.half_at, clock.warn_at, clock.last_at) = (half_at, warn_at, last_at);
    clock.next_fire_at = marks::next_fire_at(clock, calendar, &counted, now)?;
    Ok(())
}

/// When `percent` of the target is used; none while it stands still, or ended, before that.
pub(crate) fn share_at(
    clock: &Clock,
    calendar: &Calendar,
    counted: &[Fact],
    percent: i32,
    now: Instant,
) -> Answer<Option<Instant>> {
    let percent = u32::try_from(percent).unwrap_or(0);
    let target = target_of(clock)?;
    let share = |calendar: &Calendar| clock::instant_at_share(calendar, target, counted, now, percent);
    Ok(knowing(calendar, share)?.0)
}

fn last_at_of(facts: &[StoredFact]) -> Instant {
    facts.last().map(|fact| fact.at).unwrap_or_default()
}

fn state_of(reading: &ClockReading) -> ClockState {
    match reading.state {
        clock::ClockState::Running => ClockState::Running,
        clock::ClockState::Paused => ClockState::Paused,
        clock::ClockState::Met => ClockState::Met,
        clock::ClockState::Breached => ClockState::Breached,
    }
}

/// Asks with the calendar as it is known; where it does not know a year yet, with ordinary weekdays, and says so.
pub fn knowing<T>(
    calendar: &Calendar,
    ask: impl Fn(&Calendar) -> Result<T, ClockError>,
) -> Answer<(T, bool)> {
    match ask(calendar) {
        Ok(answer) => Ok((answer, false)),
        Err(ClockError::Calendar(CalendarError::BeyondKnownDays { .. })) => {
            let answer = ask(&calendar.provisional()).map_err(anyhow::Error::from)?;
            Ok((answer, true))
        }
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// The kernel's reading of a clock at `now`, and whether its calendar had to guess.
pub fn reading(clock: &Clock, calendar: &Calendar, now: Instant) -> Answer<(ClockReading, bool)> {
    let facts = facts_of(clock)?;
    let now = now.max(last_at_of(&facts));
    let counted = facts::counted(&facts, &clock.pauses);
    knowing(calendar, |calendar| read_with(clock, calendar, &counted, now))
}

fn read_with(
    clock: &Clock,
    calendar: &Calendar,
    counted: &[Fact],
    now: Instant,
) -> Result<ClockReading, ClockError> {
    let target = Duration::from_seconds(clock.target_seconds).unwrap_or_default();
    clock::read(calendar, target, counted, now)
}

fn target_of(clock: &Clock) -> Answer<Duration> {
    Ok(Duration::from_seconds(clock.target_seconds).map_err(anyhow::Error::from)?)
}

/// Working seconds from `now` to `due_at`; negative once it has passed. A begun second counts whole, so that it is the
/// target less the whole seconds elapsed, which is what the clock itself shows.
pub fn remaining_seconds(calendar: &Calendar, due_at: Instant, now: Instant) -> Answer<i64> {
    let (micros, _) = knowing(calendar, |calendar| {
        let left = calendar.between(now, due_at)?.micros();
        let over = calendar.between(due_at, now)?.micros();
        Ok(left - over)
    })?;
    Ok(-(-micros).div_euclid(1_000_000))
}

/// The chip's colour at `now`.
pub fn level(clock: &Clock, now: Instant) -> Level {
    let passed = |at: Option<Instant>| at.is_some_and(|at| at <= now);
    if clock.state == ClockState::Breached || passed(clock.last_at) {
        return Level::Red;
    }
    match (passed(clock.warn_at), passed(clock.half_at)) {
        (true, _) => Level::Orange,
        (false, true) => Level::Yellow,
        (false, false) => Level::Green,
    }
}
