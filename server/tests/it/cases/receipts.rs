//! A deadline receipt explains a clock line by line, and the lines add up.

use serde_json::{Value, json};

use super::{fire, text};
use crate::house::desk::{case, clock, moment, moment_of};
use crate::house::{House, Person, for_both};

for_both!(
    a_receipt_over_the_national_day_names_every_reason,
    a_pause_and_a_stop_stand_on_the_receipt,
    a_receipt_adds_up_at_every_hour_of_a_fortnight,
    a_receipt_is_shown_to_who_sees_the_case,
);

async fn receipt(person: &Person, id: &str, kind: &str) -> Value {
    let clock = clock(&person.case(id).await, kind);
    let path = format!("/cases/{id}/clocks/{}/receipt", clock["id"].as_str().unwrap());
    person.get(&path).await.expect(200).json()
}

/// What every receipt promises.
#[track_caller]
fn adds_up(receipt: &Value) {
    let lines = receipt["intervals"].as_array().unwrap();
    let (mut at, mut total, mut counted_us) = (moment_of(&receipt["started_at"]), 0, 0);
    let due = receipt["due_at"].as_str().map(moment);
    let mut until_due_us = 0;
    for line in lines {
        let (from, to) = (moment_of(&line["from"]), moment_of(&line["to"]));
        assert!(from == at && to > from, "the lines have no gap: {line}");
        at = to;
        let (seconds, length_us) = (line["seconds"].as_i64().unwrap(), to.micros_since(from));
        assert!((seconds * 1_000_000 - length_us).abs() <= 1_000_000, "{line}");
        if line["counted"] == true {
            total += seconds;
            counted_us += length_us;
            until_due_us += due.map_or(0, |due| due.min(to).micros_since(from).max(0));
            assert!(
                ["working_time", "makeup_workday", "special_day"].contains(&line["why"].as_str().unwrap()),
                "{line}"
            );
        }
        assert_eq!(line["running_total_seconds"].as_i64(), Some(total), "{line}");
    }
    assert_eq!(receipt["total_counted_seconds"].as_i64(), Some(total));
    assert_eq!(total, counted_us / 1_000_000);
    assert_eq!(receipt["clock"]["elapsed_seconds"].as_i64(), Some(total), "the receipt and the clock agree");
    let stopped = receipt["clock"]["stopped_at"].as_str().map(moment);
    let end = stopped.unwrap_or(moment_of(&receipt["evaluated_at"]));
    assert!(lines.is_empty() || at == end, "to the earlier of stop and now");
    let target = receipt["target_seconds"].as_i64().unwrap();
    if due.is_some_and(|due| due <= end) {
        assert_eq!(until_due_us, target * 1_000_000, "up to the due moment the lines sum to the target");
    }
}

fn reasons(receipt: &Value) -> Vec<(String, bool, Option<String>)> {
    let mut found: Vec<_> = receipt["intervals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let detail = line["detail"].as_str().map(str::to_owned);
            (line["why"].as_str().unwrap().to_owned(), line["counted"] == true, detail)
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

async fn a_receipt_over_the_national_day_names_every_reason(house: House) {
    house.set_clock("2026-09-30T17:00:00+08:00");
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    house.set_clock("2026-10-12T10:00:00+08:00");
    fire(&[&house]).await;
    let receipt = receipt(&agent, &id, "resolution").await;
    adds_up(&receipt);
    let named =
        |why: &str, counted: bool, detail: Option<&str>| (why.to_owned(), counted, detail.map(str::to_owned));
    let expected = [
        named("holiday", false, Some("国庆节")),
        named("makeup_workday", true, Some("国庆节")),
        named("outside_hours", false, None),
        named("weekend", false, None),
        named("working_time", true, None),
    ];
    assert_eq!(reasons(&receipt), expected);
    assert_eq!((&receipt["time_zone"], &receipt["calendar"]), (&json!("Asia/Shanghai"), &json!("cn")));
    assert_eq!((&receipt["service_level"], &receipt["provisional"]), (&json!("普通"), &json!(false)));
    assert_eq!(receipt["case_number"], agent.case(&id).await["number"]);
    let due = moment_of(&receipt["due_at"]).micros_since(moment("2026-10-09T17:00:00+08:00"));
    assert!((0..60_000_000).contains(&due), "{}", receipt["due_at"]);
    let lines = receipt["intervals"].as_array().unwrap();
    let lunch =
        |line: &&Value| line["from"] == "2026-10-08T04:00:00Z" && line["to"] == "2026-10-08T05:30:00Z";
    assert_eq!(lines.iter().find(lunch).expect("lunch has a line")["counted"], false);
    let holiday: i64 = lines
        .iter()
        .filter(|line| line["why"] == "holiday")
        .map(|line| line["seconds"].as_i64().unwrap())
        .sum();
    assert_eq!(holiday, 7 * 86_400);
    let made_up: i64 = lines
        .iter()
        .filter(|line| line["why"] == "makeup_workday")
        .map(|line| line["seconds"].as_i64().unwrap())
        .sum();
    assert_eq!(made_up, 27_000);
    assert_eq!(receipt["clock"]["state"], "breached");
}

async fn a_pause_and_a_stop_stand_on_the_receipt(house: House) {
    house.set_clock("2026-09-28T09:00:00+08:00");
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    house.set_clock("2026-09-28T10:00:00+08:00");
    agent.does("replies", &id, json!({ "text": "请补材料", "then_wait": true })).await.expect(201);
    house.set_clock("2026-09-29T10:00:00+08:00");
    let paused = receipt(&agent, &id, "resolution").await;
    adds_up(&paused);
    assert_eq!((&paused["due_at"], &paused["clock"]["state"]), (&Value::Null, &json!("paused")));
    let last = paused["intervals"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["why"], &last["detail"], &last["counted"]),
        (&json!("paused"), &json!("waiting_customer"), &json!(false))
    );
    agent.does("resumptions", &id, json!({})).await.expect(201);
    house.set_clock("2026-09-29T15:00:00+08:00");
    agent.does("resolutions", &id, text("好了")).await.expect(201);
    let stopped = receipt(&agent, &id, "resolution").await;
    adds_up(&stopped);
    let total = stopped["total_counted_seconds"].as_i64().unwrap();
    assert!((total - (3_600 + 7_200 + 5_400)).abs() < 60, "{total}");
    house.set_clock("2026-10-20T15:00:00+08:00");
    let later = receipt(&agent, &id, "resolution").await;
    assert_eq!(
        (&later["intervals"], &later["due_at"]),
        (&stopped["intervals"], &stopped["due_at"]),
        "what is stopped stays"
    );
    let first = receipt(&agent, &id, "first_response").await;
    adds_up(&first);
    assert_eq!(first["clock"]["state"], "met");
}

async fn a_receipt_adds_up_at_every_hour_of_a_fortnight(house: House) {
    house.set_clock("2026-09-26T03:33:00+08:00");
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    for hour in 0..(14 * 24) {
        if hour % 37 == 36 {
            agent.does(if hour % 2 == 0 { "waits" } else { "resumptions" }, &id, json!({})).await;
        }
        if hour % 5 == 0 {
            for kind in ["first_response", "resolution"] {
                adds_up(&receipt(&agent, &id, kind).await);
            }
        }
        house.node.clock.shift_seconds(3_600 + hour % 7);
    }
}

async fn a_receipt_is_shown_to_who_sees_the_case(house: House) {
    let agent = house.person("agent");
    let (one, two) = (agent.opens(case("complaint")).await, agent.opens(case("complaint")).await);
    let clock = clock(&agent.case(&one).await, "resolution")["id"].as_str().unwrap().to_owned();
    house.person("quality").get(&format!("/cases/{one}/clocks/{clock}/receipt")).await.expect(200);
    house.person("branch_agent").get(&format!("/cases/{one}/clocks/{clock}/receipt")).await.expect(404);
    house.person("admin").get(&format!("/cases/{one}/clocks/{clock}/receipt")).await.expect(403);
    agent.get(&format!("/cases/{two}/clocks/{clock}/receipt")).await.expect(404);
    agent.get(&format!("/cases/{one}/clocks/{one}/receipt")).await.expect(404);
}
