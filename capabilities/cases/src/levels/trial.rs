//! "Try it": which level covers a piece of work, which clocks begin, when they are due and why. Pure.

use lingke_customers::model::CustomerClass;
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::UnitId;
use serde::Serialize;
use utoipa::ToSchema;

use super::current::Calendars;
use super::model::{ClockRule, Level, Opening, Whom, Work};
use super::{Place, first_match};
use crate::clocks::facts::{StoredFact, counted};
use crate::clocks::receipt::{Line, lines};
use crate::clocks::{Beginning, begin, reading, share_at};
use crate::model::{CaseId, CaseKind, Clock, ClockKind, Priority};

/// What is tried.
#[derive(Debug, Clone)]
pub struct Question {
    /// The kind of work.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// How the customer is served.
    pub class: CustomerClass,
    /// The unit that holds the case, and all above it, the root first.
    pub units: Vec<UnitId>,
    /// When it is opened.
    pub at: Instant,
}

/// What comes of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceLevelTrial)]
pub struct Trial {
    /// The level's place in the order, from 1; null when none covers it.
    pub line: Option<usize>,
    /// Its name.
    pub level: Option<String>,
    /// The clocks that would run.
    pub clocks: Vec<ClockTried>,
}

/// One clock that would run from that moment on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceLevelClockTried)]
pub struct ClockTried {
    /// Which limit.
    pub kind: ClockKind,
    /// The calendar by name.
    pub calendar: String,
    /// Its zone.
    pub time_zone: String,
    /// Working seconds allowed.
    pub target_seconds: i64,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// The shares at which something happens.
    pub marks: Vec<MarkTried>,
    /// Every interval from the start to the due time, counted or not, and why.
    pub intervals: Vec<Line>,
    /// Whether the calendar does not know a year yet.
    pub provisional: bool,
}

/// A share of a clock.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ServiceLevelMarkTried)]
pub struct MarkTried {
    /// In percent of the target.
    pub percent: i32,
    /// When it is reached.
    pub at: Option<Instant>,
    /// Whether it warns.
    pub warns: bool,
    /// Who is told.
    pub tell: Vec<Whom>,
    /// Who takes over.
    pub take_over: Option<Whom>,
}

/// Tries `levels` with a piece of work.
pub fn trial(levels: &[Level], question: &Question, calendars: &Calendars) -> Answer<Trial> {
    let Question { kind, priority, class, units, .. } = question;
    let place = Place { kind: *kind, priority: *priority, class: *class, units };
    let Some(at) = first_match(levels, &place) else {
        return Ok(Trial { line: None, level: None, clocks: Vec::new() });
    };
    let level = &levels[at];
    let clocks = level.clocks.iter().filter_map(|rule| one(level, rule, question, calendars).transpose());
    Ok(Trial { line: Some(at + 1), level: Some(level.name.clone()), clocks: clocks.collect::<Answer<_>>()? })
}

/// One clock; none where its calendar is not known, which the check says.
fn one(
    level: &Level,
    rule: &ClockRule,
    question: &Question,
    calendars: &Calendars,
) -> Answer<Option<ClockTried>> {
    let Some((calendar_version_id, calendar)) = calendars.get(&rule.calendar) else { return Ok(None) };
    let facts = [StoredFact::started(question.at, Opening::First)];
    let nowhere = UnitId::from_uuid(Default::default());
    let beginning = Beginning {
        case_id: CaseId::from_uuid(Default::default()),
        cycle: 1,
        service_level_id: None,
        rule,
        chain: &level.chain,
        work: Work {
            kind: question.kind,
            priority: question.priority,
            class: Some(question.class),
            unit_id: question.units.last().copied().unwrap_or(nowhere),
        },
        task: None,
        calendar_version_id: *calendar_version_id,
    };
    let clock: Clock = begin(&beginning, calendar, &facts, question.at)?;
    let counted = counted(&facts, &clock.pauses);
    let mut marks = Vec::new();
    for percent in crate::clocks::marks::marks_of(&clock) {
        let step = level.step_at(rule.kind, percent);
        marks.push(MarkTried {
            percent,
            at: share_at(&clock, calendar, &counted, percent, question.at)?,
            warns: percent < 100 && level.warns_at(rule.kind, percent),
            tell: step.map_or_else(Vec::new, |step| step.tell.clone()),
            take_over: step.and_then(|step| step.take_over),
        });
    }
    let (read, provisional) = reading(&clock, calendar, clock.due_at.unwrap_or(question.at))?;
    Ok(Some(ClockTried {
        kind: rule.kind,
        calendar: rule.calendar.clone(),
        time_zone: calendar.zone().iana_name().unwrap_or("UTC").to_owned(),
        target_seconds: rule.target_seconds,
        due_at: clock.due_at,
        marks,
        intervals: lines(&read.intervals),
        provisional,
    }))
}
