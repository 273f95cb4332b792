//! The shares of a clock at which something happens: warnings, the breach, the steps of its chain. Each happens once,
//! in rising order; the highest that is done stands in the row.

use lingke_kernel::calendar::Calendar;
use lingke_kernel::clock::Fact;
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;

use super::{facts, facts_of, set, share_at};
use crate::model::{Clock, ClockState};

/// The shares of a clock, rising.
pub fn marks_of(clock: &Clock) -> Vec<i32> {
    clock.marks.split(',').filter_map(|mark| mark.parse().ok()).collect()
}

fn undone(clock: &Clock) -> impl Iterator<Item = i32> {
    let done = clock.fired_percent;
    marks_of(clock).into_iter().filter(move |mark| *mark > done)
}

/// When the timer must look at a clock next. In time at the due moment itself: it looks a microsecond later. A clock
/// that stands still and was in time waits.
pub(super) fn next_fire_at(
    clock: &Clock,
    calendar: &Calendar,
    counted: &[Fact],
    now: Instant,
) -> Answer<Option<Instant>> {
    let Some(mark) = undone(clock).next().filter(|_| clock.running) else { return Ok(None) };
    let still = clock.state == ClockState::Paused || (clock.due_at.is_none() && clock.breached_at.is_none());
    if still {
        return Ok(None);
    }
    let at = match mark {
        100 => clock.breached_at.or(clock.due_at),
        mark if mark == clock.warn_percent => clock.warn_at,
        mark => share_at(clock, calendar, counted, mark, now)?,
    };
    Ok(at.map(|at| if mark < 100 { at } else { at.plus_micros(1) }))
}

/// Takes every share that is reached by `now`, marks it done and answers it; 100 is the breach. A warning that comes
/// after the breach is none; a clock that has ended breaches still, but takes no further step beyond that.
pub fn take_reached(clock: &mut Clock, calendar: &Calendar, now: Instant) -> Answer<Vec<i32>> {
    let counted = facts::counted(&facts_of(clock)?, &clock.pauses);
    let mut reached = Vec::new();
    for mark in undone(clock).collect::<Vec<_>>() {
        let breached = clock.breached_at.is_some();
        let in_time = clock.running && clock.state == ClockState::Running;
        let passed = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        let is_reached = match mark {
            100 => breached,
            mark if mark > 100 => {
                breached && clock.running && passed(share_at(clock, calendar, &counted, mark, now)?)
            }
            mark => breached || (in_time && passed(share_at(clock, calendar, &counted, mark, now)?)),
        };
        if !is_reached {
            break;
        }
        clock.fired_percent = mark;
        if mark < 100 && in_time {
            clock.warned_at = Some(now);
        }
        if mark >= 100 || in_time {
            reached.push(mark);
        }
    }
    if !reached.is_empty() {
        set(clock, calendar, now)?;
    }
    Ok(reached)
}
