//! Replays of service levels, and the clocks they are played over.

use lingke_customers::model::CustomerClass;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::viewer::UnitId;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::levels::run_replay::{Replay, ReplayState};
use crate::model::{
    CaseId, CaseKind, ClockId, ClockKind, LevelVersionId, Priority, ReplayId, ReplayRunId, ServiceLevelId,
};

/// How long a run holds a replay without a sign of life, in seconds.
pub const LEASE_SECONDS: i64 = 30;
/// Replays of one version that are listed.
const LISTED_MAX: usize = 50;

const COLUMNS: &str = "id, version_id, title, levels, from_at, to_at, state, progress, result, run_id, staff_id, \
    created_at, updated_at";

/// A clock with what its case is now, for clocks that do not say what it was then.
#[derive(Debug, Clone, FromQueryResult)]
pub struct RanRow {
    /// The clock.
    pub id: ClockId,
    /// Its case.
    pub case_id: CaseId,
    /// Which limit.
    pub clock: ClockKind,
    /// The level it followed.
    pub service_level_id: Option<ServiceLevelId>,
    /// What the case was, as JSON.
    pub work: String,
    /// What happened to it, as JSON.
    pub facts: String,
    /// Whether it waits for its end.
    pub running: bool,
    /// When it is due.
    pub due_at: Option<Instant>,
    /// The due moment that passed.
    pub breached_at: Option<Instant>,
    /// What the case is.
    pub kind: CaseKind,
    /// How pressing.
    pub priority: Priority,
    /// The unit that holds it.
    pub unit_id: UnitId,
    /// How its customer is served.
    pub class: Option<CustomerClass>,
}

/// Clocks that began between two moments, in the order they began in: ids begin with their time, so no index but the
/// primary key is needed. Clocks of tasks and those that others replaced are left out.
pub async fn ran(
    conn: &impl ConnectionTrait,
    after: &str,
    before: Instant,
    limit: usize,
) -> Answer<Vec<RanRow>> {
    let text = format!(
        "SELECT k.id, k.case_id, k.kind AS clock, k.service_level_id, k.work, k.facts, k.running, k.due_at, \
         k.breached_at, c.kind, c.priority, c.unit_id, u.class FROM case_clocks k JOIN cases c ON c.id = k.case_id \
         LEFT JOIN customers u ON u.id = c.customer_id WHERE k.id > $1 AND k.id < $2 AND k.kind <> 'task' \
         AND k.state <> 'cancelled' ORDER BY k.id LIMIT {limit}"
    );
    sql(text).bind(after).bind(begun_at(before)).all(conn).await
}

/// Where the ids of clocks begin that began at a moment.
pub fn begun_at(at: Instant) -> String {
    format!("clk_{:012x}", at.micros().max(0) / 1_000)
}

/// One replay.
pub async fn find(conn: &impl ConnectionTrait, id: ReplayId) -> Answer<Replay> {
    let text = format!("SELECT {COLUMNS} FROM service_level_replays WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// One replay, to be changed in this transaction.
pub async fn load(tx: &Tx, id: ReplayId) -> Answer<Replay> {
    let text = format!("SELECT {COLUMNS} FROM service_level_replays WHERE id = $1{}", for_update(tx.kind()));
    sql(text).bind(id).one(tx.conn()).await?.ok_or(Failure::NotFound)
}

/// The newest replays of a version.
pub async fn of_version(conn: &impl ConnectionTrait, id: LevelVersionId) -> Answer<Vec<Replay>> {
    let text = format!(
        "SELECT {COLUMNS} FROM service_level_replays WHERE version_id = $1 \
         ORDER BY created_at DESC, id DESC LIMIT {LISTED_MAX}"
    );
    sql(text).bind(id).all(conn).await
}

/// How many replays run.
pub async fn running(conn: &impl ConnectionTrait) -> Answer<i64> {
    let text = "SELECT count(*) FROM service_level_replays WHERE state = 'running'";
    Ok(sql(text).value(conn).await?.unwrap_or_default())
}

/// Writes a new replay, held by its run.
pub async fn insert(tx: &Tx, replay: &Replay) -> Answer<()> {
    let text = format!(
        "INSERT INTO service_level_replays ({COLUMNS}, lease_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    sql(text)
        .bind(replay.id)
        .bind(replay.version_id)
        .bind(replay.title.as_str())
        .bind(replay.levels.as_str())
        .bind(replay.from_at)
        .bind(replay.to_at)
        .bind(replay.state)
        .bind(replay.progress.as_str())
        .bind(replay.result.as_str())
        .bind(replay.run_id)
        .bind(replay.staff_id.as_str())
        .bind(replay.created_at)
        .bind(replay.updated_at)
        .bind(tx.now().plus_seconds(LEASE_SECONDS))
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Notes what a run has found and how far it has come, which is also its sign of life, or how it ended. False when it was
/// cancelled or taken over.
pub async fn note(tx: &Tx, replay: &Replay) -> Answer<bool> {
    let text = "UPDATE service_level_replays SET state = $1, progress = $2, result = $3, lease_until = $4, \
                updated_at = $5 WHERE id = $6 AND state = 'running' AND run_id = $7";
    let noted = sql(text)
        .bind(replay.state)
        .bind(replay.progress.as_str())
        .bind(replay.result.as_str())
        .bind((replay.state == ReplayState::Running).then(|| tx.now().plus_seconds(LEASE_SECONDS)))
        .bind(tx.now())
        .bind(replay.id)
        .bind(replay.run_id)
        .run(tx.conn())
        .await?;
    Ok(noted == 1)
}

/// Gives a run up: it is taken up again from `until` on.
pub async fn release(tx: &Tx, replay: &Replay, until: Instant) -> Answer<()> {
    let text = "UPDATE service_level_replays SET lease_until = $1 WHERE id = $2 AND state = 'running' AND run_id = $3";
    sql(text).bind(until).bind(replay.id).bind(replay.run_id).run(tx.conn()).await?;
    Ok(())
}

/// Stops a replay; false when it has ended already.
pub async fn cancel(tx: &Tx, id: ReplayId) -> Answer<bool> {
    let text = "UPDATE service_level_replays SET state = 'cancelled', lease_until = NULL, updated_at = $1 \
                WHERE id = $2 AND state = 'running'";
    Ok(sql(text).bind(tx.now()).bind(id).run(tx.conn()).await? == 1)
}

/// Replays that nobody holds any more. A lease far ahead comes from a wall clock that jumped back.
pub async fn abandoned(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<ReplayId>> {
    let text = format!(
        "SELECT id FROM service_level_replays WHERE state = 'running' AND (lease_until < $1 OR lease_until > $2) \
         ORDER BY lease_until LIMIT {limit}"
    );
    sql(text).bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).values(conn).await
}

/// Takes an abandoned replay up with a new run; none when another was faster.
pub async fn claim(tx: &Tx, id: ReplayId) -> Answer<Option<Replay>> {
    let text = "UPDATE service_level_replays SET run_id = $1, lease_until = $2 WHERE id = $3 AND state = 'running' \
                AND (lease_until < $4 OR lease_until > $5)";
    let now = tx.now();
    let statement = sql(text).bind(ReplayRunId::new(now)).bind(now.plus_seconds(LEASE_SECONDS)).bind(id);
    let claimed = statement.bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).run(tx.conn()).await?;
    if claimed == 0 { Ok(None) } else { find(tx.conn(), id).await.map(Some) }
}
