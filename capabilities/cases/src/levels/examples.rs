//! The examples that levels carry, worked out. Pure.

use lingke_kernel::calendar::Calendar;
use lingke_kernel::clock::{self, ClockError, ClockReading};
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

use super::check::Surroundings;
use super::model::{ClockRule, Example, ExampleEventKind, Level};
use super::{Place, first_match};
use crate::clocks::facts::{StoredFact, StoredKind, counted, joined};
use crate::model::ClockState;

/// How one example came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ServiceLevelExampleTried)]
pub struct Tried {
    /// The level's place in the order, from 1.
    pub line: usize,
    /// The example's place in the level, from 1.
    pub example: usize,
    /// Whether it came out as it says.
    pub passed: bool,
    /// Why not: a stable code.
    pub code: Option<&'static str>,
    /// What it says.
    pub expected: Option<String>,
    /// What came out.
    pub got: Option<String>,
}

/// Works out every example of every level.
pub fn tried(levels: &[Level], around: &Surroundings<'_>) -> Vec<Tried> {
    let mut all = Vec::new();
    for (n, level) in levels.iter().enumerate() {
        for (m, example) in level.examples.iter().enumerate() {
            let failed = try_one(levels, n, example, around).err();
            let (code, expected, got) = match failed {
                Some(Failed { code, expected, got }) => (Some(code), expected, got),
                None => (None, example.due.clone(), example.due.clone()),
            };
            all.push(Tried { line: n + 1, example: m + 1, passed: code.is_none(), code, expected, got });
        }
    }
    all
}

struct Failed {
    code: &'static str,
    expected: Option<String>,
    got: Option<String>,
}

fn failed(code: &'static str, expected: Option<String>, got: Option<String>) -> Failed {
    Failed { code, expected, got }
}

fn try_one(levels: &[Level], n: usize, example: &Example, around: &Surroundings<'_>) -> Result<(), Failed> {
    let unit_id = example.unit_id.or(levels[n].unit_ids.first().copied());
    let path = around.units.iter().find(|(unit, _)| Some(*unit) == unit_id);
    let units = path.map_or_else(Vec::new, |(_, path)| path.clone());
    let place = Place { kind: example.kind, priority: example.priority, class: example.class, units: &units };
    let chosen = first_match(levels, &place);
    if chosen != Some(n) {
        let name = |at: usize| levels[at].name.clone();
        return Err(failed("another_level", Some(name(n)), chosen.map(name)));
    }
    let rule = levels[n].rule(example.clock);
    let rule = rule.ok_or_else(|| failed("clock_not_there", Some(example.clock.code().to_owned()), None))?;
    let unknown = || failed("unknown_calendar", Some(rule.calendar.clone()), None);
    let calendar = (around.calendars)(&rule.calendar).ok_or_else(unknown)?;
    let reading = read(rule, &calendar, example)?;
    compare(&calendar, example, &reading)
}

fn read(rule: &ClockRule, calendar: &Calendar, example: &Example) -> Result<ClockReading, Failed> {
    let at = |text: &str| -> Result<Instant, Failed> {
        calendar
            .read_time(text)
            .map_err(|_| failed("not_a_time", None, Some(text.chars().take(40).collect())))
    };
    let mut facts = Vec::with_capacity(example.events.len());
    for event in &example.events {
        let kind = match event.kind {
            ExampleEventKind::Start => StoredKind::Started,
            ExampleEventKind::Pause => StoredKind::Paused,
            ExampleEventKind::Resume => StoredKind::Resumed,
            ExampleEventKind::Stop => StoredKind::Stopped,
        };
        let reason = event.reason.map(|reason| reason.code().to_owned());
        facts.push(StoredFact { at: at(&event.at)?, kind, reason });
    }
    let last = facts.last().map(|fact| fact.at).ok_or_else(|| failed("no_events", None, None))?;
    let now = example.now.as_deref().map_or(Ok(last), at)?;
    let counted = counted(&facts, &joined(rule.pauses.iter().map(|reason| reason.code())));
    let target = Duration::from_seconds(rule.target_seconds).unwrap_or_default();
    let read = |calendar: &Calendar| clock::read(calendar, target, &counted, now);
    let reading = match read(calendar) {
        Err(ClockError::Calendar(_)) => read(&calendar.provisional()),
        other => other,
    };
    reading.map_err(|error| failed("not_a_clock", None, Some(error.to_string())))
}

fn compare(calendar: &Calendar, example: &Example, reading: &ClockReading) -> Result<(), Failed> {
    let got = reading.due.or(reading.breached_at);
    let wanted = match example.due.as_deref() {
        Some(text) => Some(
            calendar
                .read_time(text)
                .map_err(|_| failed("not_a_time", Some(text.chars().take(40).collect()), None))?,
        ),
        None => None,
    };
    if wanted != got {
        let got = got.map(|due| calendar.write_time(due));
        return Err(failed("another_due_time", example.due.clone(), got));
    }
    let state = match reading.state {
        clock::ClockState::Running => ClockState::Running,
        clock::ClockState::Paused => ClockState::Paused,
        clock::ClockState::Met => ClockState::Met,
        clock::ClockState::Breached => ClockState::Breached,
    };
    match example.state {
        Some(wanted) if wanted != state => {
            let code = |state: ClockState| Some(state.code().to_owned());
            Err(failed("another_state", code(wanted), code(state)))
        }
        _ => Ok(()),
    }
}
