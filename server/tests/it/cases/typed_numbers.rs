//! Card numbers, identity numbers and secrets that somebody types into a text: masked before anything is kept.

use lingke_platform::db::sql;
use serde_json::json;

use super::text;
use crate::house::desk::case;
use crate::house::{House, for_both};

for_both!(what_is_typed_into_texts_is_kept_masked);

/// A test number of a card scheme, a published identity number, and secrets after their words.
const TYPED: &str =
    "卡号 4111 1111 1111 1111，身份证11010519491231002X，CVV 907，验证码是385021，密码：Qwe12345";
const KEPT: &str = "卡号 411111******1111，身份证1****************X，CVV ***，验证码是***，密码：***";
const SECRETS: [&str; 6] = ["4111 1111", "41111111", "11010519491231002", "907", "385021", "Qwe12345"];

async fn what_is_typed_into_texts_is_kept_masked(house: House) {
    let agent = house.person("agent");
    let mut new = case("complaint");
    new["subject"] = json!("4111111111111111 被盗刷");
    new["description"] = json!(TYPED);
    let id = agent.opens(new).await;
    let opened = agent.case(&id).await;
    assert_eq!(opened["subject"], "411111******1111 被盗刷");
    assert_eq!(opened["description"], KEPT);
    agent.does("takes", &id, json!({})).await.expect(201);
    for verb in ["notes", "replies", "customer-messages"] {
        agent.does(verb, &id, text(TYPED)).await.expect(201);
    }
    agent
        .change(&format!("/cases/{id}"), &json!({ "description": format!("补充：{TYPED}") }))
        .await
        .expect(200);
    let draft = json!({ "text": TYPED, "device": "a" });
    agent.put(&format!("/cases/{id}/drafts/note"), &draft).await.expect(200);
    let task = json!({ "subject": "查 4111111111111111", "text": TYPED, "unit_id": house.unit("CARD").await,
                       "due": { "working_seconds": 7200 } });
    agent.post(&format!("/cases/{id}/tasks"), &task).await.expect(201);
    let events = agent.get(&format!("/cases/{id}/events?limit=200")).await.expect(200).json();
    let told = events["items"].as_array().unwrap().iter().filter(|event| event["text"] == KEPT).count();
    assert_eq!(told, 4, "a note, a reply, a message and a request to a department: {events}");
    house.caught_up("search").await;
    for (table, columns) in [
        ("cases", "subject || description"),
        ("case_entries", "text"),
        ("case_drafts", "text"),
        ("case_tasks", "subject"),
        ("journal", "payload"),
    ] {
        let kept = sql(format!("SELECT {columns} FROM {table} LIMIT 1000"));
        let kept = kept.values::<String>(house.node.db.read()).await.unwrap().join("\n");
        for secret in SECRETS.iter().filter(|secret| table != "journal" || secret.len() > 6) {
            assert!(!kept.contains(secret), "{secret} in {table}");
        }
    }
}
