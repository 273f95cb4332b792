//! The policy time machine: versions played over what has run.

use serde_json::{Value, json};

use super::levels::{draft, with_first};
use super::{MONDAY, fire, text};
use crate::house::desk::case;
use crate::house::{House, Person, eventually, for_both};

for_both!(
    the_published_version_played_again_gives_the_breaches_that_happened,
    a_stricter_draft_says_what_would_have_breached_and_touches_no_case,
    a_replay_that_lost_its_node_goes_on_where_it_was,
    a_replay_is_stopped_and_an_impossible_period_is_refused,
);

/// A fortnight of cases: some answered, some waiting, some late, some opened again or made urgent.
async fn lived(house: &House) {
    house.set_clock(MONDAY);
    let (agent, colleague) = (house.person("agent"), house.person("branch_agent"));
    let kinds = ["consultation", "complaint", "technical", "suggestion"];
    let mut ids = Vec::new();
    for n in 0..8 {
        let who = if n % 3 == 0 { &colleague } else { &agent };
        let id = who.opens(case(kinds[n % 4])).await;
        who.does("takes", &id, json!({})).await.expect(201);
        ids.push((id, who.clone()));
    }
    house.set_clock("2026-09-14T10:30:00+08:00");
    for (n, (id, who)) in ids.iter().enumerate() {
        match n % 4 {
            0 => who.does("replies", id, json!({ "text": "请补", "then_wait": true })).await.expect(201),
            1 => who.change(&format!("/cases/{id}"), &json!({ "priority": "urgent" })).await.expect(200),
            2 => who.does("replies", id, text("您好")).await.expect(201),
            _ => who.does("notes", id, text("记")).await.expect(201),
        };
    }
    for at in ["2026-09-15T15:00:00+08:00", "2026-09-17T17:00:00+08:00", "2026-09-22T10:00:00+08:00"] {
        house.set_clock(at);
        fire(&[house]).await;
    }
    for (n, (id, who)) in ids.iter().enumerate() {
        if n % 2 == 0 {
            who.does("resolutions", id, text("好了")).await.expect(201);
        }
        if n % 4 == 2 {
            who.does("reopenings", id, json!({ "reason": "没好" })).await.expect(201);
        }
    }
    house.set_clock("2026-09-29T10:00:00+08:00");
    fire(&[house]).await;
}

fn september() -> Value {
    json!({ "from_at": "2026-09-01T00:00:00+08:00", "to_at": "2026-10-01T00:00:00+08:00" })
}

async fn replay(admin: &Person, version_id: &Value) -> Value {
    let path = format!("/service-level-versions/{}/replays", version_id.as_str().unwrap());
    let started = admin.post(&path, &september()).await.expect(201).json();
    let path = format!("/service-level-replays/{}", started["id"].as_str().unwrap());
    eventually("the replay ends", async || {
        let shown = admin.get(&path).await.expect(200).json();
        (shown["state"] != "running").then_some(shown)
    })
    .await
}

async fn the_published_version_played_again_gives_the_breaches_that_happened(house: House) {
    lived(&house).await;
    let admin = house.person("admin");
    let current = admin.get("/service-level-versions").await.expect(200).json()["items"][0].clone();
    let shown = replay(&admin, &current["id"]).await;
    assert_eq!((&shown["state"], &shown["percent"]), (&json!("done"), &json!(100)), "{shown}");
    let ran = house.count("case_clocks WHERE state <> 'cancelled' AND kind <> 'task'").await;
    let breached = house.count("case_clocks WHERE breached_at IS NOT NULL AND state <> 'cancelled'").await;
    assert!(breached > 3 && breached < ran, "{breached} of {ran}");
    let total = &shown["total"];
    assert_eq!((&total["clocks"], &total["breached"]), (&json!(ran), &json!(breached)));
    assert_eq!((&total["would_clocks"], &total["would_breach"]), (&json!(ran), &json!(breached)), "{total}");
    assert_eq!((&total["added"], &total["spared"]), (&json!(0), &json!(0)));
    let cells = shown["cells"].as_array().unwrap();
    assert!(cells.iter().all(|cell| cell["month"] == "2026-09"));
    assert_eq!(shown["units"].as_array().unwrap().len(), 2);
}

async fn a_stricter_draft_says_what_would_have_breached_and_touches_no_case(house: House) {
    lived(&house).await;
    let (admin, manager) = (house.person("admin"), house.person("manager"));
    let strict = |kind: &str| json!({ "kind": kind, "target_seconds": 60, "calendar": "cn" });
    let level = json!({
        "name": "一分钟", "kinds": ["technical"],
        "clocks": [strict("first_response"), strict("next_response"), strict("update"), strict("resolution")],
    });
    let version = with_first(&admin, &draft(&admin).await, level).await;
    let before = house.count("case_clocks").await;
    let events = house.count("journal WHERE type LIKE 'clock_%'").await;
    let shown = replay(&admin, &version["id"]).await;
    let total = &shown["total"];
    assert_eq!(total["spared"], 0);
    assert!(total["added"].as_i64().unwrap() >= 2, "{total}");
    assert!(
        total["would_clocks"].as_i64() > total["clocks"].as_i64(),
        "limits there were not are worked out"
    );
    assert_eq!(house.count("case_clocks").await, before);
    assert_eq!(house.count("journal WHERE type LIKE 'clock_%'").await, events);
    assert_eq!(shown["added"], json!([]), "who sees no case is named none");
    let path = format!("/service-level-replays/{}", shown["id"].as_str().unwrap());
    let theirs = manager.get(&path).await.expect(200).json();
    assert!(!theirs["added"].as_array().unwrap().is_empty());
    assert_eq!(theirs["units"].as_array().unwrap().len(), 1, "the units of those who look");
}

async fn a_replay_that_lost_its_node_goes_on_where_it_was(house: House) {
    lived(&house).await;
    let admin = house.person("admin");
    let current = admin.get("/service-level-versions").await.expect(200).json()["items"][0].clone();
    let whole = replay(&admin, &current["id"]).await;
    // As a node that died after its first note leaves it: half the clocks counted, the lease run out.
    let shell = house.ground.shell().await;
    let id = whole["id"].as_str().unwrap();
    let text = format!(
        "UPDATE service_level_replays SET state = 'running', lease_until = 0, \
         progress = '{{\"clocks\":0,\"cursor\":\"\"}}', result = '{{\"cells\":[],\"added\":[],\"spared\":[]}}' WHERE id = '{id}'"
    );
    crate::house::ground::run(&shell, &text).await;
    let again = eventually("another run takes it up", async || {
        let shown = admin.get(&format!("/service-level-replays/{id}")).await.expect(200).json();
        (shown["state"] == "done").then_some(shown)
    })
    .await;
    assert_eq!((&again["total"], &again["cells"]), (&whole["total"], &whole["cells"]));
}

async fn a_replay_is_stopped_and_an_impossible_period_is_refused(house: House) {
    let admin = house.person("admin");
    let current = admin.get("/service-level-versions").await.expect(200).json()["items"][0].clone();
    let path = format!("/service-level-versions/{}/replays", current["id"].as_str().unwrap());
    let backwards = json!({ "from_at": "2026-09-02T00:00:00Z", "to_at": "2026-09-01T00:00:00Z" });
    assert_eq!(admin.post(&path, &backwards).await.expect(422).field().0, "to_at");
    let ahead = json!({ "from_at": "2099-09-02T00:00:00Z", "to_at": "2099-09-03T00:00:00Z" });
    assert_eq!(admin.post(&path, &ahead).await.expect(422).code(), "replay_period_impossible");
    house.person("manager").post(&path, &september()).await.expect(403);
    let done = replay(&admin, &current["id"]).await;
    let stop = format!("/service-level-replays/{}/cancellations", done["id"].as_str().unwrap());
    assert_eq!(admin.post(&stop, &json!({})).await.expect(409).code(), "replay_ended");
    let key = "replay-once";
    let first = admin.post_once(&path, key, &september()).await.expect(201).json();
    let second = admin.post_once(&path, key, &september()).await.expect(200).json();
    assert_eq!(first["id"], second["id"]);
}
