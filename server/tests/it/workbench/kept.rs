//! Views, saved replies and macros: whose they are, who may use and change them.

use serde_json::{Value, json};

use super::MONDAY;
use crate::house::desk::{case, id_of};
use crate::house::{House, for_both};

for_both!(
    a_view_is_kept_changed_ordered_deleted_and_restored,
    what_is_shared_reaches_the_unit_and_below_and_nobody_else,
    a_view_shared_with_someone_who_may_not_see_its_rows_shows_them_none,
    a_saved_reply_is_filled_for_a_case_and_unknown_placeholders_are_named,
    a_macro_that_calls_itself_is_refused,
);

fn view(name: &str) -> Value {
    json!({ "name": name, "content": { "search": { "tab": "all", "kind": "complaint" } } })
}

async fn a_view_is_kept_changed_ordered_deleted_and_restored(house: House) {
    let agent = house.person("agent");
    let first = agent.post("/case-views", &view("投诉 一")).await.expect(201);
    assert_eq!(first.header("location"), format!("/api/v1/case-views/{}", id_of(&first.json())));
    let first = first.json();
    assert_eq!(
        (&first["initials"], &first["version"], &first["mine"]),
        (&json!("tsy"), &json!(1), &json!(true))
    );
    let second = id_of(&agent.post("/case-views", &view("二")).await.expect(201).json());
    let path = format!("/case-views/{}", id_of(&first));
    let changed = agent.patch(&path, 1, &json!({ "name": "我的投诉" })).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["version"]), (&json!("我的投诉"), &json!(2)));
    assert_eq!(agent.patch(&path, 1, &json!({ "name": "x" })).await.expect(412).code(), "stale");
    let order = json!({ "order": [second, id_of(&first)], "default_view_id": second });
    let put = |version: i64| {
        let request = agent.request(reqwest::Method::PUT, "/view-choices");
        request.header("if-match", format!("\"{version}\"")).json(&order)
    };
    crate::house::Person::send(put(0)).await.expect(200);
    assert_eq!(crate::house::Person::send(put(0)).await.expect(412).code(), "stale");
    let choices = agent.get("/view-choices").await.expect(200).json();
    assert_eq!((&choices["order"][0], &choices["version"]), (&json!(second), &json!(1)));
    agent.delete(&path).await.expect(204);
    let listed = agent.get("/case-views").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    agent.patch(&path, 3, &json!({ "name": "x" })).await.expect(404);
    let back = agent.post(&format!("{path}/restorations"), &json!({})).await.expect(200).json();
    assert_eq!(back["name"], "我的投诉");
    assert_eq!(agent.get("/case-views").await.expect(200).json()["items"].as_array().unwrap().len(), 2);
    for (wrong, field) in [
        (json!({ "name": " ", "content": { "search": {} } }), "name"),
        (json!({ "name": "长".repeat(61), "content": { "search": {} } }), "name"),
        (json!({ "name": "x", "content": { "search": { "a b": "c" } } }), "content.search"),
        (json!({ "name": "x", "content": { "search": { "q": "长".repeat(1001) } } }), "content.search.q"),
        (json!({ "name": "x", "content": { "rows": [] } }), "content.rows"),
    ] {
        assert_eq!(agent.post("/case-views", &wrong).await.expect(422).field().0, field, "{wrong}");
    }
    assert!(!house.whole_journal().await.contains("我的投诉"), "names stay out of the journal");
    assert_eq!(house.told("workbench_item_deleted", &id_of(&first)).await, 1);
}

async fn what_is_shared_reaches_the_unit_and_below_and_nobody_else(house: House) {
    let (manager, agent, branch) =
        (house.person("manager"), house.person("agent"), house.person("branch_agent"));
    let centre = house.unit("CSC").await;
    let shared = |unit: &str| {
        let mut body = view("班组视图");
        body["unit_id"] = json!(unit);
        body
    };
    let made = manager.post("/case-views", &shared(&centre)).await.expect(201).json();
    let names = async |login: &str| {
        let listed = house.person(login).get("/case-views").await.expect(200).json();
        listed["items"].as_array().unwrap().len()
    };
    assert_eq!((names("agent").await, names("branch_agent").await, names("complaints").await), (1, 0, 1));
    let path = format!("/case-views/{}", id_of(&made));
    agent.patch(&path, 1, &json!({ "name": "我的" })).await.expect(403);
    branch.patch(&path, 1, &json!({ "name": "我的" })).await.expect(404);
    agent.delete(&path).await.expect(403);
    agent.post("/case-views", &shared(&centre)).await.expect(403);
    let elsewhere = house.unit("BR1").await;
    assert_eq!(manager.post("/case-views", &shared(&elsewhere)).await.expect(422).field().0, "unit_id");
    manager.patch(&path, 1, &json!({ "personal": true })).await.expect(200);
    assert_eq!(names("agent").await, 0);
    assert_eq!(names("manager").await, 1);
}

async fn a_view_shared_with_someone_who_may_not_see_its_rows_shows_them_none(house: House) {
    let (complaints, agent, branch) =
        (house.person("complaints"), house.person("agent"), house.person("branch_agent"));
    let head = house.unit("HO").await;
    agent.opens(case("complaint")).await;
    let mut body = view("全辖投诉");
    body["unit_id"] = json!(head);
    complaints.post("/case-views", &body).await.expect(201);
    let seen = branch.get("/case-views").await.expect(200).json();
    let search = &seen["items"][0]["content"]["search"];
    let rows =
        branch.get(&format!("/cases?kind={}", search["kind"].as_str().unwrap())).await.expect(200).json();
    assert_eq!(rows["items"], json!([]));
    let total = branch.get("/case-totals?kind=complaint").await.expect(200).json();
    assert_eq!(total["count"], 0);
    assert_eq!(complaints.get("/case-totals?kind=complaint").await.expect(200).json()["count"], 1);
}

async fn a_saved_reply_is_filled_for_a_case_and_unknown_placeholders_are_named(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let customer = json!({ "name": "王芳", "contact_points": [{ "kind": "phone", "value": "13800138000" }] });
    let customer = id_of(&agent.post("/customers", &customer).await.expect(201).json());
    let mut new = case("consultation");
    new["customer_id"] = json!(customer);
    let id = agent.opens(new).await;
    let reply = |text: &str| json!({ "name": "已受理", "content": { "text": text } });
    let words =
        "{{customer.name}}您好，{{case.number}}，回访 {{customer.phone}}，产品 {{product.name}}，{{today}}";
    let saved = id_of(&agent.post("/saved-replies", &reply(words)).await.expect(201).json());
    let filled = agent.get(&format!("/saved-replies/{saved}/words?case_id={id}")).await.expect(200).json();
    let number = agent.case(&id).await["number"].as_str().unwrap().to_owned();
    let expected = format!("王芳您好，{number}，回访 138****8000，产品 {{{{product.name}}}}，2026-09-14");
    assert_eq!(filled, json!({ "text": expected, "missing": ["product.name"] }));
    let refused = agent.post("/saved-replies", &reply("{{customer.salary}}{{me.name}}")).await.expect(422);
    assert_eq!(refused.field(), ("content.text".to_owned(), "unknown_placeholder".to_owned()));
    assert!(refused.text.contains("customer.salary"));
    let elsewhere = format!("/saved-replies/{saved}/words?case_id={id}");
    house.person("colleague").get(&elsewhere).await.expect(404);
}

async fn a_macro_that_calls_itself_is_refused(house: House) {
    let agent = house.person("agent");
    let body = |actions: Value| json!({ "name": "宏", "content": { "actions": actions } });
    let one = agent.post("/macros", &body(json!([{ "do": "take" }]))).await.expect(201).json();
    let two = body(json!([{ "do": "macro", "macro_id": id_of(&one) }, { "do": "close" }]));
    let two = id_of(&agent.post("/macros", &two).await.expect(201).json());
    let looped = json!({ "content": { "actions": [{ "do": "macro", "macro_id": two }] } });
    let path = format!("/macros/{}", id_of(&one));
    assert_eq!(agent.patch(&path, 1, &looped).await.expect(422).code(), "macro_loops");
    for (wrong, field) in [
        (json!([]), "content.actions"),
        (json!([{ "do": "note", "text": "{{nobody}}" }]), "content.actions[0].text"),
        (json!([{ "do": "assign" }]), "content.actions[0].staff_id"),
        (json!([{ "do": "reply" }]), "content.actions[0].text"),
    ] {
        assert_eq!(agent.post("/macros", &body(wrong.clone())).await.expect(422).field().0, field, "{wrong}");
    }
    agent.post("/macros", &body(json!([{ "do": "fly" }]))).await.expect(422);
}
