//! The whole person: numbers that are checked, addresses in parts, what reaches them, what they wish, when to look again.

use lingke_platform::db::sql;
use serde_json::{Value, json};

use crate::house::desk::{encoded, id_of, ids_of};
use crate::house::ground::run;
use crate::house::{House, eventually, for_both};

for_both!(
    numbers_and_addresses_are_checked_and_kept_in_one_way,
    identity_documents_have_a_form_and_come_and_go,
    what_reaches_a_customer_is_written_down,
    wishes_and_reviews_are_kept_and_due_ones_are_listed,
    a_name_is_found_by_its_sound_and_a_document_by_its_number,
    care_needs_are_kept_with_consent_and_sealed,
    the_list_of_care_codes_is_the_institutions_own,
);

pub(super) async fn added(house: &House, body: Value) -> Value {
    house.person("agent").post("/customers", &body).await.expect(201).json()
}

pub(super) async fn rows(house: &House, text: &str) -> Vec<String> {
    sql(text).values(house.node.db.read()).await.unwrap()
}

async fn numbers_and_addresses_are_checked_and_kept_in_one_way(house: House) {
    let agent = house.person("agent");
    let refused = async |point: Value| {
        let body = json!({ "name": "王芳", "contact_points": [point] });
        agent.post("/customers", &body).await.expect(422).field()
    };
    let phone = |value: &str| json!({ "kind": "phone", "value": value });
    let wrong = ("contact_points[0].value".to_owned(), "not_a_phone_number".to_owned());
    for value in ["12345678901", "138001380", "+86 1380013", "", "0000000"] {
        assert_eq!(refused(phone(value)).await, wrong, "{value}");
    }
    let nowhere = json!({ "kind": "phone", "value": "21234567", "country": "XX" });
    assert_eq!(refused(nowhere).await.1, "unknown_country");
    let half = json!({ "kind": "address", "address": { "province": "浙江省" } });
    assert_eq!(refused(half).await.0, "contact_points[0].address.detail");

    let body = json!({ "name": "王芳", "contact_points": [
        { "kind": "phone", "value": "2123 4567", "country": "HK" },
        { "kind": "phone", "value": "+86 10 6677 8899" },
        { "kind": "address", "address":
            { "province": "浙江省", "city": "杭州市", "district": "西湖区", "detail": "文三路 90 号" } },
    ] });
    let customer = added(&house, body).await;
    let points = customer["contact_points"].as_array().unwrap();
    assert_eq!(points[1]["value"], "010****8899");
    assert_eq!(points[2]["value"], "浙江省杭州市西湖区***");
    assert_eq!(points[2]["address"]["detail"], Value::Null, "{}", points[2]);
    assert_eq!(points[2]["address"]["district"], "西湖区");
    let found =
        async |q: &str| ids_of(&agent.get(&format!("/customers?q={}", encoded(q))).await.expect(200).json());
    for q in ["+852 2123 4567", "010-66778899", "浙江省杭州市西湖区文三路90号", "8899"] {
        assert_eq!(found(q).await, [id_of(&customer)], "{q}");
    }
    let kept = rows(&house, "SELECT value FROM contact_points LIMIT 9").await;
    assert!(kept.iter().all(|value| value.starts_with("v1.") && !value.contains("西湖")));
}

async fn identity_documents_have_a_form_and_come_and_go(house: House) {
    let agent = house.person("agent");
    super::alone(&house).await;
    let customer = added(
        &house,
        json!({ "name": "静水科技", "kind": "organisation",
        "registered_name": "杭州静水科技有限公司" }),
    )
    .await;
    assert_eq!(customer["registered_name"], "杭州静水科技有限公司");
    let path = format!("/customers/{}/identity-documents", id_of(&customer));
    let document = |kind: &str, number: &str| json!({ "kind": kind, "number": number });
    for (kind, number, code) in [
        ("unified_social_credit_code", "91350100M000100Y44", "wrong_check_digit"),
        ("resident_id_card", "110105194912310021", "wrong_check_digit"),
        ("passport", "12", "wrong_form"),
    ] {
        let refused = agent.post(&path, &document(kind, number)).await.expect(422).field();
        assert_eq!(refused, ("number".to_owned(), code.to_owned()), "{kind}");
    }
    let code = document("unified_social_credit_code", "91350100M000100Y43");
    house.person("quality").post(&path, &code).await.expect(403);
    let with = agent.post(&path, &code).await.expect(201).json();
    assert_eq!(with["identity_documents"][0]["number"], "9***3");
    assert_eq!(agent.post(&path, &code).await.expect(409).code(), "identity_document_known");
    let passport = json!({ "kind": "passport", "number": "E12345678", "expires_on": "2030-05-31" });
    let with = agent.post(&path, &passport).await.expect(201).json();
    let shown = &with["identity_documents"][1];
    assert_eq!((&shown["expires_on"], &with["version"]), (&json!("2030-05-31"), &json!(3)));
    let without = agent.delete(&format!("{path}/{}", id_of(shown))).await.expect(200).json();
    assert_eq!(without["identity_documents"].as_array().unwrap().len(), 1);
    let id = id_of(&customer);
    assert_eq!(house.told("identity_document_added", &id).await, 2);
    assert_eq!(house.told("identity_document_removed", &id).await, 1);
}

async fn what_reaches_a_customer_is_written_down(house: House) {
    let agent = house.person("agent");
    let body = json!({ "name": "王芳", "contact_points": [{ "kind": "phone", "value": "13800138000" }] });
    let customer = added(&house, body).await;
    let point = &customer["contact_points"][0];
    assert_eq!(point["verification"], "unverified");
    let path = format!("/customers/{}/contact-points/{}/verifications", id_of(&customer), id_of(point));
    let refused = agent.post(&path, &json!({ "state": "verified" })).await.expect(422);
    assert_eq!(refused.field().0, "how");
    let said = json!({ "state": "verified", "how": "call_back" });
    house.person("quality").post(&path, &said).await.expect(403);
    let known = agent.post(&path, &said).await.expect(200).json();
    let point = &known["contact_points"][0];
    assert_eq!((&point["verification"], &point["verified_how"]), (&json!("verified"), &json!("call_back")));
    assert_eq!(point["verified_by"]["name"], "agent of the house");
    assert!(point["verified_at"].is_string());
    let back = agent.post(&path, &json!({ "state": "unverified" })).await.expect(200).json();
    assert_eq!(back["contact_points"][0]["verified_by"], Value::Null);
    let told = house.particulars("contact_point_verified", &id_of(&customer)).await;
    assert_eq!((told.len(), &told[0]["state"]), (2, &json!("verified")));
}

async fn wishes_and_reviews_are_kept_and_due_ones_are_listed(house: House) {
    let agent = house.person("agent");
    let wish = json!({ "channel": "wechat", "days": "workdays", "from": "09:00", "until": "11:30",
        "language": "cantonese" });
    let customer = added(&house, json!({ "name": "王芳", "contact_wish": wish })).await;
    assert_eq!(customer["contact_wish"], wish);
    let path = format!("/customers/{}", id_of(&customer));
    let wrong = json!({ "contact_wish": { "from": "12:00", "until": "09:00" } });
    assert_eq!(agent.patch(&path, 1, &wrong).await.expect(422).field().0, "contact_wish.until");
    let changed = agent.patch(&path, 1, &json!({ "contact_wish": {} })).await.expect(200).json();
    assert_eq!(changed["contact_wish"]["channel"], Value::Null);

    let review = format!("{path}/reviews");
    let past = json!({ "next_review_on": "2020-01-01" });
    assert_eq!(agent.post(&review, &past).await.expect(422).field().0, "next_review_on");
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let today = house.node.clock.now().day_in(&zone);
    let next = today.tomorrow().unwrap();
    let ahead = json!({ "next_review_on": next });
    let reviewed = agent.post(&review, &ahead).await.expect(200).json();
    assert_eq!(reviewed["reviewed_on"], today.to_string());
    assert_eq!(house.told("customer_reviewed", &id_of(&customer)).await, 1);
    let due = "/customers?review_due=true";
    assert!(ids_of(&agent.get(due).await.expect(200).json()).is_empty(), "not due yet");
    let shell = house.ground.shell().await;
    run(&shell, "UPDATE customers SET next_review_on = '2026-01-02'").await;
    for n in 0..3 {
        added(&house, json!({ "name": format!("张{n}") })).await;
    }
    assert_eq!(ids_of(&agent.get(due).await.expect(200).json()), [id_of(&customer)]);
    agent.get(&format!("{due}&q=x")).await.expect(422);
}

async fn a_name_is_found_by_its_sound_and_a_document_by_its_number(house: House) {
    let agent = house.person("agent");
    let body = json!({ "name": "单小芳",
        "identity_documents": [{ "kind": "resident_id_card", "number": "11010519491231002X" }] });
    let customer = id_of(&added(&house, body).await);
    added(&house, json!({ "name": "王二" })).await;
    let found = async |q: &str| ids_of(&agent.get(&format!("/customers?q={q}")).await.expect(200).json());
    assert_eq!(found("11010519491231002x").await, std::slice::from_ref(&customer));
    assert!(found("110105194912310").await.is_empty());
    eventually("the index knows how they sound", async || {
        (found("sxf").await == [customer.clone()]).then_some(())
    })
    .await;
    for q in ["dxf", "shanxiaofang", "dan", "SXF"] {
        assert_eq!(found(q).await, std::slice::from_ref(&customer), "{q}");
    }
    assert!(found("xf").await.is_empty() && found("fang").await.is_empty());
    let all = agent.get("/search?q=sxf").await.expect(200).json();
    assert_eq!(all["groups"][0]["hits"][0]["id"], customer);
}

async fn care_needs_are_kept_with_consent_and_sealed(house: House) {
    let agent = house.person("agent");
    let id = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{id}/care-needs");
    let need = |code: &str, on: &str| json!({ "code": code, "words": "右耳失聪", "consent_on": on });
    assert_eq!(agent.post(&path, &need("hearing", "2099-01-01")).await.expect(422).field().0, "consent_on");
    assert_eq!(agent.post(&path, &need("telepathy", "2026-01-01")).await.expect(422).field().0, "code");
    let missing = json!({ "code": "hearing" });
    assert_eq!(
        agent.post(&path, &missing).await.expect(422).field(),
        ("consent_on".into(), "missing".into())
    );
    house.person("quality").post(&path, &need("hearing", "2026-01-01")).await.expect(403);
    agent.post(&path, &need("hearing", "2026-01-01")).await.expect(201);
    assert_eq!(agent.post(&path, &need("hearing", "2026-01-01")).await.expect(409).code(), "care_need_known");
    let seen = house.person("quality").get(&path).await.expect(200).json();
    let kept = &seen["items"][0];
    assert_eq!((&kept["name"], &kept["has_words"]), (&json!("听力障碍"), &json!(true)));
    assert_eq!((&kept["words"], &kept["recorded_by"]["name"]), (&Value::Null, &json!("agent of the house")));
    house.person("department").get(&path).await.expect(403);
    let values = rows(&house, "SELECT value FROM care_needs LIMIT 9").await;
    assert!(values[0].starts_with("v1.") && !values[0].contains("hearing"));
    house.sealed().await;
    let journal = house.whole_journal().await;
    assert!(
        journal.contains("care_need_recorded") && !journal.contains("hearing") && !journal.contains("失聪")
    );
    let left = agent.delete(&format!("{path}/{}", id_of(kept))).await.expect(200).json();
    assert_eq!(left["items"], json!([]));
    let gone = "care_needs WHERE value IS NULL AND ended_at IS NOT NULL";
    assert_eq!(house.count(gone).await, 1, "what it was is gone, that it was remains");
    let answers = "idempotency_keys WHERE answer LIKE '%hearing%'";
    assert_eq!(house.count(answers).await, 0);
}

async fn the_list_of_care_codes_is_the_institutions_own(house: House) {
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let list = agent.get("/care-codes").await.expect(200).json();
    assert!(list["items"].as_array().unwrap().iter().any(|code| code["code"] == "elderly"));
    let new = json!({ "code": "student", "name": "在校学生", "advice": "提醒防范校园贷。" });
    agent.post("/care-codes", &new).await.expect(403);
    let made = manager.post("/care-codes", &new).await.expect(201).json();
    assert_eq!((&made["name_en"], &made["version"]), (&json!("在校学生"), &json!(1)));
    assert_eq!(manager.post("/care-codes", &new).await.expect(422).field(), ("code".into(), "taken".into()));
    let retired = manager.patch("/care-codes/student", 1, &json!({ "active": false })).await.expect(200);
    assert_eq!(retired.json()["active"], false);
    manager.patch("/care-codes/student", 1, &json!({ "active": true })).await.expect(412);
    let id = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let need = json!({ "code": "student", "consent_on": "2026-01-01" });
    let refused = agent.post(&format!("/customers/{id}/care-needs"), &need).await.expect(422);
    assert_eq!(refused.field().0, "code");
}
