//! Privacy: the data owner sees who looked; a copy holds all; an erasure waits for its duties and then leaves nothing.

use std::io::{Cursor, Read};

use lingke_platform::db::sql;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{case, id_of};
use crate::house::{House, Person, eventually, for_both};

for_both!(
    each_week_the_data_owner_is_shown_who_looked,
    a_copy_holds_all_that_is_kept_and_only_its_asker_has_it,
    an_erasure_is_refused_while_a_case_is_open_and_done_after,
    what_must_be_kept_is_kept_until_its_day,
    a_legal_hold_keeps_everything,
    nobody_approves_what_they_asked_for,
    retention_is_the_institutions_own,
);

const PHONE: &str = "13800138000";
const ID_CARD: &str = "11010519491231002X";

async fn wang_fang(house: &House) -> String {
    let body = json!({
        "name": "王芳丽", "note": "女儿叫王丽丽",
        "contact_points": [{ "kind": "phone", "value": PHONE }, { "kind": "email", "value": "fang@example.com" }],
        "identity_documents": [{ "kind": "resident_id_card", "number": ID_CARD }],
    });
    id_of(&house.person("agent").post("/customers", &body).await.expect(201).json())
}

/// A case of the customer, with a message, a note and a file in it.
async fn asks(house: &House, customer: &str, kind: &str) -> String {
    let mut body = case(kind);
    body["subject"] = json!("王芳丽问余额");
    body["description"] = json!("她说卡丢在了解放路");
    body["customer_id"] = json!(customer);
    let agent = house.person("agent");
    let id = agent.opens(body).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    agent.does("replies", &id, json!({ "text": "王女士您好，卡已挂失" })).await.expect(201);
    agent.does("notes", &id, json!({ "text": "她很着急" })).await.expect(201);
    let part = reqwest::multipart::Part::bytes(b"lost card".to_vec()).file_name("statement.txt");
    let form = reqwest::multipart::Form::new().part("file", part);
    let request = agent.request(Method::POST, &format!("/cases/{id}/attachments")).multipart(form);
    Person::send(request).await.expect(201);
    id
}

async fn close(house: &House, id: &str) {
    let agent = house.person("agent");
    agent.does("resolutions", id, json!({ "text": "已补卡" })).await.expect(201);
    agent.does("closures", id, json!({})).await.expect(201);
}

async fn each_week_the_data_owner_is_shown_who_looked(house: House) {
    house.set_clock("2027-01-06T02:00:00Z");
    let customer = wang_fang(&house).await;
    let reveal = |login: &'static str, reason: &'static str| {
        let path = format!("/customers/{customer}/reveals");
        let person = house.person(login);
        async move { person.post(&path, &json!({ "reason": reason })).await.expect(201) }
    };
    reveal("agent", "回拨客户").await;
    reveal("agent", "再次核对").await;
    house.set_clock("2027-01-06T14:00:00Z");
    reveal("complaints", "夜里核对").await;
    let manager = house.person("manager");
    let running = manager.get("/reveal-digests/this-week").await.expect(200).json();
    assert_eq!((&running["reveals"], &running["may_review"]), (&json!(3), &json!(false)));
    let looks = manager.get("/reveal-digests/this-week/reveals").await.expect(200).json();
    assert_eq!(looks["items"].as_array().unwrap().len(), 3);
    house.set_clock("2027-01-10T16:01:00Z");
    let digest = eventually("the week has its digest", async || {
        lingke_privacy::digests::commands::make_due(&lingke_platform::ctx::Ctx::system(&house.node, "test"))
            .await
            .ok()?;
        let all = manager.get("/reveal-digests").await.json();
        all["items"].as_array()?.iter().find(|one| one["reveals"] != json!(0)).cloned()
    })
    .await;
    assert_eq!(
        (&digest["from"], &digest["to"]),
        (&json!("2027-01-03T16:00:00Z"), &json!("2027-01-10T16:00:00Z"))
    );
    let figures = [&digest["reveals"], &digest["people"], &digest["customers"], &digest["flagged"]];
    assert_eq!(figures, [&json!(3), &json!(2), &json!(1), &json!(3)]);
    assert_eq!(digest["lookers"][0]["by"]["id"], json!(house.staff("agent").await));
    let path = format!("/reveal-digests/{}", id_of(&digest));
    let looks = manager.get(&format!("{path}/reveals?limit=2")).await.expect(200).json();
    assert_eq!(looks["items"][0]["reason"], "回拨客户");
    assert_eq!(looks["items"][0]["marks"], json!(["no_case"]));
    let next = looks["next"].as_str().unwrap();
    let rest = manager.get(&format!("{path}/reveals?limit=2&cursor={next}")).await.expect(200).json();
    assert_eq!(rest["items"][0]["marks"], json!(["no_case", "at_night"]));
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));

    house.caught_up("notifications").await;
    let told = manager.get("/notifications").await.expect(200).json();
    let told = told["items"].as_array().unwrap().iter().find(|one| one["kind"] == "reveal_digest").cloned();
    assert_eq!(told.expect("the data owner is told")["opens"]["id"], digest["id"]);
    house.person("agent").get(&path).await.expect(403);
    let opinion = json!({ "opinion": "已逐条核对" });
    house.person("auditor").post(&format!("{path}/review"), &opinion).await.expect(403);
    let reviewed = manager.post(&format!("{path}/review"), &opinion).await.expect(200).json();
    assert_eq!(reviewed["reviewed_by"]["id"], json!(house.staff("manager").await));
    assert_eq!(manager.post(&format!("{path}/review"), &opinion).await.expect(409).code(), "digest_reviewed");
    let before = house.count("reveal_digests WHERE from_at < 1700000000000000").await;
    assert_eq!(before, 0, "no week before the institution was there");
}

async fn a_copy_holds_all_that_is_kept_and_only_its_asker_has_it(house: House) {
    let customer = wang_fang(&house).await;
    asks(&house, &customer, "consultation").await;
    let manager = house.person("manager");
    let path = format!("/customers/{customer}/privacy-requests");
    let body = json!({ "kind": "copy", "reason": "客户书面申请查阅复制" });
    house.person("agent").post(&path, &body).await.expect(403);
    let asked = manager.post_once(&path, "copy-1", &body).await.expect(201).json();
    manager.post_once(&path, "copy-1", &body).await.expect(200);
    let content = format!("/privacy-requests/{}/content", id_of(&asked));
    house.person("complaints").get(&content).await.expect(404);
    let answered = manager.request(Method::GET, &content).send().await.unwrap();
    assert_eq!(answered.headers()["content-type"], "application/zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(answered.bytes().await.unwrap())).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.iter().any(|name| name.ends_with("statement.txt")), "{names:?}");
    let mut read = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    for name in ["index.html", "data.json"] {
        let text = read(name);
        for word in ["王芳丽", PHONE, ID_CARD, "女儿叫王丽丽", "解放路", "卡已挂失"] {
            assert!(text.contains(word), "{name} lacks {word}");
        }
        assert!(!text.contains("她很着急"), "notes among staff are not the customer's");
    }
    let told = (
        house.told("customer_copy_asked", &customer).await,
        house.told("customer_copy_taken", &customer).await,
    );
    assert_eq!(told, (1, 1));
    house.node.clock.shift_seconds(86_401);
    assert_eq!(manager.get(&content).await.expect(409).code(), "copy_expired");
}

async fn ask_erasure(house: &House, customer: &str) -> String {
    let body = json!({ "kind": "erasure", "reason": "客户来函要求删除" });
    let asked =
        house.person("complaints").post(&format!("/customers/{customer}/privacy-requests"), &body).await;
    id_of(&asked.expect(201).json())
}

async fn approve(house: &House, request: &str) -> Value {
    let opinion = json!({ "opinion": "已核对身份和保存期限" });
    house
        .person("manager")
        .post(&format!("/privacy-requests/{request}/approval"), &opinion)
        .await
        .expect(200)
        .json()
}

async fn erased(house: &House, customer: &str) {
    eventually("the erasure is done", async || {
        (house.told("customer_erased", customer).await > 0).then_some(())
    })
    .await;
}

async fn an_erasure_is_refused_while_a_case_is_open_and_done_after(house: House) {
    let customer = wang_fang(&house).await;
    let id = asks(&house, &customer, "consultation").await;
    let reveals = format!("/customers/{customer}/reveals");
    house.person("agent").post(&reveals, &json!({ "reason": "核对王芳丽" })).await.expect(201);
    let path = format!("/customers/{customer}/privacy-requests");
    let body = json!({ "kind": "erasure", "reason": "客户来函要求删除" });
    let refused = house.person("complaints").post(&path, &body).await.expect(409);
    assert_eq!(refused.code(), "erasure_refused");
    assert_eq!(refused.json()["params"]["duties"][0]["duty"], "open_case", "{}", refused.text);
    close(&house, &id).await;
    let request = ask_erasure(&house, &customer).await;
    let again = house.person("manager").post(&path, &body).await.expect(409);
    assert_eq!(again.code(), "erasure_asked_already");
    assert_eq!(approve(&house, &request).await["state"], "erasing");
    erased(&house, &customer).await;
    house.caught_up("search").await;

    let manager = house.person("manager");
    let shown = manager.get(&format!("/customers/{customer}")).await.expect(200).json();
    assert_eq!((&shown["name"], &shown["contact_points"]), (&json!("（已删除）"), &json!([])));
    assert_eq!(shown["may"], json!({ "edit": false, "reveal": false }));
    let seen = manager.get(&format!("/cases/{id}")).await.expect(200).text;
    let events = manager.get(&format!("/cases/{id}/events")).await.expect(200).text;
    let copied = manager.get(&path.replace("-requests", "")).await.expect(200).text;
    for word in ["王芳丽", "解放路", "余额", "卡已挂失", "着急", "已补卡", "statement", "丽丽"]
    {
        assert!(![&seen, &events, &copied].iter().any(|text| text.contains(word)), "{word} is still there");
        let found = manager.get(&format!("/customers?q={word}")).await.expect(200).json();
        assert_eq!(found["items"], json!([]), "{word}");
    }
    let hits = manager.get("/search?q=解放路").await.expect(200).text;
    assert!(!hits.contains(&id), "{hits}");
    for (table, column) in [("files", "sha256"), ("file_chunks", "sha256"), ("customer_keys", "wrapped")] {
        let left: i64 = house.value(sql(format!("SELECT count({column}) FROM {table}"))).await;
        assert_eq!(left, 0, "{table}");
    }
    let reason: String = house.value(sql("SELECT reason || salt FROM customer_reveals")).await;
    assert_eq!(reason, "");
    assert_eq!(house.first_bad().await, None, "the chain is whole");
    let note = json!({ "reason": "x" });
    assert_eq!(
        house.person("agent").post(&reveals, &json!({ "reason": "再看" })).await.expect(409).code(),
        "customer_erased"
    );
    house.person("complaints").post(&format!("/customers/{customer}/legal-holds"), &note).await.expect(422);
    let mut new = case("consultation");
    new["customer_id"] = json!(customer);
    house.person("agent").post("/cases", &new).await.expect(422);
}

async fn what_must_be_kept_is_kept_until_its_day(house: House) {
    house.set_clock("2027-03-10T02:00:00Z");
    let customer = wang_fang(&house).await;
    let id = asks(&house, &customer, "complaint").await;
    close(&house, &id).await;
    let standing =
        house.person("complaints").get(&format!("/customers/{customer}/privacy")).await.expect(200).json();
    assert_eq!((&standing["refused"], &standing["until"]), (&json!(false), &json!("2030-03-10")));
    assert_eq!(standing["duties"][0]["duty"], "retention");
    let request = ask_erasure(&house, &customer).await;
    let approved = approve(&house, &request).await;
    assert_eq!((&approved["state"], &approved["due_on"]), (&json!("booked"), &json!("2030-03-10")));
    house.set_clock("2030-03-09T15:00:00Z");
    assert_eq!(house.told("customer_erased", &customer).await, 0);
    let shown = house.person("manager").get(&format!("/customers/{customer}")).await.expect(200).json();
    assert_eq!(shown["name"], "王芳丽", "the day before it is still there");
    house.set_clock("2030-03-09T16:00:01Z");
    erased(&house, &customer).await;
}

async fn a_legal_hold_keeps_everything(house: House) {
    let customer = wang_fang(&house).await;
    let complaints = house.person("complaints");
    let holds = format!("/customers/{customer}/legal-holds");
    house.person("agent").post(&holds, &json!({ "reason": "试试" })).await.expect(403);
    let hold = complaints
        .post(&holds, &json!({ "reason": "西城法院 (2026) 京0102民初1号" }))
        .await
        .expect(201)
        .json();
    let body = json!({ "kind": "erasure", "reason": "客户来函要求删除" });
    let refused =
        complaints.post(&format!("/customers/{customer}/privacy-requests"), &body).await.expect(409);
    assert_eq!(refused.code(), "erasure_held");
    let lifting = format!("{holds}/{}/lifting", id_of(&hold));
    let lifted = complaints.post(&lifting, &json!({ "reason": "案件已结" })).await.expect(200).json();
    assert_ne!(lifted["lifted_at"], Value::Null);
    complaints.post(&lifting, &json!({ "reason": "再次" })).await.expect(200);
    assert_eq!(house.told("legal_hold_lifted", &customer).await, 1);
    ask_erasure(&house, &customer).await;
}

async fn nobody_approves_what_they_asked_for(house: House) {
    let customer = wang_fang(&house).await;
    let manager = house.person("manager");
    let body = json!({ "kind": "erasure", "reason": "客户来函要求删除" });
    let asked =
        manager.post(&format!("/customers/{customer}/privacy-requests"), &body).await.expect(201).json();
    assert_eq!(asked["may"], json!({ "approve": false, "decline": true, "download": false }));
    let path = format!("/privacy-requests/{}", id_of(&asked));
    let opinion = json!({ "opinion": "同意" });
    assert_eq!(manager.post(&format!("{path}/approval"), &opinion).await.expect(409).code(), "not_your_own");
    house.person("complaints").post(&format!("{path}/approval"), &opinion).await.expect(403);
    house.person("complaints").post(&format!("{path}/refusal"), &opinion).await.expect(403);
    let back = manager.post(&format!("{path}/refusal"), &opinion).await.expect(200).json();
    assert_eq!(back["state"], "declined");
    assert_eq!(
        manager.post(&format!("{path}/refusal"), &opinion).await.expect(409).code(),
        "request_decided"
    );
    let list = house.person("auditor").get("/privacy-requests?state=declined").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    house.person("agent").get("/privacy-requests").await.expect(403);
}

async fn retention_is_the_institutions_own(house: House) {
    let shown = house.person("auditor").get("/retention").await.expect(200).json();
    assert_eq!((&shown["complaint_months"], &shown["version"]), (&json!(36), &json!(0)));
    let mut rules = json!({
        "complaint_months": 60, "complaint_basis": "总行制度", "other_months": 12, "other_basis": "总行制度",
    });
    let put = async |login: &str, version: i64, body: &Value| {
        let request = house.person(login).request(Method::PUT, "/retention");
        Person::send(request.header("if-match", format!("\"{version}\"")).json(body)).await
    };
    put("manager", 0, &rules).await.expect(403);
    assert_eq!(put("admin", 0, &rules).await.expect(200).json()["version"], json!(1));
    assert_eq!(put("admin", 0, &rules).await.expect(412).code(), "stale");
    rules["other_basis"] = json!("");
    assert_eq!(put("admin", 1, &rules).await.expect(422).field().0, "other_basis");
    rules["other_months"] = json!(241);
    assert_eq!(put("admin", 1, &rules).await.expect(422).field().0, "other_months");
    assert_eq!(house.told("retention_changed", "retention").await, 1);
}
