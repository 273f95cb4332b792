//! What can be typed: one file per command.

pub mod backup;
pub mod batch;
pub mod demo;
pub mod generate;
pub mod import;
pub mod keys;
pub mod rebuild;
pub mod serve;
pub mod staff;
pub mod verify;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use lingke_platform::config::Config;
use lingke_platform::node::Node;

/// 聆客 Lingke: customer service and complaint handling.
#[derive(Parser)]
#[command(name = "lingke", version, about)]
struct Line {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where the data is. Belongs to every command.
#[derive(Args)]
struct Place {
    /// Where the SQLite file, the master key, the noted journal heads and spooled uploads live [env: LINGKE_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// A PostgreSQL URL; none means SQLite in the data dir [env: LINGKE_DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Run a node: the API, the console, timers and subscriptions
    Serve {
        /// Address to listen on [env: LINGKE_LISTEN]
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
    },
    /// Fill an empty database with a made-up institution and a year of its history
    Demo {
        /// How much
        #[arg(long, value_enum, default_value = "small")]
        size: demo::Size,
        /// About so many cases instead of a size's, with customers in proportion
        #[arg(long, value_name = "N", conflicts_with = "size", value_parser = clap::value_parser!(u64).range(1..=20_000_000))]
        cases: Option<u64>,
        /// The same seed makes the same institution on the same day
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
    },
    /// Recompute the journal's chain and print its head; exits 1 and names the first bad entry
    Verify {
        /// Begin at this entry
        #[arg(long, value_name = "SEQ")]
        from: Option<i64>,
    },
    /// Compute a projection again from the whole journal
    Rebuild {
        /// The subscription's name
        name: String,
    },
    /// Write the whole database into one file, beside a running server
    Backup {
        /// The file to write
        file: PathBuf,
    },
    /// Put a backup back into an empty database, and verify it
    Restore(backup::Restore),
    /// Answer questions about working time and time limits
    Clock(batch::Calculator),
    /// Answer questions about figures
    Stats(batch::Calculator),
    /// Import files from elsewhere
    #[command(subcommand)]
    Import(import::Import),
    /// Work with the keys that personal values are sealed with
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Work with administrators
    #[command(subcommand)]
    Admin(staff::Admin),
    /// Work with the tokens of programs
    #[command(subcommand)]
    Token(staff::Token),
    /// Print the OpenAPI document
    Openapi,
    /// Print what each role may do, as docs/permissions.md
    Permissions,
    /// Print the schema of SQLite, as docs/schema.sql
    Schema,
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let line = Line::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let code = runtime.block_on(run(line)).unwrap_or_else(|error| failed(&error));
    // A read from standard input or a spooling upload must not hold the process.
    runtime.shutdown_background();
    code
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("lingke: {error:#}");
    ExitCode::FAILURE
}

async fn run(line: Line) -> anyhow::Result<ExitCode> {
    let Line { place, command } = line;
    match command {
        Command::Serve { listen } => {
            let mut config = place.config()?;
            config.listen = listen.unwrap_or(config.listen);
            serve::run(config).await
        }
        Command::Demo { size, cases, seed } => {
            let scale = cases.map_or(size.scale(), demo::scale_of);
            demo::run(place.config()?, scale, seed).await
        }
        Command::Verify { from } => verify::run(&place.config()?, from).await,
        Command::Rebuild { name } => rebuild::run(place.config()?, &name).await,
        Command::Backup { file } => backup::run(place.config()?, &file).await,
        Command::Restore(command) => backup::restore(place.config()?, command).await,
        Command::Clock(calculator) => batch::clock(&calculator),
        Command::Stats(calculator) => batch::stats(&calculator),
        Command::Import(command) => import::run(place.config()?, command).await,
        Command::Keys(command) => keys::run(place.config()?, command).await,
        Command::Admin(command) => staff::admin(place.config()?, command).await,
        Command::Token(command) => staff::token(place.config()?, command).await,
        Command::Openapi => print(crate::openapi::text()),
        Command::Permissions => print(&generate::permissions()),
        Command::Schema => print(&generate::schema().await?),
    }
}

impl Place {
    /// The file, then the environment, then what was typed.
    fn config(self) -> anyhow::Result<Config> {
        let mut config = Config::load().context("the configuration cannot be read")?;
        config.data_dir = self.data_dir.unwrap_or(config.data_dir);
        config.database_url = self.database_url.or(config.database_url);
        Ok(config)
    }
}

fn print(text: &str) -> anyhow::Result<ExitCode> {
    use std::io::Write;
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A node that does not run its loops: for a command beside a running server.
async fn node_at_rest(config: Config) -> anyhow::Result<Arc<Node>> {
    crate::wiring::open(config).await
}
