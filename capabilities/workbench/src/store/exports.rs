//! Register exports and the parts of their files.

use std::io::Read;

use bytes::Bytes;
use futures::Stream;
use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::db::{Db, sql};
use lingke_platform::failure::{Answer, Failure};
use lingke_platform::http::page::{Page, PageRequest};
use lingke_platform::viewer::{Sight, StaffId, Viewer};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::model::{ExportId, JobRunId};

/// How long a run holds an export without a sign of life, in seconds.
pub const LEASE_SECONDS: i64 = 60;
/// Bytes per row of `register_export_parts`.
const PART: usize = 256 * 1024;

const COLUMNS: &str = "id, staff_id, format, query, columns, locale, state, rows, rows_about, bytes, failure, run_id, \
                       created_at, ended_at, expires_at";

/// An export as the database holds it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct ExportRow {
    /// Its id.
    pub id: ExportId,
    /// Who asked for it.
    pub staff_id: StaffId,
    /// `xlsx` or `csv`.
    pub format: String,
    /// Which cases, as JSON.
    pub query: String,
    /// Which columns, as JSON.
    pub columns: String,
    /// In which language.
    pub locale: String,
    /// `running`, `done`, `failed`, `cancelled`, `expired`.
    pub state: String,
    /// Rows written.
    pub rows: i64,
    /// How many there may be.
    pub rows_about: i64,
    /// The file's size.
    pub bytes: i64,
    /// Why it failed.
    pub failure: Option<String>,
    /// The run that holds it.
    pub run_id: Option<JobRunId>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Until when it can be downloaded.
    pub expires_at: Option<Instant>,
}

/// Writes a new export, held by its run.
pub async fn insert(tx: &Tx, row: &ExportRow) -> Answer<()> {
    let text = format!(
        "INSERT INTO register_exports ({COLUMNS}, lease_until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    sql(text)
        .bind(row.id)
        .bind(row.staff_id)
        .bind(row.format.as_str())
        .bind(row.query.as_str())
        .bind(row.columns.as_str())
        .bind(row.locale.as_str())
        .bind(row.state.as_str())
        .bind(row.rows)
        .bind(row.rows_about)
        .bind(row.bytes)
        .bind(row.failure.as_deref())
        .bind(row.run_id)
        .bind(row.created_at)
        .bind(row.ended_at)
        .bind(row.expires_at)
        .bind(tx.now().plus_seconds(LEASE_SECONDS))
        .run(tx.conn())
        .await?;
    Ok(())
}

/// One of the viewer's own; everybody's only for the list of those who see the whole institution.
pub async fn find(conn: &impl ConnectionTrait, viewer: &Viewer, id: ExportId) -> Answer<ExportRow> {
    let text = format!("SELECT {COLUMNS} FROM register_exports WHERE id = $1");
    let row = sql(text).bind(id).one::<ExportRow>(conn).await?;
    row.filter(|row| viewer.sees(None, &[Some(row.staff_id)])).ok_or(Failure::NotFound)
}

/// Exports in the viewer's sight, newest first.
pub async fn list(
    conn: &impl ConnectionTrait,
    viewer: &Viewer,
    page: &PageRequest,
) -> Answer<Page<ExportRow>> {
    let own = match viewer.sight {
        Sight::All => None,
        Sight::Units(_) | Sight::Own => Some(viewer.staff_id().ok_or(Failure::NotSignedIn)?),
    };
    let text = format!("SELECT {COLUMNS} FROM register_exports WHERE 1 = 1");
    let mut statement = sql(text).and("staff_id =", own);
    if let Some((at, id)) = page.after::<(Instant, ExportId)>()? {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (created_at, id) < ({marks})"));
    }
    let statement = statement.push(&page.order_and_limit("created_at DESC, id DESC"));
    let rows = statement.all::<ExportRow>(conn).await?;
    Ok(page.cut(rows, |row| (row.created_at, row.id)))
}

/// How many exports of somebody run.
pub async fn running_of(tx: &Tx, staff_id: StaffId) -> Answer<i64> {
    let text = "SELECT count(*) FROM register_exports WHERE state = 'running' AND staff_id = $1";
    Ok(sql(text).bind(staff_id).value(tx.conn()).await?.unwrap_or_default())
}

/// Notes how far a run has come, which is also its sign of life. False when it was cancelled or taken over.
pub async fn note(tx: &Tx, row: &ExportRow, rows: i64) -> Answer<bool> {
    let text = "UPDATE register_exports SET rows = $1, lease_until = $2 WHERE id = $3 AND state = 'running' AND run_id = $4";
    let lease = tx.now().plus_seconds(LEASE_SECONDS);
    Ok(sql(text).bind(rows).bind(lease).bind(row.id).bind(row.run_id).run(tx.conn()).await? == 1)
}

/// Writes the next part of the file in a transaction's own time; what an earlier run left goes first.
pub async fn write_part(tx: &Tx, id: ExportId, n: i32, bytes: Vec<u8>) -> Answer<()> {
    if n == 0 {
        drop_parts(tx, id).await?;
    }
    let text = "INSERT INTO register_export_parts (export_id, n, bytes) VALUES ($1, $2, $3)";
    sql(text).bind(id).bind(n).bind(bytes).run(tx.conn()).await?;
    Ok(())
}

/// The next part of a file, at most [`PART`] bytes; empty at the end.
pub fn next_part(file: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut part = Vec::new();
    file.take(PART as u64).read_to_end(&mut part)?;
    Ok(part)
}

/// Erases the parts of a file.
pub async fn drop_parts(tx: &Tx, id: ExportId) -> Answer<()> {
    sql("DELETE FROM register_export_parts WHERE export_id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}

/// How a run ended.
#[derive(Debug)]
pub struct Ending<'a> {
    /// `done` or `failed`.
    pub state: &'a str,
    /// Rows written.
    pub rows: i64,
    /// The file's size.
    pub bytes: i64,
    /// Why it failed: a code.
    pub failure: Option<&'a str>,
    /// Until when it can be downloaded.
    pub expires_at: Option<Instant>,
}

/// Ends a run. False when it was cancelled or taken over.
pub async fn end(tx: &Tx, row: &ExportRow, ending: &Ending<'_>) -> Answer<bool> {
    let text = "UPDATE register_exports SET state = $1, rows = $2, bytes = $3, failure = $4, expires_at = $5, \
                ended_at = $6, lease_until = NULL WHERE id = $7 AND state = 'running' AND run_id = $8";
    let statement = sql(text)
        .bind(ending.state)
        .bind(ending.rows)
        .bind(ending.bytes)
        .bind(ending.failure)
        .bind(ending.expires_at)
        .bind(tx.now());
    Ok(statement.bind(row.id).bind(row.run_id).run(tx.conn()).await? == 1)
}

/// Stops one that runs. False when it had ended.
pub async fn cancel(tx: &Tx, id: ExportId) -> Answer<bool> {
    let text = "UPDATE register_exports SET state = 'cancelled', ended_at = $1, lease_until = NULL \
                WHERE id = $2 AND state = 'running'";
    Ok(sql(text).bind(tx.now()).bind(id).run(tx.conn()).await? == 1)
}

/// Gives an export up: it is taken up again from `until` on.
pub async fn release(tx: &Tx, row: &ExportRow, until: Instant) -> Answer<()> {
    let text =
        "UPDATE register_exports SET lease_until = $1 WHERE id = $2 AND state = 'running' AND run_id = $3";
    sql(text).bind(until).bind(row.id).bind(row.run_id).run(tx.conn()).await?;
    Ok(())
}

/// Exports that nobody holds any more. A lease far ahead comes from a wall clock that jumped back.
pub async fn abandoned(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<ExportId>> {
    let text = format!(
        "SELECT id FROM register_exports WHERE state = 'running' AND (lease_until < $1 OR lease_until > $2) \
         ORDER BY lease_until LIMIT {limit}"
    );
    sql(text).bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).values(conn).await
}

/// Takes an abandoned export up with a new run; none when another was faster.
pub async fn claim(tx: &Tx, id: ExportId) -> Answer<Option<ExportRow>> {
    let text = "UPDATE register_exports SET run_id = $1, lease_until = $2 WHERE id = $3 AND state = 'running' \
                AND (lease_until < $4 OR lease_until > $5)";
    let now = tx.now();
    let statement = sql(text).bind(JobRunId::new(now)).bind(now.plus_seconds(LEASE_SECONDS)).bind(id);
    let claimed = statement.bind(now).bind(now.plus_seconds(2 * LEASE_SECONDS)).run(tx.conn()).await?;
    if claimed == 0 {
        return Ok(None);
    }
    sql(format!("SELECT {COLUMNS} FROM register_exports WHERE id = $1")).bind(id).one(tx.conn()).await
}

/// Exports whose time is over.
pub async fn expired(conn: &impl ConnectionTrait, now: Instant, limit: usize) -> Answer<Vec<ExportId>> {
    let text = format!(
        "SELECT id FROM register_exports WHERE state = 'done' AND expires_at < $1 ORDER BY expires_at LIMIT {limit}"
    );
    sql(text).bind(now).values(conn).await
}

/// Erases the file of an export whose time is over.
pub async fn expire(tx: &Tx, id: ExportId) -> Answer<()> {
    drop_parts(tx, id).await?;
    sql("UPDATE register_exports SET state = 'expired' WHERE id = $1").bind(id).run(tx.conn()).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Part {
    bytes: Vec<u8>,
}

/// The file, part by part: memory stays flat whatever its size.
pub fn read(db: Db, id: ExportId) -> impl Stream<Item = Result<Bytes, Failure>> + Send {
    async_stream::try_stream! {
        for n in 0_i32.. {
            let text = "SELECT bytes FROM register_export_parts WHERE export_id = $1 AND n = $2";
            let part = sql(text).bind(id).bind(n).one::<Part>(db.read()).await?;
            let Some(part) = part else { break };
            yield Bytes::from(part.bytes);
        }
    }
}
