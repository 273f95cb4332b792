//! The databases that are measured: filled once with the demo institution, and kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use clap::ValueEnum;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl Kind {
    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Where they are.
#[derive(Debug)]
pub(crate) struct Databases {
    folder: PathBuf,
    program: PathBuf,
    /// `postgres://user@host:port`, without a database.
    postgres: Option<String>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) kind: Kind,
    /// Where its data dir is.
    pub(crate) folder: PathBuf,
    program: PathBuf,
    /// What `LINGKE_DATABASE_URL` says.
    url: Option<String>,
}

impl Databases {
    pub(crate) fn new(folder: &Path, program: &Path, postgres: Option<String>) -> anyhow::Result<Self> {
        fs::create_dir_all(folder)?;
        // Programs are started from other folders too.
        let program = fs::canonicalize(program).with_context(|| program.display().to_string())?;
        let postgres = postgres.map(|url| url.trim_end_matches('/').to_owned());
        Ok(Self { folder: fs::canonicalize(folder)?, program, postgres })
    }

    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let postgres = self.postgres.as_ref().map(|_| Kind::Postgres);
        [Some(Kind::Sqlite), postgres].into_iter().flatten().collect()
    }

    /// The database of that kind with about so many cases, filled where it is not yet.
    pub(crate) async fn filled(&self, kind: Kind, cases: usize) -> anyhow::Result<Place> {
        let folder = self.folder.join(format!("{}-{cases}", kind.name().to_lowercase()));
        let (named, whole) = (folder.join("database"), folder.join("filled"));
        if !whole.exists() {
            self.forget(&folder).await?;
            fs::create_dir_all(&folder)?;
            if let Some(server) = self.server(kind) {
                let chance = uuid::Uuid::now_v7().simple().to_string().split_off(24);
                let name = format!("lingke_bench_{cases}_{chance}");
                fs::write(&named, &name)?;
                on(server, &format!("CREATE DATABASE {name}")).await?;
            }
        }
        let name = fs::read_to_string(&named).unwrap_or_default();
        let url = self.server(kind).map(|server| format!("{server}/{name}"));
        let place = Place { kind, folder, program: self.program.clone(), url };
        if !whole.exists() {
            eprintln!("filling {} with {cases} cases, once", kind.name());
            let began = std::time::Instant::now();
            let filled =
                place.command().args(["demo", "--cases", &cases.to_string()]).stdout(Stdio::null()).status();
            ensure!(filled?.success(), "the demo could not be made");
            place.settle(cases).await?;
            fs::write(&whole, format!("{} seconds\n", began.elapsed().as_secs()))?;
        }
        Ok(place)
    }

    fn server(&self, kind: Kind) -> Option<&str> {
        self.postgres.as_deref().filter(|_| kind == Kind::Postgres)
    }

    /// Throws away what stands in `folder`, and the database it names.
    async fn forget(&self, folder: &Path) -> anyhow::Result<()> {
        if let (Ok(name), Some(server)) = (fs::read_to_string(folder.join("database")), &self.postgres) {
            on(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        Ok(())
    }

    /// Throws all of them away.
    pub(crate) async fn clear(&self) -> anyhow::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.forget(&path).await?;
            }
        }
        Ok(())
    }
}

impl Place {
    /// A command of the program on this database, without the settings of whoever measures.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LINGKE_")) {
            command.env_remove(name);
        }
        command.current_dir(&self.folder).env("LINGKE_DATA_DIR", &self.folder).env("LINGKE_LOG", "warn");
        if let Some(url) = &self.url {
            command.env("LINGKE_DATABASE_URL", url);
        }
        command
    }

    /// Another file on the same disk, or the same database: never a table of the product's.
    pub(crate) fn raw_url(&self) -> String {
        self.url.clone().unwrap_or_else(|| format!("sqlite:{}", self.folder.join("raw.db").display()))
    }

    /// The product's own database.
    pub(crate) async fn connect(&self) -> anyhow::Result<DatabaseConnection> {
        let url = self.url.clone();
        let url = url.unwrap_or_else(|| format!("sqlite:{}", self.folder.join("lingke.db").display()));
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|options| {
            options.busy_timeout(std::time::Duration::from_secs(60)).pragma("journal_mode", "wal")
        });
        Database::connect(options).await.context("the database cannot be reached")
    }

    /// What the server does by itself some time after so much was written is done before anything is measured.
    async fn settle(&self, cases: usize) -> anyhow::Result<()> {
        let db = self.connect().await?;
        db.execute_unprepared(&crate::firing::arm(cases)).await?;
        let statements = match self.kind {
            Kind::Postgres => &["VACUUM (ANALYZE)", "CHECKPOINT"][..],
            Kind::Sqlite => &["PRAGMA wal_checkpoint(TRUNCATE)"][..],
        };
        for statement in statements {
            db.execute_unprepared(statement).await?;
        }
        Ok(db.close().await?)
    }
}

async fn on(server: &str, statement: &str) -> anyhow::Result<()> {
    let db = Database::connect(format!("{server}/postgres")).await.context("PostgreSQL cannot be reached")?;
    db.execute_unprepared(statement).await?;
    Ok(db.close().await?)
}
