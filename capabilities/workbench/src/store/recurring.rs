//! Cases that open themselves, and the occurrences that did.

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{for_update, skip_locked};
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::{Sight, StaffId, UnitId, Viewer};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::RecurringId;

const COLUMNS: &str = "id, name, template, plan, active, staff_id, unit_id, next_at, last_at, refusal, version, \
                       created_at, updated_at";

/// A plan as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct RecurringRow {
    /// Its id.
    pub id: RecurringId,
    /// Its name.
    pub name: String,
    /// What is opened, as JSON.
    pub template: String,
    /// When, as cron writes it.
    pub plan: String,
    /// Whether it runs.
    pub active: bool,
    /// Who answers for it: cases are opened with their rights.
    pub staff_id: StaffId,
    /// Whose it is.
    pub unit_id: UnitId,
    /// When it comes next.
    pub next_at: Option<Instant>,
    /// When it last came.
    pub last_at: Option<Instant>,
    /// Why it last opened nothing.
    pub refusal: Option<String>,
    /// Raised at each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

fn in_sight(viewer: &Viewer, row: &RecurringRow) -> bool {
    viewer.sees(Some(row.unit_id), &[Some(row.staff_id)])
}

/// One in the viewer's sight.
pub async fn find(conn: &impl ConnectionTrait, viewer: &Viewer, id: RecurringId) -> Answer<RecurringRow> {
    let text = format!("SELECT {COLUMNS} FROM recurring_cases WHERE id = $1");
    let row = sql(text).bind(id).one::<RecurringRow>(conn).await?;
    row.filter(|row| in_sight(viewer, row)).ok_or(Failure::NotFound)
}

/// One in the viewer's sight, to be changed in this transaction.
pub async fn load(tx: &Tx, id: RecurringId) -> Answer<RecurringRow> {
    let text = format!("SELECT {COLUMNS} FROM recurring_cases WHERE id = $1{}", for_update(tx.kind()));
    let row = sql(text).bind(id).one::<RecurringRow>(tx.conn()).await?;
    row.filter(|row| in_sight(tx.viewer(), row)).ok_or(Failure::NotFound)
}

/// Those in the viewer's sight, by name.
pub async fn list(
    conn: &impl ConnectionTrait,
    viewer: &Viewer,
    page: &PageRequest,
) -> Answer<Page<RecurringRow>> {
    let mut statement = sql(format!("SELECT {COLUMNS} FROM recurring_cases WHERE 1 = 1"));
    if let Some(me) = viewer.staff_id().filter(|_| viewer.sight != Sight::All) {
        let mark = statement.list([me]);
        let units = match &viewer.sight {
            Sight::Units(units) if !units.is_empty() => statement.list(units.iter().copied()),
            _ => "NULL".to_owned(),
        };
        statement = statement.push(&format!(" AND (staff_id = {mark} OR unit_id IN ({units}))"));
    }
    if let Some((name, id)) = page.after::<(String, RecurringId)>()? {
        let marks = statement.list([sea_orm::Value::from(name), id.into()]);
        statement = statement.push(&format!(" AND (name, id) > ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("name, id")).all::<RecurringRow>(conn).await?;
    Ok(page.cut(rows, |row| (row.name.clone(), row.id)))
}

/// Writes a new one.
pub async fn insert(tx: &Tx, row: &RecurringRow) -> Answer<()> {
    let text = format!(
        "INSERT INTO recurring_cases ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    sql(text)
        .bind(row.id)
        .bind(row.name.as_str())
        .bind(row.template.as_str())
        .bind(row.plan.as_str())
        .bind(row.active)
        .bind(row.staff_id)
        .bind(row.unit_id)
        .bind(row.next_at)
        .bind(row.last_at)
        .bind(row.refusal.as_deref())
        .bind(row.version)
        .bind(row.created_at)
        .bind(row.updated_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a changed one.
pub async fn update(tx: &Tx, row: &RecurringRow) -> Answer<()> {
    let text = "UPDATE recurring_cases SET name = $1, template = $2, plan = $3, active = $4, staff_id = $5, \
                unit_id = $6, next_at = $7, last_at = $8, refusal = $9, version = $10, updated_at = $11 WHERE id = $12";
    sql(text)
        .bind(row.name.as_str())
        .bind(row.template.as_str())
        .bind(row.plan.as_str())
        .bind(row.active)
        .bind(row.staff_id)
        .bind(row.unit_id)
        .bind(row.next_at)
        .bind(row.last_at)
        .bind(row.refusal.as_deref())
        .bind(row.version)
        .bind(tx.now())
        .bind(row.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Those whose time has come.
pub async fn due(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<RecurringId>> {
    let text = format!(
        "SELECT id FROM recurring_cases WHERE active AND next_at <= $1 ORDER BY next_at, id LIMIT {limit}"
    );
    sql(text).bind(now).values(conn).await
}

/// One whose time has come, held for this transaction; none when another holds it or it is no longer due.
pub async fn claim(tx: &Tx, id: RecurringId) -> Answer<Option<RecurringRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM recurring_cases WHERE id = $1 AND active AND next_at <= $2{}",
        skip_locked(tx.kind())
    );
    sql(text).bind(id).bind(tx.now()).one(tx.conn()).await
}

/// Notes an occurrence; false when it was noted before.
pub async fn note(tx: &Tx, id: RecurringId, at: Instant) -> Answer<bool> {
    let text = "INSERT INTO recurring_occurrences (recurring_id, at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(id).bind(at).run(tx.conn()).await? == 1)
}

/// Notes which case an occurrence opened.
pub async fn opened(tx: &Tx, id: RecurringId, at: Instant, case_id: CaseId) -> Answer<()> {
    let text = "UPDATE recurring_occurrences SET case_id = $1 WHERE recurring_id = $2 AND at = $3";
    sql(text).bind(case_id).bind(id).bind(at).run(tx.conn()).await?;
    Ok(())
}

/// An occurrence that came.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Occurrence {
    /// When it was planned.
    pub at: Instant,
    /// The case it opened.
    pub case_id: Option<CaseId>,
}

/// The last occurrences.
pub async fn occurrences(conn: &impl ConnectionTrait, id: RecurringId) -> Answer<Vec<Occurrence>> {
    let text =
        "SELECT at, case_id FROM recurring_occurrences WHERE recurring_id = $1 ORDER BY at DESC LIMIT 10";
    sql(text).bind(id).all(conn).await
}
