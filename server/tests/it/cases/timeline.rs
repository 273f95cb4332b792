//! What happened to a case, in order, with the words that were written and the proof that they were these.

use lingke_organisation::authenticate::token_sha256;
use lingke_platform::db::sql;
use serde_json::{Value, json};

use super::{MONDAY, fire, text};
use crate::house::desk::case;
use crate::house::{House, for_both};

for_both!(
    a_timeline_tells_who_did_and_said_what_in_order,
    the_journal_holds_the_digest_of_the_words_and_not_the_words,
);

/// What [`a_long_story`] comes to: what happened, who did it, and the words.
const TOLD: [(&str, Option<&str>, Option<&str>); 20] = [
    ("case_opened", Some("agent"), None),
    ("clock_started", Some("agent"), None),
    ("clock_started", Some("agent"), None),
    ("case_assigned", Some("manager"), Some("请跟进")),
    ("case_noted", Some("colleague"), Some("客户情绪激动\n慢慢说")),
    ("clock_breached", None, None),
    ("case_escalated", None, None),
    ("clock_escalated", None, None),
    ("case_replied", Some("colleague"), Some("请提供单据")),
    ("clock_stopped_late", Some("colleague"), None),
    ("case_waiting", Some("colleague"), None),
    ("clock_paused", Some("colleague"), None),
    ("customer_message_recorded", Some("colleague"), Some("见附件")),
    ("case_resumed", Some("colleague"), None),
    ("clock_resumed", Some("colleague"), None),
    ("case_resolved", Some("colleague"), Some("已赔付")),
    ("clock_met", Some("colleague"), None),
    ("case_closed", Some("colleague"), None),
    ("case_reopened", Some("agent"), Some("没到账")),
    ("clock_started", Some("agent"), None),
];

/// A complaint that breached, waited, was closed and came back; answers its id.
async fn a_long_story(house: &House) -> String {
    house.set_clock(MONDAY);
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let id = agent.opens(case("complaint")).await;
    let to = json!({ "staff_id": house.staff("colleague").await, "opinion": "请跟进" });
    manager.does("assignments", &id, to).await.expect(201);
    let colleague = house.person("colleague");
    colleague.does("notes", &id, text("  客户情绪激动\n慢慢说 ")).await.expect(201);
    house.set_clock("2026-09-14T11:30:00+08:00");
    fire(&[house]).await;
    colleague.does("replies", &id, json!({ "text": "请提供单据", "then_wait": true })).await.expect(201);
    colleague.does("customer-messages", &id, text("见附件")).await.expect(201);
    colleague.does("resolutions", &id, text("已赔付")).await.expect(201);
    colleague.does("closures", &id, json!({})).await.expect(201);
    agent.does("reopenings", &id, json!({ "reason": "没到账" })).await.expect(201);
    id
}

/// What an entry of a timeline says happened, who did it, and the words.
fn said(entry: &Value) -> (&str, Option<&str>, Option<&str>) {
    let actor = entry["actor"]["name"].as_str().map(|name| name.trim_end_matches(" of the house"));
    (entry["type"].as_str().unwrap(), actor, entry["text"].as_str())
}

async fn a_timeline_tells_who_did_and_said_what_in_order(house: House) {
    let id = a_long_story(&house).await;
    let agent = house.person("agent");
    let path = format!("/cases/{id}/events");
    for limit in [1, 4, 200] {
        let timeline = agent.all(&path, limit).await;
        let told: Vec<_> = timeline.iter().map(said).collect();
        assert_eq!(told, TOLD, "pages of {limit}");
    }
    let timeline = agent.all(&path, 200).await;
    assert_eq!((&timeline[5]["system"], &timeline[5]["actor"]), (&json!("fire_clocks"), &Value::Null));
    assert_eq!(timeline[3]["people"][0]["name"], "colleague of the house");
    assert_eq!(timeline[6]["people"][0]["name"], "manager of the house");
    let kinds: Vec<_> = timeline.iter().filter_map(|entry| entry["text_kind"].as_str()).collect();
    assert_eq!(kinds, ["opinion", "note", "reply", "customer_message", "resolution", "opinion"]);
    house.sealed().await;
    let sealed = agent.all(&path, 200).await;
    assert!(sealed.iter().all(|entry| entry["seq"].is_i64() && entry["hash"].as_str().unwrap().len() == 64));
    house.person("branch_agent").get(&path).await.expect(404);
    house.person("admin").get(&path).await.expect(403);
    assert_eq!(agent.get(&format!("{path}?limit=0")).await.expect(422).field().0, "limit");
}

async fn the_journal_holds_the_digest_of_the_words_and_not_the_words(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let words = ["卡号 6222 0202 0011", "😀 emoji e\u{301}", "line\nline", "same", "same"];
    for one in words {
        agent.does("notes", &id, text(one)).await.expect(201);
    }
    let told = house.particulars("case_noted", &id).await;
    let mut digests = Vec::new();
    for (payload, expected) in told.iter().zip(words) {
        let entry = payload["entry_id"].as_str().unwrap();
        let column = async |name: &str| -> String {
            house.value(sql(format!("SELECT {name} FROM case_entries WHERE id = $1")).bind(entry)).await
        };
        let (salt, kept) = (column("salt").await, column("text").await);
        assert_eq!((kept.as_str(), salt.len()), (expected, 32));
        let digest = token_sha256(&format!("{salt}\0{kept}"));
        assert_eq!(payload["text_digest"], digest);
        assert_eq!(column("author_id").await, house.staff("agent").await);
        digests.push(digest);
    }
    assert_eq!(digests.len(), 5);
    assert_ne!(digests[3], digests[4], "the same words have another digest each time");
    let journal = house.whole_journal().await;
    assert!(words.iter().all(|words| !journal.contains(words)));
}
