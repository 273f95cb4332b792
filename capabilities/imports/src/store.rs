//! The only file with queries about imports.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::dialect::for_update;
use lingke_platform::db::sql;
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::{Sight, Viewer};
use sea_orm::ConnectionTrait;

use crate::model::{Import, ImportId, ImportState, Progress, Report, RunId};

/// How long a run holds an import without a sign of life, in seconds.
pub const LEASE_SECONDS: i64 = 30;

const COLUMNS: &str = "id, format, file_name, sha256, state, preview, mapping, progress, report, failure, run_id, \
    staff_id, created_at, updated_at";

/// One's own, and everybody's for those who see the whole institution.
fn in_sight(viewer: &Viewer, import: &Import) -> bool {
    viewer.sees(None, &[Some(import.staff_id)])
}

/// One import in the viewer's sight.
pub async fn find(conn: &impl ConnectionTrait, viewer: &Viewer, id: ImportId) -> Answer<Import> {
    let text = format!("SELECT {COLUMNS} FROM imports WHERE id = $1");
    let import = sql(text).bind(id).one::<Import>(conn).await?;
    import.filter(|import| in_sight(viewer, import)).ok_or(Failure::NotFound)
}

/// One import in the viewer's sight, to be changed in this transaction.
pub async fn load(tx: &Tx, id: ImportId) -> Answer<Import> {
    let text = format!("SELECT {COLUMNS} FROM imports WHERE id = $1{}", for_update(tx.kind()));
    let import = sql(text).bind(id).one::<Import>(tx.conn()).await?;
    import.filter(|import| in_sight(tx.viewer(), import)).ok_or(Failure::NotFound)
}

/// Imports in the viewer's sight, newest first.
pub async fn list(conn: &impl ConnectionTrait, viewer: &Viewer, page: &PageRequest) -> Answer<Page<Import>> {
    let own = match viewer.sight {
        Sight::All => None,
        Sight::Units(_) | Sight::Own => Some(viewer.staff_id().ok_or(Failure::NotSignedIn)?),
    };
    let text = format!("SELECT {COLUMNS} FROM imports WHERE 1 = 1");
    let mut statement = sql(text).and("staff_id =", own);
    if let Some((at, id)) = page.after::<(Instant, ImportId)>()? {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("created_at DESC, id DESC"));
    let rows = statement.all::<Import>(conn).await?;
    Ok(page.cut(rows, |import| (import.created_at, import.id)))
}

/// Writes a new import.
pub async fn insert(tx: &Tx, import: &Import) -> Answer<()> {
    let text = format!(
        "INSERT INTO imports ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    sql(text)
        .bind(import.id)
        .bind(import.format.as_str())
        .bind(import.file_name.as_str())
        .bind(import.sha256.as_str())
        .bind(import.state)
        .bind(import.preview.as_str())
        .bind(import.mapping.as_deref())
        .bind(import.progress.as_str())
        .bind(import.report.as_deref())
        .bind(import.failure.as_deref())
        .bind(import.run_id)
        .bind(import.staff_id)
        .bind(import.created_at)
        .bind(import.updated_at)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Writes a changed import; one that runs is held by its run from now on.
pub async fn update(tx: &Tx, import: &Import) -> Answer<()> {
    let held = import.state == ImportState::Running;
    let text = "UPDATE imports SET state = $1, mapping = $2, progress = $3, report = $4, failure = $5, updated_at = $6, \
                run_id = $7, lease_until = $8 WHERE id = $9";
    sql(text)
        .bind(import.state)
        .bind(import.mapping.as_deref())
        .bind(import.progress.as_str())
        .bind(import.report.as_deref())
        .bind(import.failure.as_deref())
        .bind(import.updated_at)
        .bind(import.run_id)
        .bind(held.then(|| tx.now().plus_seconds(LEASE_SECONDS)))
        .bind(import.id)
        .run(tx.conn())
        .await?;
    Ok(())
}

/// Notes how far a run has come, which is also its sign of life. False when it was cancelled or taken over.
pub async fn note(tx: &Tx, import: &Import, progress: &Progress) -> Answer<bool> {
    let text = "UPDATE imports SET progress = $1, lease_until = $2, updated_at = $3 \
                WHERE id = $4 AND state = 'running' AND run_id = $5";
    let noted = sql(text)
        .bind(serde_json::to_string(progress)?)
        .bind(tx.now().plus_seconds(LEASE_SECONDS))
        .bind(tx.now())
        .bind(import.id)
        .bind(import.run_id)
        .run(tx.conn())
        .await?;
    Ok(noted == 1)
}

/// How a run ended.
#[derive(Debug)]
pub struct Ending {
    /// Done or failed.
    pub state: ImportState,
    /// What became of the rows, where all were read.
    pub report: Option<Report>,
    /// Why it failed: a code.
    pub failure: Option<&'static str>,
}

/// Ends a run. False when it was cancelled or taken over.
pub async fn end(tx: &Tx, import: &Import, ending: Ending) -> Answer<bool> {
    let report = ending.report.as_ref().map(serde_json::to_string::<Report>).transpose()?;
    let text = "UPDATE imports SET state = $1, report = $2, failure = $3, updated_at = $4, lease_until = NULL \
                WHERE id = $5 AND state = 'running' AND run_id = $6";
    let ended = sql(text)
        .bind(ending.state)
        .bind(report)
        .bind(ending.failure)
        .bind(tx.now())
        .bind(import.id)
        .bind(import.run_id)
        .run(tx.conn())
        .await?;
    Ok(ended == 1)
}

/// Adds the report to a run that was cancelled under its hands.
pub async fn report_cancelled(tx: &Tx, import: &Import, report: &Report) -> Answer<bool> {
    let text = "UPDATE imports SET report = $1 WHERE id = $2 AND state = 'cancelled' AND run_id = $3";
    let statement = sql(text).bind(serde_json::to_string(report)?).bind(import.id).bind(import.run_id);
    Ok(statement.run(tx.conn()).await? == 1)
}

/// Gives a run up: it is taken up again from `until` on.
pub async fn release(tx: &Tx, import: &Import, until: Instant) -> Answer<()> {
    let text = "UPDATE imports SET lease_until = $1 WHERE id = $2 AND state = 'running' AND run_id = $3";
    sql(text).bind(until).bind(import.id).bind(import.run_id).run(tx.conn()).await?;
    Ok(())
}

/// Runs that nobody holds any more, the oldest first. A lease far ahead comes from a wall clock that jumped back.
pub async fn abandoned(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<ImportId>> {
    let text = format!(
        "SELECT id FROM imports WHERE state = 'running' AND (lease_until < $1 OR lease_until > $2) \
         ORDER BY lease_until LIMIT {limit}"
    );
    sql(text).bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).values(conn).await
}

/// Takes an abandoned import up with a new run; none when another was faster.
pub async fn claim(tx: &Tx, id: ImportId) -> Answer<Option<Import>> {
    let text = "UPDATE imports SET run_id = $1, lease_until = $2 WHERE id = $3 AND state = 'running' \
                AND (lease_until < $4 OR lease_until > $5)";
    let now = tx.now();
    let statement = sql(text).bind(RunId::new(now)).bind(now.plus_seconds(LEASE_SECONDS)).bind(id);
    let claimed = statement.bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).run(tx.conn()).await?;
    if claimed == 0 {
        return Ok(None);
    }
    sql(format!("SELECT {COLUMNS} FROM imports WHERE id = $1")).bind(id).one(tx.conn()).await
}
