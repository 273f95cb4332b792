//! `lingke backup` and `lingke restore`: the whole database in one file, and back.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use lingke_platform::backup::{self, Manifest, Opened, Restoring, Taking, runs};
use lingke_platform::config::Config;
use lingke_platform::node::Node;

use super::node_at_rest;

/// What is restored, and into what.
#[derive(Args)]
pub struct Restore {
    /// The file that `lingke backup` wrote
    file: PathBuf,
    /// Give up all that is in the database now
    #[arg(long)]
    replace: bool,
}

/// Writes the database into `file` while others work on it.
pub async fn run(config: Config, file: &Path) -> anyhow::Result<ExitCode> {
    let node = node_at_rest(config).await?;
    let taken = tokio::select! {
        taken = write(&node, file) => taken,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("broken off; there is no new file")),
    };
    node.stop().await;
    let (manifest, bytes) = taken?;
    println!("backup: {} ({bytes} bytes, {} rows)", file.display(), manifest.rows());
    println!(
        "The master key is not in it: keep the key with the fingerprint {} elsewhere.",
        manifest.master_key
    );
    println!("head: {} {}", manifest.head.seq, manifest.head.hash);
    Ok(ExitCode::SUCCESS)
}

async fn write(node: &Arc<Node>, file: &Path) -> anyhow::Result<(Manifest, u64)> {
    let mut lines = Lines::default();
    let taking = Taking { db: &node.db, config: &node.config, now: node.clock.now() };
    let taken =
        backup::take(&taking, file, &mut |table, rows| lines.tell(table, &format!("{rows} rows"))).await;
    lines.end();
    let (manifest, bytes) = taken?;
    runs::record_made(node, &manifest, bytes).await?;
    Ok((manifest, bytes))
}

/// Puts a backup back and verifies it.
pub async fn restore(config: Config, Restore { file, replace }: Restore) -> anyhow::Result<ExitCode> {
    let backup = Opened::open(&file)?;
    backup.check_keys(&config)?;
    let manifest = backup.manifest.clone();
    eprintln!(
        "{} was taken at {} from {} by version {}, with the journal up to {}.",
        file.display(),
        manifest.at,
        manifest.database,
        manifest.version,
        manifest.head.seq
    );
    if replace {
        eprintln!("WARNING: all that is in the database now is given up for it, also what happened since.");
    }
    let mut lines = Lines::default();
    let now = now();
    let restoring = Restoring { config: &config, replace, scratch: false, now };
    let mut progress = |what: &str, done: u64, all: u64| lines.tell(what, &format!("{done} of {all}"));
    let restored = backup::restore(&restoring, &backup, &mut progress).await;
    lines.end();
    let head = restored.context("nothing was restored; the database is as it was")?;
    let db = lingke_platform::db::Db::open(&config).await?;
    let aside = backup::set_heads_aside(&db, &config.data_dir, now).await?;
    db.close().await;
    let node = node_at_rest(config).await?;
    let recorded = runs::record_restored(&node, &manifest).await;
    node.stop().await;
    recorded?;
    if let Some(aside) = aside {
        println!("Heads of the journal that were noted after this backup now lie in {}.", aside.display());
    }
    println!("restored: {} rows; the chain was verified", manifest.rows());
    println!("head: {} {}", head.seq, head.hash);
    Ok(ExitCode::SUCCESS)
}

/// The wall clock, for a command that has no node yet.
fn now() -> lingke_kernel::time::Instant {
    lingke_platform::node::Clock::default().now()
}

/// Tells how far it is: on one line of a terminal, or a line for each part where there is none.
#[derive(Default)]
struct Lines {
    last: Option<(String, String)>,
    told: Option<Instant>,
}

impl Lines {
    fn tell(&mut self, what: &str, how_much: &str) {
        if self.last.as_ref().is_some_and(|(before, _)| before != what) {
            self.end();
        }
        self.last = Some((what.to_owned(), how_much.to_owned()));
        let rests = self.told.is_some_and(|at| at.elapsed() < Duration::from_millis(100));
        if std::io::stderr().is_terminal() && !rests {
            eprint!("\r\x1b[K{what}: {how_much}");
            self.told = Some(Instant::now());
        }
    }

    fn end(&mut self) {
        if let Some((what, how_much)) = self.last.take() {
            let over = if std::io::stderr().is_terminal() { "\r\x1b[K" } else { "" };
            eprintln!("{over}{what}: {how_much}");
        }
        self.told = None;
    }
}
