//! Cases that open themselves by a plan.

use serde_json::{Value, json};

use super::{MONDAY, run_timer};
use crate::house::desk::{case, id_of};
use crate::house::{House, eventually, for_both};

for_both!(
    a_planned_case_opens_once_at_its_time,
    of_several_missed_occurrences_the_last_one_counts,
    a_plan_that_makes_no_sense_is_refused_and_one_that_cannot_open_says_why,
);

fn planned(plan: &str) -> Value {
    json!({ "name": "每周回访", "template": case("transaction"), "plan": plan })
}

async fn a_planned_case_opens_once_at_its_time(house: House) {
    house.set_clock(MONDAY);
    let manager = house.person("manager");
    let made = manager.post("/recurring-cases", &planned("30 9 * * *")).await.expect(201).json();
    assert_eq!(made["coming"][0], "2026-09-14T01:30:00Z");
    let another = house.another().await;
    another.set_clock("2026-09-14T09:30:01+08:00");
    house.set_clock("2026-09-14T09:30:01+08:00");
    eventually("it opens", async || (house.count("cases").await == 1).then_some(())).await;
    run_timer(&house, "open_recurring_cases").await;
    run_timer(&another, "open_recurring_cases").await;
    assert_eq!(house.count("cases").await, 1, "once, on whatever node");
    let path = format!("/recurring-cases/{}", id_of(&made));
    let shown = manager.get(&path).await.expect(200).json();
    assert_eq!(
        (&shown["last_at"], &shown["coming"][0]),
        (&json!("2026-09-14T01:30:00Z"), &json!("2026-09-15T01:30:00Z"))
    );
    let came = manager.get(&format!("{path}/occurrences")).await.expect(200).json();
    let opened = manager.case(came["items"][0]["case_id"].as_str().unwrap()).await;
    assert_eq!(opened["subject"], "卡片被吞");
    another.stop().await;
}

async fn of_several_missed_occurrences_the_last_one_counts(house: House) {
    house.set_clock(MONDAY);
    let manager = house.person("manager");
    let made = manager.post("/recurring-cases", &planned("0 10 * * *")).await.expect(201).json();
    house.set_clock("2026-09-18T12:00:00+08:00");
    eventually("it opens", async || (house.count("cases").await == 1).then_some(())).await;
    run_timer(&house, "open_recurring_cases").await;
    assert_eq!(house.count("cases").await, 1);
    let shown = manager.get(&format!("/recurring-cases/{}", id_of(&made))).await.expect(200).json();
    assert_eq!(shown["last_at"], "2026-09-18T02:00:00Z");
    let path = format!("/recurring-cases/{}", id_of(&made));
    manager.change(&path, &json!({ "active": false })).await.expect(200);
    house.set_clock("2026-09-21T12:00:00+08:00");
    run_timer(&house, "open_recurring_cases").await;
    assert_eq!(house.count("cases").await, 1, "one that rests opens nothing");
    assert_eq!(manager.get(&path).await.expect(200).json()["coming"], json!([]));
}

async fn a_plan_that_makes_no_sense_is_refused_and_one_that_cannot_open_says_why(house: House) {
    house.set_clock(MONDAY);
    let manager = house.person("manager");
    for (plan, code) in [("每天", "wrong_form"), ("0 9 30 2 *", "never_comes"), ("* * * * *", "too_often")]
    {
        let refused = manager.post("/recurring-cases", &planned(plan)).await.expect(422);
        assert_eq!(refused.field(), ("plan".to_owned(), code.to_owned()), "{plan}");
        manager.post("/plan-previews", &json!({ "plan": plan })).await.expect(422);
    }
    let foreseen = manager.post("/plan-previews", &json!({ "plan": "0 9 * * MON" })).await.expect(200).json();
    assert_eq!(
        (&foreseen["coming"][0], &foreseen["time_zone"]),
        (&json!("2026-09-21T01:00:00Z"), &json!("Asia/Shanghai"))
    );
    house.person("agent").post("/recurring-cases", &planned("0 9 * * *")).await.expect(403);
    let product = id_of(&manager.add_product("P1").await.expect(201).json());
    let mut body = planned("0 10 * * *");
    body["template"]["product_id"] = json!(product);
    let made = manager.post("/recurring-cases", &body).await.expect(201).json();
    manager.change(&format!("/products/{product}"), &json!({ "active": false })).await.expect(200);
    house.set_clock("2026-09-14T10:00:01+08:00");
    let path = format!("/recurring-cases/{}", id_of(&made));
    let shown = eventually("it says why", async || {
        let shown = manager.get(&path).await.expect(200).json();
        shown["refusal"].is_string().then_some(shown)
    })
    .await;
    assert_eq!(shown["refusal"], "invalid");
    assert_eq!(house.count("cases").await, 0);
    assert_eq!(shown["coming"][0], "2026-09-15T02:00:00Z", "and the next has its turn");
}
