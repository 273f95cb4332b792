//! `lingke keys rotate`: another master key over the same database.

use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Subcommand;
use lingke_platform::config::Config;
use lingke_platform::ctx::Ctx;
use lingke_platform::keys::{MasterKey, rotate};
use lingke_platform::node::Node;

use super::node_at_rest;

/// What can be done with keys.
#[derive(Subcommand)]
pub enum Keys {
    /// Put the database under another master key; nodes that run go on
    Rotate {
        /// The file of the new key: 64 hexadecimal digits, made when it is not there
        #[arg(long, value_name = "FILE")]
        new_key_file: PathBuf,
    },
    /// Print the fingerprint of the master key that is configured: backups name the one they need
    Fingerprint,
}

/// Rotates the master key, and says what to configure then.
pub async fn run(config: Config, command: Keys) -> anyhow::Result<ExitCode> {
    let new_key_file = match command {
        Keys::Rotate { new_key_file } => new_key_file,
        Keys::Fingerprint => {
            let key = MasterKey::find(&config)?.context("there is no master key")?;
            println!("{}", key.fingerprint());
            return Ok(ExitCode::SUCCESS);
        }
    };
    let file = absolute(new_key_file)?;
    let node = node_at_rest(config).await?;
    let rotated = put_under(&node, &file).await;
    node.stop().await;
    rotated?;
    println!("This database is now under the master key in {file}.", file = file.display());
    println!("Before a node starts the next time, give it this file, and no LINGKE_MASTER_KEY beside it:");
    println!("    master_key_file = {file:?}");
    println!("Keep the old key as long as a backup from before may be needed.");
    Ok(ExitCode::SUCCESS)
}

async fn put_under(node: &Arc<Node>, file: &Path) -> anyhow::Result<()> {
    let old = MasterKey::find(&node.config)?.context("the master key in use is gone")?;
    let new = match MasterKey::read(file)? {
        Some(key) => key,
        None => MasterKey::make(file)?,
    };
    let mut tx = Ctx::system(node, "keys").begin().await?;
    rotate(&mut tx, &old, &new).await?;
    tx.commit().await?;
    Ok(())
}
