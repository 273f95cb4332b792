//! The workbench: lists, what people keep, drafts and held replies, the same for many, registers, plans.

mod bulk;
mod exports;
mod held;
mod kept;
mod lists;
mod recurring;
mod verbs;

use serde_json::{Value, json};

use crate::house::{House, eventually};

/// A Monday morning whose week has five ordinary working days.
const MONDAY: &str = "2026-09-14T09:00:00+08:00";

fn text(words: &str) -> Value {
    json!({ "text": words })
}

/// Runs a timer of the node until the moment is over at which another run holds it.
async fn run_timer(house: &House, name: &str) {
    let path = format!("/operations/timers/{name}/runs");
    eventually("the timer runs", async || {
        let ran = house.person("admin").post(&path, &json!({})).await;
        (ran.status < 300).then_some(())
    })
    .await;
}
