//! What is wrong with a set of levels: contradictions, each with its line. Pure.

use std::collections::HashSet;
use std::sync::Arc;

use lingke_kernel::calendar::Calendar;
use lingke_platform::viewer::UnitId;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{ClockRule, Level, SHARE_MAX, TARGET_SECONDS_MAX, Who, Whom};
use crate::model::{ClockKind, PauseReason};

/// What levels refer to.
pub struct Surroundings<'a> {
    /// The calendar of a name.
    pub calendars: &'a dyn Fn(&str) -> Option<Arc<Calendar>>,
    /// Every unit with all above it.
    pub units: &'a [(UnitId, Vec<UnitId>)],
}

/// Something that cannot be, or contradicts something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ServiceLevelContradiction)]
pub struct Contradiction {
    /// The level's place in the order, from 1; 0 for the set as a whole.
    pub line: usize,
    /// Where in the level: `clocks[1].warn_percents`.
    pub field: String,
    /// What: a stable code.
    pub code: &'static str,
    /// The other line it contradicts, where there is one.
    pub other_line: Option<usize>,
}

/// Everything that keeps a set from being published, in the order of its lines.
pub fn contradictions(levels: &[Level], around: &Surroundings<'_>) -> Vec<Contradiction> {
    let mut found = Found::default();
    if levels.is_empty() {
        found.add("levels", "no_levels");
    }
    for (n, level) in levels.iter().enumerate() {
        found.line = n + 1;
        named(levels, n, &mut found);
        units(level, around, &mut found);
        clocks(level, around, &mut found);
        lengths(level, &mut found);
        chain(level, &mut found);
    }
    found.all
}

#[derive(Default)]
struct Found {
    line: usize,
    all: Vec<Contradiction>,
}

impl Found {
    fn add(&mut self, field: impl Into<String>, code: &'static str) {
        self.all.push(Contradiction { line: self.line, field: field.into(), code, other_line: None });
    }
    fn with(&mut self, field: &str, code: &'static str, other_line: usize) {
        let (line, field) = (self.line, field.to_owned());
        self.all.push(Contradiction { line, field, code, other_line: Some(other_line) });
    }
    fn unless(&mut self, fine: bool, field: impl Into<String>, code: &'static str) {
        if !fine {
            self.add(field, code);
        }
    }
}

/// Names are told apart, and so are conditions: of two alike, the second would never be reached.
fn named(levels: &[Level], n: usize, found: &mut Found) {
    let level = &levels[n];
    found.unless(!level.name.trim().is_empty(), "name", "name_missing");
    if let Some(other) = levels[..n].iter().position(|other| other.name.trim() == level.name.trim()) {
        found.with("name", "duplicate_name", other + 1);
    }
    if let Some(other) = levels[..n].iter().position(|other| same_conditions(other, level)) {
        found.with("kinds", "duplicate_conditions", other + 1);
    }
}

fn same_conditions(a: &Level, b: &Level) -> bool {
    fn same<T: Eq + std::hash::Hash>(a: &[T], b: &[T]) -> bool {
        a.iter().collect::<HashSet<_>>() == b.iter().collect::<HashSet<_>>()
    }
    let classes =
        |level: &Level| level.classes.iter().map(lingke_organisation::model::code_of).collect::<Vec<_>>();
    same(&a.kinds, &b.kinds)
        && same(&a.priorities, &b.priorities)
        && same(&classes(a), &classes(b))
        && same(&a.unit_ids, &b.unit_ids)
}

fn units(level: &Level, around: &Surroundings<'_>, found: &mut Found) {
    for (n, id) in level.unit_ids.iter().enumerate() {
        let known = around.units.iter().any(|(unit, _)| unit == id);
        found.unless(known, format!("unit_ids[{n}]"), "unknown_unit");
    }
}

fn clocks(level: &Level, around: &Surroundings<'_>, found: &mut Found) {
    found.unless(!level.clocks.is_empty(), "clocks", "no_clocks");
    for (n, rule) in level.clocks.iter().enumerate() {
        let at = |field: &str| format!("clocks[{n}].{field}");
        let twice = level.clocks[..n].iter().any(|other| other.kind == rule.kind);
        found.unless(!twice, at("kind"), "clock_twice");
        let possible = |seconds: i64| (1..=TARGET_SECONDS_MAX).contains(&seconds);
        found.unless(possible(rule.target_seconds), at("target_seconds"), "target_out_of_range");
        let again = rule.reopened_seconds.is_none_or(possible);
        found.unless(again, at("reopened_seconds"), "target_out_of_range");
        found.unless((around.calendars)(&rule.calendar).is_some(), at("calendar"), "unknown_calendar");
        pauses(rule, at("pauses"), found);
        warnings(level, rule, at("warn_percents"), found);
    }
}

/// The first answer never waits for anyone; a department's clock never waits for that department.
fn pauses(rule: &ClockRule, field: String, found: &mut Found) {
    match rule.kind {
        ClockKind::FirstResponse => {
            found.unless(rule.pauses.is_empty(), field, "first_response_never_pauses");
        }
        ClockKind::Task => {
            let itself = rule.pauses.contains(&PauseReason::WaitingDepartment);
            found.unless(!itself, field, "task_waits_for_itself");
        }
        _ => {}
    }
}

/// A warning comes before anyone above is told, or it warns nobody.
fn warnings(level: &Level, rule: &ClockRule, field: String, found: &mut Found) {
    let shares = &rule.warn_percents;
    found.unless(shares.iter().all(|share| (1..=99).contains(share)), field.as_str(), "warning_out_of_range");
    found.unless(shares.is_sorted_by(|a, b| a < b), field.as_str(), "warnings_not_rising");
    let steps = level.chain.iter().filter(|step| step.concerns(rule.kind) && step.goes_up());
    let first = steps.map(|step| step.at_percent).min();
    let late = first.is_some_and(|first| shares.iter().any(|share| *share >= first));
    found.unless(!late, field, "warning_after_escalation");
}

/// Nobody is answered for the first time after the matter is resolved.
fn lengths(level: &Level, found: &mut Found) {
    let Some(resolution) = level.rule(ClockKind::Resolution) else { return };
    for (n, rule) in level.clocks.iter().enumerate() {
        let answer = matches!(rule.kind, ClockKind::FirstResponse | ClockKind::NextResponse);
        let longer = rule.calendar == resolution.calendar && rule.target_seconds > resolution.target_seconds;
        found.unless(!(answer && longer), format!("clocks[{n}].target_seconds"), "answer_after_resolution");
    }
}

fn chain(level: &Level, found: &mut Found) {
    for (n, step) in level.chain.iter().enumerate() {
        let at = |field: &str| format!("chain[{n}].{field}");
        found.unless((1..=SHARE_MAX).contains(&step.at_percent), at("at_percent"), "share_out_of_range");
        let someone = !step.tell.is_empty() || step.take_over.is_some();
        found.unless(someone, at("tell"), "step_tells_nobody");
        for whom in step.tell.iter().chain(&step.take_over) {
            found.unless(whom.is_whole(), at("tell"), "role_missing");
        }
        let there = step.clocks.iter().all(|kind| level.rule(*kind).is_some());
        found.unless(there, at("clocks"), "clock_not_there");
        let twice = level.chain[..n].iter().any(|other| {
            let meets = |kind: &ClockKind| other.concerns(*kind) && step.concerns(*kind);
            other.at_percent == step.at_percent && ClockKind::ALL.iter().any(meets)
        });
        found.unless(!twice, at("at_percent"), "share_twice");
    }
}

impl Whom {
    /// A role is named where one is needed, and nowhere else.
    fn is_whole(&self) -> bool {
        (self.who == Who::UnitRole) == self.role.is_some()
    }
}
