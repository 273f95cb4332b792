//! What the database itself does: one row, one durable commit, nothing around it.

use anyhow::Context;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::databases::{Kind, Place};
use crate::load::{Effort, Measured};

/// Inserts single rows in a table of its own, each its own commit.
pub(crate) async fn commits(place: &Place, effort: Effort) -> anyhow::Result<Measured> {
    // SQLite has one writer; more connections would only measure its queue.
    let effort = if place.kind == Kind::Sqlite { effort.over(1) } else { effort };
    let db = open(&place.raw_url(), effort).await?;
    let table =
        "CREATE TABLE IF NOT EXISTS bench (id TEXT PRIMARY KEY, at BIGINT NOT NULL, text TEXT NOT NULL)";
    db.execute_unprepared(table).await?;
    let measured = effort.run(async |_, n| {
        let values =
            [uuid::Uuid::now_v7().to_string().into(), i64::try_from(n)?.into(), "x".repeat(200).into()];
        let text = "INSERT INTO bench (id, at, text) VALUES ($1, $2, $3)";
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), text, values)).await?;
        Ok(())
    });
    let measured = measured.await?;
    db.execute_unprepared("DROP TABLE bench").await?;
    db.close().await?;
    Ok(measured)
}

async fn open(url: &str, effort: Effort) -> anyhow::Result<DatabaseConnection> {
    let connections = u32::try_from(effort.connections)?;
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(connections)
        .sqlx_logging(false)
        .test_before_acquire(false);
    options.map_sqlx_sqlite_opts(|options| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
    });
    Database::connect(options).await.context("the database cannot be reached")
}
