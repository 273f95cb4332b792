//! Service levels 服务级别: which clocks run for which work, whom a late one reaches, and how that is changed.
//!
//! A version holds levels in order and the first that covers a case is the case's. A draft is a document that is
//! edited, checked, tried and replayed; a published version never changes, and a running case keeps the one it began
//! with. Begin with [`model`] for the nouns and [`first_match`] for the choice; [`check`] says what is wrong with a set,
//! [`chain`] what a share reached does, [`replay`] what a draft would have done.

pub mod chain;
pub mod check;
pub mod commands;
pub mod coverage;
pub mod current;
pub mod examples;
pub mod model;
pub mod replay;
pub mod run_replay;
pub mod told;
pub mod trial;

use lingke_customers::model::CustomerClass;
use lingke_platform::viewer::UnitId;

use crate::model::{CaseKind, Priority};
use model::Level;

/// What a level is chosen by.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The kind of work.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// How the customer is served; ordinary where nobody is named.
    pub class: CustomerClass,
    /// The unit that holds the case and all above it.
    pub units: &'a [UnitId],
}

impl Level {
    /// Whether it covers this work. An empty condition covers everything; a unit covers those below it.
    pub fn covers(&self, place: &Place<'_>) -> bool {
        let any = |empty: bool, has: bool| empty || has;
        any(self.kinds.is_empty(), self.kinds.contains(&place.kind))
            && any(self.priorities.is_empty(), self.priorities.contains(&place.priority))
            && any(self.classes.is_empty(), self.classes.contains(&place.class))
            && any(self.unit_ids.is_empty(), self.unit_ids.iter().any(|id| place.units.contains(id)))
    }
}

/// The place in the order of the level that covers this work: the first that does.
pub fn first_match<'a>(levels: impl IntoIterator<Item = &'a Level>, place: &Place<'_>) -> Option<usize> {
    levels.into_iter().position(|level| level.covers(place))
}

/// The ids of a unit's path, the root first: what [`Place::units`] holds.
pub fn units_of(path: &str) -> Vec<UnitId> {
    path.split('/').filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
