//! What one case adds to the figures, as it stands. Pure.
//!
//! The rules, once:
//! - A case counts where it stands now: by its present unit, kind, channel, priority and assignee.
//! - It arrived on the day it was opened, and is resolved and closed on the days of its last resolution and closure. A
//!   case that is reopened is not resolved any more: it counts again, on that day, when it is resolved for good.
//! - A clock is decided when it is met or when its time runs out, whichever comes first, and once; a clock that was
//!   replaced by another is not counted. It fell due at the due moment it had; one that ended while it stood still had
//!   none and counts when it ended.
//! - The first response took the working time of its clock. A resolution took the working time of all resolution
//!   clocks of the case, and by the wall from its opening to its last resolution.

use jiff::tz::TimeZone;
use lingke_cases::model::{CaseKind, Channel, ClockState, Priority, Status, near};
use lingke_cases::store::summary::{CaseSummary, ClockSummary};
use lingke_kernel::time::{Day, Instant};
use lingke_platform::viewer::{StaffId, UnitId};
use serde::{Deserialize, Serialize};

use crate::model::{Cut, Group};

/// What a case adds. Kept for each case under short names, so that a change takes out what was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    #[serde(rename = "u")]
    pub(crate) unit_id: UnitId,
    #[serde(rename = "k")]
    pub(crate) kind: CaseKind,
    #[serde(rename = "h")]
    pub(crate) channel: Channel,
    #[serde(rename = "p")]
    pub(crate) priority: Priority,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub(crate) staff_id: Option<StaffId>,
    #[serde(rename = "a")]
    pub(crate) arrived_on: Day,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub(crate) resolved_on: Option<Day>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(crate) closed_on: Option<Day>,
    /// Seconds to the resolution, by the wall.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub(crate) elapsed: Option<i64>,
    /// Working seconds to the resolution.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub(crate) worked: Option<i64>,
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub(crate) open: Option<Open>,
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) clocks: Vec<ClockFacts>,
}

/// How an open case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub(crate) due_on: Option<Day>,
    #[serde(rename = "b", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) breached: bool,
    #[serde(rename = "w", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) waiting: bool,
}

/// What one clock adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockFacts {
    #[serde(rename = "g")]
    pub(crate) group: Group,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub(crate) decided: Option<Decided>,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub(crate) stopped: Option<Stopped>,
}

/// A clock that was met or ran out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    #[serde(rename = "o")]
    pub(crate) on: Day,
    #[serde(rename = "d")]
    pub(crate) due_on: Day,
    #[serde(rename = "m")]
    pub(crate) met: bool,
}

/// A clock that was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    #[serde(rename = "o")]
    pub(crate) on: Day,
    #[serde(rename = "w")]
    pub(crate) worked: i64,
    #[serde(rename = "e")]
    pub(crate) elapsed: i64,
    /// The hour of the week it began in, from Monday 0:00.
    #[serde(rename = "h")]
    pub(crate) hour: u8,
}

impl Facts {
    /// What `case` with its clocks adds, in days of `zone`.
    pub fn of(case: &CaseSummary, clocks: &[&ClockSummary], zone: &TimeZone) -> Self {
        let day = |at: Instant| at.day_in(zone);
        let resolution = clocks.iter().filter(|clock| Group::of(clock.kind.code()) == Group::Resolution);
        let worked: Vec<i64> = resolution.filter_map(|clock| clock.elapsed_seconds).collect();
        let open = case.status.is_open().then(|| Open {
            due_on: near(case.next_due_at).map(day),
            breached: case.breached,
            waiting: case.status == Status::WaitingCustomer,
        });
        let mut clocks: Vec<_> = clocks.iter().collect();
        clocks.sort_by_key(|clock| clock.id);
        let clocks = clocks.into_iter().map(|clock| clock_facts(clock, zone));
        Self {
            unit_id: case.unit_id,
            kind: case.kind,
            channel: case.channel,
            priority: case.priority,
            staff_id: case.assignee_id,
            arrived_on: day(case.created_at),
            resolved_on: case.resolved_at.map(day),
            closed_on: case.closed_at.map(day),
            elapsed: case.resolved_at.map(|at| seconds(case.created_at, at)),
            worked: case.resolved_at.filter(|_| !worked.is_empty()).map(|_| worked.iter().sum()),
            open,
            clocks: clocks.filter(|clock| clock.decided.is_some() || clock.stopped.is_some()).collect(),
        }
    }

    /// The finest cut it belongs to.
    pub(crate) fn cell(&self) -> Cut {
        Cut {
            kind: Some(self.kind),
            channel: Some(self.channel),
            priority: Some(self.priority),
            staff_id: self.staff_id,
            unit_id: Some(self.unit_id),
        }
    }
}

fn clock_facts(clock: &ClockSummary, zone: &TimeZone) -> ClockFacts {
    let decided = match clock.state {
        ClockState::Met => clock.stopped_at.map(|at| (at, clock.due_at.unwrap_or(at), true)),
        ClockState::Breached => clock.breached_at.map(|at| (at, at, false)),
        ClockState::Running | ClockState::Paused | ClockState::Cancelled => None,
    };
    let stopped = clock.stopped_at.zip(clock.elapsed_seconds).map(|(at, worked)| Stopped {
        on: at.day_in(zone),
        worked,
        elapsed: seconds(clock.started_at, at),
        hour: hour_of_week(clock.started_at, zone),
    });
    ClockFacts {
        group: Group::of(clock.kind.code()),
        decided: decided.map(|(at, due_at, met)| Decided {
            on: at.day_in(zone),
            due_on: due_at.day_in(zone),
            met,
        }),
        stopped,
    }
}

fn seconds(from: Instant, to: Instant) -> i64 {
    to.micros_since(from).max(0) / 1_000_000
}

/// The hour of the week, from Monday 0:00.
pub fn hour_of_week(at: Instant, zone: &TimeZone) -> u8 {
    let at = zone.to_datetime(at.timestamp());
    let hour = i16::from(at.weekday().to_monday_zero_offset()) * 24 + i16::from(at.hour());
    u8::try_from(hour).unwrap_or_default()
}
