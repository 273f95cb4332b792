//! Fields of the institution's own: defined, filled, required, found.

use serde_json::{Value, json};

use crate::house::desk::{case, encoded, id_of};
use crate::house::{House, Person, for_both};

for_both!(
    a_field_is_filled_at_opening_and_changed_after,
    what_must_be_filled_holds_the_case,
    a_value_is_found_page_by_page_in_every_order,
    a_field_is_retired_and_never_lost,
    a_trial_says_what_would_be_said,
    hostile_values_are_refused_by_field,
);

async fn defined(house: &House, body: Value) -> Value {
    house.person("admin").post("/case-fields", &body).await.expect(201).json()
}

fn field(key: &str, kind: &str) -> Value {
    let mut body = json!({ "key": key, "type": kind, "name": format!("字段 {key}"), "name_en": key });
    if kind.starts_with("choice") {
        let choice = |code: &str| json!({ "code": code, "name": format!("选项 {code}") });
        body["choices"] = json!([choice("atm"), choice("counter")]);
    }
    body
}

fn filled(kind: &str, fields: Value) -> Value {
    let mut body = case(kind);
    body["fields"] = fields;
    body
}

async fn found(person: &Person, filter: &Value, more: &str) -> Vec<String> {
    let path = format!("/cases?fields={}{more}", encoded(&filter.to_string()));
    person.all(&path, 2).await.iter().map(id_of).collect()
}

async fn a_field_is_filled_at_opening_and_changed_after(house: House) {
    for (key, kind) in [("note", "text"), ("amount", "amount"), ("where", "choice"), ("seen", "yes_no")] {
        defined(&house, field(key, kind)).await;
    }
    let agent = house.person("agent");
    let values = json!({ "note": "柜员 张三", "amount": 123_456, "where": "atm" });
    let id = agent.opens(filled("complaint", values.clone())).await;
    let seen = agent.case(&id).await;
    assert_eq!(seen["fields"], values);
    let path = format!("/cases/{id}/fields");
    let change = json!({ "values": { "note": null, "seen": true } });
    let version = seen["version"].as_i64().unwrap();
    let after = agent.patch(&path, version, &change).await.expect(200).json();
    assert_eq!(after["fields"], json!({ "amount": 123_456, "where": "atm", "seen": true }));
    assert_eq!(agent.patch(&path, version, &change).await.expect(412).code(), "stale");
    let same = json!({ "values": { "seen": true } });
    assert_eq!(agent.patch(&path, version + 1, &same).await.expect(409).code(), "nothing_changed");
    let told = house.particulars("case_fields_filled", &id).await;
    assert_eq!((told.len(), told[0]["field_ids"].as_array().unwrap().len()), (2, 3));
    assert!(!house.whole_journal().await.contains("张三"), "values stand outside the journal");
    house.person("branch_agent").patch(&path, version + 1, &change).await.expect(404);
    house.person("auditor").patch(&path, version + 1, &change).await.expect(403);
}

async fn what_must_be_filled_holds_the_case(house: House) {
    let mut opening = field("branch", "text");
    (opening["required"], opening["kinds"]) = (json!("opening"), json!(["complaint"]));
    defined(&house, opening).await;
    let mut resolving = field("cause", "choices");
    resolving["required"] = json!("resolving");
    defined(&house, resolving).await;
    let agent = house.person("agent");
    let refused = agent.post("/cases", &case("complaint")).await.expect(422);
    assert_eq!(refused.field(), ("fields.branch".to_owned(), "missing".to_owned()));
    let refused = agent.post("/cases", &filled("technical", json!({ "branch": "x" }))).await.expect(422);
    assert_eq!(refused.field(), ("fields.branch".to_owned(), "unknown_field".to_owned()));
    let id = agent.opens(filled("complaint", json!({ "branch": "河东" }))).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    let refused = agent.does("resolutions", &id, json!({ "text": "好了" })).await.expect(409);
    assert_eq!(
        (refused.code().as_str(), &refused.json()["params"]),
        ("fields_missing", &json!({ "fields": 1, "keys": ["cause"] }))
    );
    let version = agent.case(&id).await["version"].as_i64().unwrap();
    let change = json!({ "values": { "cause": ["counter", "atm"] } });
    agent.patch(&format!("/cases/{id}/fields"), version, &change).await.expect(200);
    agent.does("resolutions", &id, json!({ "text": "好了" })).await.expect(201);
}

async fn a_value_is_found_page_by_page_in_every_order(house: House) {
    for (key, kind) in [("where", "choices"), ("amount", "amount"), ("on", "date"), ("note", "text")] {
        defined(&house, field(key, kind)).await;
    }
    let agent = house.person("agent");
    let mut opened = Vec::new();
    for n in 0..7 {
        let places = if n % 2 == 0 { json!(["atm", "counter"]) } else { json!(["counter"]) };
        let values = json!({ "where": places, "amount": n * 100, "on": format!("2026-03-0{}", n + 1),
                             "note": if n == 3 { "Alpha Beta" } else { "其他" } });
        opened.push(agent.opens(filled("complaint", values)).await);
    }
    agent.opens(case("complaint")).await;
    let newest = |numbers: &[usize]| numbers.iter().rev().map(|n| opened[*n].clone()).collect::<Vec<_>>();
    assert_eq!(found(&agent, &json!({ "where": "atm" }), "").await, newest(&[0, 2, 4, 6]));
    let both = json!({ "where": "atm", "amount": "100..400" });
    assert_eq!(found(&agent, &both, "").await, newest(&[2, 4]));
    assert_eq!(found(&agent, &json!({ "on": "2026-03-06.." }), "").await, newest(&[5, 6]));
    assert_eq!(found(&agent, &json!({ "note": "ALPHA beta" }), "").await, newest(&[3]));
    assert_eq!(found(&agent, &json!({ "amount": 500 }), "&status=open&kind=complaint").await, newest(&[5]));
    let oldest: Vec<_> = [0, 2, 4, 6].iter().map(|n| opened[*n].clone()).collect();
    assert_eq!(found(&agent, &json!({ "where": "atm" }), "&sort=oldest_unanswered").await, oldest);
    assert_eq!(found(&agent, &json!({ "where": "atm" }), "&sort=due").await.len(), 4);
    assert!(found(&house.person("branch_agent"), &json!({ "where": "atm" }), "").await.is_empty());
}

async fn a_field_is_retired_and_never_lost(house: House) {
    let made = defined(&house, field("where", "choice")).await;
    let (admin, agent) = (house.person("admin"), house.person("agent"));
    let id = agent.opens(filled("complaint", json!({ "where": "atm" }))).await;
    let path = format!("/case-fields/{}", id_of(&made));
    let one_less = json!({ "choices": [{ "code": "counter", "name": "柜面" }] });
    assert_eq!(admin.patch(&path, 1, &one_less).await.expect(422).field().1, "choice_gone");
    let retired = json!({ "choices": [{ "code": "atm", "name": "自助机", "retired": true },
                                      { "code": "counter", "name": "柜面" }] });
    admin.patch(&path, 1, &retired).await.expect(200);
    let refused = agent.post("/cases", &filled("complaint", json!({ "where": "atm" }))).await.expect(422);
    assert_eq!(refused.field().1, "unknown_value");
    assert_eq!(agent.case(&id).await["fields"]["where"], "atm", "what was chosen stays");
    admin.patch(&path, 2, &json!({ "active": false })).await.expect(200);
    assert_eq!(agent.case(&id).await["fields"], json!({}));
    assert_eq!(
        found(&agent, &json!({ "where": "atm" }), "").await,
        std::slice::from_ref(&id),
        "and is still found"
    );
    admin.patch(&path, 3, &json!({ "active": true })).await.expect(200);
    assert_eq!(agent.case(&id).await["fields"]["where"], "atm");
    let changes = admin.get(&format!("{path}/changes")).await.expect(200).json();
    let versions: Vec<_> =
        changes["items"].as_array().unwrap().iter().map(|one| one["field"]["version"].clone()).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
    assert_eq!(changes["items"][0]["actor"]["id"], house.staff("admin").await);
    let taken = admin.post("/case-fields", &field("where", "text")).await.expect(422);
    assert_eq!(taken.field(), ("key".to_owned(), "taken".to_owned()));
}

async fn a_trial_says_what_would_be_said(house: House) {
    let mut body = field("amount", "amount");
    body["required"] = json!("opening");
    let first = defined(&house, body).await;
    let second = defined(&house, field("note", "text")).await;
    let admin = house.person("admin");
    let trial = json!({ "kind": "complaint", "when": "opening", "values": { "note": 5 } });
    let said = admin.post("/case-field-trials", &trial).await.expect(200).json();
    assert_eq!((&said["taken"], &said["errors"][0]["field"]), (&json!(false), &json!("fields.note")));
    let trial = json!({ "kind": "complaint", "when": "opening", "values": { "amount": 5 } });
    assert_eq!(admin.post("/case-field-trials", &trial).await.expect(200).json()["taken"], true);
    let order = json!({ "ids": [second["id"], first["id"]] });
    let fields = admin.put("/case-field-order", &order).await.expect(200).json();
    assert_eq!(fields["items"][0]["key"], "note");
    house.person("manager").post("/case-fields", &field("x", "text")).await.expect(403);
    house.person("agent").put("/case-field-order", &order).await.expect(403);
}

async fn hostile_values_are_refused_by_field(house: House) {
    defined(&house, field("note", "text")).await;
    defined(&house, field("count", "number")).await;
    let agent = house.person("agent");
    let refused = [
        (json!({ "note": "x".repeat(2001) }), "fields.note", "too_long"),
        (json!({ "note": { "a": 1 } }), "fields.note", "wrong_type"),
        (json!({ "count": "1e9" }), "fields.count", "wrong_form"),
        (json!({ "count": 1e30 }), "fields.count", "wrong_form"),
        (json!({ "'; DROP TABLE cases; --": 1 }), "fields.'; DROP TABLE cases; --", "unknown_field"),
    ];
    for (fields, place, code) in refused {
        let answered = agent.post("/cases", &filled("complaint", fields)).await.expect(422);
        assert_eq!(answered.field(), (place.to_owned(), code.to_owned()));
    }
    for query in ["x", "[]", "%7B%22note%22%3A%7B%7D%7D", "%7B%22moon%22%3A1%7D"] {
        agent.get(&format!("/cases?fields={query}")).await.expect(422);
    }
    let many: Vec<String> = (0..11).map(|n| format!("\"k{n}\":1")).collect();
    agent.get(&format!("/cases?fields={}", encoded(&format!("{{{}}}", many.join(","))))).await.expect(422);
    for (key, kind) in [("Key", "text"), ("1st", "text"), ("", "text")] {
        let refused = house.person("admin").post("/case-fields", &field(key, kind)).await.expect(422);
        assert_eq!(refused.field().0, "key");
    }
}
