//! The policy time machine: what a set of levels would have made of clocks that have run. Pure; it touches no case.
//!
//! Every clock keeps its dated facts and what its case was when it began, so a draft chooses its level and counts its
//! time from the same facts, and the published version played over them gives the breaches that happened. A limit that a
//! case did not have then is worked out from what was said about it, within the life of its resolution clock.

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;
use lingke_customers::model::CustomerClass;
use lingke_kernel::clock::instant_at_share;
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::UnitId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::current::Calendars;
use super::model::{ClockRule, Level, Opening, Work};
use super::{Place, first_match};
use crate::clocks::facts::{StoredFact, StoredKind, counted, joined};
use crate::clocks::knowing;
use crate::model::{CaseId, ClockKind, EntryKind};
use crate::store::entries::Said;

/// Cases that a replay names of each kind at most.
const SAMPLES_MAX: usize = 50;

/// A clock that has run, or runs.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Its case.
    pub case_id: CaseId,
    /// Which limit.
    pub kind: ClockKind,
    /// What the case was when it began.
    pub work: Work,
    /// What happened to it.
    pub facts: Vec<StoredFact>,
    /// Whether it breached.
    pub breached: bool,
    /// The kinds that its own level limits: no other clock of the case is sought among what was said.
    pub limited: Vec<ClockKind>,
}

/// What is played over them, and until when.
pub struct Played<'a> {
    /// The levels.
    pub levels: &'a [Level],
    /// The calendars they name.
    pub calendars: &'a Calendars,
    /// Every unit with all above it.
    pub units: &'a HashMap<UnitId, Vec<UnitId>>,
    /// The zone in which months begin.
    pub zone: &'a TimeZone,
    /// Clocks that still run are read now.
    pub now: Instant,
}

/// What happened and what would have, of one kind of clock in one unit and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReplayCell)]
pub struct Cell {
    /// The unit that held the cases.
    pub unit_id: UnitId,
    /// Which limit.
    pub clock: ClockKind,
    /// The month in which the clocks began, `2026-09`.
    pub month: String,
    /// What there was.
    #[serde(flatten)]
    pub tally: Tally,
}

/// How many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReplayTally)]
pub struct Tally {
    /// Clocks that ran.
    pub clocks: u64,
    /// Those that breached.
    pub breached: u64,
    /// Clocks that would have run.
    pub would_clocks: u64,
    /// Those that would have breached.
    pub would_breach: u64,
    /// Those that would have breached and did not.
    pub added: u64,
    /// Those that breached and would not have.
    pub spared: u64,
}

/// A clock that would have come out otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReplaySample)]
pub struct Sample {
    /// Its case.
    pub case_id: CaseId,
    /// Which limit.
    pub clock: ClockKind,
}

/// What a replay has found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// By unit, clock and month.
    pub cells: Vec<Cell>,
    /// Some that would have breached and did not.
    pub added: Vec<Sample>,
    /// Some that breached and would not have.
    pub spared: Vec<Sample>,
}

/// A replay under way: adds clock after clock.
#[derive(Debug, Default)]
pub struct Tallies {
    cells: BTreeMap<(UnitId, ClockKind, String), Tally>,
    added: Vec<Sample>,
    spared: Vec<Sample>,
}

impl Tallies {
    /// Goes on from what was found before.
    pub fn from(result: Findings) -> Self {
        let cells = result.cells.into_iter().map(|cell| ((cell.unit_id, cell.clock, cell.month), cell.tally));
        Self { cells: cells.collect(), added: result.added, spared: result.spared }
    }

    /// What was found so far.
    pub fn findings(&self) -> Findings {
        let cell = |((unit_id, clock, month), tally): (&(UnitId, ClockKind, String), &Tally)| Cell {
            unit_id: *unit_id,
            clock: *clock,
            month: month.clone(),
            tally: *tally,
        };
        let cells = self.cells.iter().map(cell).collect();
        Findings { cells, added: self.added.clone(), spared: self.spared.clone() }
    }

    /// Plays over one clock that ran.
    pub fn add(&mut self, played: &Played<'_>, ran: &Ran) -> Answer<()> {
        let would = played.would_breach(&ran.work, ran.kind, &ran.facts)?;
        self.count(played, ran, (Some(ran.breached), would));
        Ok(())
    }

    /// Plays over the clocks that a case did not have then, from what was said during its resolution clock.
    pub fn add_unlimited(&mut self, played: &Played<'_>, resolution: &Ran, said: &[Said]) -> Answer<()> {
        for kind in [ClockKind::FirstResponse, ClockKind::NextResponse, ClockKind::Update] {
            if resolution.limited.contains(&kind) {
                continue;
            }
            for facts in sought(kind, resolution, said) {
                let would = played.would_breach(&resolution.work, kind, &facts)?;
                let ran = Ran { kind, facts, ..resolution.clone() };
                self.count(played, &ran, (None, would));
            }
        }
        Ok(())
    }

    fn count(&mut self, played: &Played<'_>, ran: &Ran, (did, would): (Option<bool>, Option<bool>)) {
        if did.is_none() && would.is_none() {
            return;
        }
        let started_at = ran.facts.first().map_or(played.now, |fact| fact.at);
        let month = started_at.day_in(played.zone).strftime("%Y-%m").to_string();
        let tally = self.cells.entry((ran.work.unit_id, ran.kind, month)).or_default();
        let one = |whether: bool| u64::from(whether);
        tally.clocks += one(did.is_some());
        tally.breached += one(did == Some(true));
        tally.would_clocks += one(would.is_some());
        tally.would_breach += one(would == Some(true));
        let sample = Sample { case_id: ran.case_id, clock: ran.kind };
        let (count, samples) = match (did.unwrap_or(false), would.unwrap_or(false)) {
            (false, true) => (&mut tally.added, &mut self.added),
            (true, false) => (&mut tally.spared, &mut self.spared),
            _ => return,
        };
        *count += 1;
        if samples.len() < SAMPLES_MAX {
            samples.push(sample);
        }
    }
}

impl Played<'_> {
    /// Whether a clock with these facts would have breached; none where no clock would have run.
    fn would_breach(&self, work: &Work, kind: ClockKind, facts: &[StoredFact]) -> Answer<Option<bool>> {
        let class = work.class.unwrap_or(CustomerClass::Ordinary);
        let units = self.units.get(&work.unit_id).map_or(&[][..], Vec::as_slice);
        let place = Place { kind: work.kind, priority: work.priority, class, units };
        let level = first_match(self.levels, &place).map(|at| &self.levels[at]);
        let Some(rule) = level.and_then(|level| level.rule(kind)) else { return Ok(None) };
        breaches(rule, self.calendars, facts, self.now)
    }
}

/// Whether a clock of this rule breaches by `now`: its due moment, if it gets there, lies before its end. None where its
/// calendar is not known.
fn breaches(
    rule: &ClockRule,
    calendars: &Calendars,
    facts: &[StoredFact],
    now: Instant,
) -> Answer<Option<bool>> {
    let Some((_, calendar)) = calendars.get(&rule.calendar) else { return Ok(None) };
    let opening = facts.first().map_or(Opening::First, StoredFact::opening);
    let target = Duration::from_seconds(rule.target(opening)).map_err(anyhow::Error::from)?;
    let counted = counted(facts, &joined(rule.pauses.iter().map(|reason| reason.code())));
    let last = facts.last();
    let now = last.map_or(now, |fact| now.max(fact.at));
    let stopped = last.filter(|fact| fact.kind == StoredKind::Stopped).map(|fact| fact.at);
    let (due, _) = knowing(calendar, |calendar| instant_at_share(calendar, target, &counted, now, 100))?;
    Ok(Some(due.is_some_and(|due| stopped.unwrap_or(now) > due)))
}

/// The facts that clocks of a kind would have had during a resolution clock.
fn sought(kind: ClockKind, resolution: &Ran, said: &[Said]) -> Vec<Vec<StoredFact>> {
    let Some(start) = resolution.facts.first() else { return Vec::new() };
    let end = resolution.facts.last().filter(|fact| fact.kind == StoredKind::Stopped).map(|fact| fact.at);
    let within = |said: &&Said| said.created_at >= start.at && end.is_none_or(|end| said.created_at <= end);
    let said: Vec<&Said> = said.iter().filter(within).collect();
    let answers = |said: &Said| matches!(said.kind, EntryKind::Reply | EntryKind::Resolution);
    let mut spans: Vec<(Instant, Option<Instant>)> = Vec::new();
    let mut answered = start.opening() == Opening::Again;
    match kind {
        ClockKind::FirstResponse if answered => {}
        ClockKind::FirstResponse => {
            let first = said.iter().find(|said| answers(said)).map(|said| said.created_at);
            spans.push((start.at, first.or(end)));
        }
        ClockKind::Update => {
            let mut from = start.at;
            for at in said.iter().filter(|said| answers(said)).map(|said| said.created_at) {
                spans.push((from, Some(at)));
                from = at;
            }
            if end != Some(from) {
                spans.push((from, end));
            }
        }
        _ => {
            let mut waits: Option<Instant> = None;
            for one in said {
                if answers(one) {
                    spans.extend(waits.take().map(|from| (from, Some(one.created_at))));
                    answered = true;
                } else if answered {
                    waits.get_or_insert(one.created_at);
                }
            }
            spans.extend(waits.map(|from| (from, end)));
        }
    }
    spans.into_iter().map(|span| facts_between(resolution, span)).collect()
}

/// A start, what held the case meanwhile, and the stop.
fn facts_between(resolution: &Ran, (from, to): (Instant, Option<Instant>)) -> Vec<StoredFact> {
    let opening = resolution.facts.first().map_or(Opening::First, StoredFact::opening);
    let mut facts = vec![StoredFact::started(from, opening)];
    let held = |fact: &&StoredFact| matches!(fact.kind, StoredKind::Paused | StoredKind::Resumed);
    for fact in resolution.facts.iter().filter(held) {
        if to.is_none_or(|to| fact.at <= to) {
            facts.push(StoredFact { at: fact.at.max(from), ..fact.clone() });
        }
    }
    facts.extend(to.map(|at| StoredFact { at, kind: StoredKind::Stopped, reason: None }));
    facts
}
