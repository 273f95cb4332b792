//! Clocks.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::{insert_rows, sql};
use lingke_platform::failure::{Answer, Failure};
use sea_orm::{ConnectionTrait, Value};

use crate::model::{CaseId, Clock, ClockId, ClockKind, ServiceLevelId};

const COLUMNS: &str = "id, case_id, kind, cycle, service_level_id, calendar_version_id, provisional, target_seconds, \
    warn_percent, pauses, marks, fired_percent, work, task_id, unit_id, facts, state, running, started_at, due_at, half_at, warn_at, last_at, warned_at, breached_at, \
    stopped_at, elapsed_seconds, next_fire_at";

/// Clocks a case has at most: kinds times reopenings, far above what happens.
const CLOCKS_MAX: usize = 200;

/// The clocks of a case, oldest first; of a case that has too many the newest.
pub async fn of_case(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<Vec<Clock>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_clocks WHERE case_id = $1 ORDER BY cycle DESC, kind DESC LIMIT {CLOCKS_MAX}"
    );
    let mut clocks: Vec<Clock> = sql(text).bind(case_id).all(conn).await?;
    clocks.reverse();
    Ok(clocks)
}

/// The level that the newest clock of a case follows: the case's own version is that level's.
pub async fn own_level(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<Option<ServiceLevelId>> {
    let text = "SELECT service_level_id FROM case_clocks WHERE case_id = $1 AND service_level_id IS NOT NULL \
                ORDER BY id DESC LIMIT 1";
    sql(text).bind(case_id).value(conn).await
}

/// The newest clock of a task.
pub async fn of_task(conn: &impl ConnectionTrait, task_id: &str) -> Answer<Option<Clock>> {
    let text = format!("SELECT {COLUMNS} FROM case_clocks WHERE task_id = $1 ORDER BY id DESC LIMIT 1");
    sql(text).bind(task_id).one(conn).await
}

/// The clocks of a case that wait for their end.
pub async fn running(conn: &impl ConnectionTrait, case_id: CaseId) -> Answer<Vec<Clock>> {
    let text = format!(
        "SELECT {COLUMNS} FROM case_clocks WHERE case_id = $1 AND running ORDER BY kind LIMIT {CLOCKS_MAX}"
    );
    sql(text).bind(case_id).all(conn).await
}

/// One clock of a case.
pub async fn find(conn: &impl ConnectionTrait, case_id: CaseId, id: ClockId) -> Answer<Clock> {
    let text = format!("SELECT {COLUMNS} FROM case_clocks WHERE id = $1 AND case_id = $2");
    sql(text).bind(id).bind(case_id).one(conn).await?.ok_or(Failure::NotFound)
}

/// Some clocks by id.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[ClockId]) -> Answer<Vec<Clock>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let statement =
        sql(format!("SELECT {COLUMNS} FROM case_clocks WHERE 1 = 1")).and_in("id", ids.iter().copied());
    statement.push(" LIMIT 1000").all(conn).await
}

/// The cases whose clocks' time has come, those longest due first.
pub async fn due_cases(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<CaseId>> {
    let text = format!(
        "SELECT case_id FROM case_clocks WHERE next_fire_at IS NOT NULL AND next_fire_at <= $1 \
         ORDER BY next_fire_at, id LIMIT {limit}"
    );
    sql(text).bind(now).values(conn).await
}

/// The clocks of some cases whose time has come.
pub async fn due_of(conn: &impl ConnectionTrait, cases: &[CaseId], now: Instant) -> Answer<Vec<Clock>> {
    let text =
        format!("SELECT {COLUMNS} FROM case_clocks WHERE next_fire_at IS NOT NULL AND next_fire_at <= $1");
    let statement = sql(text).bind(now).and_in("case_id", cases.iter().copied());
    statement.push(" ORDER BY case_id, next_fire_at, id LIMIT 1000").all(conn).await
}

/// The highest cycle of one kind of clock of a case; 0 when it has none.
pub async fn last_cycle(conn: &impl ConnectionTrait, case_id: CaseId, kind: ClockKind) -> Answer<i32> {
    let text = "SELECT max(cycle) FROM case_clocks WHERE case_id = $1 AND kind = $2";
    Ok(sql(text).bind(case_id).bind(kind).value::<Option<i32>>(conn).await?.flatten().unwrap_or(0))
}

/// Notes that a share of a clock warned, breached or escalated; false when it has been noted before.
pub async fn fire_once(
    conn: &impl ConnectionTrait,
    id: ClockId,
    what: &str,
    percent: i32,
    now: Instant,
) -> Answer<bool> {
    let text = "INSERT INTO clock_firings (clock_id, what, percent, fired_at) VALUES ($1, $2, $3, $4) \
                ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(id).bind(what).bind(percent).bind(now).run(conn).await? == 1)
}

/// Writes new clocks, many in one statement.
pub async fn insert(conn: &impl ConnectionTrait, clocks: &[Clock]) -> Answer<()> {
    insert_rows(conn, &format!("case_clocks ({COLUMNS})"), clocks.iter().map(values), "").await?;
    Ok(())
}

fn values(clock: &Clock) -> [Value; 28] {
    [
        clock.id.into(),
        clock.case_id.into(),
        clock.kind.into(),
        clock.cycle.into(),
        clock.service_level_id.into(),
        clock.calendar_version_id.into(),
        clock.provisional.into(),
        clock.target_seconds.into(),
        clock.warn_percent.into(),
        clock.pauses.as_str().into(),
        clock.marks.as_str().into(),
        clock.fired_percent.into(),
        clock.work.as_str().into(),
        clock.task_id.as_deref().into(),
        clock.unit_id.into(),
        clock.facts.as_str().into(),
        clock.state.into(),
        clock.running.into(),
        clock.started_at.into(),
        clock.due_at.into(),
        clock.half_at.into(),
        clock.warn_at.into(),
        clock.last_at.into(),
        clock.warned_at.into(),
        clock.breached_at.into(),
        clock.stopped_at.into(),
        clock.elapsed_seconds.into(),
        clock.next_fire_at.into(),
    ]
}

/// Writes a changed clock.
pub async fn update(conn: &impl ConnectionTrait, clock: &Clock) -> Answer<()> {
    let text = "UPDATE case_clocks SET provisional = $1, facts = $2, state = $3, running = $4, due_at = $5, half_at = $6, \
                warn_at = $7, last_at = $8, warned_at = $9, breached_at = $10, stopped_at = $11, elapsed_seconds = $12, \
                next_fire_at = $13, fired_percent = $14, work = $15 WHERE id = $16";
    sql(text)
        .bind(clock.provisional)
        .bind(clock.facts.as_str())
        .bind(clock.state)
        .bind(clock.running)
        .bind(clock.due_at)
        .bind(clock.half_at)
        .bind(clock.warn_at)
        .bind(clock.last_at)
        .bind(clock.warned_at)
        .bind(clock.breached_at)
        .bind(clock.stopped_at)
        .bind(clock.elapsed_seconds)
        .bind(clock.next_fire_at)
        .bind(clock.fired_percent)
        .bind(clock.work.as_str())
        .bind(clock.id)
        .run(conn)
        .await?;
    Ok(())
}

/// The clocks of `from` that still run go on for `to`, numbered after its own; they know where they come from.
pub async fn lend(tx: &Tx, from: CaseId, to: CaseId) -> Answer<u64> {
    let mut moved = 0;
    for clock in running(tx.conn(), from).await? {
        let cycle = last_cycle(tx.conn(), to, clock.kind).await? + 1;
        let text = "UPDATE case_clocks SET case_id = $1, cycle = $2, home_case_id = $3, home_cycle = $4 WHERE id = $5";
        let statement = sql(text).bind(to).bind(cycle).bind(from).bind(clock.cycle).bind(clock.id);
        moved += statement.run(tx.conn()).await?;
    }
    Ok(moved)
}

/// The clocks that `home` lent go back under their own numbers, as they stand now.
pub async fn bring_home(tx: &Tx, home: CaseId) -> Answer<u64> {
    let text = "UPDATE case_clocks SET case_id = home_case_id, cycle = home_cycle, home_case_id = NULL, \
                home_cycle = NULL WHERE home_case_id = $1";
    sql(text).bind(home).run(tx.conn()).await
}
