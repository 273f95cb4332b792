//! `lingke rebuild`: a projection, computed again.

use std::process::ExitCode;

use anyhow::bail;
use lingke_platform::config::Config;
use lingke_platform::failure::Failure;
use lingke_platform::subscriptions;

use super::node_at_rest;

/// Empties what the subscription `name` computed and computes it again from the whole journal.
pub async fn run(config: Config, name: &str) -> anyhow::Result<ExitCode> {
    let node = node_at_rest(config).await?;
    let rebuilt = subscriptions::rebuild(&node, name).await;
    let names = node.subscriptions().filter(|one| one.clear.is_some()).map(|one| one.name);
    let names: Vec<&str> = names.collect();
    node.stop().await;
    match rebuilt {
        Ok(position) => println!("{name}: rebuilt up to {position}"),
        Err(Failure::NotFound) => bail!("there is no projection {name}; there are: {}", names.join(", ")),
        Err(failure) => return Err(failure.into()),
    }
    Ok(ExitCode::SUCCESS)
}
