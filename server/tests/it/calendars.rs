//! Calendars show their years, and the clock calculator answers as the command line does.

use lingke_kernel::batch::{ClockRequest, calculate};
use lingke_kernel::calendar::named;
use lingke_kernel::time::Instant;
use serde_json::{Value, json};

use crate::house::{House, for_both};

for_both!(
    the_built_in_calendars_are_there_once,
    a_year_shows_holidays_and_days_made_up_for,
    a_year_that_is_not_known_is_refused,
    the_calculator_answers_what_the_kernel_does,
    the_calculator_answers_as_the_contract_promises,
    what_cannot_be_worked_out_says_why,
);

async fn the_built_in_calendars_are_there_once(house: House) {
    let house = house.restarted().await;
    lingke::wiring::prepare(&house.node).await.unwrap();
    let agent = house.person("agent");
    let listed = agent.get("/calendars").await.expect(200).json();
    let names: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["always", "cn", "cn-trading", "uk-england", "us-federal"]);
    let cn = &listed["items"][1];
    assert_eq!((&cn["title"], &cn["time_zone"]), (&json!("中国内地办公时间"), &json!("Asia/Shanghai")));
    assert_eq!(cn["years_known"].as_array().unwrap().last(), Some(&json!(2026)));
    assert_eq!(cn["version"], named("cn").unwrap().version());
    assert_eq!(listed["items"][0]["years_known"], json!([]));
    assert_eq!(house.count("calendar_versions").await, 5);
    assert_eq!(house.count("journal WHERE type = 'calendar_version_added'").await, 5);
    house.nobody().get("/calendars").await.expect(401);
}

async fn a_year_shows_holidays_and_days_made_up_for(house: House) {
    let agent = house.person("agent");
    let year = agent.get("/calendars/cn?year=2026").await.expect(200).json();
    let days = year["days"].as_array().unwrap();
    assert_eq!((days.len(), &year["year"], &year["name"]), (365, &json!(2026), &json!("cn")));
    let of_kind = |kind: &str| -> Vec<&str> {
        days.iter().filter(|day| day["kind"] == kind).map(|day| day["on"].as_str().unwrap()).collect()
    };
    let made_up = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
    assert_eq!(of_kind("makeup_workday"), made_up);
    assert_eq!(of_kind("holiday").len(), 33);
    let day = |on: &str| days.iter().find(|day| day["on"] == on).unwrap();
    assert_eq!(day("2026-10-01")["name"], "国庆节");
    assert_eq!(day("2026-10-01")["periods"], json!([]));
    assert_eq!(day("2026-10-10")["name"], "国庆节");
    let hours = json!([["09:00", "12:00"], ["13:30", "18:00"]]);
    assert_eq!((&day("2026-10-10")["periods"], &day("2026-10-08")["periods"]), (&hours, &hours));
    assert_eq!(
        (&day("2026-10-11")["kind"], &day("2026-10-08")["kind"]),
        (&json!("weekend"), &json!("working"))
    );
    // A make-up workday is not a trading day.
    let trading = agent.get("/calendars/cn-trading?year=2026").await.expect(200).json();
    let made_up = trading["days"].as_array().unwrap().iter().find(|day| day["on"] == "2026-10-10").unwrap();
    assert_eq!(made_up["kind"], "weekend");
    house.set_clock("2025-12-31T23:30:00+08:00");
    assert_eq!(agent.get("/calendars/cn").await.expect(200).json()["year"], 2025);
    house.set_clock("2026-01-01T00:30:00+08:00");
    assert_eq!(
        agent.get("/calendars/cn").await.expect(200).json()["year"],
        2026,
        "the year in the calendar's zone"
    );
    house.set_clock("2031-01-01T00:30:00+08:00");
    assert_eq!(agent.get("/calendars/cn").await.expect(200).json()["year"], 2026, "the last one known");
}

async fn a_year_that_is_not_known_is_refused(house: House) {
    let agent = house.person("agent");
    for year in ["2014", "2027", "0", "-1", "32767"] {
        let refused = agent.get(&format!("/calendars/cn?year={year}")).await.expect(422);
        assert_eq!(refused.field(), ("year".into(), "out_of_range".into()), "{year}");
    }
    for year in ["40000", "next", "20.5"] {
        assert_eq!(agent.get(&format!("/calendars/cn?year={year}")).await.expect(422).field().0, "year");
    }
    assert_eq!(
        agent.get("/calendars/always?year=1999").await.expect(200).json()["days"].as_array().unwrap().len(),
        365
    );
    for path in ["/calendars/mars", "/calendars/CN", "/calendars/c%20n", "/calendars/%00"] {
        agent.get(path).await.expect(404);
    }
}

/// The contract's own questions, and some more.
fn questions() -> Vec<Value> {
    let berlin = json!({ "time_zone": "Europe/Berlin", "weekly": {
        "sun": [["08:00", "13:00"], ["14:00", "18:00"]], "mon": [["08:00", "13:00"], ["14:00", "18:00"]] } });
    let night = json!({ "time_zone": "Asia/Shanghai", "weekly": { "fri": [["22:00", "02:00"]], "sat": [["23:00", "24:00"]] },
        "holidays": ["12-26"], "special_days": { "2026-02-14": [["09:00", "18:00"]] } });
    let events = json!([
        { "at": "2026-09-30T10:00:00", "kind": "start" },
        { "at": "2026-09-30T11:00:00", "kind": "pause", "reason": "waiting" },
        { "at": "2026-09-30T15:00:00", "kind": "resume" },
    ]);
    vec![
        json!({ "op": "add", "calendar": berlin, "from": "2016-01-31T12:25:30", "duration": "PT5H" }),
        json!({ "op": "between", "calendar": "cn", "from": "2026-09-30T08:00:00", "to": "2026-10-09T08:00:00" }),
        json!({ "op": "add_days", "calendar": "cn", "from": "2026-02-03", "days": 15, "basis": "calendar", "roll": "next_working_day" }),
        json!({ "op": "add_days", "calendar": "cn", "from": "2026-02-03", "days": 15, "basis": "working", "roll": "none" }),
        json!({ "op": "clock", "calendar": "cn", "target": "PT4H", "events": events, "now": "2026-10-08T12:00:00" }),
        json!({ "op": "profile", "profile": "cn-nfra-2020", "facts": [{ "on": "2026-02-03", "kind": "received" }], "now": "2026-02-10T12:00:00" }),
        json!({ "op": "add", "calendar": night, "from": "2026-02-13T23:30:00", "duration": "PT3H30M" }),
        json!({ "op": "add", "calendar": "cn", "from": "2026-10-09T17:00:00", "duration": "PT1H" }),
        json!({ "op": "add", "calendar": "cn", "from": "2026-10-09T18:00:00", "duration": "PT0S" }),
        json!({ "op": "between", "calendar": "always", "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" }),
    ]
}

async fn the_calculator_answers_what_the_kernel_does(house: House) {
    let agent = house.person("agent");
    for question in questions() {
        let answered = agent.post("/clock-calculations", &question).await.expect(200).json();
        let request: ClockRequest = serde_json::from_value(question.clone()).unwrap();
        let expected = calculate(&request, &named, Instant::default()).unwrap();
        assert_eq!(answered, serde_json::to_value(&expected).unwrap(), "{question}");
    }
    let mut without_now = questions().remove(4);
    without_now.as_object_mut().unwrap().remove("now");
    house.set_clock("2026-09-30T10:29:59+08:00");
    let now = agent.post("/clock-calculations", &without_now).await.expect(200).json();
    assert!(
        (1799.0..1860.0).contains(&now["elapsed_seconds"].as_f64().unwrap()),
        "the node's own clock: {now}"
    );
}

async fn the_calculator_answers_as_the_contract_promises(house: House) {
    let agent = house.person("department");
    let questions = questions();
    let ask = async |n: usize| agent.post("/clock-calculations", &questions[n]).await.expect(200).json();
    assert_eq!(ask(0).await, json!({ "at": "2016-02-01T08:25:30+01:00" }));
    assert_eq!(ask(1).await, json!({ "seconds": 2 * 27_000 }));
    assert_eq!(ask(2).await, json!({ "on": "2026-02-24", "unrolled_on": "2026-02-18" }));
    let clock = ask(4).await;
    assert_eq!((&clock["state"], clock["elapsed_seconds"].as_i64()), (&json!("breached"), Some(3600 * 7)));
    assert_eq!(ask(7).await, json!({ "at": "2026-10-09T18:00:00+08:00" }), "the close, not the next opening");
    assert_eq!(ask(8).await, json!({ "at": "2026-10-10T09:00:00+08:00" }), "a made-up Saturday");
    assert_eq!(ask(9).await, json!({ "seconds": 0 }));
}

async fn what_cannot_be_worked_out_says_why(house: House) {
    let agent = house.person("agent");
    let add = |calendar: Value, from: &str, duration: &str| json!({ "op": "add", "calendar": calendar, "from": from, "duration": duration });
    let closed = json!({ "time_zone": "UTC", "weekly": {} });
    let odd = json!({ "time_zone": "UTC", "weekly": { "mon": [["09:00", "09:00"]] } });
    let impossible = [
        add(json!("mars"), "2026-01-01T00:00:00", "PT1H"),
        add(closed, "2026-01-01T00:00:00", "PT1H"),
        add(odd, "2026-01-01T00:00:00", "PT1H"),
        add(json!("cn"), "2027-06-01T00:00:00", "PT1H"),
        add(json!("cn"), "yesterday", "PT1H"),
        json!({ "op": "add_days", "calendar": "cn", "from": "2026-02-03", "days": -1, "basis": "working" }),
    ];
    for question in impossible {
        let refused = agent.post("/clock-calculations", &question).await.expect(422);
        assert_eq!(refused.code(), "calculation_failed", "{question}: {}", refused.text);
        assert!(
            refused.json()["params"]["why"].as_str().is_some_and(|why| !why.is_empty()),
            "{}",
            refused.text
        );
    }
    let malformed = [
        add(json!("cn"), "2026-01-05T09:00:00", "P1D"),
        add(json!("cn"), "2026-01-05T09:00:00", "-PT1H"),
        add(json!(7), "2026-01-05T09:00:00", "PT1H"),
        json!({ "op": "guess", "calendar": "cn" }),
        json!({ "op": "between", "calendar": "cn", "from": "2026-01-05T09:00:00" }),
        json!({ "op": "add_days", "calendar": "cn", "from": "2026-01-05", "days": 1, "basis": "lunar" }),
        json!({ "op": "between", "calendar": "cn", "from": "x", "to": "x", "colour": "red" }),
        json!({}),
    ];
    for question in malformed {
        let refused = agent.post("/clock-calculations", &question).await.expect(422);
        assert_eq!(refused.code(), "invalid", "{question}: {}", refused.text);
        assert!(!refused.field().0.is_empty(), "{}", refused.text);
    }
    house.nobody().post("/clock-calculations", &questions()[0]).await.expect(401);
}
