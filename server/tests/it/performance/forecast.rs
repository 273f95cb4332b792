//! The forecast sees what is due, learns from the queue's own history, and shows it to whom it concerns.

use serde_json::{Value, json};

use crate::cases::{MONDAY, fire, text};
use crate::house::desk::case;
use crate::house::{House, Person, for_both};

for_both!(a_breach_is_forecast_from_the_queues_history_and_avoided);

async fn forecast(person: &Person, filter: &str) -> Value {
    person.get(&format!("/dashboard/forecast?{filter}")).await.expect(200).json()
}

async fn a_breach_is_forecast_from_the_queues_history_and_avoided(house: House) {
    let all = house.person("complaints");
    let centre = house.unit("CSC").await;
    let mut body = case("consultation");
    body["unit_id"] = json!(centre);
    body["priority"] = json!("urgent");
    // A morning of urgent questions: most are answered after their time.
    house.set_clock(MONDAY);
    let mut ids = Vec::new();
    for _ in 0..24 {
        ids.push(all.opens(body.clone()).await);
    }
    for (n, id) in ids.iter().enumerate() {
        house.set_clock(if n < 6 { "2026-09-14T09:05:00+08:00" } else { "2026-09-15T16:00:00+08:00" });
        fire(&[&house]).await;
        all.does("replies", id, text("您好")).await.expect(201);
        all.does("resolutions", id, text("好了")).await;
    }
    // The next morning's is no different from where the queue stands.
    house.set_clock("2026-09-21T09:00:00+08:00");
    fire(&[&house]).await;
    let id = all.opens(body.clone()).await;
    house.caught_up("performance").await;
    let seen = forecast(&all, "kind=consultation").await;
    let item = seen["items"].as_array().unwrap().iter().find(|item| item["case"]["id"] == json!(id)).unwrap();
    let chance = item["chance"].as_f64().unwrap();
    assert!(chance > 0.5 && chance < 1.0 && item["seen"].as_i64() >= Some(20), "{item}");
    assert!(item["remaining_seconds"].as_i64() > Some(0));
    let horizons = seen["horizons"].as_array().unwrap();
    assert_eq!(horizons.iter().map(|one| one["hours"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 4, 8]);
    assert!(horizons[2]["expected"].as_f64() >= Some(chance) && horizons[2]["due"].as_i64() >= Some(1));
    assert_eq!(seen["cut"], json!(false));
    // It is shown to those who see the unit, and only under filters it passes.
    let ids = |seen: &Value| -> Vec<String> {
        seen["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["case"]["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(ids(&forecast(&house.person("manager"), "").await).contains(&id));
    assert!(!ids(&forecast(&all, "kind=complaint").await).contains(&id));
    assert!(!ids(&forecast(&all, &format!("unit_id={}", house.unit("BR1").await)).await).contains(&id));
    // Answered in time, it is no longer at risk of being answered late.
    all.does("replies", &id, text("您好")).await.expect(201);
    let after = forecast(&all, "").await;
    let still = after["items"].as_array().unwrap().iter().find(|item| item["case"]["id"] == json!(id));
    assert!(still.is_none_or(|item| item["clock"] == "resolution"), "{after}");
}
