//! Verification: what was said is compared and not kept, failures lock, and what holds ends.

use lingke_platform::db::sql;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{case, id_of};
use crate::house::{House, Person, for_all, for_both};

for_both!(
    answers_that_agree_verify_for_a_while,
    what_was_said_is_kept_nowhere,
    three_failures_lock_until_the_time_is_over_or_a_manager_opens,
    failures_from_all_sides_are_counted_one_by_one,
    a_retry_counts_once,
    levels_are_the_institutions_own,
);

const PHONE: &str = "13800138000";
const ID_CARD: &str = "11010519491231002X";

async fn wang_fang(house: &House) -> String {
    let body = json!({
        "name": "王芳", "contact_points": [{ "kind": "phone", "value": PHONE }],
        "identity_documents": [{ "kind": "resident_id_card", "number": ID_CARD }],
    });
    id_of(&house.person("agent").post("/customers", &body).await.expect(201).json())
}

fn basic(answers: &[(&str, &str)]) -> Value {
    let said = answers.iter().map(|(check, value)| json!({ "check": check, "value": value }));
    json!({ "level": "basic", "channel": "phone", "answers": said.collect::<Value>() })
}

fn wrong() -> Value {
    basic(&[("name", "王芳"), ("phone_tail", "0000")])
}

async fn standing(house: &House, customer: &str) -> Value {
    house.person("agent").get(&format!("/customers/{customer}/verification")).await.expect(200).json()
}

async fn answers_that_agree_verify_for_a_while(house: House) {
    let agent = house.person("agent");
    let customer = wang_fang(&house).await;
    let path = format!("/customers/{customer}/verifications");
    let before = standing(&house, &customer).await;
    assert_eq!((&before["held"], &before["locked_until"]), (&Value::Null, &Value::Null));
    let askable: Vec<_> =
        before["askable"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert!(askable.contains(&"birth_date") && !askable.contains(&"email"), "{askable:?}");
    assert_eq!(before["may"], json!({ "verify": true, "unlock": false }));

    let mut case = case("consultation");
    case["customer_id"] = json!(customer);
    let case_id = agent.opens(case).await;
    let mut body = basic(&[("name", " 王 芳"), ("phone_tail", "8000"), ("birth_date", "1949-12-31")]);
    body["case_id"] = json!(case_id);
    let made = agent.post(&path, &body).await.expect(201).json();
    assert_eq!(
        (&made["passed"], &made["matched"]),
        (&json!(true), &json!(["name", "phone_tail", "birth_date"]))
    );
    let held = standing(&house, &customer).await["held"].clone();
    assert_eq!(held["by"]["id"], json!(house.staff("agent").await));
    assert_eq!((&held["level"], &held["case_id"]), (&json!("basic"), &json!(case_id)));
    assert_eq!(house.particulars("customer_verified", &customer).await[0]["case_id"], json!(case_id));

    let enhanced = json!({ "level": "enhanced", "channel": "phone", "answers": [
        { "check": "name", "value": "王芳" }, { "check": "identity_number", "value": "110105 19491231 002x" },
        { "check": "called_back" },
    ] });
    agent.post(&path, &enhanced).await.expect(201);
    agent.post(&path, &basic(&[("name", "王芳"), ("phone", PHONE)])).await.expect(201);
    assert_eq!(standing(&house, &customer).await["held"]["level"], "enhanced", "the strongest is shown");
    house.node.clock.shift_seconds(30 * 60 + 1);
    assert_eq!(standing(&house, &customer).await["held"], Value::Null);
    let list = house.person("quality").get(&path).await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    house.person("quality").post(&path, &wrong()).await.expect(403);
    house.person("department").get(&path).await.expect(403);
}

async fn what_was_said_is_kept_nowhere(house: House) {
    let agent = house.person("agent");
    let customer = wang_fang(&house).await;
    let path = format!("/customers/{customer}/verifications");
    let said = basic(&[("name", "赵铁柱"), ("phone", "13911112222"), ("birth_date", "1977-07-07")]);
    let failed = agent.post_once(&path, "once-1", &said).await.expect(201);
    assert_eq!((&failed.json()["passed"], &failed.json()["matched"]), (&json!(false), &json!([])));
    let kept = [
        house.whole_journal().await,
        failed.text,
        agent.get(&path).await.expect(200).text,
        house.value(sql("SELECT matched || failed || actor_id FROM verifications")).await,
        house.value(sql("SELECT answer || body_sha256 FROM idempotency_keys")).await,
    ];
    for text in kept {
        for word in ["赵铁柱", "13911112222", "1977"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

async fn three_failures_lock_until_the_time_is_over_or_a_manager_opens(house: House) {
    let agent = house.person("agent");
    let customer = wang_fang(&house).await;
    let path = format!("/customers/{customer}/verifications");
    let right = basic(&[("name", "王芳"), ("phone_tail", "8000")]);
    agent.post(&path, &right).await.expect(201);
    for _ in 0..3 {
        assert_eq!(agent.post(&path, &wrong()).await.expect(201).json()["passed"], json!(false));
    }
    let refused = agent.post(&path, &right).await.expect(409);
    assert_eq!(refused.code(), "verification_locked");
    let now = standing(&house, &customer).await;
    assert_eq!(now["held"], Value::Null, "what held is not trusted any more");
    assert_ne!(now["locked_until"], Value::Null);
    assert_eq!(house.told("customer_verification_locked", &customer).await, 1);

    let unlock = format!("/customers/{customer}/verification/unlock");
    agent.post(&unlock, &json!({ "reason": "客户急" })).await.expect(403);
    house.person("manager").post(&unlock, &json!({ "reason": "已当面核对证件" })).await.expect(204);
    house.person("manager").post(&unlock, &json!({ "reason": "再次" })).await.expect(204);
    assert_eq!(house.told("customer_verification_unlocked", &customer).await, 1);
    assert_eq!(house.count("verification_unlocks").await, 1);
    for _ in 0..3 {
        agent.post(&path, &wrong()).await.expect(201);
    }
    agent.post(&path, &right).await.expect(409);
    house.node.clock.shift_seconds(30 * 60 + 1);
    assert_eq!(agent.post(&path, &right).await.expect(201).json()["passed"], json!(true));
    assert_eq!(standing(&house, &customer).await["failures"], json!(0), "what was enough clears the count");
}

async fn failures_from_all_sides_are_counted_one_by_one(house: House) {
    let customer = wang_fang(&house).await;
    let path = format!("/customers/{customer}/verifications");
    for_all(0..12, async |_| {
        let answered = house.person("agent").post(&path, &wrong()).await;
        assert!([201, 409].contains(&answered.status), "{}", answered.text);
    })
    .await;
    assert_eq!(house.count("verifications").await, 3, "no more than three were compared");
}

async fn a_retry_counts_once(house: House) {
    let agent = house.person("agent");
    let customer = wang_fang(&house).await;
    let path = format!("/customers/{customer}/verifications");
    agent.post_once(&path, "retry", &wrong()).await.expect(201);
    agent.post_once(&path, "retry", &wrong()).await.expect(200);
    assert_eq!(standing(&house, &customer).await["failures"], json!(1));
    agent.post_once(&path, "retry", &basic(&[("name", "x"), ("phone", "1")])).await.expect(409);
}

async fn levels_are_the_institutions_own(house: House) {
    let (agent, admin) = (house.person("agent"), house.person("admin"));
    let customer = wang_fang(&house).await;
    let path = format!("/customers/{customer}/verifications");
    let refused = async |body: Value| agent.post(&path, &body).await.expect(422).field();
    let mut body = basic(&[("name", "王芳")]);
    assert_eq!(refused(body.clone()).await, ("answers".into(), "too_few".into()));
    body["level"] = json!("vip");
    assert_eq!(refused(body).await, ("level".into(), "unknown".into()));
    let twice = basic(&[("name", "王芳"), ("name", "王芳")]);
    assert_eq!(refused(twice).await, ("answers[1].check".into(), "duplicate".into()));
    let seen = json!({ "level": "in_person", "channel": "phone", "answers": [{ "check": "document_seen" }] });
    assert_eq!(refused(seen).await, ("channel".into(), "not_on_this_channel".into()));

    let shown = agent.get("/verification-settings").await.expect(200).json();
    assert_eq!((&shown["version"], &shown["may_configure"]), (&json!(0), &json!(false)));
    let mut settings = shown.clone();
    for added in ["version", "may_configure"] {
        settings.as_object_mut().unwrap().remove(added);
    }
    settings["levels"][0]["matches_min"] = json!(1);
    let put = async |login: &str, version: i64, body: &Value| {
        let request = house.person(login).request(Method::PUT, "/verification-settings");
        Person::send(request.header("if-match", format!("\"{version}\"")).json(body)).await
    };
    put("agent", 0, &settings).await.expect(403);
    assert_eq!(put("admin", 0, &settings).await.expect(200).json()["version"], json!(1));
    assert_eq!(put("admin", 0, &settings).await.expect(412).code(), "stale");
    let mut nonsense = settings.clone();
    nonsense["levels"][1]["code"] = json!("basic");
    assert_eq!(put("admin", 1, &nonsense).await.expect(422).field().0, "levels[1].code");
    assert_eq!(admin.get("/verification-settings").await.expect(200).json()["version"], json!(1));
    agent.post(&path, &basic(&[("name", "王芳")])).await.expect(201);
    assert_eq!(house.told("verification_levels_changed", "verification_settings").await, 1);
}
