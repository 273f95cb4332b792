//! The dated facts of a clock. All that happened stands in them; which of it makes a clock stand still is the clock's
//! own set of reasons, so that a draft with another set can be played over the same facts.

use std::fmt::Display;

use lingke_kernel::calendar::Calendar;
use lingke_kernel::clock::{Fact, FactKind};
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use serde::{Deserialize, Serialize};

use super::set;
use crate::levels::model::Opening;
use crate::model::{Clock, PauseReason};

/// What the start of a clock says of a case that was opened again.
const REOPENED: &str = "reopened";

/// A fact as the clock's row holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFact {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: StoredKind,
    /// Why, where it was said: a code, never free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What can happen to a service clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredKind {
    /// It began.
    Started,
    /// Something began that may make it stand still.
    Paused,
    /// That ended; everything that did, where no reason is named.
    Resumed,
    /// It ended.
    Stopped,
}

impl StoredFact {
    /// The start of a clock.
    pub fn started(at: Instant, opening: Opening) -> Self {
        let reason = (opening == Opening::Again).then(|| REOPENED.to_owned());
        Self { at, kind: StoredKind::Started, reason }
    }

    /// The beginning of a pause.
    pub fn paused(at: Instant, reason: PauseReason) -> Self {
        Self { at, kind: StoredKind::Paused, reason: Some(reason.code().to_owned()) }
    }

    /// What the start says.
    pub fn opening(&self) -> Opening {
        if self.reason.as_deref() == Some(REOPENED) { Opening::Again } else { Opening::First }
    }
}

/// The facts of a clock.
pub fn facts_of(clock: &Clock) -> Answer<Vec<StoredFact>> {
    Ok(serde_json::from_str(&clock.facts)?)
}

/// Codes or numbers as a row holds them.
pub(crate) fn joined<T: Display>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(",")
}

/// The reasons that are on after all facts, whether they make the clock stand still or not.
fn reasons_on(facts: &[StoredFact]) -> Vec<&str> {
    let mut on: Vec<&str> = Vec::new();
    for fact in facts {
        match (fact.kind, fact.reason.as_deref()) {
            (StoredKind::Paused, reason) => on.push(reason.unwrap_or_default()),
            (StoredKind::Resumed, None) => on.clear(),
            (StoredKind::Resumed, Some(reason)) => on.retain(|other| *other != reason),
            (StoredKind::Started | StoredKind::Stopped, _) => {}
        }
    }
    on
}

/// What the kernel counts by: only the reasons in `pauses` make it stand still, and it runs on when the last ends.
pub fn counted(facts: &[StoredFact], pauses: &str) -> Vec<Fact> {
    let counts = |reason: &str| pauses.split(',').any(|own| own == reason);
    let mut on: Vec<&str> = Vec::new();
    let mut counted = Vec::with_capacity(facts.len());
    for fact in facts {
        let before = on.first().copied();
        let reason = fact.reason.as_deref().unwrap_or_default();
        match fact.kind {
            StoredKind::Started => counted.push(Fact { at: fact.at, kind: FactKind::Started }),
            StoredKind::Stopped => counted.push(Fact { at: fact.at, kind: FactKind::Stopped }),
            StoredKind::Paused if counts(reason) && !on.contains(&reason) => on.push(reason),
            StoredKind::Paused => {}
            StoredKind::Resumed if fact.reason.is_none() => on.clear(),
            StoredKind::Resumed => on.retain(|other| *other != reason),
        }
        let after = on.first().copied();
        if before != after {
            if before.is_some() {
                counted.push(Fact { at: fact.at, kind: FactKind::Resumed });
            }
            if let Some(reason) = after {
                let kind = FactKind::Paused { reason: Some(reason.to_owned()) };
                counted.push(Fact { at: fact.at, kind });
            }
        }
    }
    counted
}

/// Whether the clock stands still after all its facts.
pub fn stands_still(clock: &Clock) -> Answer<bool> {
    let facts = facts_of(clock)?;
    let last = counted(&facts, &clock.pauses).pop();
    Ok(matches!(last.map(|fact| fact.kind), Some(FactKind::Paused { .. })))
}

/// Adds a fact and computes the clock anew. A fact that changes nothing (a pause that is on already) is left out.
///
/// A wall clock that jumped back never puts a fact before the one it follows.
pub fn note(
    clock: &mut Clock,
    calendar: &Calendar,
    kind: StoredKind,
    reason: Option<&str>,
    now: Instant,
) -> Answer<()> {
    let mut facts = facts_of(clock)?;
    let last_at = facts.last().map_or(now, |fact| fact.at);
    let on = reasons_on(&facts);
    let changes = clock.running
        && match (kind, reason) {
            (StoredKind::Paused, reason) => !on.contains(&reason.unwrap_or_default()),
            (StoredKind::Resumed, None) => !on.is_empty(),
            (StoredKind::Resumed, Some(reason)) => on.contains(&reason),
            (StoredKind::Started | StoredKind::Stopped, _) => true,
        };
    if !changes {
        return Ok(());
    }
    let at = now.max(last_at);
    facts.push(StoredFact { at, kind, reason: reason.map(str::to_owned) });
    clock.facts = serde_json::to_string(&facts)?;
    set(clock, calendar, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }
    fn fact(seconds: i64, kind: StoredKind, reason: Option<&str>) -> StoredFact {
        StoredFact { at: at(seconds), kind, reason: reason.map(str::to_owned) }
    }
    fn kinds(facts: &[StoredFact], pauses: &str) -> Vec<(i64, &'static str)> {
        let name = |fact: &Fact| match fact.kind {
            FactKind::Started => "started",
            FactKind::Paused { .. } => "paused",
            FactKind::Resumed => "resumed",
            FactKind::Stopped => "stopped",
            FactKind::Extended { .. } => "extended",
        };
        counted(facts, pauses).iter().map(|fact| (fact.at.micros() / 1_000_000, name(fact))).collect()
    }

    #[test]
    fn only_its_own_reasons_make_a_clock_stand_still_and_it_runs_on_when_the_last_ends() {
        use StoredKind::{Paused, Resumed, Started, Stopped};
        let facts = [
            fact(0, Started, None),
            fact(1, Paused, Some("waiting_customer")),
            fact(2, Paused, Some("waiting_department")),
            fact(3, Resumed, Some("waiting_customer")),
            fact(4, Resumed, Some("waiting_department")),
            fact(5, Stopped, None),
        ];
        assert_eq!(kinds(&facts, ""), [(0, "started"), (5, "stopped")]);
        let one = [(0, "started"), (1, "paused"), (3, "resumed"), (5, "stopped")];
        assert_eq!(kinds(&facts, "waiting_customer"), one);
        let both = kinds(&facts, "waiting_customer,waiting_department");
        let moved =
            [(0, "started"), (1, "paused"), (3, "resumed"), (3, "paused"), (4, "resumed"), (5, "stopped")];
        assert_eq!(both, moved, "the receipt names the reason that holds");
    }

    #[test]
    fn facts_from_before_reasons_were_named_end_every_pause() {
        use StoredKind::{Paused, Resumed, Started};
        let facts =
            [fact(0, Started, None), fact(1, Paused, Some("waiting_customer")), fact(2, Resumed, None)];
        assert_eq!(kinds(&facts, "waiting_customer"), [(0, "started"), (1, "paused"), (2, "resumed")]);
    }
}
