//! Which work no level covers, and which level is never reached. Pure.

use lingke_customers::model::CustomerClass;
use lingke_platform::viewer::UnitId;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Level;
use super::{Place, first_match};
use crate::model::{CaseKind, Priority};

/// Every class of customers.
pub const CLASSES: [CustomerClass; 3] =
    [CustomerClass::Ordinary, CustomerClass::Valued, CustomerClass::Private];
/// Gaps that are told at most.
const GAPS_MAX: usize = 100;
/// Units that one gap names at most.
const UNITS_MAX: usize = 50;

/// Work that no level covers. What is absent stands for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ServiceLevelGap)]
pub struct Gap {
    /// The kind of work.
    pub kind: CaseKind,
    /// The priority; all when null.
    pub priority: Option<Priority>,
    /// The customers; all when null.
    pub class: Option<CustomerClass>,
    /// The units; all when empty.
    pub unit_ids: Vec<UnitId>,
}

/// What a set leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ServiceLevelCoverage)]
pub struct Coverage {
    /// Work that no level covers: its cases get no clocks.
    pub uncovered: Vec<Gap>,
    /// Levels that are never reached, because earlier ones cover all they cover; lines from 1.
    pub unreached: Vec<usize>,
}

/// Units that all levels treat alike.
struct Group {
    path: Vec<UnitId>,
    members: Vec<UnitId>,
}

/// What `levels` leave out in a tree of units, each given with all above it.
pub fn coverage(levels: &[Level], units: &[(UnitId, Vec<UnitId>)]) -> Coverage {
    let groups = groups(levels, units);
    let mut reached = vec![false; levels.len()];
    let mut uncovered = Vec::new();
    for kind in CaseKind::ALL {
        let mut missing = |priority: Priority, class: CustomerClass| -> Vec<usize> {
            let mut out = Vec::new();
            for (n, group) in groups.iter().enumerate() {
                let place = Place { kind: *kind, priority, class, units: &group.path };
                match first_match(levels, &place) {
                    Some(at) => reached[at] = true,
                    None => out.push(n),
                }
            }
            out
        };
        let table: Vec<Vec<Vec<usize>>> = Priority::ALL
            .iter()
            .map(|priority| CLASSES.iter().map(|class| missing(*priority, *class)).collect())
            .collect();
        uncovered.extend(gaps(*kind, &table, &groups));
    }
    uncovered.truncate(GAPS_MAX);
    let unreached =
        reached.iter().enumerate().filter(|(_, reached)| !**reached).map(|(n, _)| n + 1).collect();
    Coverage { uncovered, unreached }
}

/// One group for the units that the same conditions cover: levels look at a unit only through those.
fn groups(levels: &[Level], units: &[(UnitId, Vec<UnitId>)]) -> Vec<Group> {
    let mut groups: Vec<(Vec<bool>, Group)> = Vec::new();
    for (id, path) in units {
        let seen: Vec<bool> =
            levels.iter().map(|level| level.unit_ids.iter().any(|unit| path.contains(unit))).collect();
        match groups.iter_mut().find(|(known, _)| *known == seen) {
            Some((_, group)) => group.members.push(*id),
            None => groups.push((seen, Group { path: path.clone(), members: vec![*id] })),
        }
    }
    if groups.is_empty() {
        return vec![Group { path: Vec::new(), members: Vec::new() }];
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The gaps of one kind, said as shortly as they can be: by priority, class, and group of units, all where it is all.
fn gaps(kind: CaseKind, table: &[Vec<Vec<usize>>], groups: &[Group]) -> Vec<Gap> {
    let gap = |priority, class, unit_ids| Gap { kind, priority, class, unit_ids };
    let every = |missing: &Vec<usize>| missing.len() == groups.len();
    if table.iter().flatten().all(every) {
        return vec![gap(None, None, Vec::new())];
    }
    let mut gaps = Vec::new();
    for (priority, row) in Priority::ALL.iter().zip(table) {
        if row.iter().all(every) {
            gaps.push(gap(Some(*priority), None, Vec::new()));
            continue;
        }
        let same = row.iter().all(|missing| *missing == row[0]);
        let columns = CLASSES.iter().map(|class| Some(*class)).zip(row);
        let columns: Vec<_> = if same { vec![(None, &row[0])] } else { columns.collect() };
        for (class, missing) in columns.into_iter().filter(|(_, missing)| !missing.is_empty()) {
            let members = missing.iter().flat_map(|n| groups[*n].members.iter().copied());
            let unit_ids = if every(missing) { Vec::new() } else { members.take(UNITS_MAX).collect() };
            gaps.push(gap(Some(*priority), class, unit_ids));
        }
    }
    gaps
}
