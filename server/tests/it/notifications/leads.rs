//! What a notification leads to: the page of the thing it is about, for whoever may see it.

use serde_json::{Value, json};

use super::told;
use crate::house::desk::{case, id_of};
use crate::house::{House, Person, eventually, for_both};
use crate::imports;

for_both!(
    a_task_leads_to_its_page_though_the_case_is_out_of_sight,
    what_ran_beside_the_requests_leads_to_what_came_of_it,
);

/// What the newest notification of this kind leads to.
async fn opens(person: &Person, kind: &str) -> Value {
    let all = told(person).await;
    let newest = all.iter().find(|one| one["kind"] == kind);
    newest.unwrap_or_else(|| panic!("no {kind} among {all:?}"))["opens"].clone()
}

async fn a_task_leads_to_its_page_though_the_case_is_out_of_sight(house: House) {
    let (agent, department) = (house.person("agent"), house.person("department"));
    let case_id = agent.opens(case("complaint")).await;
    agent.does("takes", &case_id, json!({})).await.expect(201);
    let body = json!({ "unit_id": house.unit("CARD").await, "subject": "核对商户", "text": "请核对三笔交易",
        "due": { "working_seconds": 7200 } });
    let task = agent.post(&format!("/cases/{case_id}/tasks"), &body).await.expect(201).json();
    let task_id = id_of(&task);
    house.all_told().await;
    let target = opens(&department, "task_asked").await;
    assert_eq!(target, json!({ "thing": "task", "id": task_id }));
    department.get(&format!("/tasks/{task_id}")).await.expect(200);
    department.get(&format!("/cases/{case_id}")).await.expect(404);
    department.post(&format!("/tasks/{task_id}/acceptances"), &json!({})).await.expect(201);
    department.post(&format!("/tasks/{task_id}/answers"), &json!({ "text": "已核对" })).await.expect(201);
    agent.post(&format!("/tasks/{task_id}/completions"), &json!({})).await.expect(201);
    house.all_told().await;
    assert_eq!(opens(&agent, "task_answered").await, target);
    assert_eq!(opens(&department, "task_done").await, target);
    // A case leads to itself while it is in sight, and nowhere when it no longer is.
    let to = json!({ "staff_id": house.staff("colleague").await });
    house.person("manager").does("assignments", &case_id, to).await.expect(201);
    house.all_told().await;
    let colleague = house.person("colleague");
    assert_eq!(opens(&colleague, "assigned").await, json!({ "thing": "case", "id": case_id }));
    let to = json!({ "unit_id": house.unit("BR1").await, "opinion": "请支行办理" });
    house.person("manager").does("transfers", &case_id, to).await.expect(201);
    assert_eq!(opens(&colleague, "assigned").await, Value::Null);
}

async fn what_ran_beside_the_requests_leads_to_what_came_of_it(house: House) {
    let manager = house.person("manager");
    let id = manager.opens(case("technical")).await;
    let body = json!({ "case_ids": [id], "actions": [{ "do": "take" }] });
    let job = id_of(&manager.post("/bulk-jobs", &body).await.expect(201).json());
    let body = json!({ "format": "csv", "query": {}, "columns": ["number"], "locale": "zh-CN" });
    let export = id_of(&manager.post("/exports", &body).await.expect(201).json());
    let import = id_of(&imports::import(&manager, imports::complaints(1)).await);
    for (path, state) in [(format!("/bulk-jobs/{job}"), "done"), (format!("/exports/{export}"), "done")] {
        eventually("it ends", async || {
            let one = manager.get(&path).await.expect(200).json();
            (one["state"] == state).then_some(())
        })
        .await;
    }
    house.all_told().await;
    for (kind, thing, id, path) in [
        ("bulk_finished", "bulk_job", &job, format!("/bulk-jobs/{job}")),
        ("export_finished", "export", &export, format!("/exports/{export}")),
        ("import_finished", "import", &import, format!("/imports/{import}")),
    ] {
        assert_eq!(opens(&manager, kind).await, json!({ "thing": thing, "id": id }));
        manager.get(&path).await.expect(200);
    }
}
