//! Cases, one at a time.

use std::sync::LazyLock;

use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::Viewer;
use sea_orm::{ConnectionTrait, Value};

use crate::model::{Case, CaseId};

/// What is written once.
macro_rules! given {
    () => {
        "id, number, channel, opened_by, created_at"
    };
}

/// What changes, in the order of [`changing_values`].
macro_rules! changing {
    () => {
        "kind, subject, description, priority, status, customer_id, product_id, unit_id, assignee_id, owner_id, \
         first_owner_id, escalation_level, escalated_to, breached, reopen_count, return_count, urge_count, urged_at, \
         transferred_from_unit_id, transferred_from_staff_id, snoozed_until, parent_id, merged_into_id, \
         status_before_merge, tags, waiting_since, next_due_at, next_clock_id, resolved_at, closed_at, version, \
         updated_at"
    };
}

/// The columns of [`Case`].
pub const COLUMNS: &str = concat!(given!(), ", ", changing!());

/// Whether the case is in the viewer's sight.
pub fn in_sight(viewer: &Viewer, case: &Case) -> bool {
    let opener = case.opened_by.parse().ok();
    viewer.sees(Some(case.unit_id), &[case.assignee_id, case.owner_id, case.escalated_to, opener])
}

/// One case in the viewer's sight.
pub async fn find(conn: &impl ConnectionTrait, viewer: &Viewer, id: CaseId) -> Answer<Case> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE id = $1");
    let case = sql(text).bind(id).one::<Case>(conn).await?;
    case.filter(|case| in_sight(viewer, case)).ok_or(Failure::NotFound)
}

/// Those of some cases that are in the viewer's sight; at most 1,000.
pub async fn some(conn: &impl ConnectionTrait, viewer: &Viewer, ids: &[CaseId]) -> Answer<Vec<Case>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let statement = sql(format!("SELECT {COLUMNS} FROM cases WHERE 1 = 1")).and_in("id", ids.iter().copied());
    let found = statement.push(" LIMIT 1000").all::<Case>(conn).await?;
    Ok(found.into_iter().filter(|case| in_sight(viewer, case)).collect())
}

/// One case in the viewer's sight, to be changed in this transaction.
pub async fn load(tx: &Tx, id: CaseId) -> Answer<Case> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE id = $1{}", for_update(tx.kind()));
    let case = sql(text).bind(id).one::<Case>(tx.conn()).await?;
    case.filter(|case| in_sight(tx.viewer(), case)).ok_or(Failure::NotFound)
}

/// One case to be held while something beside it changes, also where it lies outside the viewer's sight.
pub async fn load_unseen(tx: &Tx, id: CaseId) -> Answer<Case> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one::<Case>(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// Some cases by id, whoever looks.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<Case>> {
    let statement = sql(format!("SELECT {COLUMNS} FROM cases WHERE 1 = 1")).and_in("id", ids.iter().copied());
    statement.push(" LIMIT 1000").all(conn).await
}

/// Where an imported case came from.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The system.
    pub source: Option<&'static str>,
    /// The row's key there.
    pub key: Option<String>,
    /// What our fields do not hold, as JSON.
    pub attributes: Option<String>,
}

/// Which of `keys` of the system `source` are here already. Each is looked up by itself: with a list, a plan made while
/// there are few cases would compare them all with every key, until the database counts again.
pub async fn known_keys(conn: &impl ConnectionTrait, source: &str, keys: &[String]) -> Answer<Vec<String>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = sql("").bind(source);
    let rows: Vec<String> = keys.iter().map(|key| format!("({})", statement.list([key.as_str()]))).collect();
    let text = format!(
        "WITH wanted (source_key) AS (VALUES {}) SELECT source_key FROM wanted WHERE (SELECT 1 FROM cases \
         WHERE source = $1 AND source_key = wanted.source_key) = 1 LIMIT {}",
        rows.join(", "),
        keys.len()
    );
    statement.push(&text).values(conn).await
}

/// Writes new cases, many in one statement. Rows whose source key is there already are left out.
pub async fn insert(conn: &impl ConnectionTrait, cases: &[(Case, Source)]) -> Answer<u64> {
    let rows = cases.iter().map(|(case, source)| values(case, source));
    let into = format!("cases ({COLUMNS}, source, source_key, attributes)");
    insert_rows(conn, &into, rows, " ON CONFLICT DO NOTHING").await
}

fn values(case: &Case, source: &Source) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::with_capacity(48);
    values.extend([
        case.id.into(),
        case.number.as_str().into(),
        case.channel.into(),
        case.opened_by.as_str().into(),
        case.created_at.into(),
    ]);
    values.extend(changing_values(case));
    values.extend([source.source.into(), source.key.as_deref().into(), source.attributes.as_deref().into()]);
    values
}

fn changing_values(case: &Case) -> [Value; 32] {
    [
        case.kind.into(),
        case.subject.as_str().into(),
        case.description.as_str().into(),
        case.priority.into(),
        case.status.into(),
        case.customer_id.into(),
        case.product_id.into(),
        case.unit_id.into(),
        case.assignee_id.into(),
        case.owner_id.into(),
        case.first_owner_id.into(),
        case.escalation_level.into(),
        case.escalated_to.into(),
        case.breached.into(),
        case.reopen_count.into(),
        case.return_count.into(),
        case.urge_count.into(),
        case.urged_at.into(),
        case.transferred_from_unit_id.into(),
        case.transferred_from_staff_id.into(),
        case.snoozed_until.into(),
        case.parent_id.into(),
        case.merged_into_id.into(),
        case.status_before_merge.map(|status| status.code()).into(),
        case.tags.json().into(),
        case.waiting_since.into(),
        case.next_due_at.into(),
        case.next_clock_id.into(),
        case.resolved_at.into(),
        case.closed_at.into(),
        case.version.into(),
        case.updated_at.into(),
    ]
}

static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let columns: Vec<_> = changing!().split(", ").map(str::trim).collect();
    let pairs: Vec<_> =
        columns.iter().enumerate().map(|(n, column)| format!("{column} = ${}", n + 1)).collect();
    format!("UPDATE cases SET {} WHERE id = ${}", pairs.join(", "), columns.len() + 1)
});

/// Writes a changed case and raises its version.
pub async fn update(tx: &Tx, case: &mut Case) -> Answer<()> {
    case.version += 1;
    let mut statement = sql("");
    statement.list(changing_values(case));
    statement.push(&UPDATE).bind(case.id).run(tx.conn()).await?;
    Ok(())
}

/// Cases by id, locked for this transaction; those another transaction holds are left out.
pub async fn claim(tx: &Tx, ids: &[CaseId]) -> Answer<Vec<Case>> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE 1 = 1");
    let lock = lingke_platform::db::dialect::skip_locked(tx.kind());
    sql(text).and_in("id", ids.iter().copied()).push(" ORDER BY id").push(lock).all(tx.conn()).await
}
