//! People work on a case: each verb in its place, and nobody overwrites anyone.

use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{MONDAY, text};
use crate::house::desk::{case, id_of};
use crate::house::{House, Person, for_both};

for_both!(
    a_case_goes_from_the_queue_to_its_end_and_back,
    each_verb_is_refused_where_it_makes_no_sense,
    who_answers_what_nobody_works_on_takes_it,
    of_two_who_take_a_case_one_gets_it,
    a_change_on_an_old_version_is_refused,
    a_case_is_given_to_people_and_queues,
    a_case_is_escalated_to_the_manager_or_to_whom_is_named,
    the_same_key_says_a_thing_once,
    an_edit_changes_what_it_names_and_nothing_else,
);

async fn a_case_goes_from_the_queue_to_its_end_and_back(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let me = house.staff("agent").await;
    let id = agent.opens(case("consultation")).await;
    let does = async |verb: &str, body: Value| agent.does(verb, &id, body).await.expect(201).json();
    let taken = does("takes", json!({})).await;
    assert_eq!(
        (&taken["status"], &taken["assignee"]["id"], &taken["owner"]["id"]),
        (&json!("assigned"), &json!(me), &json!(me))
    );
    assert_eq!(taken["waiting_since"], taken["created_at"], "the customer still waits");
    let noted = does("notes", text("先查流水")).await;
    assert_eq!((&noted["waiting_since"], &noted["version"]), (&taken["created_at"], &json!(3)));
    let replied = does("replies", text("正在查询")).await;
    assert_eq!((&replied["status"], &replied["waiting_since"]), (&json!("assigned"), &Value::Null));
    let wrote = does("customer-messages", text("要多久？")).await;
    assert!(wrote["waiting_since"].as_str() > taken["created_at"].as_str());
    let again = does("customer-messages", text("喂？")).await;
    assert_eq!(again["waiting_since"], wrote["waiting_since"], "since the first unanswered message");
    let waiting = does("waits", json!({ "opinion": "等客户补材料" })).await;
    assert_eq!((&waiting["status"], &waiting["waiting_since"]), (&json!("waiting_customer"), &Value::Null));
    let resumed = does("resumptions", json!({})).await;
    assert_eq!(resumed["status"], "assigned");
    does("waits", json!({})).await;
    assert_eq!(
        does("customer-messages", text("材料来了")).await["status"],
        "assigned",
        "who writes is no longer waited for"
    );
    let resolved = does("resolutions", text("已退回手续费")).await;
    assert_eq!(
        (&resolved["status"], &resolved["waiting_since"], &resolved["next_due"]),
        (&json!("resolved"), &Value::Null, &Value::Null)
    );
    assert!(resolved["resolved_at"].is_string());
    let closed = does("closures", json!({})).await;
    assert_eq!((&closed["status"], &closed["closed_at"].is_string()), (&json!("closed"), &true));
    assert_eq!(does("notes", text("归档")).await["status"], "closed");
    let reopened = does("reopenings", json!({ "reason": "又扣了" })).await;
    assert_eq!((&reopened["status"], &reopened["reopen_count"]), (&json!("assigned"), &json!(1)));
    assert_eq!((&reopened["resolved_at"], &reopened["closed_at"]), (&Value::Null, &Value::Null));
    assert!(reopened["waiting_since"].is_string());
    does("resolutions", text("再退一次")).await;
    let back = does("customer-messages", text("还是没到")).await;
    assert_eq!(
        (&back["status"], &back["reopen_count"]),
        (&json!("assigned"), &json!(2)),
        "a resolved case opens again"
    );
    let rows = house.count(&format!("case_entries WHERE case_id = '{id}'")).await;
    assert_eq!(rows, 11);
}

async fn each_verb_is_refused_where_it_makes_no_sense(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("transaction")).await;
    let refused = async |verb: &str, body: Value, code: &str| {
        assert_eq!(agent.does(verb, &id, body).await.expect(409).code(), code, "{verb}");
    };
    refused("waits", json!({}), "nobody_works_on_it").await;
    refused("resumptions", json!({}), "not_waiting").await;
    refused("resolutions", text("好了"), "nobody_works_on_it").await;
    refused("closures", json!({}), "not_resolved").await;
    refused("reopenings", json!({ "reason": "x" }), "case_open_already").await;
    agent.does("takes", &id, json!({})).await.expect(201);
    refused("takes", json!({}), "assigned_already").await;
    agent.does("waits", &id, json!({})).await.expect(201);
    refused("waits", json!({}), "cannot_wait").await;
    agent.does("resolutions", &id, text("好了")).await.expect(201);
    refused("replies", text("还在吗"), "case_not_open").await;
    refused("takes", json!({}), "case_not_open").await;
    refused("escalations", json!({ "reason": "x" }), "case_not_open").await;
    agent.does("closures", &id, json!({})).await.expect(201);
    refused("customer-messages", text("喂"), "case_closed").await;
    refused("closures", json!({}), "not_resolved").await;
    let version = agent.case(&id).await["version"].as_i64().unwrap();
    let path = format!("/cases/{id}");
    assert_eq!(
        agent.patch(&path, version, &json!({ "priority": "high" })).await.expect(409).code(),
        "case_not_open"
    );
    for body in [json!({}), json!({ "reason": " " }), json!({ "reason": "长".repeat(2_001) })] {
        assert_eq!(agent.does("reopenings", &id, body).await.expect(422).field().0, "reason");
    }
    assert_eq!(agent.case(&id).await["version"].as_i64(), Some(version), "what is refused changes nothing");
    for (login, status) in [("quality", 403), ("auditor", 403), ("admin", 403), ("branch_agent", 404)] {
        house.person(login).does("notes", &id, text("x")).await.expect(status);
    }
    agent.does("takes", "cas_00000000000070008000000000000000", json!({})).await.expect(404);
}

async fn who_answers_what_nobody_works_on_takes_it(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    let body = json!({ "text": "请重启试试", "then_wait": true });
    let shown = agent.does("replies", &id, body).await.expect(201).json();
    assert_eq!(
        (&shown["status"], &shown["assignee"]["id"]),
        (&json!("waiting_customer"), &json!(house.staff("agent").await))
    );
    let kinds: Vec<String> = agent
        .all(&format!("/cases/{id}/events"), 50)
        .await
        .iter()
        .map(|entry| entry["type"].as_str().unwrap().to_owned())
        .collect();
    let expected = [
        "case_opened",
        "clock_started",
        "clock_started",
        "case_replied",
        "clock_met",
        "case_assigned",
        "case_waiting",
        "clock_paused",
    ];
    assert_eq!(kinds, expected);
    // A colleague may answer for the one who works on it, without taking it away.
    let shown = house.person("colleague").does("replies", &id, text("好了吗")).await.expect(201).json();
    assert_eq!(shown["assignee"]["id"], house.staff("agent").await);
}

async fn of_two_who_take_a_case_one_gets_it(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    for _ in 0..5 {
        let id = agent.opens(case("technical")).await;
        let all =
            join_all([&agent, &colleague, &agent, &colleague].map(|one| one.does("takes", &id, json!({}))))
                .await;
        assert_eq!(all.iter().filter(|one| one.status == 201).count(), 1);
        assert!(all.iter().all(|one| one.status == 201
            || ["taken_by_another", "assigned_already"].contains(&one.code().as_str())));
        assert_eq!(house.told("case_assigned", &id).await, 1);
    }
    let id = agent.opens(case("technical")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    assert_eq!(colleague.does("takes", &id, json!({})).await.expect(409).code(), "taken_by_another");
    assert_eq!(colleague.case(&id).await["may"]["take"], false);
}

async fn a_change_on_an_old_version_is_refused(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let id = agent.opens(case("technical")).await;
    let path = format!("/cases/{id}");
    agent.does("takes", &id, json!({})).await.expect(201);
    let change = json!({ "subject": "新题目" });
    let blind = colleague.request(Method::PATCH, &path).json(&change);
    assert_eq!(Person::send(blind).await.expect(428).code(), "if_match_required");
    let late = colleague.patch(&path, 1, &change).await.expect(412);
    assert_eq!((late.code().as_str(), &late.json()["params"]["version"]), ("stale", &json!(2)));
    for (verb, body) in [
        ("replies", text("你好")),
        ("waits", json!({})),
        ("resolutions", text("好了")),
        ("escalations", json!({ "reason": "x" })),
    ] {
        let request = colleague.request(Method::POST, &format!("{path}/{verb}")).header("if-match", "\"1\"");
        assert_eq!(Person::send(request.json(&body)).await.expect(412).code(), "stale", "{verb}");
    }
    let request = colleague.request(Method::POST, &format!("{path}/replies")).header("if-match", "\"2\"");
    let replied = Person::send(request.json(&text("你好"))).await.expect(201);
    assert_eq!(replied.header("etag"), "\"3\"");
    let edits = join_all((0..6).map(|n| {
        let (agent, path) = (agent.clone(), path.clone());
        async move { agent.patch(&path, 3, &json!({ "subject": format!("题目 {n}") })).await }
    }));
    let edits = edits.await;
    assert_eq!(edits.iter().filter(|one| one.status == 200).count(), 1);
    assert!(edits.iter().all(|one| matches!(one.status, 200 | 412)));
}

async fn a_case_is_given_to_people_and_queues(house: House) {
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let id = agent.opens(case("complaint")).await;
    let (branch, branch_agent) = (house.unit("BR1").await, house.staff("branch_agent").await);
    agent.does("assignments", &id, json!({ "unit_id": branch })).await.expect(403);
    for body in [json!({}), json!({ "opinion": "x" })] {
        assert_eq!(
            manager.does("assignments", &id, body).await.expect(422).field(),
            ("staff_id".into(), "missing".into())
        );
    }
    let nobody = json!({ "staff_id": "stf_00000000000070008000000000000000" });
    assert_eq!(
        manager.does("assignments", &id, nobody).await.expect(422).field(),
        ("staff_id".into(), "unknown".into())
    );
    house.change_staff("support", &json!({ "active": false })).await.expect(200);
    let left = json!({ "staff_id": house.staff("support").await });
    assert_eq!(
        manager.does("assignments", &id, left).await.expect(422).field(),
        ("staff_id".into(), "inactive".into())
    );

    let given = json!({ "staff_id": house.staff("colleague").await, "opinion": "你熟" });
    let shown = manager.does("assignments", &id, given.clone()).await.expect(201).json();
    assert_eq!(
        (&shown["status"], &shown["assignee"]["name"]),
        (&json!("assigned"), &json!("colleague of the house"))
    );
    assert_eq!(manager.does("assignments", &id, given).await.expect(409).code(), "assigned_already");
    // The case leaves the manager's sight; the manager is still told how it went.
    let shown =
        manager.does("assignments", &id, json!({ "staff_id": branch_agent })).await.expect(201).json();
    assert_eq!((&shown["unit"]["id"], &shown["assignee"]["id"]), (&json!(branch), &json!(branch_agent)));
    assert_eq!(shown["owner"]["name"], "colleague of the house", "the first who took it answers for it");
    manager.get(&format!("/cases/{id}")).await.expect(404);
    let queue = json!({ "unit_id": house.unit("CARD").await });
    let shown = house.person("complaints").does("assignments", &id, queue).await.expect(201).json();
    assert_eq!(
        (&shown["status"], &shown["assignee"], &shown["unit"]["name"]),
        (&json!("new"), &Value::Null, &json!("信用卡部")),
        "what goes to a queue is nobody's"
    );
}

async fn a_case_is_escalated_to_the_manager_or_to_whom_is_named(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let shown = agent.does("escalations", &id, json!({ "reason": "客户要找领导" })).await.expect(201).json();
    assert_eq!(
        (&shown["escalation_level"], &shown["escalated_to"]["id"]),
        (&json!(1), &json!(house.staff("manager").await))
    );
    let named = json!({ "reason": "支行的事", "staff_id": house.staff("branch_agent").await });
    house.person("branch_agent").get(&format!("/cases/{id}")).await.expect(404);
    let shown = agent.does("escalations", &id, named).await.expect(201).json();
    assert_eq!(
        (&shown["escalation_level"], &shown["escalated_to"]["name"]),
        (&json!(2), &json!("branch_agent of the house"))
    );
    house.person("branch_agent").get(&format!("/cases/{id}")).await.expect(200);
    let listed = agent.get("/cases?escalated=true").await.expect(200).json();
    assert_eq!(listed["items"][0]["id"], id.as_str());
    house.person("department").does("escalations", &id, json!({ "reason": "x" })).await.expect(403);
    let told = house.particulars("case_escalated", &id).await;
    assert_eq!((told.len(), &told[1]["level"]), (2, &json!(2)));
    // Above the branch nobody manages.
    let alone = house.person("branch_agent").opens(case("complaint")).await;
    let shown = house
        .person("branch_agent")
        .does("escalations", &alone, json!({ "reason": "没人" }))
        .await
        .expect(201)
        .json();
    assert_eq!((&shown["escalation_level"], &shown["escalated_to"]), (&json!(1), &Value::Null));
}

async fn the_same_key_says_a_thing_once(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    let path = format!("/cases/{id}/replies");
    let body = text("已收到");
    let all = join_all((0..6).map(|_| agent.post_once(&path, "k1", &body))).await;
    assert_eq!(all.iter().filter(|one| one.status == 201).count(), 1);
    assert!(all.iter().all(|one| matches!(one.status, 200 | 201 | 409)));
    let before = agent.post_once(&path, "k1", &body).await.expect(200).json();
    assert_eq!(id_of(&before), id);
    agent.post_once(&path, "k1", &text("另一句")).await.expect(409);
    agent.post_once(&format!("/cases/{id}/notes"), "k1", &body).await.expect(409);
    assert_eq!(house.count("case_entries").await, 1);
    assert_eq!(house.told("case_replied", &id).await, 1);
    agent.post_once(&path, "k2", &body).await.expect(201);
    assert_eq!(house.told("case_replied", &id).await, 2);
}

async fn an_edit_changes_what_it_names_and_nothing_else(house: House) {
    let agent = house.person("agent");
    let customer = id_of(&agent.post("/customers", &json!({ "name": "王芳" })).await.expect(201).json());
    let id = agent.opens(case("technical")).await;
    let path = format!("/cases/{id}");
    let before = agent.case(&id).await;
    let changed = agent
        .patch(&path, 1, &json!({ "customer_id": customer, "description": "第一行\n第二行" }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&changed["customer"]["name"], &changed["description"]),
        (&json!("王芳"), &json!("第一行\n第二行"))
    );
    assert_eq!(
        (&changed["subject"], &changed["clocks"][0]["id"]),
        (&before["subject"], &before["clocks"][0]["id"])
    );
    let told = house.particulars("case_edited", &id).await;
    assert_eq!(told[0]["fields"], json!(["description", "customer_id"]));
    assert_eq!(
        agent.patch(&path, 2, &json!({ "subject": "卡片被吞 " })).await.expect(409).code(),
        "nothing_changed"
    );
    assert_eq!(agent.patch(&path, 2, &json!({ "subject": "a\nb" })).await.expect(422).field().0, "subject");
    assert_eq!(
        agent.patch(&path, 2, &json!({ "status": "closed" })).await.expect(422).field().1,
        "unknown_field"
    );
    let listed = agent.get(&format!("/cases?customer_id={customer}")).await.expect(200).json();
    assert_eq!(listed["items"][0]["id"], id.as_str());
    house.person("branch_agent").patch(&path, 2, &json!({ "subject": "x" })).await.expect(404);
    house.person("quality").patch(&path, 2, &json!({ "subject": "x" })).await.expect(403);
}
