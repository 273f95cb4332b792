//! Bulk jobs and their items.

use lingke_cases::model::CaseId;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::{for_update, statement_lengths};
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::{Sight, StaffId, Viewer};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{BulkJobId, JobRunId};

/// How long a run holds a job without a sign of life, in seconds.
pub const LEASE_SECONDS: i64 = 30;

const COLUMNS: &str = "id, staff_id, actions, state, total, done, refused, run_id, created_at, ended_at";

/// A job as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct JobRow {
    /// Its id.
    pub id: BulkJobId,
    /// Who began it.
    pub staff_id: StaffId,
    /// What is done to each, as JSON.
    pub actions: String,
    /// `running`, `done`, `cancelled`.
    pub state: String,
    /// How many cases.
    pub total: i64,
    /// How many are done.
    pub done: i64,
    /// How many were refused.
    pub refused: i64,
    /// The run that holds it.
    pub run_id: Option<JobRunId>,
    /// When it began.
    pub created_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
}

/// One case of a job.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ItemRow {
    /// Its place.
    pub n: i64,
    /// The case.
    pub case_id: CaseId,
    /// `waiting`, `done`, `refused`.
    pub state: String,
    /// Why not.
    pub refusal: Option<String>,
}

/// Writes a new job, held by its run, with its items.
pub async fn insert(tx: &Tx, job: &JobRow, cases: &[CaseId]) -> Answer<()> {
    let text = format!(
        "INSERT INTO bulk_jobs ({COLUMNS}, lease_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    sql(text)
        .bind(job.id)
        .bind(job.staff_id)
        .bind(job.actions.as_str())
        .bind(job.state.as_str())
        .bind(job.total)
        .bind(job.done)
        .bind(job.refused)
        .bind(job.run_id)
        .bind(job.created_at)
        .bind(job.ended_at)
        .bind(tx.now().plus_seconds(LEASE_SECONDS))
        .run(tx.conn())
        .await?;
    let mut items = (0_i64..).zip(cases);
    for length in statement_lengths(tx.kind(), cases.len()) {
        let mut statement = sql("");
        let marks = items.by_ref().take(length).map(|(n, case_id)| {
            let values: [sea_orm::Value; 3] = [job.id.into(), n.into(), (*case_id).into()];
            format!("({}, 'waiting')", statement.list(values))
        });
        let marks: Vec<String> = marks.collect();
        let text = format!("INSERT INTO bulk_items (job_id, n, case_id, state) VALUES {}", marks.join(", "));
        statement.push(&text).run(tx.conn()).await?;
    }
    Ok(())
}

fn in_sight(viewer: &Viewer, job: &JobRow) -> bool {
    viewer.sees(None, &[Some(job.staff_id)])
}

/// One job in the viewer's sight: one's own, everybody's for those who see the whole institution.
pub async fn find(conn: &impl ConnectionTrait, viewer: &Viewer, id: BulkJobId) -> Answer<JobRow> {
    let job =
        sql(format!("SELECT {COLUMNS} FROM bulk_jobs WHERE id = $1")).bind(id).one::<JobRow>(conn).await?;
    job.filter(|job| in_sight(viewer, job)).ok_or(Failure::NotFound)
}

/// Jobs in the viewer's sight, newest first.
pub async fn list(conn: &impl ConnectionTrait, viewer: &Viewer, page: &PageRequest) -> Answer<Page<JobRow>> {
    let own = match viewer.sight {
        Sight::All => None,
        Sight::Units(_) | Sight::Own => Some(viewer.staff_id().ok_or(Failure::NotSignedIn)?),
    };
    let text = format!("SELECT {COLUMNS} FROM bulk_jobs WHERE 1 = 1");
    let mut statement = sql(text).and("staff_id =", own);
    if let Some((at, id)) = page.after::<(Instant, BulkJobId)>()? {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("created_at DESC, id DESC")).all::<JobRow>(conn).await?;
    Ok(page.cut(rows, |job| (job.created_at, job.id)))
}

/// Items of a job in their order; only those refused when asked.
pub async fn items(
    conn: &impl ConnectionTrait,
    id: BulkJobId,
    state: Option<&str>,
    page: &PageRequest,
) -> Answer<Page<ItemRow>> {
    let text = "SELECT n, case_id, state, refusal FROM bulk_items WHERE job_id = $1";
    let statement = sql(text).bind(id).and("state =", state).and("n >", page.after::<i64>()?);
    let rows = statement.push(&page.order_and_limit("n")).all::<ItemRow>(conn).await?;
    Ok(page.cut(rows, |item| item.n))
}

/// The next items that wait.
pub async fn waiting(conn: &impl ConnectionTrait, id: BulkJobId, limit: usize) -> Answer<Vec<ItemRow>> {
    let text = format!(
        "SELECT n, case_id, state, refusal FROM bulk_items WHERE job_id = $1 AND state = 'waiting' \
         ORDER BY n LIMIT {limit}"
    );
    sql(text).bind(id).all(conn).await
}

/// Holds a job for the rest of this transaction and renews its lease. False when it was cancelled or taken over.
pub async fn hold(tx: &Tx, job: &JobRow) -> Answer<bool> {
    let text = "UPDATE bulk_jobs SET lease_until = $1 WHERE id = $2 AND state = 'running' AND run_id = $3";
    let lease = tx.now().plus_seconds(LEASE_SECONDS);
    Ok(sql(text).bind(lease).bind(job.id).bind(job.run_id).run(tx.conn()).await? == 1)
}

/// Settles one item that waited; false when it did not wait any more.
pub async fn settle(tx: &Tx, job: &JobRow, n: i64, refusal: Option<&str>) -> Answer<bool> {
    let state = if refusal.is_some() { "refused" } else { "done" };
    let text =
        "UPDATE bulk_items SET state = $1, refusal = $2 WHERE job_id = $3 AND n = $4 AND state = 'waiting'";
    if sql(text).bind(state).bind(refusal).bind(job.id).bind(n).run(tx.conn()).await? == 0 {
        return Ok(false);
    }
    let counter = if refusal.is_some() { "refused" } else { "done" };
    let text = format!("UPDATE bulk_jobs SET {counter} = {counter} + 1 WHERE id = $1");
    sql(text).bind(job.id).run(tx.conn()).await?;
    Ok(true)
}

/// Ends a job that runs; `run_id` where only its run may. False when it had ended.
pub async fn end(tx: &Tx, id: BulkJobId, state: &str, run_id: Option<JobRunId>) -> Answer<bool> {
    let text = "UPDATE bulk_jobs SET state = $1, ended_at = $2, lease_until = NULL WHERE id = $3 AND state = 'running'";
    let statement = sql(text).bind(state).bind(tx.now()).bind(id).and("run_id =", run_id);
    Ok(statement.run(tx.conn()).await? == 1)
}

/// A job to be changed in this transaction.
pub async fn load(tx: &Tx, id: BulkJobId) -> Answer<JobRow> {
    let text = format!("SELECT {COLUMNS} FROM bulk_jobs WHERE id = $1{}", for_update(tx.kind()));
    let job = sql(text).bind(id).one::<JobRow>(tx.conn()).await?;
    job.filter(|job| in_sight(tx.viewer(), job)).ok_or(Failure::NotFound)
}

/// Gives a job up: it is taken up again from `until` on.
pub async fn release(tx: &Tx, job: &JobRow, until: Instant) -> Answer<()> {
    let text = "UPDATE bulk_jobs SET lease_until = $1 WHERE id = $2 AND state = 'running' AND run_id = $3";
    sql(text).bind(until).bind(job.id).bind(job.run_id).run(tx.conn()).await?;
    Ok(())
}

/// Jobs that nobody holds any more. A lease far ahead comes from a wall clock that jumped back.
pub async fn abandoned(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<BulkJobId>> {
    let text = format!(
        "SELECT id FROM bulk_jobs WHERE state = 'running' AND (lease_until < $1 OR lease_until > $2) \
         ORDER BY lease_until LIMIT {limit}"
    );
    sql(text).bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).values(conn).await
}

/// Takes an abandoned job up with a new run; none when another was faster.
pub async fn claim(tx: &Tx, id: BulkJobId) -> Answer<Option<JobRow>> {
    let text = "UPDATE bulk_jobs SET run_id = $1, lease_until = $2 WHERE id = $3 AND state = 'running' \
                AND (lease_until < $4 OR lease_until > $5)";
    let now = tx.now();
    let statement = sql(text).bind(JobRunId::new(now)).bind(now.plus_seconds(LEASE_SECONDS)).bind(id);
    let claimed = statement.bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).run(tx.conn()).await?;
    if claimed == 0 {
        return Ok(None);
    }
    sql(format!("SELECT {COLUMNS} FROM bulk_jobs WHERE id = $1")).bind(id).one(tx.conn()).await
}
