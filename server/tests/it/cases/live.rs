//! What happens to a case is told at once to whoever watches, and later to whoever comes back.

use std::time::{Duration, Instant};

use serde_json::json;

use super::text;
use crate::house::desk::case;
use crate::house::{Database, House, for_all, for_both};

for_both!(
    a_change_is_told_within_two_seconds,
    who_comes_back_is_told_what_was_missed,
    who_missed_too_much_is_told_to_read_anew,
    a_stream_ends_when_the_node_stops,
);

async fn a_change_is_told_within_two_seconds(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let neighbour = match house.ground.database {
        Database::Sqlite => None,
        Database::Postgres => Some(house.another().await),
    };
    let watcher = neighbour.as_ref().map_or(colleague.clone(), |node| colleague.at(node.address));
    house.nobody().get("/live").await.expect(401);
    let mut stream = watcher.watches(None).await;
    let id = agent.opens(case("technical")).await;
    for (verb, body, kind) in [
        ("takes", json!({}), "case_assigned"),
        ("replies", text("您好"), "case_replied"),
        ("resolutions", text("好了"), "case_resolved"),
    ] {
        let began = Instant::now();
        agent.does(verb, &id, body).await.expect(201);
        let told = stream.until(|told| told.data["type"] == kind).await;
        assert!(began.elapsed() < Duration::from_secs(2), "{kind} took {:?}", began.elapsed());
        let last = told.last().unwrap();
        assert_eq!((last.subject(), last.id), (id.as_str(), last.data["seq"].as_i64()));
        assert!(!last.data.to_string().contains("好"), "the stream says what changed, not what was said");
    }
}

async fn who_comes_back_is_told_what_was_missed(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let id = agent.opens(case("technical")).await;
    let mut stream = colleague.watches(Some(0)).await;
    let opened = stream.until(|told| told.data["type"] == "case_opened").await;
    let seqs: Vec<_> = opened.iter().map(|told| told.id.unwrap()).collect();
    assert!(seqs.is_sorted() && opened.last().unwrap().subject() == id);
    let last = stream.until(|told| told.data["type"] == "clock_started").await.last().unwrap().id;
    drop(stream);
    agent.does("takes", &id, json!({})).await.expect(201);
    let hidden = house.person("branch_agent").opens(case("technical")).await;
    agent.does("notes", &id, text("一")).await.expect(201);
    agent.does("notes", &id, text("二")).await.expect(201);
    house.sealed().await;
    let mut stream = colleague.watches(last).await;
    agent.does("notes", &id, text("三")).await.expect(201);
    agent.does("resolutions", &id, text("好了")).await.expect(201);
    let told = stream.until(|told| told.data["type"] == "case_resolved").await;
    assert!(told.iter().all(|one| one.subject() != hidden));
    let of_case: Vec<_> =
        told.iter().filter(|one| one.subject() == id).map(|one| one.data["type"].as_str().unwrap()).collect();
    assert_eq!(
        of_case,
        ["clock_started", "case_assigned", "case_noted", "case_noted", "case_noted", "case_resolved"],
        "each once, in order"
    );
}

async fn who_missed_too_much_is_told_to_read_anew(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    house.sealed().await;
    for_all(0..520, async |n| drop(agent.does("notes", &id, text(&n.to_string())).await.expect(201))).await;
    house.sealed().await;
    let mut stream = house.person("colleague").watches(Some(1)).await;
    assert_eq!(stream.next().await.unwrap().event, "reset");
    agent.does("takes", &id, json!({})).await.expect(201);
    let told = stream.until(|told| told.data["type"] == "case_assigned").await;
    assert_eq!(told.last().unwrap().subject(), id);
}

async fn a_stream_ends_when_the_node_stops(house: House) {
    let mut stream = house.person("agent").watches(None).await;
    house.stop().await;
    while stream.next().await.is_some() {}
}
