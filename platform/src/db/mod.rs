//! The database: one code for SQLite and PostgreSQL. What differs is in [`dialect`].

pub mod bulk;
pub mod dialect;
pub mod query;
mod writing;

use anyhow::Context;
use sea_orm::{Database, DatabaseConnection, DbErr};
use sea_orm_migration::MigratorTrait;

use crate::config::Config;
use crate::failure::Answer;
pub use dialect::DatabaseKind;
pub use query::{insert_rows, sql};
pub use writing::Writing;

/// An open database: one connection writes on SQLite, a pool on PostgreSQL; several read.
#[derive(Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    kind: DatabaseKind,
    turns: writing::Turns,
}

impl Db {
    /// Opens the database of `config` and brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be reached, or its schema is newer than this program.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let db = Self::connect(config).await?;
        db.migrate().await?;
        Ok(db)
    }

    pub(crate) async fn connect(config: &Config) -> anyhow::Result<Self> {
        let url = config.database_url()?;
        let kind = DatabaseKind::of(&url)?;
        let (write, read) = match kind {
            DatabaseKind::Sqlite => {
                let write =
                    Database::connect(dialect::sqlite_options(&url, 1, false, config.sqlite_pages_max)).await;
                let write = write.with_context(|| "the SQLite file cannot be opened".to_owned())?;
                let read = Database::connect(dialect::sqlite_options(&url, 4, true, None)).await?;
                (write, read)
            }
            DatabaseKind::Postgres => {
                let pool = connect_postgres(&url, config).await.context("PostgreSQL cannot be reached")?;
                (pool.clone(), pool)
            }
        };
        Ok(Self { write, read, kind, turns: writing::Turns::default() })
    }

    pub(crate) async fn migrate(&self) -> anyhow::Result<()> {
        let lock = dialect::schema_lock(self).await?;
        lingke_migrations::Migrator::up(&self.write, None)
            .await
            .context("the schema cannot be brought up to date (a newer program may have changed it)")?;
        drop(lock);
        Ok(())
    }

    /// Which of the two this is.
    pub fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// For reading outside a transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For single statements of the platform itself; commands use [`crate::ctx::Ctx::begin`].
    pub(crate) fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a writing transaction.
    pub async fn begin(&self) -> Answer<Writing> {
        Writing::begin(&self.write, self.kind, &self.turns).await
    }

    /// Closes all connections.
    pub async fn close(&self) {
        let _ = self.write.clone().close().await;
        let _ = self.read.clone().close().await;
    }
}

/// On the same machine without TLS, unless somebody asks for it: it protects nothing there, and its records are what
/// Nagle's algorithm holds back, 40 ms for each longer statement. A server that insists gets it.
async fn connect_postgres(url: &str, config: &Config) -> Result<DatabaseConnection, DbErr> {
    if dialect::needs_no_tls(url)
        && let Ok(pool) = Database::connect(dialect::postgres_options(url, config, false)).await
    {
        return Ok(pool);
    }
    Database::connect(dialect::postgres_options(url, config, true)).await
}
