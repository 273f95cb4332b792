//! Measures a built server on this machine: on SQLite and on PostgreSQL, with few cases and with many.
//!
//! Only ratios within one run mean anything, so each database's own rate of durable commits is measured first and
//! stands in the same table. The databases are filled once and kept in a folder. Begin with [`scenarios`].

mod browser;
mod databases;
mod firing;
mod live;
mod load;
mod peer;
mod raw;
mod reading;
mod scenarios;
mod server;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use databases::{Databases, Kind};
use scenarios::{Bench, Scenario};
use table::Table;

/// What to measure, and how long.
#[derive(Debug, Parser)]
struct Line {
    /// The built `lingke`
    #[arg(long, default_value = "target/release/lingke")]
    server: PathBuf,
    /// A PostgreSQL server where databases may be created; none measures SQLite only
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Where the filled databases are kept
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// How many cases, the smallest first: ratios are to it
    #[arg(long, value_delimiter = ',', default_values_t = [10_000_usize, 1_000_000])]
    cases: Vec<usize>,
    /// Only on these databases
    #[arg(long, value_enum, value_delimiter = ',')]
    databases: Vec<Kind>,
    /// Only these scenarios
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Scenario>,
    /// Seconds for each figure
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// Connections that ask at once, where several do
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Live streams held open at once
    #[arg(long, default_value_t = 5_000)]
    streams: usize,
    /// Throws the kept databases away, and measures nothing
    #[arg(long)]
    clear: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let line = Line::parse();
    let databases = Databases::new(&line.folder, &line.server, line.postgres.clone())?;
    if line.clear {
        return databases.clear().await;
    }
    let effort = load::Effort { seconds: Duration::from_secs(line.seconds), connections: line.connections };
    let kinds = databases.kinds().into_iter();
    let kinds = kinds.filter(|kind| line.databases.is_empty() || line.databases.contains(kind)).collect();
    let bench = Bench { databases, kinds, cases: line.cases, only: line.only, effort, streams: line.streams };
    let mut table = Table::default();
    // What was measured is told also when something fails or somebody has seen enough.
    let measured = tokio::select! {
        measured = bench.run(&mut table) => measured,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("cancelled")),
    };
    println!("{table}");
    measured
}
