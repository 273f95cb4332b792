//! The forecast: which running clocks will probably run out. Pure.
//!
//! A clock that has used `e` working seconds of its target `t` runs out when the case takes longer than `t`. Of the
//! clocks of its queue that began at the same hour of the week and took longer than `e`, some took longer than `t`:
//! their share is the chance. Half a clock more on each side keeps a chance from being certain, and where an hour has
//! seen too few, its neighbours, then the whole week, then the same work in all units stand in for it.

use std::collections::HashMap;

use lingke_cases::model::{CaseKind, Priority};
use lingke_kernel::statistics::Sketch;
use lingke_platform::viewer::UnitId;

use crate::model::Group;

/// Fewer that were still running at this point say too little.
const ENOUGH: i64 = 20;

/// A queue: the same work in one unit, or in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QueueKey {
    /// Which clocks.
    pub group: Group,
    /// What kind of work.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// One unit; all when absent.
    pub unit_id: Option<UnitId>,
}

/// What is known of queues.
pub type History = HashMap<QueueKey, Vec<(u8, Sketch)>>;

/// A running clock, at this moment.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    /// Where it runs.
    pub queue: QueueKey,
    /// The hour of the week it began in.
    pub hour: u8,
    /// Working seconds allowed.
    pub target_seconds: i64,
    /// Working seconds used.
    pub used_seconds: i64,
}

/// How probably a clock runs out, and on how many like it that rests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// From 0 to 1.
    pub share: f64,
    /// So many of the queue's own clocks had used as much and were still running.
    pub seen: i64,
}

/// How probably `clock` runs out before it is stopped; none where nothing like it was ever seen.
pub fn chance(clock: &Running, history: &History) -> Option<Chance> {
    let everywhere = QueueKey { unit_id: None, ..clock.queue };
    let mut best = None;
    for (queue, width) in
        [(clock.queue, 0), (clock.queue, 2), (clock.queue, 84), (everywhere, 2), (everywhere, 84)]
    {
        let Some(hours) = history.get(&queue) else { continue };
        let near = hours.iter().filter(|(hour, _)| distance(*hour, clock.hour) <= width);
        let (mut longer, mut late) = (0, 0);
        for (_, sketch) in near {
            longer += sketch.over(clock.used_seconds.max(0));
            late += sketch.over(clock.target_seconds);
        }
        let chance = Chance { share: (late as f64 + 0.5) / (longer as f64 + 1.0), seen: longer };
        if longer >= ENOUGH {
            return Some(chance);
        }
        if longer > 0 && best.is_none_or(|best: Chance| best.seen < longer) {
            best = Some(chance);
        }
    }
    best
}

/// Hours between two hours of the week, which is a circle.
fn distance(one: u8, other: u8) -> u8 {
    let apart = one.abs_diff(other);
    apart.min(168_u8.saturating_sub(apart))
}

#[cfg(test)]
mod tests;
