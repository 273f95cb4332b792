//! The same for many cases: foreseen, done once each, refused one by one, cancelled, taken up again.

use lingke_platform::db::sql;
use serde_json::{Value, json};

use super::text;
use crate::house::desk::{case, id_of};
use crate::house::{House, Person, eventually, for_both};

for_both!(
    a_bulk_action_does_what_was_foreseen,
    a_bulk_action_over_a_filter_has_the_rights_of_who_began_it,
    a_bulk_action_interrupted_half_way_is_taken_up_and_does_nothing_twice,
    a_cancelled_bulk_action_leaves_the_rest_alone,
    a_macro_runs_as_its_actions,
);

pub(super) async fn ended(person: &Person, id: &str) -> Value {
    eventually("the bulk action ends", async || {
        let job = person.get(&format!("/bulk-jobs/{id}")).await.expect(200).json();
        (job["state"] != "running").then_some(job)
    })
    .await
}

async fn a_bulk_action_does_what_was_foreseen(house: House) {
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(agent.opens(case("technical")).await);
    }
    agent.does("takes", &ids[0], json!({})).await.expect(201);
    agent.does("resolutions", &ids[0], text("好了")).await.expect(201);
    let to = house.staff("colleague").await;
    let body = json!({ "case_ids": ids, "actions": [
        { "do": "assign", "staff_id": to, "opinion": "请今天办" }, { "do": "note", "text": "{{case.number}} 请跟进" } ] });
    let foreseen = manager.post("/bulk-previews", &body).await.expect(200).json();
    assert_eq!((&foreseen["count"], &foreseen["allowed"]), (&json!(5), &json!(4)));
    assert_eq!(
        (&foreseen["refused"][0]["code"], &foreseen["refused"][0]["count"]),
        (&json!("case_not_open"), &json!(1))
    );
    assert_eq!(house.count("bulk_jobs").await, 0, "nothing is done before");
    let job = manager.post("/bulk-jobs", &body).await.expect(201).json();
    let job = ended(&manager, &id_of(&job)).await;
    assert_eq!(
        (&job["state"], &job["done"], &job["refused"]),
        (&json!("done"), &json!(4), &json!(1)),
        "{job}"
    );
    for id in &ids[1..] {
        let shown = manager.case(id).await;
        assert_eq!(shown["assignee"]["id"], json!(to));
        assert_eq!(house.told("case_noted", id).await, 1);
    }
    let number = manager.case(&ids[1]).await["number"].as_str().unwrap().to_owned();
    assert_eq!(house.count(&format!("case_entries WHERE text = '{number} 请跟进'")).await, 1);
    let items =
        manager.get(&format!("/bulk-jobs/{}/items?state=refused", id_of(&job))).await.expect(200).json();
    assert_eq!(
        (&items["items"][0]["case_id"], &items["items"][0]["refusal"]),
        (&json!(ids[0]), &json!("case_not_open"))
    );
    assert_eq!(house.told("bulk_finished", &id_of(&job)).await, 1);
    let refused = agent.post("/bulk-previews", &body).await.expect(200).json();
    assert_eq!(refused["allowed"], 0, "who may not assign one may not assign many");
    for (wrong, field) in [
        (json!({ "actions": [{ "do": "take" }] }), "case_ids"),
        (json!({ "case_ids": [], "actions": [{ "do": "take" }] }), "case_ids"),
        (json!({ "case_ids": ids, "actions": [] }), "actions"),
        (json!({ "case_ids": ids, "query": {}, "actions": [{ "do": "take" }] }), "query"),
    ] {
        assert_eq!(agent.post("/bulk-jobs", &wrong).await.expect(422).field().0, field, "{wrong}");
    }
}

async fn a_bulk_action_over_a_filter_has_the_rights_of_who_began_it(house: House) {
    let (agent, branch) = (house.person("agent"), house.person("branch_agent"));
    for _ in 0..3 {
        agent.opens(case("technical")).await;
        branch.opens(case("technical")).await;
    }
    let body = json!({ "query": { "kind": "technical", "status": "open" }, "actions": [{ "do": "take" }] });
    let foreseen = agent.post("/bulk-previews", &body).await.expect(200).json();
    assert_eq!((&foreseen["count"], &foreseen["more"]), (&json!(3), &json!(false)));
    let job = ended(&agent, &id_of(&agent.post("/bulk-jobs", &body).await.expect(201).json())).await;
    assert_eq!(job["done"], 3);
    let me = house.staff("agent").await;
    assert_eq!(house.count(&format!("cases WHERE assignee_id = '{me}'")).await, 3);
    assert_eq!(house.count("cases WHERE assignee_id IS NULL").await, 3);
    branch.get(&format!("/bulk-jobs/{}", id_of(&job))).await.expect(404);
    let nothing = json!({ "query": { "kind": "compliment" }, "actions": [{ "do": "take" }] });
    assert_eq!(agent.post("/bulk-jobs", &nothing).await.expect(409).code(), "nothing_selected");
}

async fn a_bulk_action_interrupted_half_way_is_taken_up_and_does_nothing_twice(house: House) {
    let agent = house.person("agent");
    for _ in 0..60 {
        agent.opens(case("technical")).await;
    }
    let body = json!({ "query": {}, "actions": [{ "do": "note", "text": "批量" }] });
    let id = id_of(&agent.post("/bulk-jobs", &body).await.expect(201).json());
    let house = house.restarted().await;
    let agent = house.person("agent");
    let job = ended(&agent, &id).await;
    assert_eq!(
        (&job["state"], &job["done"], &job["refused"]),
        (&json!("done"), &json!(60), &json!(0)),
        "{job}"
    );
    assert_eq!(house.count("case_entries WHERE text = '批量'").await, 60, "each once");
    assert_eq!(house.count("bulk_items WHERE state = 'waiting'").await, 0);
}

async fn a_cancelled_bulk_action_leaves_the_rest_alone(house: House) {
    let agent = house.person("agent");
    let mut ids = Vec::new();
    for _ in 0..40 {
        ids.push(agent.opens(case("technical")).await);
    }
    let body = json!({ "case_ids": ids, "actions": [{ "do": "note", "text": "批量" }] });
    let id = id_of(&agent.post("/bulk-jobs", &body).await.expect(201).json());
    let cancelled = agent.post(&format!("/bulk-jobs/{id}/cancellations"), &json!({})).await;
    let job = ended(&agent, &id).await;
    if cancelled.status == 200 {
        assert_eq!(job["state"], "cancelled");
        let shell = house.ground.shell().await;
        let done = sql("SELECT done FROM bulk_jobs").value::<i64>(&shell).await.unwrap().unwrap();
        assert_eq!(house.count("case_entries WHERE text = '批量'").await, done, "what is counted is done");
    }
    assert_eq!(
        agent.post(&format!("/bulk-jobs/{id}/cancellations"), &json!({})).await.expect(409).code(),
        "job_ended"
    );
}

async fn a_macro_runs_as_its_actions(house: House) {
    let agent = house.person("agent");
    let reply = json!({ "name": "已办", "content": { "text": "{{customer.name}}，已办理" } });
    let reply = id_of(&agent.post("/saved-replies", &reply).await.expect(201).json());
    let actions = json!([{ "do": "take" }, { "do": "reply", "saved_reply_id": reply }, { "do": "resolve", "text": "已办理" }]);
    let made = json!({ "name": "一键办结", "content": { "actions": actions } });
    let made = id_of(&agent.post("/macros", &made).await.expect(201).json());
    let customer = id_of(&agent.post("/customers", &json!({ "name": "李雷" })).await.expect(201).json());
    let mut with = case("transaction");
    with["customer_id"] = json!(customer);
    let (with, without) = (agent.opens(with).await, agent.opens(case("transaction")).await);
    let body = json!({ "case_ids": [with, without], "actions": [{ "do": "macro", "macro_id": made }] });
    let foreseen = agent.post("/bulk-previews", &body).await.expect(200).json();
    assert_eq!(foreseen["actions"].as_array().unwrap().len(), 3, "a call is spelled out");
    let job = ended(&agent, &id_of(&agent.post("/bulk-jobs", &body).await.expect(201).json())).await;
    assert_eq!((&job["done"], &job["refused"]), (&json!(1), &json!(1)));
    assert_eq!(agent.case(&with).await["status"], "resolved");
    let left = agent.case(&without).await;
    assert_eq!((&left["status"], &left["version"]), (&json!("new"), &json!(1)), "all of it or nothing");
    let refused =
        agent.get(&format!("/bulk-jobs/{}/items?state=refused", id_of(&job))).await.expect(200).json();
    assert_eq!(refused["items"][0]["refusal"], "placeholder_empty");
    assert_eq!(house.count("case_entries WHERE text = '李雷，已办理'").await, 1);
}
