//! The table of backups.

use lingke_kernel::id_kind;
use lingke_kernel::time::Instant;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use utoipa::ToSchema;

use super::Manifest;
use crate::db::sql;
use crate::failure::{Answer, Failure, Refusal};
use crate::http::page::{Page, PageRequest};

id_kind!(
    /// One backup.
    BackupMark, "bck", BackupId
);

/// A backup that a node took, and its test.
#[derive(Debug, Clone, FromQueryResult, Serialize, ToSchema)]
pub struct Backup {
    /// Its id.
    pub id: BackupId,
    /// `running`, `done`, `failed`.
    pub state: String,
    /// The member of staff who asked for it, or the timer.
    pub asked_by: String,
    /// The file's name in the folder of the node's configuration.
    pub file: String,
    /// When it began: it holds what was there then.
    pub began_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// The size of the file.
    pub bytes: Option<i64>,
    /// Rows of all tables.
    pub row_count: Option<i64>,
    /// The head of the journal in it.
    pub head_seq: Option<i64>,
    /// That head's hash.
    pub head_hash: Option<String>,
    /// The fingerprint of the master key that it needs.
    pub master_key: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
    /// When its file gave way to newer ones.
    pub removed_at: Option<Instant>,
    /// `running`, `passed`, `failed`: whether it could be restored; null while nobody tried.
    pub test_state: Option<String>,
    /// When the test ended.
    pub tested_at: Option<Instant>,
    /// Why the test failed.
    pub test_failure: Option<String>,
}

const COLUMNS: &str = "id, state, asked_by, file, began_at, ended_at, bytes, row_count, head_seq, head_hash, \
                       master_key, failure, removed_at, test_state, tested_at, test_failure";

/// A backup that begins.
pub(super) struct Begun<'a> {
    pub(super) id: BackupId,
    pub(super) asked_by: String,
    pub(super) node_id: &'a str,
    pub(super) file: &'a str,
    pub(super) now: Instant,
}

/// Notes that one begins.
///
/// # Errors
/// 409 `backup_running` while another runs.
pub(super) async fn begin(conn: &impl ConnectionTrait, begun: Begun<'_>) -> Answer<()> {
    let text = "INSERT INTO backups (id, state, asked_by, node_id, file, began_at) \
                VALUES ($1, 'running', $2, $3, $4, $5)";
    let written = sql(text)
        .bind(begun.id)
        .bind(begun.asked_by)
        .bind(begun.node_id)
        .bind(begun.file)
        .bind(begun.now)
        .run(conn)
        .await;
    written.map(|_| ()).map_err(|failure| failure.on_unique(|| Refusal::conflict("backup_running").into()))
}

/// Notes what is in one that ended well. Answers whether it still ran.
pub(super) async fn done(
    conn: &impl ConnectionTrait,
    id: BackupId,
    (manifest, bytes): (&Manifest, u64),
    now: Instant,
) -> Answer<bool> {
    let text = "UPDATE backups SET state = 'done', ended_at = $1, bytes = $2, row_count = $3, head_seq = $4, \
                head_hash = $5, master_key = $6 WHERE id = $7 AND state = 'running'";
    let changed = sql(text)
        .bind(now)
        .bind(i64::try_from(bytes).unwrap_or(i64::MAX))
        .bind(i64::try_from(manifest.rows()).unwrap_or(i64::MAX))
        .bind(manifest.head.seq)
        .bind(manifest.head.hash.as_str())
        .bind(manifest.master_key.as_str())
        .bind(id)
        .run(conn)
        .await?;
    Ok(changed > 0)
}

/// Notes that one failed, and why. Answers whether it still ran.
pub(super) async fn failed(
    conn: &impl ConnectionTrait,
    id: BackupId,
    why: &str,
    now: Instant,
) -> Answer<bool> {
    let text = "UPDATE backups SET state = 'failed', ended_at = $1, failure = $2 WHERE id = $3 AND state = 'running'";
    Ok(sql(text).bind(now).bind(why).bind(id).run(conn).await? > 0)
}

/// Notes that a test begins.
///
/// # Errors
/// 409 `backup_not_there` when it is not done or its file was removed, `backup_test_running` while another runs.
pub(super) async fn begin_test(
    conn: &impl ConnectionTrait,
    id: BackupId,
    node_id: &str,
    now: Instant,
) -> Answer<()> {
    let text = "UPDATE backups SET test_state = 'running', test_node_id = $1, test_began_at = $2, test_failure = NULL \
                WHERE id = $3 AND state = 'done' AND removed_at IS NULL";
    let changed = sql(text).bind(node_id).bind(now).bind(id).run(conn).await;
    match changed.map_err(|failure| failure.on_unique(|| Refusal::conflict("backup_test_running").into()))? {
        0 => Err(Refusal::conflict("backup_not_there").into()),
        _ => Ok(()),
    }
}

/// Notes how a test ended; `why` it failed. Answers whether it still ran.
pub(super) async fn tested(
    conn: &impl ConnectionTrait,
    id: BackupId,
    why: Option<&str>,
    now: Instant,
) -> Answer<bool> {
    let state = if why.is_some() { "failed" } else { "passed" };
    let text = "UPDATE backups SET test_state = $1, tested_at = $2, test_failure = $3 \
                WHERE id = $4 AND test_state = 'running'";
    Ok(sql(text).bind(state).bind(now).bind(why).bind(id).run(conn).await? > 0)
}

/// Those whose node is gone: running backups and tests, each with whether it is a test.
pub(super) async fn abandoned(
    conn: &impl ConnectionTrait,
    seen_since: Instant,
) -> Answer<Vec<(BackupId, bool)>> {
    #[derive(FromQueryResult)]
    struct Gone {
        id: BackupId,
        state: String,
    }
    let text = "SELECT id, state FROM backups WHERE \
                state = 'running' AND NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = node_id AND seen_at > $1) \
                UNION ALL SELECT id, 'tested' AS state FROM backups WHERE test_state = 'running' \
                AND NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = test_node_id AND seen_at > $1) LIMIT 10";
    let gone = sql(text).bind(seen_since).all::<Gone>(conn).await?;
    Ok(gone.into_iter().map(|Gone { id, state }| (id, state == "tested")).collect())
}

/// One backup.
pub(super) async fn find(conn: &impl ConnectionTrait, id: BackupId) -> Answer<Backup> {
    let text = format!("SELECT {COLUMNS} FROM backups WHERE id = $1");
    sql(text).bind(id).one(conn).await?.ok_or(Failure::NotFound)
}

/// All backups, newest first.
pub(super) async fn list(conn: &impl ConnectionTrait, page: &PageRequest) -> Answer<Page<Backup>> {
    let mut statement = sql(format!("SELECT {COLUMNS} FROM backups WHERE 1 = 1"));
    if let Some((at, id)) = page.after::<(Instant, BackupId)>()? {
        let marks = statement.list([sea_orm::Value::from(at), id.into()]);
        statement = statement.push(&format!(" AND (began_at, id) < ({marks})"));
    }
    let rows = statement.push(&page.order_and_limit("began_at DESC, id DESC")).all::<Backup>(conn).await?;
    Ok(page.cut(rows, |row| (row.began_at, row.id)))
}

/// Whether one that `asked_by` asked for since then is done or runs, or failed after `lately`.
pub(super) async fn was_begun(
    conn: &impl ConnectionTrait,
    asked_by: &str,
    since: Instant,
    lately: Instant,
) -> Answer<bool> {
    let text = "SELECT 1 FROM backups WHERE began_at >= $1 AND asked_by = $2 AND (state <> 'failed' OR began_at > $3) \
                LIMIT 1";
    Ok(sql(text).bind(since).bind(asked_by).bind(lately).value::<i32>(conn).await?.is_some())
}

/// When the last test ended.
pub(super) async fn last_tested_at(conn: &impl ConnectionTrait) -> Answer<Option<Instant>> {
    let last = sql("SELECT max(tested_at) FROM backups").value::<Option<Instant>>(conn).await?;
    Ok(last.flatten())
}

/// Those whose files are there, newest first, after the first `keep`.
pub(super) async fn beyond(conn: &impl ConnectionTrait, keep: u32) -> Answer<Vec<Backup>> {
    let text = format!(
        "SELECT {COLUMNS} FROM backups WHERE state = 'done' AND removed_at IS NULL \
         ORDER BY began_at DESC, id DESC LIMIT 100 OFFSET $1"
    );
    sql(text).bind(i64::from(keep)).all(conn).await
}

/// The newest whose file is there.
pub(super) async fn newest(conn: &impl ConnectionTrait) -> Answer<Option<Backup>> {
    let text = format!(
        "SELECT {COLUMNS} FROM backups WHERE state = 'done' AND removed_at IS NULL \
         ORDER BY began_at DESC, id DESC LIMIT 1"
    );
    sql(text).one(conn).await
}

/// Notes that a file gave way to newer ones.
pub(super) async fn removed(conn: &impl ConnectionTrait, id: BackupId, now: Instant) -> Answer<()> {
    sql("UPDATE backups SET removed_at = $1 WHERE id = $2").bind(now).bind(id).run(conn).await?;
    Ok(())
}

/// When the last good one ended, and whether the last one and the last test failed.
#[derive(Debug, Default, FromQueryResult)]
pub(super) struct Health {
    pub(super) last_good_at: Option<Instant>,
    pub(super) last_state: Option<String>,
    pub(super) last_test: Option<String>,
}

pub(super) async fn health(conn: &impl ConnectionTrait) -> Answer<Health> {
    let text = "SELECT (SELECT max(ended_at) FROM backups WHERE state = 'done') AS last_good_at, \
                (SELECT state FROM backups WHERE state <> 'running' ORDER BY began_at DESC, id DESC LIMIT 1) AS last_state, \
                (SELECT test_state FROM backups WHERE tested_at IS NOT NULL AND test_state <> 'running' \
                 ORDER BY tested_at DESC LIMIT 1) AS last_test";
    Ok(sql(text).one(conn).await?.unwrap_or_default())
}

/// In a database that was just restored: the backup that ran when it was taken is the one that was restored.
pub(super) async fn was_taken_whole(
    conn: &impl ConnectionTrait,
    manifest: &Manifest,
    now: Instant,
) -> Answer<()> {
    let text = "UPDATE backups SET state = 'done', ended_at = $1, head_seq = $2, head_hash = $3, master_key = $4 \
                WHERE state = 'running'";
    sql(text)
        .bind(now)
        .bind(manifest.head.seq)
        .bind(manifest.head.hash.as_str())
        .bind(manifest.master_key.as_str())
        .run(conn)
        .await?;
    let text = "UPDATE backups SET test_state = NULL WHERE test_state = 'running'";
    sql(text).run(conn).await?;
    Ok(())
}
