//! A database of its own for each test: a file, or a PostgreSQL database made from a migrated template.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lingke_platform::config::Config;
use lingke_platform::db::Db;
use lingke_platform::db::sql;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use tempfile::TempDir;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// A database and a data dir, shared by the nodes of one story.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) database: Database,
    pub(crate) url: Option<String>,
    name: String,
    dir: Arc<TempDir>,
}

/// A database on the server the tests make theirs on. Without TLS: its handshakes would take longer than the stories.
fn on_server(name: &str) -> String {
    let server = std::env::var("LINGKE_TEST_POSTGRES");
    let server = server.unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".to_owned());
    format!("{server}/{name}?sslmode=disable")
}

/// A connection to the server itself, beside all databases of tests.
pub(crate) async fn maintenance() -> DatabaseConnection {
    let connected = connect(on_server("postgres")).await;
    connected.expect("PostgreSQL answers at LINGKE_TEST_POSTGRES or on 127.0.0.1:5432 as postgres")
}

async fn connect(url: String) -> Result<DatabaseConnection, DbErr> {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).test_before_acquire(false).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

/// Runs one statement.
pub(crate) async fn run(connection: &DatabaseConnection, text: &str) {
    connection.execute_unprepared(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
}

impl Ground {
    pub(crate) async fn new(database: Database) -> Self {
        let dir = Arc::new(TempDir::new().unwrap());
        let name = format!("lingke_test_{:032x}", rand::random::<u128>());
        let mut ground = Self { database, url: None, name, dir };
        if database == Database::Postgres {
            let connection = maintenance().await;
            let template = template(&connection).await;
            run(&connection, &format!("CREATE DATABASE {} TEMPLATE {template}", ground.name)).await;
            // No test outlives the machine, so none waits for its disk.
            run(&connection, &format!("ALTER DATABASE {} SET synchronous_commit = off", ground.name)).await;
            ground.url = Some(on_server(&ground.name));
        }
        ground
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.dir.path().to_owned()
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn config(&self) -> Config {
        Config {
            data_dir: self.dir(),
            database_url: self.url.clone(),
            database_connections_max: 8,
            tick_ms: 50,
            ..Config::default()
        }
    }

    /// A connection past the platform, as a person with a database shell has it.
    pub(crate) async fn shell(&self) -> DatabaseConnection {
        connect(self.config().database_url().unwrap()).await.unwrap()
    }

    /// Has the database dropped; a node that still runs loses it. PostgreSQL writes everything it holds to the disk
    /// first: it is told to and not waited for.
    pub(crate) async fn clear(&self) {
        if self.database == Database::Postgres {
            let text = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
            let server = maintenance().await;
            let _ = tokio::time::timeout(Duration::from_millis(100), run(&server, &text)).await;
        }
    }
}

/// The name of a migrated database to copy; made by the first test that needs it, for one state of the schema.
async fn template(connection: &DatabaseConnection) -> String {
    let name = format!("lingke_template_{}", schema_mark());
    run(connection, "SELECT pg_advisory_lock(715332)").await;
    let found = sql("SELECT count(*) FROM pg_database WHERE datname = $1").bind(name.as_str());
    if found.value::<i64>(connection).await.unwrap() == Some(0) {
        let half = format!("{name}_half_made");
        run(connection, &format!("DROP DATABASE IF EXISTS {half} WITH (FORCE)")).await;
        run(connection, &format!("CREATE DATABASE {half}")).await;
        let config = Config { database_url: Some(on_server(&half)), ..Config::default() };
        Db::open(&config).await.unwrap().close().await;
        run(connection, &format!("ALTER DATABASE {half} RENAME TO {name}")).await;
    }
    run(connection, "SELECT pg_advisory_unlock(715332)").await;
    name
}

/// Changes whenever a migration changes.
fn schema_mark() -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    let mut hasher = DefaultHasher::new();
    files.iter().for_each(|path| std::fs::read(path).unwrap().hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}
