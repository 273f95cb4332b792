//! People are told what concerns them, and why: in the console, by mail, and never twice.

mod bell;
mod chosen;
mod leads;
mod mail;
mod rebuilt;

use serde_json::{Value, json};

use crate::house::desk::case;
use crate::house::{House, Person};

/// A Monday morning whose week has five ordinary working days before 国庆.
const MONDAY: &str = "2026-09-14T09:00:00+08:00";

fn text(words: &str) -> Value {
    json!({ "text": words })
}

/// What somebody is told, newest first.
async fn told(person: &Person) -> Vec<Value> {
    person.all("/notifications", 50).await
}

/// The same as kind, reason and count.
fn short(told: &[Value]) -> Vec<(String, String, i64)> {
    let code = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    told.iter().map(|one| (code(one, "kind"), code(one, "reason"), one["count"].as_i64().unwrap())).collect()
}

fn said(kind: &str, reason: &str, count: i64) -> (String, String, i64) {
    (kind.to_owned(), reason.to_owned(), count)
}

async fn unread(person: &Person) -> i64 {
    person.get("/notification-counts").await.expect(200).json()["unread"].as_i64().unwrap()
}

impl House {
    /// Waits until everybody was told of everything.
    async fn all_told(&self) {
        self.caught_up("notifications").await;
    }

    /// A case of the manager's that the agent works on; both were told what there is to tell, and read it.
    async fn assigned_case(&self) -> String {
        let manager = self.person("manager");
        let id = manager.opens(case("technical")).await;
        let to = json!({ "staff_id": self.staff("agent").await });
        manager.does("assignments", &id, to).await.expect(201);
        id
    }
}
