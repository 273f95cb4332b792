//! A calendar is changed while clocks run on it: what was promised stays, what begins afterwards follows the change.

use lingke_platform::ctx::Ctx;
use serde_json::{Value, json};

use super::MONDAY;
use super::levels::{draft, publish, with_first};
use crate::house::desk::{case, clock, moment, moment_of};
use crate::house::{House, Person, for_both};

for_both!(a_running_clock_keeps_the_calendar_of_its_day);

fn level(name: &str, priorities: &[&str], seconds: i64) -> Value {
    let rule =
        |kind: &str, seconds: i64| json!({ "kind": kind, "target_seconds": seconds, "calendar": "xian" });
    json!({
        "name": name, "kinds": ["consultation"], "priorities": priorities,
        "clocks": [rule("first_response", 1_800), rule("resolution", seconds)],
    })
}

#[track_caller]
fn due(shown: &Value, at: &str) {
    let apart_us = moment_of(&clock(shown, "resolution")["due_at"]).micros_since(moment(at));
    assert!(
        (-1_000_000..60_000_000).contains(&apart_us),
        "{} is not {at}",
        clock(shown, "resolution")["due_at"]
    );
}

/// Half days from now on, named as any other version of the calendar.
async fn half_days(admin: &Person) {
    let facts = admin.get("/calendars/xian/facts").await.expect(200);
    let mut calendar = facts.json()["calendar"].clone();
    for day in ["mon", "tue", "wed", "thu", "fri"] {
        calendar["weekly"][day] = json!([["09:00", "12:00"]]);
    }
    let request = admin.request(reqwest::Method::PUT, "/calendars/xian/facts");
    let request = request.header("if-match", facts.header("etag")).json(&json!({ "calendar": calendar }));
    Person::send(request).await.expect(200);
}

async fn version_of(agent: &Person, id: &str) -> Value {
    let resolution = clock(&agent.case(id).await, "resolution");
    let path = format!("/cases/{id}/clocks/{}/receipt", resolution["id"].as_str().unwrap());
    agent.get(&path).await.expect(200).json()["calendar_version"].clone()
}

async fn a_running_clock_keeps_the_calendar_of_its_day(house: House) {
    house.set_clock(MONDAY);
    let (admin, agent) = (house.person("admin"), house.person("agent"));
    let cn = admin.get("/calendars/cn/facts").await.expect(200).json()["calendar"].clone();
    admin.post("/calendars", &json!({ "name": "xian", "calendar": cn })).await.expect(201);
    let version = with_first(&admin, &draft(&admin).await, level("一般", &[], 8 * 3_600)).await;
    let version = with_first(&admin, &version, level("加急", &["high"], 4 * 3_600)).await;
    publish(&admin, &version).await.expect(201);
    let [old, raised] = [agent.opens(case("consultation")).await, agent.opens(case("consultation")).await];
    due(&agent.case(&old).await, "2026-09-15T09:30:00+08:00");

    half_days(&admin).await;
    due(&agent.case(&old).await, "2026-09-15T09:30:00+08:00");
    assert_eq!(version_of(&agent, &old).await, "xian 1");
    let new = agent.opens(case("consultation")).await;
    due(&agent.case(&new).await, "2026-09-16T11:00:00+08:00");
    assert_eq!(version_of(&agent, &new).await, "xian 2");

    // Waiting and going on computes the due time anew, from the clock's own version.
    agent.does("waits", &old, json!({ "text": "请客户补件" })).await;
    house.set_clock("2026-09-14T10:00:00+08:00");
    agent.does("resumptions", &old, json!({ "text": "已补件" })).await;
    assert_eq!(version_of(&agent, &old).await, "xian 1");

    // A case that becomes urgent gets another length, not another calendar.
    let path = format!("/cases/{raised}");
    let shown = agent.change(&path, &json!({ "priority": "high" })).await.expect(200).json();
    due(&shown, "2026-09-14T14:30:00+08:00");
    assert_eq!(version_of(&agent, &raised).await, "xian 1");

    // What a restart brings in leaves the institution's own calendar alone.
    lingke_calendars::sync(&Ctx::system(&house.node, "tests")).await.unwrap();
    assert_eq!(house.count("calendar_versions WHERE name = 'xian'").await, 2);
}
