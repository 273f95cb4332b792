//! The clock (时限): a pure function of a calendar, a target and dated facts, that explains itself.
//!
//! Begin with [`read`]. Invariants: the intervals cover from the start to the
//! earlier of stop and now without a gap, and the counted ones sum to the time
//! used; a breach once passed is never taken back; facts after now are not seen.

mod walk;

use serde::Serialize;

use crate::calendar::{Calendar, CalendarError, Segment, Why};
use crate::duration::Duration;
use crate::time::Instant;
use walk::Walk;

/// Most facts one clock may have.
pub const FACTS_MAX: usize = 2_000;

/// One dated fact about a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub kind: FactKind,
}

/// What can happen to a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// It began to run. Always the first fact, once.
    Started,
    /// It stands still from here.
    Paused {
        /// Why, if it was said.
        reason: Option<String>,
    },
    /// It runs on.
    Resumed,
    /// It was given more working time, before it ran out.
    Extended {
        /// How much more.
        by: Duration,
        /// Why, if it was said.
        reason: Option<String>,
    },
    /// It ended: what it waited for was done. Always the last fact, at most once.
    Stopped,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Running, and in time.
    Running,
    /// Standing still, and in time.
    Paused,
    /// Stopped in time; at the due moment itself is in time.
    Met,
    /// The due moment passed.
    Breached,
}

/// A clock as it stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// How it stands.
    pub state: ClockState,
    /// When the target is used up; none while paused, and when it was stopped in a pause.
    pub due: Option<Instant>,
    /// When it would be due if a paused clock ran on from now; the same as `due` otherwise.
    pub due_if_running: Option<Instant>,
    /// The due moment that was passed, also when paused since.
    pub breached_at: Option<Instant>,
    /// The target with every extension.
    pub target: Duration,
    /// Working time used, in microseconds.
    pub elapsed_micros: i64,
    /// Target less elapsed, in microseconds; negative when over it.
    pub remaining_micros: i64,
    /// From the start to the earlier of stop and now: counted or not, and why.
    pub intervals: Vec<Segment>,
}

/// Why a clock cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// No start at or before now.
    #[error("the clock has not started by now")]
    NotStarted,
    /// A fact is earlier than the one before it.
    #[error("event {number} is earlier than the one before it")]
    OutOfOrder {
        /// Its place, counted from 1.
        number: usize,
    },
    /// A fact cannot follow the ones before it.
    #[error("event {number} cannot happen while the clock is {state}")]
    OutOfPlace {
        /// Its place, counted from 1.
        number: usize,
        /// How the clock stood.
        state: &'static str,
    },
    /// More time was given after the time had run out.
    #[error("event {number} extends a clock that was already breached")]
    ExtendedTooLate {
        /// Its place, counted from 1.
        number: usize,
    },
    /// Longer than we take.
    #[error("too many events: at most {FACTS_MAX}")]
    TooManyFacts,
    /// The calendar cannot answer.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// Reads the clock at `now`.
///
/// Breached means: now or the stop is later than due, even if no working time
/// passed between. Errors: facts out of order or out of place, no start by
/// now, or a calendar that cannot answer for a date it needs.
pub fn read(
    calendar: &Calendar,
    target: Duration,
    facts: &[Fact],
    now: Instant,
) -> Result<ClockReading, ClockError> {
    let walk = Walk::through(calendar, target, facts, now)?;
    let due = walk.due()?;
    let state = match () {
        () if walk.breached_at.is_some() => ClockState::Breached,
        () if walk.stopped_at.is_some() => ClockState::Met,
        () if walk.is_paused() => ClockState::Paused,
        () => ClockState::Running,
    };
    let due_if_running = match due {
        None if walk.stopped_at.is_none() => Some(calendar.add(now, walk.remaining())?),
        due => due,
    };
    Ok(ClockReading {
        state,
        due,
        due_if_running,
        breached_at: walk.breached_at,
        target: walk.target,
        elapsed_micros: walk.elapsed.micros(),
        remaining_micros: walk.target.micros() - walk.elapsed.micros(),
        intervals: intervals(calendar, &walk)?,
    })
}

/// The moment when `percent` of the target (with extensions) is used, for warnings before the due moment.
///
/// None while the clock stands still, or ended, before that. Errors as [`read`].
pub fn instant_at_share(
    calendar: &Calendar,
    target: Duration,
    facts: &[Fact],
    now: Instant,
    percent: u32,
) -> Result<Option<Instant>, ClockError> {
    let walk = Walk::through(calendar, target, facts, now)?;
    let at = walk.first_reaching(walk.target.share(percent))?;
    Ok(at.filter(|&at| walk.stopped_at.is_none_or(|stopped_at| at <= stopped_at)))
}

fn intervals(calendar: &Calendar, walk: &Walk<'_>) -> Result<Vec<Segment>, ClockError> {
    let mut intervals: Vec<Segment> = Vec::new();
    for stretch in &walk.stretches {
        if stretch.from >= stretch.to {
            continue;
        }
        if stretch.running {
            intervals.extend(calendar.segments(stretch.from, stretch.to)?);
        } else {
            let why = Why::Paused { reason: stretch.reason.clone() };
            intervals.push(Segment { from: stretch.from, to: stretch.to, counted: false, why });
        }
    }
    Ok(intervals)
}

#[cfg(test)]
mod tests;
