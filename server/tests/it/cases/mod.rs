//! Cases: opened, worked on, timed, shown to whom they concern, and counted.

mod attachments;
mod belonging;
mod breaches;
mod calendars;
mod checklists;
mod clocks;
mod fields;
mod handing_on;
mod levels;
mod lists;
mod live;
mod opening;
mod receipts;
mod replays;
mod scope;
mod tasks;
mod timeline;
mod typed_numbers;
mod work;

use serde_json::{Value, json};

use crate::house::{House, eventually};

/// A Monday morning whose week has five ordinary working days before 国庆.
pub(crate) const MONDAY: &str = "2026-09-14T09:00:00+08:00";

pub(crate) fn text(words: &str) -> Value {
    json!({ "text": words })
}

/// Runs the timer of the clocks now, on each node until nothing is due: a run passes over the cases that another
/// run, or a command, holds just then.
pub(crate) async fn fire(nodes: &[&House]) {
    for house in nodes {
        let path = "/operations/timers/fire_clocks/runs";
        eventually("all that is due fires", async || {
            let ran = house.person("admin").post(path, &json!({})).await;
            let due = format!("case_clocks WHERE next_fire_at <= {}", house.node.clock.now().micros());
            (ran.status < 300 && house.count(&due).await == 0).then_some(())
        })
        .await;
    }
}
