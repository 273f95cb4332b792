//! How a list walks what its viewer may see.
//!
//! Whoever sees some units and their own work asks for rows that meet one of several conditions. No index is in the
//! order of a list and serves them all, but each condition has one that serves it alone: such a list is merged from
//! one walk for each, so that a page costs the same however many cases there are. Own work is nearly always in sight
//! by its unit already; only what lies between those units is walked for it, which is little.

use std::collections::HashMap;

use lingke_platform::db::query::Sql;
use lingke_platform::viewer::{Sight, UnitId, Viewer};
use sea_orm::Value;

use super::cases::COLUMNS;
use super::list::{Assignee, Filter, Order, StatusFilter};

/// Units that are walked one by one; whoever sees more sees so much that walking everything finds theirs soon.
const UNITS_MAX: usize = 12;

/// Every way in which a case is somebody's own.
const OWN: [&str; 4] = ["assignee_id =", "owner_id =", "escalated_to =", OPENED];
/// Much of what one opens is worked on in other units.
const OPENED: &str = "opened_by =";

/// One walk: its way, and what its rows have in common as comparisons, each with its value.
pub(super) type Branch = (Way, Vec<(&'static str, Value)>);

/// What the walks of a list differ in: how many cases there are along it, and so which index serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Way {
    /// All of a unit: by what the filter narrows it to.
    Unit,
    /// All of one person's, in the order of the list.
    Own,
    /// Of one person's what is open or lies between units, which is little: in any order, and sorted.
    Between,
}

impl Way {
    /// How the conditions of the filter name their columns.
    pub(super) fn columns(self) -> Columns {
        if self == Self::Unit { Columns::Bare } else { Columns::Guarded }
    }

    /// How the order of the list names its column.
    pub(super) fn along(self) -> Columns {
        if self == Self::Between { Columns::Guarded } else { Columns::Bare }
    }
}

/// How a condition names a column. Without figures of what a table holds, SQLite takes any index that a condition and
/// the order fit: one of a whole kind as soon as one of a single person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// So that an index of it may be walked.
    Bare,
    /// So that none is: each row is looked at.
    Guarded,
}

impl Columns {
    /// A column of text.
    pub(super) fn text(self, name: &str) -> String {
        if self == Self::Bare { name.to_owned() } else { format!("({name} || '')") }
    }

    /// A column of whole numbers.
    pub(super) fn number(self, name: &str) -> String {
        if self == Self::Bare { name.to_owned() } else { format!("({name} + 0)") }
    }
}

/// Which walk.
#[derive(Debug, PartialEq)]
pub(super) enum Walk {
    /// All that passes the filter is in sight.
    Whole,
    /// Each row is looked at: they are few, or nearly all are in sight.
    Tested,
    /// Several, merged.
    Merged(Vec<Branch>),
}

/// The walk of a viewer's list in this order.
pub(super) fn of(viewer: &Viewer, filter: &Filter, order: Order) -> Walk {
    let me = viewer.staff_id();
    let units = match &viewer.sight {
        Sight::All => return Walk::Whole,
        Sight::Own => &[][..],
        Sight::Units(units) => units,
    };
    let within = filter.unit_id.is_some_and(|unit_id| units.contains(&unit_id));
    let mine = me.is_some_and(|me| filter.assignee == Some(Assignee::Staff(me)));
    if within || mine {
        return Walk::Whole;
    }
    let nobody = units.is_empty() && me.is_none();
    if nobody || units.len() > UNITS_MAX || filter.customer_id.is_some() {
        return Walk::Tested;
    }
    let of_unit = |id: &UnitId| (Way::Unit, vec![("unit_id =", Value::from(*id))]);
    let mut branches: Vec<Branch> = units.iter().map(of_unit).collect();
    if let Some(me) = me {
        let way = if units.is_empty() { Way::Own } else { Way::Between };
        let between = between(units);
        for own in OWN {
            let whole = vec![(own, Value::from(me))];
            match (own == OPENED, is_of_open(filter)) {
                (true, false) if order == Order::Newest => branches.push((Way::Own, whole)),
                // What is open on one's desk is so little that it is read whole, though some of it is in sight anyway.
                (false, true) => branches.push((way, whole)),
                _ => branches.extend(between.iter().map(|gap| (way, [&whole[..], gap].concat()))),
            }
        }
    }
    Walk::Merged(branches)
}

/// Whether only open cases are listed: of one person's there are few, and sorted at once.
fn is_of_open(filter: &Filter) -> bool {
    filter.due.is_some()
        || !matches!(filter.status, None | Some(StatusFilter::Resolved | StatusFilter::Closed))
}

/// What lies before, between and after the units, in the order of the database.
fn between(units: &[UnitId]) -> Vec<Vec<(&'static str, Value)>> {
    let mut ids: Vec<String> = units.iter().map(ToString::to_string).collect();
    ids.sort_unstable();
    let ends = std::iter::once(None).chain(ids.iter().map(Some));
    let starts = ids.iter().map(Some).chain(std::iter::once(None));
    let gap = |(after, before): (Option<&String>, Option<&String>)| {
        let after = after.map(|id| ("unit_id >", Value::from(id.as_str())));
        let before = before.map(|id| ("unit_id <", Value::from(id.as_str())));
        after.into_iter().chain(before).collect()
    };
    ends.zip(starts).map(gap).collect()
}

/// The rows of a page in the order of `column`, merged from several walks. `texts` are the conditions (` AND …`) by the
/// way of a walk; their values are in `conditions`.
///
/// A case may be met in its unit's walk and in each of the viewer's own, one behind the other: so many times as many are
/// taken as the page wants, and each is shown once.
pub(super) fn merged(
    mut conditions: Sql,
    texts: &HashMap<Way, String>,
    branches: Vec<Branch>,
    (column, direction): (&str, &str),
    rows: u32,
) -> Sql {
    let times = u32::try_from(branches.len().min(1 + OWN.len())).unwrap_or(1);
    let mut walks = Vec::with_capacity(branches.len());
    for (way, branch) in branches {
        let mut walk = Vec::with_capacity(branch.len());
        for (comparison, value) in branch {
            walk.push(format!("{comparison} {}", conditions.list([value])));
        }
        walks.push((way, walk.join(" AND ")));
    }
    conditions.within(|_| {
        let order = format!("ORDER BY key_at {direction}, key_id {direction}");
        let one = |(n, (way, walk)): (usize, &(Way, String))| {
            let (at, conditions) = (way.along().number(column), texts.get(way).map_or("", String::as_str));
            format!(
                "SELECT key_at, key_id FROM (SELECT {at} AS key_at, id AS key_id FROM cases \
                 WHERE {walk}{conditions} {order} LIMIT {rows}) AS walk{n}"
            )
        };
        let all: Vec<String> = walks.iter().enumerate().map(one).collect();
        format!(
            "SELECT {COLUMNS} FROM (SELECT DISTINCT key_at, key_id FROM ({} {order} LIMIT {}) AS walked) AS found \
             CROSS JOIN cases WHERE cases.id = found.key_id {order} LIMIT {rows}",
            all.join(" UNION ALL "),
            times * rows,
        )
    })
}

#[cfg(test)]
mod tests {
    use lingke_kernel::time::Instant;
    use lingke_platform::viewer::StaffId;

    use super::*;

    fn viewer(sight: Sight) -> (Viewer, StaffId) {
        let me = StaffId::new(Instant::default());
        let actor = lingke_platform::viewer::Actor::Staff(me);
        (Viewer { actor, sight, ..Viewer::system("test") }, me)
    }

    fn listed(viewer: &Viewer, filter: &Filter) -> Walk {
        of(viewer, filter, Order::Newest)
    }

    fn comparisons(walk: Walk) -> Vec<String> {
        let Walk::Merged(branches) = walk else { panic!("{walk:?}") };
        let columns =
            |(_, branch): Branch| branch.into_iter().map(|(comparison, _)| comparison).collect::<Vec<_>>();
        branches.into_iter().map(|branch| columns(branch).join(", ")).collect()
    }

    #[test]
    fn whoever_sees_units_walks_each_and_their_own_work_between_them() {
        let mut units = [UnitId::new(Instant::default()), UnitId::new(Instant::default())];
        units.sort_by_key(ToString::to_string);
        let (viewer, me) = viewer(Sight::Units(vec![units[1], units[0]]));
        let walked = comparisons(listed(&viewer, &Filter::default()));
        assert_eq!(walked[..2], ["unit_id =", "unit_id ="]);
        let between =
            ["assignee_id =, unit_id <", "assignee_id =, unit_id >, unit_id <", "assignee_id =, unit_id >"];
        assert_eq!(walked[2..5], between);
        assert_eq!(walked.len(), 2 + 3 * 3 + 1);
        assert_eq!(
            walked.last().unwrap(),
            "opened_by =",
            "in the order of the list: much of it lies elsewhere"
        );
        let open = Filter { status: Some(StatusFilter::Open), ..Filter::default() };
        assert_eq!(comparisons(listed(&viewer, &open)).len(), 2 + 3 + 3, "of what is open there is little");
        let in_a_unit = Filter { unit_id: Some(units[0]), ..Filter::default() };
        assert_eq!(listed(&viewer, &in_a_unit), Walk::Whole);
        let elsewhere = Filter { unit_id: Some(UnitId::new(Instant::default())), ..Filter::default() };
        assert!(matches!(listed(&viewer, &elsewhere), Walk::Merged(_)), "their own work may lie anywhere");
        let mine = Filter { assignee: Some(Assignee::Staff(me)), ..Filter::default() };
        assert_eq!(listed(&viewer, &mine), Walk::Whole);
    }

    #[test]
    fn whoever_sees_their_own_work_walks_that_alone() {
        let (viewer, _) = viewer(Sight::Own);
        let walked = comparisons(listed(&viewer, &Filter::default()));
        assert_eq!(walked, ["assignee_id =", "owner_id =", "escalated_to =", "opened_by ="]);
    }

    #[test]
    fn nobody_sees_nothing_and_the_auditor_everything() {
        let nobody = Viewer { sight: Sight::Own, ..Viewer::system("test") };
        assert_eq!(listed(&nobody, &Filter::default()), Walk::Tested);
        assert_eq!(listed(&Viewer::system("test"), &Filter::default()), Walk::Whole);
    }
}
