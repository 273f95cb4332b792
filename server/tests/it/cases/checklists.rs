//! Checklists: written once, ticked off case by case.

use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{case, id_of};
use crate::house::{House, Person, for_both};

for_both!(
    a_case_gets_the_checklist_of_its_kind_and_is_not_resolved_over_it,
    items_are_added_ordered_and_taken_off,
    a_changed_checklist_leaves_cases_alone,
    who_may_not_write_checklists_is_refused,
);

fn template() -> Value {
    json!({ "name": "投诉受理", "name_en": "Taking a complaint in", "kinds": ["complaint"], "at_opening": true,
            "items": [{ "text": "核对身份", "text_en": "Check the identity", "required": true },
                      { "text": "告知时限", "required": false }] })
}

async fn written(house: &House, body: &Value) -> Value {
    house.person("admin").post("/checklist-templates", body).await.expect(201).json()
}

async fn checklist(person: &Person, case_id: &str) -> Value {
    person.get(&format!("/cases/{case_id}/checklist")).await.expect(200).json()
}

async fn tick(person: &Person, case_id: &str, item: &Value, done: bool) -> Value {
    let path = format!("/cases/{case_id}/checklist-items/{}/ticks", id_of(item));
    person.post(&path, &json!({ "done": done })).await.expect(201).json()
}

async fn a_case_gets_the_checklist_of_its_kind_and_is_not_resolved_over_it(house: House) {
    written(&house, &template()).await;
    let agent = house.person("agent");
    let other = agent.opens(case("consultation")).await;
    assert_eq!(checklist(&agent, &other).await["items"], json!([]));
    let id = agent.opens(case("complaint")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    let list = checklist(&agent, &id).await;
    assert_eq!(list["progress"], json!({ "done": 0, "total": 2 }));
    assert_eq!(
        (&list["items"][0]["text"], &list["items"][1]["text_en"]),
        (&json!("核对身份"), &json!("告知时限"))
    );
    let refused = agent.does("resolutions", &id, json!({ "text": "好了" })).await.expect(409);
    assert_eq!((refused.code().as_str(), &refused.json()["params"]["items"]), ("checklist_open", &json!(1)));
    let ticked = tick(&agent, &id, &list["items"][0], true).await;
    assert_eq!(ticked["items"][0]["done_by"]["id"], house.staff("agent").await);
    tick(&house.person("colleague"), &id, &list["items"][0], true).await;
    assert_eq!(house.told("checklist_item_done", &id).await, 1, "ticked twice is ticked once");
    let seen = agent.case(&id).await;
    assert_eq!(seen["checklist"], json!({ "done": 1, "total": 2 }));
    agent.does("resolutions", &id, json!({ "text": "好了" })).await.expect(201);
    let path = format!("/cases/{id}/checklist-items/{}/ticks", id_of(&list["items"][1]));
    assert_eq!(agent.post(&path, &json!({ "done": true })).await.expect(409).code(), "case_not_open");
    assert!(!house.whole_journal().await.contains("checklist_item_done 核对"));
}

async fn items_are_added_ordered_and_taken_off(house: House) {
    let body = json!({ "name": "通用", "items": [{ "text": "一", "required": true }, { "text": "二" }] });
    let template = written(&house, &body).await;
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    let choice = json!({ "template_id": template["id"] });
    agent.does("checklists", &id, choice.clone()).await.expect(201);
    assert_eq!(agent.does("checklists", &id, choice).await.expect(409).code(), "checklist_there_already");
    let list = agent.does("checklist-items", &id, json!({ "text": "三" })).await.expect(201).json();
    let ids: Vec<Value> = list["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    let order = json!({ "ids": [ids[2], ids[0], ids[1]] });
    let path = format!("/cases/{id}/checklist-order");
    let list = agent.put(&path, &order).await.expect(200).json();
    let texts: Vec<_> = list["items"].as_array().unwrap().iter().map(|item| item["text"].clone()).collect();
    assert_eq!(texts, ["三", "一", "二"]);
    let refused = agent.put(&path, &json!({ "ids": [ids[0]] })).await.expect(422);
    assert_eq!(refused.field().1, "not_the_same_items");
    let item = |n: usize| format!("/cases/{id}/checklist-items/{}", ids[n].as_str().unwrap());
    assert_eq!(agent.delete(&item(0)).await.expect(409).code(), "checklist_item_required");
    agent.delete(&item(1)).await.expect(200);
    agent.delete(&item(1)).await.expect(404);
    house.person("branch_agent").get(&format!("/cases/{id}/checklist")).await.expect(404);
    let stranger = house.person("branch_agent").request(Method::DELETE, &item(2));
    Person::send(stranger).await.expect(404);
}

async fn a_changed_checklist_leaves_cases_alone(house: House) {
    let template = written(&house, &template()).await;
    let agent = house.person("agent");
    let before = agent.opens(case("complaint")).await;
    let path = format!("/checklist-templates/{}", id_of(&template));
    let admin = house.person("admin");
    let change = json!({ "items": [{ "text": "新的一项" }] });
    admin.patch(&path, 1, &change).await.expect(200);
    admin.patch(&path, 1, &change).await.expect(412);
    let after = agent.opens(case("complaint")).await;
    assert_eq!(checklist(&agent, &before).await["progress"]["total"], 2);
    assert_eq!(checklist(&agent, &after).await["items"][0]["text"], "新的一项");
    admin.patch(&path, 2, &json!({ "active": false })).await.expect(200);
    let none = agent.opens(case("complaint")).await;
    assert_eq!(agent.case(&none).await["checklist"], Value::Null);
    assert_eq!(agent.get("/checklist-templates").await.json()["items"], json!([]));
    assert_eq!(agent.get("/checklist-templates?retired=true").await.json()["items"][0]["version"], 3);
}

async fn who_may_not_write_checklists_is_refused(house: House) {
    for login in ["manager", "agent", "department", "auditor"] {
        house.person(login).post("/checklist-templates", &template()).await.expect(403);
    }
    let wrong = [
        (json!({ "items": [] }), "items", "out_of_range"),
        (json!({ "items": [{ "text": " " }] }), "items[0].text", "too_short"),
        (json!({ "kinds": ["complaint", "complaint"] }), "kinds", "duplicate"),
        (json!({ "name": "长".repeat(101) }), "name", "too_long"),
    ];
    for (change, field, code) in wrong {
        let mut body = template();
        change.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        let refused = house.person("admin").post("/checklist-templates", &body).await.expect(422);
        assert_eq!(refused.field(), (field.to_owned(), code.to_owned()));
    }
}
