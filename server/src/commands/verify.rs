//! `lingke verify`: whether the journal is what was written.

use std::process::ExitCode;

use lingke_platform::config::Config;
use lingke_platform::db::Db;
use lingke_platform::journal::verify;

/// Prints the head, and exits 1 when an entry is bad: its number alone is then the last line.
pub async fn run(config: &Config, from: Option<i64>) -> anyhow::Result<ExitCode> {
    let db = Db::open(config).await?;
    let noted = verify::read_noted(&db, &config.data_dir).await?;
    let verdict = verify::verify(&db, from, &noted).await?;
    db.close().await;
    println!("head: {} {}", verdict.head.seq, verdict.head.hash);
    println!("checked: {}", verdict.checked);
    let Some(bad) = verdict.bad else {
        return Ok(ExitCode::SUCCESS);
    };
    println!("bad: {}", bad.why);
    println!("{}", bad.seq);
    Ok(ExitCode::FAILURE)
}
