//! Customers are added, found, changed and reached; what is personal stays hidden until somebody says why.

use futures::future::join_all;
use lingke_platform::db::sql;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{case, encoded, id_of, ids_of};
use crate::house::{House, Person, for_both};

mod belongings;
mod history;
mod person;
mod requests;

for_both!(
    a_name_alone_makes_a_customer,
    personal_values_are_shown_masked,
    a_customer_is_found_by_number_name_and_contact_however_written,
    contact_points_come_and_go,
    a_change_names_the_version_it_was_made_on,
    a_reveal_shows_what_is_hidden_and_is_journaled,
    a_reveal_lasts_five_minutes_and_shows_to_nobody_else,
    no_personal_data_stands_in_the_journal,
    the_same_request_from_all_sides_adds_one_customer,
);

const PHONE: &str = "13800138000";
const EMAIL: &str = "wang.fang@example.com";
const ID_CARD: &str = "11010519491231002X";

fn wang_fang() -> Value {
    json!({
        "name": "王芳", "class": "valued", "note": "只在上午接电话",
        "contact_points": [
            { "kind": "phone", "value": "+86 138-0013-8000", "preferred": true },
            { "kind": "email", "value": EMAIL },
            { "kind": "address", "value": "北京市西城区金融大街15号" },
            { "kind": "wechat", "value": "wxid_fang88" },
        ],
        "identity_documents": [{ "kind": "resident_id_card", "number": ID_CARD }],
    })
}

async fn a_name_alone_makes_a_customer(house: House) {
    let agent = house.person("agent");
    let made = agent.post("/customers", &json!({ "name": " 李雷 " })).await.expect(201);
    let customer = made.json();
    assert_eq!(made.header("location"), format!("/api/v1/customers/{}", id_of(&customer)));
    assert_eq!(made.header("etag"), "\"1\"");
    assert_eq!(
        (&customer["name"], &customer["kind"], &customer["class"]),
        (&json!("李雷"), &json!("person"), &json!("ordinary"))
    );
    assert_eq!((&customer["note"], &customer["contact_points"]), (&Value::Null, &json!([])));
    assert_eq!(customer["may"], json!({ "edit": true, "reveal": true }));
    let number = customer["number"].as_str().unwrap();
    assert!(lingke_customers::number::is_customer_number(number), "{number}");
    let seen = house.person("quality").get(made.header("location")).await.expect(200).json();
    assert_eq!(seen["may"], json!({ "edit": false, "reveal": false }));
    house.person("quality").post("/customers", &json!({ "name": "x" })).await.expect(403);
    house.person("department").get("/customers").await.expect(403);
    let refused = async |body: Value| agent.post("/customers", &body).await.expect(422).field();
    assert_eq!(refused(json!({})).await, ("name".into(), "missing".into()));
    assert_eq!(refused(json!({ "name": "  " })).await, ("name".into(), "too_short".into()));
    assert_eq!(refused(json!({ "name": "x", "vip": true })).await, ("vip".into(), "unknown_field".into()));
    let phones = json!({ "name": "x", "contact_points": [
        { "kind": "phone", "value": PHONE }, { "kind": "phone", "value": "0086 13800138000" },
    ] });
    assert_eq!(refused(phones).await, ("contact_points[1].value".into(), "duplicate".into()));
    assert_eq!(house.count("customers").await, 1);
}

async fn personal_values_are_shown_masked(house: House) {
    let agent = house.person("agent");
    let made = agent.post("/customers", &wang_fang()).await.expect(201);
    let values = |answered: &Value, list: &str, field: &str| -> Vec<String> {
        let all = answered[list].as_array().unwrap().iter();
        all.map(|one| one[field].as_str().unwrap().to_owned()).collect()
    };
    let masked = ["138****8000", "w***@example.com", "北京市西城区***", "wx***"];
    assert_eq!(values(&made.json(), "contact_points", "value"), masked);
    assert_eq!(values(&made.json(), "identity_documents", "number"), ["1***X"]);
    for path in [made.header("location"), "/customers", "/customers?q=13800138000"] {
        let text = agent.get(path).await.expect(200).text;
        for hidden in [PHONE, "138-0013-8000", EMAIL, ID_CARD, "金融大街", "wxid_fang88"] {
            assert!(!text.contains(hidden), "{path} shows {hidden}");
        }
        assert!(text.contains("138****8000"));
    }
}

async fn a_customer_is_found_by_number_name_and_contact_however_written(house: House) {
    let agent = house.person("agent");
    let wang = agent.post("/customers", &wang_fang()).await.expect(201).json();
    let other = json!({ "name": "Fang & Sons Ltd", "kind": "organisation",
        "contact_points": [{ "kind": "phone", "value": "010-66778899" }] });
    let other = agent.post("/customers", &other).await.expect(201).json();
    agent.post("/customers", &json!({ "name": "100%_王" })).await.expect(201);
    let found = async |q: &str| {
        let page = agent.get(&format!("/customers?q={}", encoded(q))).await;
        ids_of(&page.expect(200).json())
    };
    let number = wang["number"].as_str().unwrap();
    let lower = number.to_lowercase();
    let ways =
        [number, lower.as_str(), "王芳", "王", "芳", PHONE, "+86 138 0013 8000", "Wang.Fang@EXAMPLE.com"];
    for q in ways {
        assert!(found(q).await.contains(&id_of(&wang)), "{q}");
    }
    for q in ["fang & s", "SONS", "01066778899", "(010) 6677 8899"] {
        assert_eq!(found(q).await, [id_of(&other)], "{q}");
    }
    for q in ["1380013800", "芳王", "C000000000", "%", "_", "' OR 1=1 --", "wxid"] {
        assert!(!found(q).await.contains(&id_of(&wang)), "{q}");
    }
    for n in 0..5 {
        agent.post("/customers", &json!({ "name": format!("张{n}") })).await.expect(201);
    }
    let all = agent.all("/customers", 3).await;
    let mut ids: Vec<_> = all.iter().map(id_of).collect();
    assert_eq!(ids.len(), 8);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 8, "each customer is on one page");
    assert_eq!(all[7]["id"], wang["id"], "the newest come first");
}

async fn contact_points_come_and_go(house: House) {
    let agent = house.person("agent");
    let made = agent.post("/customers", &wang_fang()).await.expect(201);
    let path = format!("{}/contact-points", made.header("location"));
    let second = json!({ "kind": "phone", "value": "13900139000" });
    let after = agent.post(&path, &second).await.expect(201).json();
    assert_eq!((after["contact_points"].as_array().unwrap().len(), &after["version"]), (5, &json!(2)));
    let known = json!({ "kind": "phone", "value": "138 0013 8000" });
    assert_eq!(agent.post(&path, &known).await.expect(409).code(), "contact_point_known");
    let wrong = json!({ "kind": "email", "value": "no address" });
    assert_eq!(agent.post(&path, &wrong).await.expect(422).field().1, "not_an_email_address");
    let preferred = json!({ "kind": "phone", "value": "13700137000", "preferred": true });
    let after = agent.post(&path, &preferred).await.expect(201).json();
    let first: Vec<_> = after["contact_points"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|point| point["preferred"] == true)
        .collect();
    assert_eq!(
        (first.len(), first[0]["value"].as_str()),
        (1, Some("137****7000")),
        "only one is tried first"
    );

    let point = format!("{path}/{}", id_of(first[0]));
    house.person("quality").delete(&point).await.expect(403);
    let after = agent.delete(&point).await.expect(200).json();
    assert_eq!(after["contact_points"].as_array().unwrap().len(), 5);
    agent.delete(&point).await.expect(404);
    let id = id_of(&made.json());
    assert_eq!(house.told("contact_point_added", &id).await, 2);
    assert_eq!(house.told("contact_point_removed", &id).await, 1);
    let stranger = agent.post("/customers", &json!({ "name": "李雷" })).await.expect(201);
    let elsewhere =
        format!("{}/contact-points/{}", stranger.header("location"), id_of(&after["contact_points"][0]));
    agent.delete(&elsewhere).await.expect(404);
    for n in 0..15 {
        let more = json!({ "kind": "phone", "value": format!("1360000{n:04}") });
        agent.post(&path, &more).await.expect(201);
    }
    let more = json!({ "kind": "phone", "value": "13511112222" });
    assert_eq!(agent.post(&path, &more).await.expect(409).code(), "contact_points_used_up");
}

/// From here on one person changes names and documents alone.
async fn alone(house: &House) {
    let off = json!({ "second_person": false });
    house.person("manager").patch("/customer-settings", 1, &off).await.expect(200);
}

async fn a_change_names_the_version_it_was_made_on(house: House) {
    let agent = house.person("agent");
    alone(&house).await;
    let made = agent.post("/customers", &wang_fang()).await.expect(201);
    let path = made.header("location");
    let change = json!({ "name": "王芳芳", "note": "" });
    let blind = Person::send(agent.request(Method::PATCH, path).json(&change)).await.expect(428);
    assert_eq!(blind.code(), "if_match_required");
    let changed = agent.patch(path, 1, &change).await.expect(200);
    assert_eq!((changed.header("etag"), &changed.json()["note"]), ("\"2\"", &Value::Null));
    let late = house.person("colleague").patch(path, 1, &json!({ "class": "private" })).await.expect(412);
    assert_eq!((late.code().as_str(), &late.json()["params"]["version"]), ("stale", &json!(2)));
    house.person("quality").patch(path, 2, &change).await.expect(403);
    let told = house.particulars("customer_changed", &id_of(&made.json())).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["fields"], json!(["name", "note"]));
    let found = agent.get(&format!("/customers?q={}", encoded("王芳芳"))).await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "found by the new name");
}

async fn a_reveal_shows_what_is_hidden_and_is_journaled(house: House) {
    let agent = house.person("agent");
    let customer = agent.post("/customers", &wang_fang()).await.expect(201).json();
    let id = id_of(&customer);
    let path = format!("/customers/{id}/reveals");
    let why = json!({ "reason": "客户要求回电核实" });
    for login in ["quality", "auditor", "department", "admin"] {
        house.person(login).post(&path, &why).await.expect(403);
    }
    assert_eq!(agent.post(&path, &json!({ "reason": " " })).await.expect(422).field().0, "reason");
    assert_eq!(house.told("customer_revealed", &id).await, 0);
    let shown = agent.post(&path, &why).await.expect(201).json();
    assert_eq!(shown["contact_points"][0]["value"], PHONE);
    assert_eq!(shown["contact_points"][0]["id"], customer["contact_points"][0]["id"]);
    assert_eq!(shown["identity_documents"][0]["number"], ID_CARD);
    let told = house.particulars("customer_revealed", &id).await;
    assert_eq!((told.len(), &told[0]["contact_kinds"]), (1, &json!(["phone", "email", "address", "wechat"])));
    let actor: String =
        house.value(sql("SELECT actor_id FROM journal WHERE type = 'customer_revealed'")).await;
    assert_eq!(actor, house.staff("agent").await);
    let kept: String =
        house.value(sql("SELECT reason FROM customer_reveals WHERE customer_id = $1").bind(id)).await;
    assert_eq!(kept, why["reason"]);
    let salt: String = house.value(sql("SELECT salt FROM customer_reveals")).await;
    let digest = lingke_organisation::authenticate::token_sha256(&format!("{salt}{kept}"));
    assert_eq!(told[0]["reason_sha256"], digest);
}

async fn a_reveal_lasts_five_minutes_and_shows_to_nobody_else(house: House) {
    let agent = house.person("agent");
    let id = id_of(&agent.post("/customers", &wang_fang()).await.expect(201).json());
    let (path, current) = (format!("/customers/{id}/reveals"), format!("/customers/{id}/reveals/current"));
    let shown =
        async |login: &str| house.person(login).get(&current).await.expect(200).json()["revealed"].clone();
    assert_eq!(shown("agent").await, Value::Null);
    house.person("quality").get(&current).await.expect(403);
    let bad = json!({ "reason": "回拨", "case_id": "13800138000" });
    assert_eq!(agent.post(&path, &bad).await.expect(422).field().0, "case_id");
    let case = agent.opens(case("consultation")).await;
    let why = json!({ "reason": "回拨，客户报卡号 4111111111111111 核对", "case_id": case });
    let revealed = agent.post(&path, &why).await.expect(201).json();
    assert_eq!(shown("agent").await, revealed, "a page that is loaded again asks for no new reason");
    assert_eq!(shown("manager").await, Value::Null, "another person gives a reason of their own");
    let kept: String = house.value(sql("SELECT reason FROM customer_reveals")).await;
    assert!(!kept.contains("4111111111111111"), "{kept}");
    assert_eq!(house.particulars("customer_revealed", &id).await[0]["case_id"], why["case_id"]);
    agent.delete(&current).await.expect(204);
    agent.delete(&current).await.expect(204);
    assert_eq!(shown("agent").await, Value::Null);
    assert_eq!(house.told("customer_hidden", &id).await, 1, "what was hidden already is not hidden again");
    agent.post(&path, &why).await.expect(201);
    house.node.clock.shift_seconds(299);
    assert_ne!(shown("agent").await, Value::Null);
    house.node.clock.shift_seconds(2);
    assert_eq!(shown("agent").await, Value::Null);
}

async fn no_personal_data_stands_in_the_journal(house: House) {
    let agent = house.person("agent");
    alone(&house).await;
    let customer = id_of(&agent.post("/customers", &wang_fang()).await.expect(201).json());
    let at = format!("/customers/{customer}");
    agent.change(&at, &json!({ "name": "王小芳", "note": "女儿叫王丽丽" })).await.expect(200);
    agent
        .post(&format!("{at}/contact-points"), &json!({ "kind": "phone", "value": "13911112222" }))
        .await
        .expect(201);
    agent.post(&format!("{at}/reveals"), &json!({ "reason": "王小芳来电" })).await.expect(201);
    let mut body = case("complaint");
    body["subject"] = json!("王芳投诉赵铁柱");
    body["description"] = json!("我的电话 13800138000，卡号 6222020200112233445");
    body["customer_id"] = json!(customer);
    let id = agent.opens(body).await;
    let write = |text: &str| json!({ "text": text });
    agent.does("notes", &id, write("赵铁柱 13911112222")).await.expect(201);
    agent
        .does("replies", &id, json!({ "text": "王女士您好 6222020200112233445", "then_wait": true }))
        .await
        .expect(201);
    agent.does("customer-messages", &id, write("我叫王芳")).await.expect(201);
    agent.does("escalations", &id, json!({ "reason": "赵铁柱拒绝" })).await.expect(201);
    let opinion = json!({ "staff_id": house.staff("support").await, "opinion": "交赵铁柱" });
    house.person("manager").does("assignments", &id, opinion).await.expect(201);
    agent.change(&format!("/cases/{id}"), &json!({ "subject": "王丽丽" })).await.expect(200);
    agent.does("resolutions", &id, write("已赔付王芳")).await.expect(201);
    agent.does("closures", &id, json!({ "opinion": "赵铁柱道歉" })).await.expect(201);
    agent.does("reopenings", &id, json!({ "reason": "王芳不满意" })).await.expect(201);
    let file = reqwest::multipart::Part::bytes("流水 13800138000".as_bytes()).file_name("王芳.txt");
    let form = reqwest::multipart::Form::new().part("file", file);
    let request = agent.request(Method::POST, &format!("/cases/{id}/attachments")).multipart(form);
    Person::send(request).await.expect(201);
    house.sealed().await;
    let journal = house.whole_journal().await;
    assert!(journal.contains(&id) && journal.contains("attachment_added"));
    let typed = [
        "王芳",
        "王小芳",
        "王丽丽",
        "赵铁柱",
        "1380013",
        "138-0013",
        "1391111",
        EMAIL,
        ID_CARD,
        "62220202",
        "金融大街",
        "wxid",
        "不满意",
    ];
    for personal in typed {
        assert!(!journal.contains(personal), "{personal} stands in the journal");
    }
}

async fn the_same_request_from_all_sides_adds_one_customer(house: House) {
    let agent = house.person("agent");
    let body = wang_fang();
    let answered = join_all((0..8).map(|_| agent.post_once("/customers", "k1", &body))).await;
    assert_eq!(answered.iter().filter(|one| one.status == 201).count(), 1);
    assert!(answered.iter().all(|one| matches!(one.status, 200 | 201 | 409)));
    let again = agent.post_once("/customers", "k1", &body).await.expect(200);
    assert!(!again.text.contains(PHONE));
    assert_eq!(house.count("customers").await, 1);
    assert_eq!(house.count("journal WHERE type = 'customer_added'").await, 1);
    let kept = format!("idempotency_keys WHERE answer LIKE '%{PHONE}%' OR answer LIKE '%{EMAIL}%'");
    assert_eq!(house.count(&kept).await, 0, "a key keeps no value in the clear");
    agent.post_once("/customers", "k1", &json!({ "name": "李雷" })).await.expect(409);
}
