//! Lists of cases: each order has its index, each page its keyset.

use std::collections::HashMap;

use lingke_customers::model::CustomerId;
use lingke_kernel::time::Instant;
use lingke_platform::db::dialect::{Reader, listed};
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::{Sight, StaffId, UnitId, Viewer};
use lingke_products::model::ProductId;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::behind::Behind;
use super::cases::COLUMNS;
use super::sought::{self, Sought};
use super::walk::{self, Columns, Walk, Way};
use crate::fields::model::FieldFilter;
use crate::fields::store as values;
use crate::model::{Case, CaseId, CaseKind, Channel, Priority, Status};

/// Only cases where they stand like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatusFilter {
    /// All that is not resolved or closed.
    Open,
    /// In a queue.
    New,
    /// Someone works on it.
    Assigned,
    /// We wait for the customer.
    WaitingCustomer,
    /// Resolved.
    Resolved,
    /// Closed.
    Closed,
}

/// The orders a list can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The customer who has waited longest first; those who do not wait last. Open cases only.
    OldestUnanswered,
    /// What is due next first; what has no running clock last. Open cases only.
    Due,
    /// The latest resolved first. Resolved and closed cases only.
    Resolved,
    /// The latest closed first. Closed cases only.
    Closed,
    /// What wakes next first; what only an answer wakes last. Resting cases only.
    Waking,
}

/// Whose cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    /// This person's.
    Staff(StaffId),
    /// Nobody's.
    Nobody,
}

/// Which cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where they stand.
    pub status: Option<StatusFilter>,
    /// What kind.
    pub kind: Option<CaseKind>,
    /// Which channel.
    pub channel: Option<Channel>,
    /// How pressing.
    pub priority: Option<Priority>,
    /// Whose.
    pub assignee: Option<Assignee>,
    /// Which queue.
    pub unit_id: Option<UnitId>,
    /// Which queues; all when absent.
    pub units: Option<Vec<UnitId>>,
    /// Whose matter.
    pub customer_id: Option<CustomerId>,
    /// About what.
    pub product_id: Option<ProductId>,
    /// A number, or words in its texts, in what was written about it or in the name of a file.
    pub q: Option<String>,
    /// Not opened before this.
    pub created_from: Option<Instant>,
    /// Opened before this.
    pub created_to: Option<Instant>,
    /// Only those with a clock that ran out, or only those without.
    pub breached: Option<bool>,
    /// Only those that were escalated.
    pub escalated: bool,
    /// Only those this person opened.
    pub opened_by: Option<StaffId>,
    /// Only those this person worked on that are done or no longer theirs.
    pub handled_by: Option<StaffId>,
    /// Only those this person follows.
    pub followed_by: Option<StaffId>,
    /// Only open ones whose next limit lies between these, the second not included.
    pub due: Option<(Instant, Instant)>,
    /// Only the rows behind a figure.
    pub behind: Option<Behind>,
    /// Only those with this word.
    pub tag: Option<String>,
    /// Only those that rest, or only those that do not.
    pub snoozed: Option<bool>,
    /// Only the parts of this case.
    pub parent_id: Option<CaseId>,
    /// Only those that wait for a department.
    pub waiting_department: Option<WaitingDepartment>,
    /// Only those whose own fields are so.
    pub fields: Vec<FieldFilter>,
}

/// Which department a case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingDepartment {
    /// Any.
    Any,
    /// This one.
    Unit(UnitId),
}

impl Filter {
    /// Of one person's, customer's or parent's cases there are fewer than of any kind.
    fn columns(&self) -> Columns {
        let few = matches!(self.assignee, Some(Assignee::Staff(_)))
            || [self.opened_by, self.handled_by, self.followed_by].iter().any(Option::is_some)
            || self.customer_id.is_some()
            || self.parent_id.is_some();
        if few { Columns::Guarded } else { Columns::Bare }
    }

    /// Whether it keeps no case out, words apart.
    pub fn is_open_to_all(&self) -> bool {
        Self { q: None, ..self.clone() } == Self::default()
    }
}

const OPEN: &str = " AND status IN ('new', 'assigned', 'waiting_customer')";

/// Cases in the viewer's sight that pass the filter.
pub async fn list(
    conn: &impl Reader,
    viewer: &Viewer,
    filter: &Filter,
    order: Order,
    page: &PageRequest,
) -> Answer<Page<Case>> {
    match &filter.q {
        Some(q) => {
            let sought = sought::cases(conn, viewer, filter, q).await?;
            among(conn, viewer, (filter, order), page, &sought).await
        }
        None => match filter.fields.iter().position(|one| order == Order::Newest && values::leads(one)) {
            Some(n) => {
                let mut rest = filter.clone();
                let statement = filtered(along(&rest.fields.remove(n)), viewer, &rest);
                page_of(conn, statement, Walked::ByValue, page).await
            }
            None => walked(conn, viewer, (filter, order), page).await,
        },
    }
}

async fn walked(
    conn: &impl ConnectionTrait,
    viewer: &Viewer,
    (filter, order): (&Filter, Order),
    page: &PageRequest,
) -> Answer<Page<Case>> {
    let all = sql(format!("SELECT {COLUMNS} FROM cases WHERE 1 = 1"));
    let branches = match walk::of(viewer, filter, order) {
        Walk::Whole => {
            return page_of(conn, conditions(all, viewer, filter, filter.columns()), Walked::By(order), page)
                .await;
        }
        Walk::Tested => return page_of(conn, filtered(all, viewer, filter), Walked::By(order), page).await,
        Walk::Merged(branches) => branches,
    };
    let (mut statement, mut texts) = (sql(""), HashMap::new());
    let used = |way: &Way| branches.iter().any(|(one, _)| one == way);
    for way in [Way::Unit, Way::Own, Way::Between].into_iter().filter(used) {
        statement = conditions(statement, viewer, filter, way.columns());
        statement = onwards(statement, Walked::By(order), way.along(), page)?.within(|text| {
            texts.insert(way, text.to_owned());
            String::new()
        });
    }
    let (column, _, direction) = Walked::By(order).keys();
    let merged = walk::merged(statement, &texts, branches, (column, direction), page.rows_max());
    Ok(cut(merged.all(conn).await?, Walked::By(order), page))
}

/// The same, of cases that were sought.
pub async fn among(
    conn: &impl ConnectionTrait,
    viewer: &Viewer,
    (filter, order): (&Filter, Order),
    page: &PageRequest,
    sought: &Sought,
) -> Answer<Page<Case>> {
    let backend = conn.get_database_backend();
    // CROSS JOIN keeps SQLite from walking all cases in order to find these few.
    let text = format!(
        "SELECT {COLUMNS} FROM ({}) wanted CROSS JOIN cases WHERE id = wanted.listed",
        listed(backend, "$1")
    );
    let statement = sql(text).bind(serde_json::to_string(&sought.ids)?);
    page_of(conn, filtered(statement, viewer, filter), Walked::By(order), page).await
}

async fn page_of(
    conn: &impl ConnectionTrait,
    statement: Sql,
    walked: Walked,
    page: &PageRequest,
) -> Answer<Page<Case>> {
    let (column, id, direction) = walked.keys();
    let order_and_limit = page.order_and_limit(&format!("{column} {direction}, {id} {direction}"));
    let rows =
        onwards(statement, walked, Columns::Bare, page)?.push(&order_and_limit).all::<Case>(conn).await?;
    Ok(cut(rows, walked, page))
}

/// What a list is walked along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walked {
    /// The cases themselves, in this order.
    By(Order),
    /// The values of a field, the newest case first.
    ByValue,
}

impl Walked {
    /// The column of its order, that of the id, and the direction.
    fn keys(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::By(Order::Newest) => ("created_at", "id", "DESC"),
            Self::By(Order::OldestUnanswered) => ("waiting_since", "id", "ASC"),
            Self::By(Order::Due) => ("next_due_at", "id", "ASC"),
            Self::By(Order::Resolved) => ("resolved_at", "id", "DESC"),
            Self::By(Order::Closed) => ("closed_at", "id", "DESC"),
            Self::By(Order::Waking) => ("snoozed_until", "id", "ASC"),
            Self::ByValue => ("v.opened_at", "v.case_id", "DESC"),
        }
    }
}

/// Only what an order has, behind the page before.
fn onwards(statement: Sql, walked: Walked, along: Columns, page: &PageRequest) -> Answer<Sql> {
    let (column, id_column, direction) = walked.keys();
    let only = match walked {
        Walked::By(Order::OldestUnanswered | Order::Due) => OPEN,
        Walked::By(Order::Resolved) => " AND resolved_at IS NOT NULL",
        Walked::By(Order::Closed) => " AND closed_at IS NOT NULL",
        Walked::By(Order::Waking) => " AND snoozed_until IS NOT NULL",
        Walked::By(Order::Newest) | Walked::ByValue => "",
    };
    let mut statement = statement.push(only);
    let Some((at, id)) = page.after::<(i64, CaseId)>()? else { return Ok(statement) };
    let comparison = if direction == "DESC" { "<" } else { ">" };
    let marks = statement.list([sea_orm::Value::from(at), id.into()]);
    let column = along.number(column);
    Ok(statement.push(&format!(" AND ({column}, {id_column}) {comparison} ({marks})")))
}

fn cut(rows: Vec<Case>, walked: Walked, page: &PageRequest) -> Page<Case> {
    let key = |case: &Case| match walked {
        Walked::By(Order::Newest) | Walked::ByValue => (case.created_at, case.id),
        Walked::By(Order::OldestUnanswered) => (case.waiting_since, case.id),
        Walked::By(Order::Due) => (case.next_due_at, case.id),
        Walked::By(Order::Resolved) => (case.resolved_at.unwrap_or_default(), case.id),
        Walked::By(Order::Closed) => (case.closed_at.unwrap_or_default(), case.id),
        Walked::By(Order::Waking) => (case.snoozed_until.unwrap_or_default(), case.id),
    };
    // A keyset value is a whole number of microseconds; the far end of time has no RFC 3339 form.
    page.cut(rows, |case| (key(case).0.micros(), key(case).1))
}

/// Those of `ids` that are in the viewer's sight, the newest first.
pub async fn by_ids(conn: &impl ConnectionTrait, viewer: &Viewer, ids: &[CaseId]) -> Answer<Vec<Case>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let statement = in_sight(sql(format!("SELECT {COLUMNS} FROM cases WHERE 1 = 1")), viewer);
        let statement = statement.and_in("id", some.iter().copied());
        found.extend(statement.push(" ORDER BY created_at DESC, id DESC LIMIT 500").all::<Case>(conn).await?);
    }
    Ok(found)
}

/// How many cases in the viewer's sight pass the filter, counted no further than `max`.
pub async fn count(conn: &impl Reader, viewer: &Viewer, filter: &Filter, max: i64) -> Answer<i64> {
    let counted = match &filter.q {
        None => sql("SELECT count(*) FROM (SELECT 1 AS one FROM cases WHERE 1 = 1"),
        Some(q) => {
            let sought = sought::cases(conn, viewer, filter, q).await?;
            let listed = listed(conn.get_database_backend(), "$1");
            let text = format!(
                "SELECT count(*) FROM (SELECT 1 AS one FROM ({listed}) wanted CROSS JOIN cases WHERE id = wanted.listed"
            );
            sql(text).bind(serde_json::to_string(&sought.ids)?)
        }
    };
    let statement = filtered(counted, viewer, filter).push(&format!(" LIMIT {max}) AS counted"));
    Ok(statement.value(conn).await?.unwrap_or_default())
}

/// A list narrowed by the value of a field is walked along that value's index, which is in the list's own order:
/// what it costs follows the page and not the number of cases.
fn along(leading: &FieldFilter) -> Sql {
    let text =
        format!("SELECT {COLUMNS} FROM case_field_values v CROSS JOIN cases WHERE cases.id = v.case_id");
    values::conditions(sql(text), leading)
}

/// Only what the viewer may see and the filter lets through. Words are not looked at here: see [`sought`].
pub(super) fn filtered(statement: Sql, viewer: &Viewer, filter: &Filter) -> Sql {
    conditions(in_sight(statement, viewer), viewer, filter, filter.columns())
}

/// What the filter asks for; what is in sight is another matter.
fn conditions(mut statement: Sql, viewer: &Viewer, filter: &Filter, columns: Columns) -> Sql {
    for one in &filter.fields {
        statement = values::holding(statement, one);
    }
    let waiting = " AND id IN (SELECT t.case_id FROM case_tasks t WHERE t.status IN ('asked', 'accepted')";
    statement = match filter.waiting_department {
        Some(WaitingDepartment::Any) => statement.push(waiting).push(")"),
        Some(WaitingDepartment::Unit(id)) => statement.push(waiting).and("t.unit_id =", Some(id)).push(")"),
        None => statement,
    };
    statement = standing(statement, filter);
    statement = of_person(statement, filter);
    if let Some((from, to)) = filter.due {
        statement = statement.push(OPEN).and("next_due_at >=", Some(from)).and("next_due_at <", Some(to));
    }
    if let Some(tag) = &filter.tag {
        let mark = statement.list([tag.as_str()]);
        statement = statement.push(&format!(
            " AND EXISTS (SELECT 1 FROM case_tags WHERE tag = {mark} AND case_id = cases.id)"
        ));
    }
    statement = match filter.snoozed {
        Some(true) => statement.push(" AND snoozed_until IS NOT NULL"),
        Some(false) => statement.push(" AND snoozed_until IS NULL"),
        None => statement,
    };
    if let Some(units) = &filter.units {
        // Not the bare column: its index would be walked for them, and not in the order of the list.
        statement = statement.and_in("(unit_id || '')", units.iter().copied());
    }
    if let Some(behind) = &filter.behind {
        statement = behind.narrow(statement, viewer);
    }
    statement = match filter.breached {
        Some(true) => statement.push(" AND breached"),
        Some(false) => statement.push(" AND NOT breached"),
        None => statement,
    };
    statement
        .and(&format!("{} =", columns.text("kind")), filter.kind)
        .and("channel =", filter.channel)
        .and("priority =", filter.priority)
        .and("unit_id =", filter.unit_id)
        .and("customer_id =", filter.customer_id)
        .and("parent_id =", filter.parent_id)
        .and("product_id =", filter.product_id)
        .and(&format!("{} >=", columns.number("created_at")), filter.created_from)
        .and(&format!("{} <", columns.number("created_at")), filter.created_to)
}

/// Where it stands, and with whom.
fn standing(mut statement: Sql, filter: &Filter) -> Sql {
    if let Some(status) = filter.status {
        statement = match status {
            StatusFilter::Open => statement.push(OPEN),
            // Said twice, so that the indexes of open cases serve.
            StatusFilter::New => statement.push(OPEN).and("status =", Some(Status::New)),
            StatusFilter::Assigned => statement.push(OPEN).and("status =", Some(Status::Assigned)),
            StatusFilter::WaitingCustomer => {
                statement.push(OPEN).and("status =", Some(Status::WaitingCustomer))
            }
            // Literal: an index of these alone does not serve a value that is bound.
            StatusFilter::Resolved => statement.push(" AND status = 'resolved'"),
            StatusFilter::Closed => statement.push(" AND status = 'closed'"),
        };
    }
    statement = match filter.assignee {
        Some(Assignee::Staff(id)) => statement.and("assignee_id =", Some(id)),
        Some(Assignee::Nobody) => statement.push(" AND assignee_id IS NULL"),
        None => statement,
    };
    if filter.escalated {
        statement = statement.push(" AND escalation_level > 0");
    }
    statement
}

/// What somebody opened, worked on or follows.
fn of_person(mut statement: Sql, filter: &Filter) -> Sql {
    if let Some(id) = filter.handled_by {
        let me = statement.list([id]);
        statement = statement.push(&format!(
            " AND id IN (SELECT case_id FROM case_handlers WHERE staff_id = {me}) \
             AND NOT (assignee_id IS NOT NULL AND assignee_id = {me}{OPEN})"
        ));
    }
    if let Some(id) = filter.followed_by {
        let me = statement.list([id]);
        let followed = format!(" AND id IN (SELECT case_id FROM case_followers WHERE staff_id = {me})");
        statement = statement.push(&followed);
    }
    statement.and("opened_by =", filter.opened_by)
}

/// Only what the viewer may see, tested row by row. Nothing is appended to the columns but what keeps an index from
/// being walked for them: a part of what is in sight, and not in the order of the list.
pub fn in_sight(mut statement: Sql, viewer: &Viewer) -> Sql {
    let units = match &viewer.sight {
        Sight::All => return statement,
        Sight::Own => String::new(),
        Sight::Units(units) => statement.list(units.iter().copied()),
    };
    let mut conditions = Vec::new();
    if !units.is_empty() {
        conditions.push(format!("(unit_id || '') IN ({units})"));
    }
    if let Some(me) = viewer.staff_id() {
        let mark = statement.list([me]);
        let own = ["assignee_id", "owner_id", "escalated_to", "opened_by"];
        conditions.extend(own.map(|column| format!("({column} || '') = {mark}")));
    }
    let condition = if conditions.is_empty() { "1 = 0".to_owned() } else { conditions.join(" OR ") };
    statement.push(&format!(" AND ({condition})"))
}
