//! All that differs between SQLite and PostgreSQL, in one file; what backups need of it in [`whole`].

pub(crate) mod whole;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgListener, PgSslMode};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, SqliteTransactionMode,
    TransactionOptions, TransactionSession, TransactionTrait,
};
use std::time::Duration;

use super::bulk::Index;
use super::query::Sql;
use super::{Db, sql};
use crate::config::Config;
use crate::failure::Answer;

/// The databases Lingke runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// Embedded, one node.
    Sqlite,
    /// Many nodes.
    Postgres,
}

impl DatabaseKind {
    /// Which database a URL names.
    pub fn of(url: &str) -> anyhow::Result<Self> {
        if url.starts_with("sqlite:") {
            return Ok(Self::Sqlite);
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres);
        }
        anyhow::bail!("a database URL begins with postgres:// or sqlite:")
    }

    /// As shown to people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }

    /// The same as SeaORM names it.
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}

/// Memory for pages of each connection to SQLite: 16 MB, in its own notation.
const CACHE_SIZE: &str = "-16000";
/// Pages in the write-ahead log before they are taken over.
const WAL_AUTOCHECKPOINT: &str = "2000";

/// WAL with a full sync at each commit: an acknowledged write survives power loss.
pub(super) fn sqlite_options(
    url: &str,
    connections_max: u32,
    read_only: bool,
    pages_max: Option<u32>,
) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections_max)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            let mut options = options
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
                .pragma("cache_size", CACHE_SIZE)
                .pragma("temp_store", "memory")
                .pragma("wal_autocheckpoint", WAL_AUTOCHECKPOINT)
                .statement_cache_capacity(256);
            if read_only {
                options = options.pragma("query_only", "on");
            }
            if let Some(pages) = pages_max {
                options = options.pragma("max_page_count", pages.to_string());
            }
            options
        });
    options
}

/// Whoever waits for a page must not wait for machine code: PostgreSQL would make some for each statement whose plan it
/// holds to be dear, 20 to 50 ms, however few rows its limits leave.
pub(super) fn postgres_options(url: &str, config: &Config, tls: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(config.database_connections_max)
        .acquire_timeout(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |options| {
            let options = options.options([("jit", "off")]);
            if tls { options } else { options.ssl_mode(PgSslMode::Disable) }
        });
    options
}

/// What can be read from in several statements that belong together.
pub trait Reader: ConnectionTrait + TransactionTrait {}

impl<T: ConnectionTrait + TransactionTrait> Reader for T {}

/// Reads all rows of a statement whose best way depends on what it is asked for: a word that is rare or one that is
/// everywhere. PostgreSQL would soon plan it once for all words. SQLite always plans without looking at values.
pub async fn all_by_values<T: FromQueryResult>(conn: &impl Reader, statement: Sql) -> Answer<Vec<T>> {
    if conn.get_database_backend() != DbBackend::Postgres {
        return statement.all(conn).await;
    }
    let tx = conn.begin().await?;
    sql("SET LOCAL plan_cache_mode = force_custom_plan").run(&tx).await?;
    let rows = statement.all(&tx).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Whether a PostgreSQL URL names this machine and leaves TLS open.
pub(super) fn needs_no_tls(url: &str) -> bool {
    url.parse::<PgConnectOptions>().is_ok_and(|options| {
        let here = matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1" | "[::1]");
        here && matches!(options.get_ssl_mode(), PgSslMode::Prefer)
    })
}

/// Writers on SQLite queue at the beginning, not at the first write, where they could only fail.
pub(super) fn write_options(kind: DatabaseKind) -> TransactionOptions {
    let mode = (kind == DatabaseKind::Sqlite).then_some(SqliteTransactionMode::Immediate);
    TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() }
}

/// Held while the schema changes, so that two nodes starting together do not both change it.
pub(super) async fn schema_lock(db: &Db) -> anyhow::Result<Option<DatabaseTransaction>> {
    if db.kind() == DatabaseKind::Sqlite {
        return Ok(None);
    }
    let held = db.write().begin().await?;
    sql("SELECT pg_advisory_xact_lock(715331)").run(&held).await?;
    Ok(Some(held))
}

/// Appended to a `SELECT` that claims rows: others skip what one runner holds.
/// SQLite has one writer, so its transaction is the claim.
pub fn skip_locked(kind: DatabaseKind) -> &'static str {
    match kind {
        DatabaseKind::Sqlite => "",
        DatabaseKind::Postgres => " FOR UPDATE SKIP LOCKED",
    }
}

/// Appended to a `SELECT` that loads one row to change it.
pub fn for_update(kind: DatabaseKind) -> &'static str {
    match kind {
        DatabaseKind::Sqlite => "",
        DatabaseKind::Postgres => " FOR UPDATE",
    }
}

/// A table `given` with one row, `given.value`, for each element of the JSON array bound at `mark`: many rows with one
/// placeholder. The n-th field of an element that is itself an array is the text `given.value->>n`.
pub fn given(kind: DatabaseKind, mark: &str) -> String {
    match kind {
        DatabaseKind::Sqlite => format!("json_each({mark}) AS given"),
        DatabaseKind::Postgres => format!("jsonb_array_elements(CAST({mark} AS JSONB)) AS given (value)"),
    }
}

/// How many rows of `count` each `INSERT` of a batch writes: few different lengths, so that few are prepared.
pub fn statement_lengths(kind: DatabaseKind, count: usize) -> impl Iterator<Item = usize> {
    let (short, max) = match kind {
        // 32,766 placeholders are the limit; what a longer text saves is little.
        DatabaseKind::Sqlite => (8, 64),
        // The driver leaves Nagle's algorithm on: whatever is longer than a packet waits up to 40 ms for the other
        // side's acknowledgement, so few and long ones. 65,535 placeholders are the limit.
        DatabaseKind::Postgres => (32, 1024),
    };
    let mut left = count;
    std::iter::from_fn(move || {
        let length = if left < short { left } else { 1 << left.min(max).ilog2() };
        left -= length;
        (length > 0).then_some(length)
    })
}

/// A subquery of the texts in the JSON list bound to `mark`, in its only column `listed`: for long lists, where
/// placeholders would be too many.
pub fn listed(backend: DbBackend, mark: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("SELECT jsonb_array_elements_text({mark}::jsonb) AS listed"),
        _ => format!("SELECT value AS listed FROM json_each({mark})"),
    }
}

/// Takes the lock called `key` until the transaction ends; false when another holds it.
pub async fn try_lock(tx: &DatabaseTransaction, kind: DatabaseKind, key: &str) -> Answer<bool> {
    if kind == DatabaseKind::Sqlite {
        return Ok(true);
    }
    let taken =
        sql("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))").bind(key).value::<bool>(tx).await?;
    Ok(taken.unwrap_or(false))
}

/// Takes the lock called `key` until the transaction ends, after whoever holds it. To be taken before anything is read.
pub async fn lock(tx: &DatabaseTransaction, kind: DatabaseKind, key: &str) -> Answer<()> {
    if kind == DatabaseKind::Postgres {
        sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").bind(key).run(tx).await?;
    }
    Ok(())
}

/// The trigger that leaves sealing to the sealer, while it is away.
pub(crate) struct SealGuard(Option<String>);

/// Lets this transaction write rows that are sealed already: history that is written in bulk.
pub(crate) async fn let_sealed_rows_in(tx: &DatabaseTransaction, kind: DatabaseKind) -> Answer<SealGuard> {
    if kind == DatabaseKind::Postgres {
        sql("ALTER TABLE journal DISABLE TRIGGER journal_is_append_only").run(tx).await?;
        return Ok(SealGuard(None));
    }
    let text = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'journal_seq_is_whole'";
    let guard = sql(text).value::<String>(tx).await?;
    sql("DROP TRIGGER journal_seq_is_whole").run(tx).await?;
    Ok(SealGuard(guard))
}

/// Puts the trigger back, before the same transaction commits: nobody else ever sees the journal without it.
pub(crate) async fn keep_sealed_rows_out(
    tx: &DatabaseTransaction,
    kind: DatabaseKind,
    SealGuard(guard): SealGuard,
) -> Answer<()> {
    if kind == DatabaseKind::Postgres {
        sql("ALTER TABLE journal ENABLE TRIGGER journal_is_append_only").run(tx).await?;
    }
    if let Some(guard) = guard {
        sql(guard).run(tx).await?;
    }
    Ok(())
}

/// Lets the database count again what its plans rest on, after much was written in bulk. SQLite plans without.
pub(crate) async fn count_again(db: &Db) -> Answer<()> {
    if db.kind() == DatabaseKind::Postgres {
        sql("ANALYZE").run(db.write()).await?;
    }
    Ok(())
}

/// All indexes that are not unique and belong to no constraint.
pub(super) async fn indexes_not_unique(db: &Db) -> Answer<Vec<Index>> {
    let text = match db.kind() {
        DatabaseKind::Sqlite => {
            "SELECT name, sql AS statement FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' \
             ORDER BY name LIMIT 1000"
        }
        DatabaseKind::Postgres => {
            "SELECT CAST(indexname AS TEXT) AS name, indexdef AS statement FROM pg_indexes \
             WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE INDEX %' ORDER BY indexname LIMIT 1000"
        }
    };
    sql(text).all(db.write()).await
}

/// Builds an index over many rows.
pub(super) async fn build_index(db: &Db, statement: &str) -> Answer<()> {
    let tx = db.begin().await?;
    if db.kind() == DatabaseKind::Postgres {
        sql("SET LOCAL maintenance_work_mem = '512MB'").run(&*tx).await?;
    }
    sql(statement).run(&*tx).await?;
    tx.commit().await
}

/// Whether the schema has a table called `name`.
pub(crate) async fn has_table(db: &Db, name: &str) -> Answer<bool> {
    let text = match db.kind() {
        DatabaseKind::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
        DatabaseKind::Postgres => {
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
        }
    };
    Ok(sql(text).bind(name).value::<i32>(db.read()).await?.is_some())
}

/// Lets SQLite commit without waiting for the disk, keep more in memory and sort in files, until [`hurry_no_more`].
pub(crate) async fn hurry(db: &Db) -> Answer<()> {
    let settings =
        ["synchronous = OFF", "cache_size = -400000", "temp_store = FILE", "wal_autocheckpoint = 40000"];
    set_on_sqlite(db, &settings).await
}

/// Makes commits on SQLite durable again: the next one, with all before it once [`take_log_over`] is through.
pub(super) async fn hurry_no_more(db: &Db) -> Answer<()> {
    let cache_size = format!("cache_size = {CACHE_SIZE}");
    let autocheckpoint = format!("wal_autocheckpoint = {WAL_AUTOCHECKPOINT}");
    set_on_sqlite(db, &["synchronous = FULL", &cache_size, "temp_store = MEMORY", &autocheckpoint]).await
}

/// Lets SQLite take its write-ahead log over into the database, and waits until the disk has it.
pub(super) async fn take_log_over(db: &Db) -> Answer<()> {
    set_on_sqlite(db, &["wal_checkpoint(TRUNCATE)"]).await
}

async fn set_on_sqlite(db: &Db, settings: &[&str]) -> Answer<()> {
    if db.kind() == DatabaseKind::Sqlite {
        for setting in settings {
            sql(format!("PRAGMA {setting}")).run(db.write()).await?;
        }
    }
    Ok(())
}

/// Tells every node that the journal grew.
pub(crate) async fn announce_sealed(db: &Db, seq: i64) -> Answer<()> {
    if db.kind() == DatabaseKind::Postgres {
        sql("SELECT pg_notify('lingke_sealed', $1)").bind(seq.to_string()).run(db.write()).await?;
    }
    Ok(())
}

/// Where nodes tell each other whose notifications changed.
pub(crate) const NOTIFIED_CHANNEL: &str = "lingke_notified";
/// Ids in one announcement: its 8,000 bytes hold twice as many.
const NOTIFIED_MAX: usize = 100;

/// Tells every node, this one included, whose notifications changed; false on SQLite, where there is one node.
pub(crate) async fn announce_notified(db: &Db, staff_ids: &[String]) -> Answer<bool> {
    if db.kind() == DatabaseKind::Sqlite {
        return Ok(false);
    }
    for some in staff_ids.chunks(NOTIFIED_MAX) {
        sql("SELECT pg_notify($1, $2)").bind(NOTIFIED_CHANNEL).bind(some.join(",")).run(db.write()).await?;
    }
    Ok(true)
}

/// Listens for what nodes announce; none on SQLite, where there is one node.
pub(crate) async fn listen(db: &Db) -> Option<PgListener> {
    if db.kind() == DatabaseKind::Sqlite {
        return None;
    }
    let mut listener = PgListener::connect_with(db.write().get_postgres_connection_pool()).await.ok()?;
    listener.listen_all(["lingke_sealed", NOTIFIED_CHANNEL]).await.ok()?;
    Some(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_left_out_on_this_machine_only_and_only_where_nobody_asks_for_it() {
        assert!(needs_no_tls("postgres://postgres@127.0.0.1:5432/lingke"));
        assert!(needs_no_tls("postgres://postgres@localhost/lingke?sslmode=prefer"));
        assert!(!needs_no_tls("postgres://postgres@127.0.0.1/lingke?sslmode=require"));
        assert!(!needs_no_tls("postgres://postgres@db.example.com/lingke"));
    }

    #[test]
    fn statements_have_few_lengths_and_leave_no_row_out() {
        let lengths = |kind, count| statement_lengths(kind, count).collect::<Vec<_>>();
        assert_eq!(lengths(DatabaseKind::Sqlite, 0), [0; 0]);
        assert_eq!(lengths(DatabaseKind::Sqlite, 3), [3]);
        assert_eq!(lengths(DatabaseKind::Sqlite, 150), [64, 64, 16, 6]);
        assert_eq!(lengths(DatabaseKind::Postgres, 31), [31]);
        assert_eq!(lengths(DatabaseKind::Postgres, 1500), [1024, 256, 128, 64, 28]);
    }
}
