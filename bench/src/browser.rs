//! The console in a real browser, driven by the same tools as the journeys.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use serde_json::Value;

/// What was seen.
pub(crate) struct Seen {
    /// From the click on the menu to the rows of the case list, the median.
    pub(crate) rows_ms: f64,
    /// JavaScript that came over the wire at the first load.
    pub(crate) script_kb: f64,
}

/// Signs in as the manager and looks. The journeys' packages must be installed.
pub(crate) fn look(address: &str) -> anyhow::Result<Seen> {
    ensure!(Path::new("e2e/node_modules/@playwright").exists(), "the packages of e2e are not installed");
    let output = Command::new("node").args(["bench.mjs", address]).current_dir("e2e").output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    let seen: Value = serde_json::from_slice(&output.stdout)?;
    let figure = |name: &str| seen[name].as_f64().with_context(|| format!("no {name}"));
    Ok(Seen { rows_ms: figure("rows_ms")?, script_kb: figure("script_kb")? })
}
