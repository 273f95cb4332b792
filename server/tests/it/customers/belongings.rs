//! What belongs to a customer: relations, holdings, needs with their next steps, consents.

use serde_json::{Value, json};

use super::person::{added, rows};
use crate::house::desk::{encoded, id_of, ids_of};
use crate::house::ground::run;
use crate::house::{House, eventually, for_both};

for_both!(
    a_relation_is_seen_from_both_ends_and_a_stranger_only_masked,
    an_agent_needs_an_authorisation_and_fits_the_customer,
    holdings_are_found_by_their_last_four_and_change,
    a_next_step_is_told_to_its_owner_once_and_ends,
    consents_are_given_and_withdrawn_and_never_removed,
);

async fn items(house: &House, path: &str) -> Vec<Value> {
    let list = house.person("agent").get(path).await.expect(200).json();
    list["items"].as_array().unwrap().clone()
}

async fn a_relation_is_seen_from_both_ends_and_a_stranger_only_masked(house: House) {
    let agent = house.person("agent");
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let li = id_of(&added(&house, json!({ "name": "李雷" })).await);
    let path = |id: &str| format!("/customers/{id}/relations");
    let body = json!({ "kind": "agent", "other_id": li, "scope": "代办挂失", "document_ref": "授权书 2026-018",
        "valid_until": "2099-12-31" });
    house.person("quality").post(&path(&wang), &body).await.expect(403);
    agent.post(&path(&wang), &body).await.expect(201);
    assert_eq!(agent.post(&path(&wang), &body).await.expect(409).code(), "relation_known");
    let stranger = json!({ "kind": "heir", "person": { "name": "王小明", "phone": "13912345678" } });
    agent.post(&path(&wang), &stranger).await.expect(201);
    let seen = items(&house, &path(&wang)).await;
    assert_eq!((&seen[0]["customer"]["name"], &seen[0]["towards"]), (&json!("李雷"), &json!(false)));
    assert_eq!(seen[1]["person"], json!({ "name": "王**", "phone": "139****5678" }));
    let other = items(&house, &path(&li)).await;
    assert_eq!(
        (other.len(), &other[0]["towards"], &other[0]["customer"]["id"]),
        (1, &json!(true), &json!(wang))
    );
    let shown = agent.post(&format!("/customers/{wang}/reveals"), &json!({ "reason": "核对" })).await;
    assert_eq!(shown.expect(201).json()["relations"][0]["name"], "王小明");
    let kept = rows(&house, "SELECT value FROM customer_relations LIMIT 9").await;
    assert!(kept.iter().all(|value| value.starts_with("v1.") && !value.contains("王小明")));
    let end = format!("{}/{}", path(&li), id_of(&other[0]));
    assert_eq!(agent.delete(&end).await.expect(200).json()["items"], json!([]));
    agent.delete(&end).await.expect(404);
    assert_eq!(items(&house, &path(&wang)).await.len(), 1);
    assert_eq!(house.count("customer_relations").await, 2, "what ended stays");
    house.sealed().await;
    assert!(!house.whole_journal().await.contains("王小明"));
}

async fn an_agent_needs_an_authorisation_and_fits_the_customer(house: House) {
    let agent = house.person("agent");
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let firm = id_of(&added(&house, json!({ "name": "静水科技", "kind": "organisation" })).await);
    let post = async |id: &str, body: Value| agent.post(&format!("/customers/{id}/relations"), &body).await;
    let person = json!({ "name": "赵铁柱" });
    let bare = post(&wang, json!({ "kind": "agent", "person": person })).await.expect(422);
    assert_eq!(bare.field(), ("scope".into(), "too_short".into()));
    let nobody = post(&wang, json!({ "kind": "heir" })).await.expect(422);
    assert_eq!(nobody.field().0, "other_id");
    let past = json!({ "kind": "heir", "person": person, "valid_until": "2020-01-01" });
    assert_eq!(post(&wang, past).await.expect(422).field().0, "valid_until");
    let itself = post(&wang, json!({ "kind": "heir", "other_id": wang })).await.expect(409);
    assert_eq!(itself.code(), "same_customer");
    for (id, kind) in [(&firm, "heir"), (&firm, "guardian"), (&wang, "company_contact")] {
        let refused = post(id, json!({ "kind": kind, "person": person })).await.expect(409);
        assert_eq!(refused.code(), "not_of_such_a_customer", "{kind}");
    }
    post(&firm, json!({ "kind": "company_contact", "person": person })).await.expect(201);
}

async fn holdings_are_found_by_their_last_four_and_change(house: House) {
    let agent = house.person("agent");
    let new = json!({ "code": "CARD-1", "name": "信用卡", "category": "credit_card" });
    let product = id_of(&house.person("manager").post("/products", &new).await.expect(201).json());
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{wang}/holdings");
    let card = |number: &str| {
        json!({ "kind": "card", "product_id": product, "number": number,
        "opened_on": "2024-05-01" })
    };
    assert_eq!(agent.post(&path, &card("4111111111111112")).await.expect(422).field().1, "wrong_check_digit");
    house.person("quality").post(&path, &card("4111111111111111")).await.expect(403);
    agent.post(&path, &card("4111 1111 1111 1111")).await.expect(201);
    assert_eq!(agent.post(&path, &card("4111111111111111")).await.expect(409).code(), "holding_known");
    let seen = items(&house, &path).await;
    assert_eq!((&seen[0]["number"], &seen[0]["product"]["name"]), (&json!("****1111"), &json!("信用卡")));
    for q in ["1111", "4111111111111111", "4111 1111 1111 1111"] {
        let found = agent.get(&format!("/customers?q={}", encoded(q))).await.expect(200).json();
        assert_eq!(ids_of(&found), std::slice::from_ref(&wang), "{q}");
    }
    let one = format!("{path}/{}", id_of(&seen[0]));
    let closed = agent.patch(&one, 1, &json!({ "status": "closed" })).await.expect(200).json();
    assert!(closed["items"][0]["closed_on"].is_string(), "{closed}");
    agent.patch(&one, 1, &json!({ "status": "active" })).await.expect(412);
    let early = json!({ "closed_on": "2020-01-01" });
    assert_eq!(agent.patch(&one, 2, &early).await.expect(422).field().0, "closed_on");
    let open = agent.patch(&one, 2, &json!({ "status": "active" })).await.expect(200).json();
    assert_eq!(open["items"][0]["closed_on"], Value::Null);
    let shown = agent.post(&format!("/customers/{wang}/reveals"), &json!({ "reason": "核对" })).await;
    assert_eq!(shown.expect(201).json()["holdings"][0]["number"], "4111 1111 1111 1111");
    let kept = rows(&house, "SELECT value || lookup || lookup_tail FROM holdings LIMIT 9").await;
    assert!(!kept[0].contains("1111"));
    assert_eq!(agent.delete(&one).await.expect(200).json()["items"], json!([]));
    assert_eq!(house.told("holding_removed", &wang).await, 1);
}

async fn a_next_step_is_told_to_its_owner_once_and_ends(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{wang}/needs");
    let owner = house.staff("colleague").await;
    let step = |on: &str| json!({ "words": "发送产品对比", "owner_id": owner, "due_on": on });
    let need = |on: &str| json!({ "kind": "life_event", "words": "女儿明年出国读书", "next_step": step(on) });
    let late = agent.post(&path, &need("2020-01-01")).await.expect(422);
    assert_eq!(late.field().0, "next_step.due_on");
    agent.post(&path, &json!({ "kind": "preference", "words": "喜欢短信" })).await.expect(201);
    let made = id_of(&agent.post(&path, &need("2099-01-01")).await.expect(201).json());
    let seen = items(&house, &path).await;
    assert_eq!((&seen[0]["words"], &seen[0]["status"]), (&json!("女儿明年出国读书"), &json!("open")));
    assert_eq!((&seen[1]["status"], &seen[1]["owner"]), (&json!("noted"), &Value::Null));
    assert!(!rows(&house, "SELECT value FROM customer_needs LIMIT 9").await[0].contains("女儿"));
    let mine = |query: &str| format!("/customer-needs?owner_id=me{query}");
    let followed = colleague.get(&mine("")).await.expect(200).json();
    assert_eq!(
        (ids_of(&followed), &followed["items"][0]["customer"]["name"]),
        (vec![made.clone()], &json!("王芳"))
    );
    assert!(ids_of(&agent.get(&mine("")).await.expect(200).json()).is_empty());
    assert!(ids_of(&colleague.get(&mine("&due=true")).await.expect(200).json()).is_empty());

    let shell = house.ground.shell().await;
    run(&shell, "UPDATE customer_needs SET due_on = '2026-01-02' WHERE due_on IS NOT NULL").await;
    assert_eq!(
        ids_of(&colleague.get(&mine("&due=true")).await.expect(200).json()),
        std::slice::from_ref(&made)
    );
    let ctx = lingke_platform::ctx::Ctx::system(&house.node, "tests");
    lingke_customers::needs::timers::remind(&ctx).await.unwrap();
    lingke_customers::needs::timers::remind(&ctx).await.unwrap();
    assert_eq!(house.told("customer_need_due", &wang).await, 1, "once");
    eventually("the owner is told", async || {
        let told = colleague.get("/notifications").await.json();
        let one = told["items"].as_array()?.iter().find(|one| one["kind"] == "need_due")?.clone();
        (one["opens"] == json!({ "thing": "customer_need", "id": wang })).then_some(())
    })
    .await;

    let one = format!("/customer-needs/{made}");
    let bare = agent.patch(&one, 1, &json!({ "status": "dropped" })).await.expect(422);
    assert_eq!(bare.field().0, "outcome");
    agent.patch(&one, 1, &json!({ "next_step": step("2099-02-02") })).await.expect(200);
    agent
        .patch(&one, 2, &json!({ "status": "done", "outcome": "已发送，客户选了教育贷款" }))
        .await
        .expect(200);
    let ended = agent.patch(&one, 3, &json!({ "status": "done" })).await.expect(409);
    assert_eq!(ended.code(), "need_ended");
    let seen = items(&house, &path).await;
    assert_eq!(
        (&seen[0]["status"], &seen[0]["ended_by"]["name"]),
        (&json!("done"), &json!("agent of the house"))
    );
    assert!(ids_of(&colleague.get(&mine("")).await.expect(200).json()).is_empty());
}

async fn consents_are_given_and_withdrawn_and_never_removed(house: House) {
    let agent = house.person("agent");
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{wang}/consents");
    let give = |on: &str| {
        json!({ "purpose": "marketing", "text_version": "2026-03", "given_on": on,
        "channel": "app" })
    };
    assert_eq!(agent.post(&path, &give("2099-01-01")).await.expect(422).field().0, "given_on");
    house.person("quality").post(&path, &give("2026-03-01")).await.expect(403);
    let made = id_of(&agent.post(&path, &give("2026-03-01")).await.expect(201).json());
    assert_eq!(agent.post(&path, &give("2026-03-02")).await.expect(409).code(), "consent_in_force");
    let withdrawal = format!("{path}/{made}/withdrawals");
    let back = |on: &str| json!({ "withdrawn_on": on, "channel": "phone" });
    assert_eq!(agent.post(&withdrawal, &back("2026-02-01")).await.expect(422).field().0, "withdrawn_on");
    agent.post(&withdrawal, &back("2026-04-01")).await.expect(200);
    assert_eq!(agent.post(&withdrawal, &back("2026-04-01")).await.expect(409).code(), "consent_withdrawn");
    agent.post(&path, &give("2026-05-01")).await.expect(201);
    let seen = items(&house, &path).await;
    assert_eq!((seen.len(), &seen[0]["withdrawn_on"]), (2, &Value::Null));
    assert_eq!((&seen[1]["withdrawn_on"], &seen[1]["channel"]), (&json!("2026-04-01"), &json!("app")));
    assert_eq!(seen[1]["withdrawn_by"]["name"], "agent of the house");
    assert_eq!(house.told("customer_consent_given", &wang).await, 2);
    assert_eq!(house.told("customer_consent_withdrawn", &wang).await, 1);
}
