//! The administrator makes a calendar of the institution's own, tries it, changes it, and is refused what cannot be.

use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{moment, moment_of};
use crate::house::person::Answered;
use crate::house::{House, Person, for_both};

for_both!(
    a_copy_is_made_tried_changed_and_journaled,
    what_cannot_be_a_calendar_is_refused_by_field_and_nothing_is_stored,
    what_cannot_be_tried_is_refused_by_field,
    two_who_change_at_once_are_told_and_a_built_in_calendar_is_never_changed,
    only_who_may_edit_edits_and_everybody_reads,
);

async fn facts(person: &Person, name: &str) -> Answered {
    person.get(&format!("/calendars/{name}/facts")).await.expect(200)
}

/// A copy of the calendar of the mainland's offices, not stored yet.
async fn copied(person: &Person) -> Value {
    let mut calendar = facts(person, "cn").await.json()["calendar"].clone();
    calendar["title"] = json!("西安分行");
    calendar["title_en"] = json!("Xi'an branch");
    calendar
}

async fn put(person: &Person, name: &str, tag: &str, calendar: &Value) -> Answered {
    let request = person.request(Method::PUT, &format!("/calendars/{name}/facts")).header("if-match", tag);
    Person::send(request.json(&json!({ "calendar": calendar }))).await
}

async fn a_copy_is_made_tried_changed_and_journaled(house: House) {
    let admin = house.person("admin");
    let mut calendar = copied(&admin).await;
    let special = json!({ "on": "2026-11-01", "name": "开业", "periods": [["10:00", "16:00"]] });
    calendar["special_days"].as_array_mut().unwrap().push(special);

    // Before it is stored: its year, and a clock over 国庆.
    let question = json!({ "from": "2026-09-30T17:00", "seconds": 7_200 });
    let asked = json!({ "calendar": calendar, "year": 2026, "question": question });
    let tried = admin.post("/calendar-trials", &asked).await.expect(200).json();
    assert_eq!((&tried["year"], tried["days"].as_array().unwrap().len()), (&json!(2026), 365));
    let opening = tried["days"].as_array().unwrap().iter().find(|day| day["on"] == "2026-11-01").unwrap();
    assert_eq!((&opening["kind"], &opening["name"]), (&json!("makeup_workday"), &json!("开业")));
    assert_eq!(moment_of(&tried["clock"]["due_at"]), moment("2026-10-08T10:00:00+08:00"));
    assert_eq!(tried["clock"]["provisional"], false);
    let holiday = |one: &Value| one["why"] == "holiday" && one["name"] == "国庆节" && one["counted"] == false;
    assert!(tried["clock"]["intervals"].as_array().unwrap().iter().any(holiday), "{tried}");
    assert_eq!(house.count("calendar_versions").await, 5, "a trial stores nothing");

    let new = json!({ "name": "xian", "copied_from": "cn", "calendar": calendar });
    let made = admin.post_once("/calendars", "once-xian", &new).await.expect(201);
    assert_eq!((made.header("etag"), made.header("location")), ("\"1\"", "/api/v1/calendars/xian/facts"));
    assert_eq!(made.json()["version"], "xian 1");
    admin.post_once("/calendars", "once-xian", &new).await.expect(200);
    assert_eq!(admin.post("/calendars", &new).await.expect(422).field(), ("name".into(), "taken".into()));

    calendar["weekly"]["sat"] = json!([["22:00", "02:00"], ["09:00", "12:00"]]);
    let changed = put(&admin, "xian", made.header("etag"), &calendar).await.expect(200);
    assert_eq!((changed.header("etag"), &changed.json()["version"]), ("\"2\"", &json!("xian 2")));
    let unchanged = put(&admin, "xian", "\"2\"", &calendar).await.expect(200);
    assert_eq!(unchanged.header("etag"), "\"2\"", "a change that changes nothing makes no version");
    let listed = admin.get("/calendars").await.expect(200).json();
    let xian = listed["items"].as_array().unwrap().iter().find(|one| one["name"] == "xian").unwrap();
    assert_eq!((&xian["version"], &xian["built_in"]), (&json!("xian 2"), &json!(false)));
    assert_eq!(listed["items"].as_array().unwrap().len(), 6, "one row for all versions");

    // The calculator knows it by name.
    let add = json!({ "op": "add", "calendar": "xian", "from": "2026-03-07T23:00:00", "duration": "PT2H" });
    let due = admin.post("/clock-calculations", &add).await.expect(200).json();
    assert_eq!(due["at"], "2026-03-08T01:00:00+08:00");

    assert_eq!(house.particulars("calendar_created", "xian").await[0]["copied_from"], "cn");
    let told = house.particulars("calendar_changed", "xian").await;
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["changed"], &told[0]["version_before"]), (&json!(["weekly"]), &json!("xian 1")));
    house.sealed().await;
    let read = house.person("auditor").get("/journal?subject_id=xian").await.expect(200).json();
    let kinds: Vec<&Value> = read["items"].as_array().unwrap().iter().map(|one| &one["type"]).collect();
    assert_eq!(kinds, ["calendar_changed", "calendar_created"], "the auditor finds them by the calendar");
}

async fn what_cannot_be_a_calendar_is_refused_by_field_and_nothing_is_stored(house: House) {
    let admin = house.person("admin");
    let sound = copied(&admin).await;
    let with = |at: &str, value: Value| {
        let mut calendar = sound.clone();
        *calendar.pointer_mut(at).unwrap() = value;
        calendar
    };
    let many: Vec<Value> =
        (0..10_000).map(|n| json!({ "on": format!("{}-01-01", 1900 + n % 300) })).collect();
    let wrong = [
        (with("/weekly/mon", json!([["09:00", "12:00"], ["11:00", "18:00"]])), "weekly.mon[1]", "overlaps"),
        (with("/weekly/mon", json!([["09:00", "09:00"]])), "weekly.mon[0]", "not_a_period"),
        (with("/weekly/fri", json!([["22:00", 2]])), "weekly.fri[0][1]", "wrong_type"),
        (with("/time_zone", json!("Mars/Olympus")), "time_zone", "unknown_zone"),
        (with("/holidays", json!(many)), "holidays", "too_many"),
        (with("/holidays/0/on", json!("0001-01-01")), "holidays[0].on", "out_of_range"),
        (with("/holidays/0/on", json!("2026-02-30")), "holidays[0].on", "not_a_date"),
        (with("/special_days", json!([{ "on": "2026-10-01" }])), "special_days[0].on", "also_a_holiday"),
        (
            with("/known_years", json!({ "first": 2027, "last": 2026 })),
            "known_years",
            "ends_before_it_begins",
        ),
        (with("/title_en", json!("")), "title_en", "too_short"),
    ];
    for (calendar, field, code) in wrong {
        let field = (format!("calendar.{field}"), code.to_owned());
        let new = json!({ "name": "xian", "calendar": calendar });
        let refused = admin.post("/calendars", &new).await.expect(422);
        assert_eq!(refused.header("content-type"), "application/problem+json");
        assert_eq!(refused.field(), field);
        let trial = json!({ "calendar": calendar });
        assert_eq!(admin.post("/calendar-trials", &trial).await.expect(422).field(), field);
    }
    for name in ["", "西安", "Xian", "x i", &"x".repeat(300)] {
        let refused = admin.post("/calendars", &json!({ "name": name, "calendar": sound })).await.expect(422);
        assert_eq!(refused.field().0, "name", "{name}");
    }
    for name in ["cn", "always"] {
        let refused = admin.post("/calendars", &json!({ "name": name, "calendar": sound })).await.expect(422);
        assert_eq!(refused.field(), ("name".into(), "taken".into()));
    }
    let lost = json!({ "name": "xian", "copied_from": "mars", "calendar": sound });
    assert_eq!(admin.post("/calendars", &lost).await.expect(422).field().0, "copied_from");
    let huge = json!({ "name": "xian", "calendar": with("/title", json!("长".repeat(600_000))) });
    admin.post("/calendars", &huge).await.expect(413);
    assert_eq!(house.count("calendar_versions").await, 5);
}

async fn what_cannot_be_tried_is_refused_by_field(house: House) {
    let admin = house.person("admin");
    let sound = copied(&admin).await;
    let asked = |from: &str, seconds: Value| json!({ "calendar": sound, "question": { "from": from, "seconds": seconds } });
    let questions = [
        (asked("soon", json!(60)), "question.from", "not_a_time"),
        (asked("0001-01-01T00:00", json!(60)), "question.from", "out_of_range"),
        (asked("2026-01-05T09:00", json!(0)), "question.seconds", "out_of_range"),
        (asked("2026-01-05T09:00", json!(9_000_000_000_000_000_000_u64)), "question.seconds", "out_of_range"),
        (json!({ "calendar": sound, "year": 9999 }), "year", "out_of_range"),
    ];
    for (question, field, code) in questions {
        let refused = admin.post("/calendar-trials", &question).await.expect(422);
        assert_eq!(refused.field(), (field.into(), code.into()));
    }
}

async fn two_who_change_at_once_are_told_and_a_built_in_calendar_is_never_changed(house: House) {
    let admin = house.person("admin");
    let mut calendar = copied(&admin).await;
    admin.post("/calendars", &json!({ "name": "xian", "calendar": calendar })).await.expect(201);
    calendar["title"] = json!("西安");
    assert_eq!(
        admin.put("/calendars/xian/facts", &json!({ "calendar": calendar })).await.expect(428).code(),
        "if_match_required"
    );
    let versions: Vec<Value> = (0..6)
        .map(|n| {
            let mut mine = calendar.clone();
            mine["title"] = json!(format!("西安 {n}"));
            mine
        })
        .collect();
    let all = futures::future::join_all(versions.iter().map(|mine| put(&admin, "xian", "\"1\"", mine))).await;
    let won = all.iter().filter(|answered| answered.status == 200).count();
    assert_eq!(won, 1, "{:?}", all.iter().map(|one| one.status).collect::<Vec<_>>());
    assert!(all.iter().filter(|one| one.status != 200).all(|one| one.code() == "stale"));
    assert_eq!(house.count("calendar_versions WHERE name = 'xian'").await, 2);
    let built_in = put(&admin, "cn", "\"1\"", &calendar).await.expect(409);
    assert_eq!(built_in.code(), "calendar_is_built_in");
    put(&admin, "mars", "\"1\"", &calendar).await.expect(404);
}

async fn only_who_may_edit_edits_and_everybody_reads(house: House) {
    let admin = house.person("admin");
    let calendar = copied(&admin).await;
    admin.post("/calendars", &json!({ "name": "xian", "calendar": calendar })).await.expect(201);
    for login in ["agent", "manager", "quality", "auditor", "department"] {
        let person = house.person(login);
        let read = facts(&person, "xian").await.json();
        assert_eq!(read["may"], json!({ "edit": false, "copy": false }), "{login}");
        person.post("/calendars", &json!({ "name": "other", "calendar": calendar })).await.expect(403);
        person.post("/calendar-trials", &json!({ "calendar": calendar })).await.expect(403);
        put(&person, "xian", "\"1\"", &calendar).await.expect(403);
    }
    assert_eq!(facts(&admin, "xian").await.json()["may"], json!({ "edit": true, "copy": true }));
    assert_eq!(facts(&admin, "cn").await.json()["may"], json!({ "edit": false, "copy": true }));
}
