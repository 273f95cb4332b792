//! What capabilities above read of cases in bulk: where they stand, and how their clocks ended.

use lingke_calendars::model::CalendarVersionId;
use lingke_kernel::time::Instant;
use lingke_platform::db::dialect::{DatabaseKind, given};
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::viewer::{StaffId, UnitId, Viewer};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};

use super::cases::COLUMNS;
use super::list::{Filter, filtered};
use crate::model::{Case, CaseId, CaseKind, Channel, ClockId, ClockKind, ClockState, Priority, Status};

/// A case as it stands, without its words.
#[derive(Debug, Clone, FromQueryResult)]
pub struct CaseSummary {
    /// Its id.
    pub id: CaseId,
    /// What kind of work.
    pub kind: CaseKind,
    /// How it reached us.
    pub channel: Channel,
    /// How pressing.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// Whose queue it is in.
    pub unit_id: UnitId,
    /// Who works on it, or did last.
    pub assignee_id: Option<StaffId>,
    /// Whether a clock of it ran out.
    pub breached: bool,
    /// When its next clock is due.
    pub next_due_at: Instant,
    /// When it was opened.
    pub created_at: Instant,
    /// When it was resolved.
    pub resolved_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// A clock as it stands.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ClockSummary {
    /// Its id.
    pub id: ClockId,
    /// The case it runs for.
    pub case_id: CaseId,
    /// Which time limit.
    pub kind: ClockKind,
    /// How it stood at its last fact.
    pub state: ClockState,
    /// When it began.
    pub started_at: Instant,
    /// When it is due, or was.
    pub due_at: Option<Instant>,
    /// The due moment that passed.
    pub breached_at: Option<Instant>,
    /// When it was stopped.
    pub stopped_at: Option<Instant>,
    /// Working seconds used, once stopped.
    pub elapsed_seconds: Option<i64>,
}

const CASE: &str = "c.id, c.kind, c.channel, c.priority, c.status, c.unit_id, c.assignee_id, c.breached, \
                    c.next_due_at, c.created_at, c.resolved_at, c.closed_at";
const CLOCK: &str = "c.id, c.case_id, c.kind, c.state, c.started_at, c.due_at, c.breached_at, c.stopped_at, \
                     c.elapsed_seconds";

/// The table of these ids, and the value to bind at `$1`.
fn table(conn: &impl ConnectionTrait, ids: &[CaseId]) -> (String, String) {
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let kind = if sqlite { DatabaseKind::Sqlite } else { DatabaseKind::Postgres };
    let rows: Vec<[String; 1]> = ids.iter().map(|id| [id.to_string()]).collect();
    (given(kind, "$1"), serde_json::json!(rows).to_string())
}

/// These cases, in no order; ids that name none are left out.
pub async fn cases(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<CaseSummary>> {
    let (table, value) = table(conn, ids);
    let text =
        format!("SELECT {CASE} FROM {table} JOIN cases c ON c.id = given.value->>0 LIMIT {}", ids.len());
    sql(text).bind(value).all(conn).await
}

/// The clocks of these cases, but for those that another replaced; in no order.
pub async fn clocks(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<ClockSummary>> {
    let (table, value) = table(conn, ids);
    let text = format!(
        "SELECT {CLOCK} FROM {table} JOIN case_clocks c ON c.case_id = given.value->>0 \
         WHERE c.state <> 'cancelled' LIMIT {}",
        ids.len() * 200
    );
    sql(text).bind(value).all(conn).await
}

/// These cases whole, in no order; ids that name none are left out.
pub async fn whole(conn: &impl ConnectionTrait, ids: &[CaseId]) -> Answer<Vec<Case>> {
    let text = format!("SELECT {COLUMNS} FROM cases WHERE 1 = 1");
    sql(text).and_in("id", ids.iter().copied()).push(" LIMIT 1000").all(conn).await
}

/// The ids of cases after this one, in their order: for whoever walks through all of them.
pub async fn ids_after(
    conn: &impl ConnectionTrait,
    after: Option<CaseId>,
    limit: usize,
) -> Answer<Vec<CaseId>> {
    let statement = sql("SELECT id FROM cases WHERE 1 = 1").and("id >", after);
    statement.push(&format!(" ORDER BY id LIMIT {limit}")).values(conn).await
}

/// A clock that runs, with the queue it runs in.
#[derive(Debug, Clone, FromQueryResult)]
pub struct RunningClock {
    /// The case it runs for.
    pub case_id: CaseId,
    /// Which time limit.
    pub clock: ClockKind,
    /// Working seconds allowed.
    pub target_seconds: i64,
    /// The calendar version it follows.
    pub calendar_version_id: CalendarVersionId,
    /// When it began.
    pub started_at: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// What kind of work.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// Whose queue.
    pub unit_id: UnitId,
}

/// The running clocks that are due from now to `until`, of open cases in sight that pass the filter, the next first.
///
/// A clock's next firing is never after its due moment: so the index of firings bounds what is looked at.
pub async fn running_due(
    conn: &impl ConnectionTrait,
    viewer: &Viewer,
    filter: &Filter,
    (now, until): (Instant, Instant),
    limit: usize,
) -> Answer<Vec<RunningClock>> {
    let text = "SELECT k.case_id, k.kind AS clock, k.target_seconds, k.calendar_version_id, k.started_at, k.due_at, \
                c.kind, c.priority, c.unit_id FROM case_clocks k JOIN cases c ON c.id = k.case_id \
                WHERE k.next_fire_at IS NOT NULL AND k.running";
    let statement = sql(text)
        .and("k.next_fire_at <=", Some(until))
        .and("k.due_at >=", Some(now))
        .and("k.due_at <=", Some(until))
        .push(" AND EXISTS (SELECT 1 FROM cases WHERE cases.id = k.case_id");
    let statement = filtered(statement, viewer, filter);
    statement.push(&format!(") ORDER BY k.due_at, k.id LIMIT {limit}")).all(conn).await
}
