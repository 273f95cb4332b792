//! Clocks follow what happens to their case.

use serde_json::{Value, json};

use super::{fire, text};
use crate::house::desk::{case, clock, moment, moment_of};
use crate::house::{House, Person, for_both};

for_both!(
    an_answer_meets_the_first_clock_and_an_outcome_the_second,
    waiting_for_the_customer_moves_the_due_time_by_the_working_time_waited,
    a_paused_clock_neither_warns_nor_breaches,
    a_reopened_case_gets_a_fresh_clock,
    a_change_of_priority_keeps_the_time_used,
    a_change_of_priority_keeps_what_was_breached,
    a_change_of_kind_changes_the_level,
    a_year_the_calendar_does_not_know_is_provisional,
    a_clock_that_jumps_back_breaks_no_case,
);

/// Half an hour after the week began: no limit then ends just when the office closes.
const MONDAY: &str = "2026-09-14T09:30:00+08:00";

/// Whether two moments are at most a minute apart: the stories take a little real time, on a busy machine more.
#[track_caller]
fn near(value: &Value, at: &str) {
    let apart_us = moment_of(value).micros_since(moment(at));
    assert!((-1_000_000..60_000_000).contains(&apart_us), "{value} is not {at}");
}

#[track_caller]
fn about(value: &Value, seconds: i64) {
    let apart = value.as_i64().expect("it is a number") - seconds;
    assert!((-60..60).contains(&apart), "{value} is not {seconds}");
}

async fn opened(house: &House, body: Value) -> (Person, String) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(body).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    (agent, id)
}

async fn an_answer_meets_the_first_clock_and_an_outcome_the_second(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    let shown = agent.case(&id).await;
    near(&clock(&shown, "first_response")["due_at"], "2026-09-14T15:00:00+08:00");
    near(&clock(&shown, "first_response")["warn_at"], "2026-09-14T14:00:00+08:00");
    near(&clock(&shown, "resolution")["due_at"], "2026-09-16T09:30:00+08:00");
    house.set_clock("2026-09-14T11:45:00+08:00");
    agent.does("notes", &id, text("内部")).await.expect(201);
    assert_eq!(clock(&agent.case(&id).await, "first_response")["level"], "yellow");
    let shown = agent.does("replies", &id, text("您好")).await.expect(201).json();
    let first = clock(&shown, "first_response");
    assert_eq!((&first["state"], &first["running"]), (&json!("met"), &json!(false)));
    about(&first["elapsed_seconds"], 8_100);
    about(&first["remaining_seconds"], 6_300);
    assert_eq!((&shown["next_due"]["kind"], &shown["breached"]), (&json!("resolution"), &json!(false)));
    house.set_clock("2026-09-15T10:00:00+08:00");
    let shown = agent.does("resolutions", &id, text("好了")).await.expect(201).json();
    let resolution = clock(&shown, "resolution");
    assert_eq!((&resolution["state"], &shown["next_due"]), (&json!("met"), &Value::Null));
    about(&resolution["elapsed_seconds"], 25_200 + 3_600);
    assert_eq!(house.told("clock_met", &id).await, 2);
    house.set_clock("2026-09-30T10:00:00+08:00");
    fire(&[&house]).await;
    assert_eq!(house.count("clock_firings").await, 0);
    let later = clock(&agent.case(&id).await, "resolution");
    assert_eq!(later["elapsed_seconds"], resolution["elapsed_seconds"], "a stopped clock stands still");
}

async fn waiting_for_the_customer_moves_the_due_time_by_the_working_time_waited(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    let before = clock(&agent.case(&id).await, "resolution");
    house.set_clock("2026-09-14T10:30:00+08:00");
    let shown =
        agent.does("replies", &id, json!({ "text": "请补材料", "then_wait": true })).await.expect(201).json();
    let paused = clock(&shown, "resolution");
    assert_eq!(
        (&paused["state"], &paused["due_at"], &paused["running"]),
        (&json!("paused"), &Value::Null, &json!(true))
    );
    assert_eq!(shown["next_due"], Value::Null);
    about(&paused["elapsed_seconds"], 3_600);
    house.set_clock("2026-09-15T10:30:00+08:00");
    let shown = agent.does("customer-messages", &id, text("给你")).await.expect(201).json();
    let resumed = clock(&shown, "resolution");
    assert_eq!((&resumed["state"], &resumed["cycle"]), (&json!("running"), &json!(1)));
    about(&resumed["elapsed_seconds"], 3_600);
    near(&resumed["due_at"], "2026-09-17T09:30:00+08:00");
    let question =
        json!({ "op": "between", "calendar": "cn", "from": before["due_at"], "to": resumed["due_at"] });
    let waited = agent.post("/clock-calculations", &question).await.expect(200).json();
    assert!(
        (waited["seconds"].as_f64().unwrap() - 27_000.0).abs() < 60.0,
        "a working day was waited: {waited}"
    );
    assert_eq!((house.told("clock_paused", &id).await, house.told("clock_resumed", &id).await), (1, 1));
}

async fn a_paused_clock_neither_warns_nor_breaches(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    agent.does("replies", &id, json!({ "text": "请补材料", "then_wait": true })).await.expect(201);
    for at in ["2026-09-15T17:59:00+08:00", "2026-09-30T10:00:00+08:00", "2026-11-02T10:00:00+08:00"] {
        house.set_clock(at);
        fire(&[&house]).await;
    }
    let shown = agent.case(&id).await;
    assert_eq!(
        (&clock(&shown, "resolution")["state"], &shown["breached"]),
        (&json!("paused"), &json!(false))
    );
    assert_eq!(house.count("clock_firings").await, 0);
    let shown = agent.does("resumptions", &id, json!({})).await.expect(201).json();
    near(&clock(&shown, "resolution")["due_at"], "2026-11-04T10:00:00+08:00");
    let resolved = agent.does("resolutions", &id, text("好了")).await.expect(201).json();
    assert_eq!(clock(&resolved, "resolution")["state"], "met");
}

async fn a_reopened_case_gets_a_fresh_clock(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    house.set_clock("2026-09-15T17:00:00+08:00");
    let before = agent.does("resolutions", &id, text("好了")).await.expect(201).json();
    about(&clock(&before, "resolution")["elapsed_seconds"], 27 * 1_800);
    house.set_clock("2026-09-21T09:30:00+08:00");
    let shown = agent.does("reopenings", &id, json!({ "reason": "没好" })).await.expect(201).json();
    let fresh = clock(&shown, "resolution");
    assert_eq!((&fresh["cycle"], &fresh["state"]), (&json!(2), &json!("running")));
    about(&fresh["elapsed_seconds"], 0);
    near(&fresh["due_at"], "2026-09-23T09:30:00+08:00");
    let clocks = shown["clocks"].as_array().unwrap();
    assert_eq!(clocks.len(), 3, "who was answered once is not answered for the first time again");
    let old = clocks.iter().find(|clock| clock["kind"] == "resolution" && clock["cycle"] == 1).unwrap();
    assert_eq!(old, &clock(&before, "resolution"), "the old one keeps what it was");
}

async fn a_change_of_priority_keeps_the_time_used(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    let path = format!("/cases/{id}");
    house.set_clock("2026-09-14T10:30:00+08:00");
    agent.does("replies", &id, text("您好")).await.expect(201);
    let shown = agent.change(&path, &json!({ "priority": "high" })).await.expect(200).json();
    let clocks = shown["clocks"].as_array().unwrap();
    assert_eq!(clocks.len(), 3, "the first answer was given: its clock stays");
    let (old, new) = (&clocks[1], clock(&shown, "resolution"));
    assert_eq!((&old["state"], &old["running"]), (&json!("cancelled"), &json!(false)));
    assert_eq!(
        (&new["cycle"], &new["service_level"], &new["target_seconds"]),
        (&json!(2), &json!("高优先级"), &json!(27_000))
    );
    assert_eq!(new["started_at"], old["started_at"]);
    about(&new["elapsed_seconds"], 3_600);
    near(&new["due_at"], "2026-09-15T09:30:00+08:00");
    assert_eq!(shown["next_due"]["due_at"], new["due_at"]);
    // A pause stays a pause, and what was waited stays uncounted.
    agent.does("waits", &id, json!({})).await.expect(201);
    house.set_clock("2026-09-14T11:00:00+08:00");
    let shown = agent.change(&path, &json!({ "priority": "low" })).await.expect(200).json();
    let low = clock(&shown, "resolution");
    assert_eq!(
        (&low["state"], &low["due_at"], &low["target_seconds"]),
        (&json!("paused"), &Value::Null, &json!(135_000))
    );
    about(&low["elapsed_seconds"], 3_600);
    assert_eq!((house.told("clock_cancelled", &id).await, house.told("clock_started", &id).await), (2, 4));
}

async fn a_change_of_priority_keeps_what_was_breached(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    let path = format!("/cases/{id}");
    house.set_clock("2026-09-14T11:00:00+08:00");
    // Urgent gives half an hour, and an hour and a half have gone: it is late at once, and since ten.
    let shown = agent.change(&path, &json!({ "priority": "urgent" })).await.expect(200).json();
    let first = clock(&shown, "first_response");
    assert_eq!(
        (&first["state"], &first["level"], &shown["breached"]),
        (&json!("breached"), &json!("red"), &json!(true))
    );
    near(&first["due_at"], "2026-09-14T10:00:00+08:00");
    assert_eq!(
        shown["next_due"]["remaining_seconds"], first["remaining_seconds"],
        "one figure for one clock"
    );
    assert_eq!(clock(&shown, "resolution")["state"], "running");
    assert_eq!((house.told("clock_breached", &id).await, house.told("case_escalated", &id).await), (1, 1));
    let shown = agent.change(&path, &json!({ "priority": "low" })).await.expect(200).json();
    let kept = clock(&shown, "first_response");
    for field in ["id", "cycle", "state", "due_at", "started_at", "stopped_at", "target_seconds"] {
        assert_eq!(kept[field], first[field], "a breach is a fact: {field}");
    }
    assert_eq!(shown["breached"], true);
    assert_eq!(
        (&clock(&shown, "resolution")["cycle"], &clock(&shown, "resolution")["target_seconds"]),
        (&json!(3), &json!(135_000))
    );
    fire(&[&house]).await;
    let shown = agent.does("replies", &id, text("您好")).await.expect(201).json();
    let first = clock(&shown, "first_response");
    assert_eq!((&first["state"], &first["running"]), (&json!("breached"), &json!(false)));
    assert_eq!(
        (house.told("clock_breached", &id).await, house.told("clock_stopped_late", &id).await),
        (1, 1)
    );
    assert_eq!(shown["next_due"]["kind"], "resolution");
}

async fn a_change_of_kind_changes_the_level(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    let path = format!("/cases/{id}");
    let shown = agent.change(&path, &json!({ "kind": "complaint" })).await.expect(200).json();
    assert_eq!(clock(&shown, "first_response")["service_level"], "投诉");
    near(&clock(&shown, "first_response")["due_at"], "2026-09-14T11:30:00+08:00");
    let shown = agent.change(&path, &json!({ "kind": "technical" })).await.expect(200).json();
    assert_eq!(
        (&clock(&shown, "first_response")["service_level"], &clock(&shown, "first_response")["cycle"]),
        (&json!("普通"), &json!(3))
    );
    // The same level again: its clocks stay as they are.
    let again = agent.change(&path, &json!({ "kind": "transaction" })).await.expect(200).json();
    assert_eq!(clock(&again, "resolution")["id"], clock(&shown, "resolution")["id"]);
    let told = house.particulars("case_edited", &id).await;
    assert_eq!(told[0]["kinds"], json!(["consultation", "complaint"]));
}

async fn a_year_the_calendar_does_not_know_is_provisional(house: House) {
    house.set_clock("2026-12-31T17:00:00+08:00");
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    let shown = agent.case(&id).await;
    assert_eq!(clock(&shown, "resolution")["provisional"], true);
    near(&clock(&shown, "resolution")["due_at"], "2027-01-04T17:00:00+08:00");
    house.set_clock("2027-02-01T10:00:00+08:00");
    fire(&[&house]).await;
    let shown = agent.case(&id).await;
    assert_eq!(
        (&clock(&shown, "resolution")["state"], &shown["breached"]),
        (&json!("breached"), &json!(true))
    );
    agent.does("replies", &id, text("抱歉")).await.expect(201);
}

async fn a_clock_that_jumps_back_breaks_no_case(house: House) {
    let (agent, id) = opened(&house, case("consultation")).await;
    agent.does("waits", &id, json!({})).await.expect(201);
    house.node.clock.shift_seconds(-86_400);
    agent.does("resumptions", &id, json!({})).await.expect(201);
    agent.does("replies", &id, text("您好")).await.expect(201);
    agent.does("resolutions", &id, text("好了")).await.expect(201);
    let shown = agent.case(&id).await;
    assert_eq!(clock(&shown, "resolution")["state"], "met");
    let receipt =
        format!("/cases/{id}/clocks/{}/receipt", clock(&shown, "resolution")["id"].as_str().unwrap());
    agent.get(&receipt).await.expect(200);
    house.sealed().await;
    assert_eq!(house.first_bad().await, None);
}
