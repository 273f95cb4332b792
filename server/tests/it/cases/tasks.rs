//! Tasks for other departments: asked, answered, late, given back, and seen by nobody else.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::MONDAY;
use crate::house::desk::{case, id_of};
use crate::house::person::Answered;
use crate::house::{House, Person, eventually, for_both};

for_both!(
    a_department_answers_what_it_was_asked_and_sees_no_more,
    a_task_is_the_departments_and_to_strangers_not_there,
    given_back_and_asked_again_and_not_well_enough,
    two_answers_crossing_leave_one,
    a_case_is_not_resolved_over_a_task_it_requires,
    while_a_department_has_the_ball_nobody_waits_for_the_customer,
    a_round_warns_once_and_is_overdue_once,
    files_go_both_ways_and_no_other_file_does,
    what_cannot_be_asked_is_refused_by_field,
    the_lists_tell_who_is_waited_for,
    a_retry_asks_once,
);

/// What is asked of the card department unless a story says otherwise.
async fn request(house: &House) -> Value {
    json!({ "subject": "查三笔交易的商户", "text": "请核对 9 月 12 日三笔境外交易的商户名称。",
            "unit_id": house.unit("CARD").await, "due": { "working_seconds": 7200 } })
}

async fn asked(house: &House, case_id: &str) -> Value {
    let body = request(house).await;
    house.person("agent").post(&format!("/cases/{case_id}/tasks"), &body).await.expect(201).json()
}

impl Person {
    async fn on_task(&self, verb: &str, id: &str, body: Value) -> Answered {
        self.post(&format!("/tasks/{id}/{verb}"), &body).await
    }
}

async fn taken_case(house: &House) -> String {
    let agent = house.person("agent");
    let mut new = case("complaint");
    new["description"] = json!("客户称三笔交易不是本人所为。");
    let id = agent.opens(new).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    id
}

async fn a_department_answers_what_it_was_asked_and_sees_no_more(house: House) {
    house.set_clock(MONDAY);
    let (agent, department) = (house.person("agent"), house.person("department"));
    let case_id = taken_case(&house).await;
    let task = asked(&house, &case_id).await;
    let id = id_of(&task);
    assert_eq!((&task["status"], &task["n"], &task["required"]), (&json!("asked"), &json!(1), &json!(true)));
    assert_eq!(task["remaining_seconds"], 7200);

    department.get(&format!("/cases/{case_id}")).await.expect(404);
    let list = department.get("/tasks").await.expect(200).json();
    assert_eq!(list["items"][0]["id"], task["id"]);
    assert_eq!(department.get("/task-counts").await.json()["to_do"], 1);
    let seen = department.get(&format!("/tasks/{id}")).await.expect(200).json();
    assert_eq!(seen["entries"][0]["text"], "请核对 9 月 12 日三笔境外交易的商户名称。");
    assert_eq!(seen["matter"]["description"], "客户称三笔交易不是本人所为。");
    assert_eq!(seen["may"]["see_case"], false);
    assert_eq!((&seen["may"]["answer"], &seen["may"]["finish"]), (&json!(true), &json!(false)));

    let taken =
        department.on_task("acceptances", &id, json!({ "opinion": "我来查" })).await.expect(201).json();
    assert_eq!(
        (&taken["status"], &taken["handler"]["id"]),
        (&json!("accepted"), &json!(house.staff("department").await))
    );
    let words = json!({ "text": "三笔均为同一商户，附清单。" });
    department.on_task("answers", &id, words).await.expect(201);
    assert_eq!(department.get("/task-counts").await.json()["to_do"], 0);
    let done = agent.on_task("completions", &id, json!({ "opinion": "够了" })).await.expect(201).json();
    assert_eq!(done["status"], "done");
    let verbs: Vec<_> = done["entries"].as_array().unwrap().iter().map(|one| one["verb"].clone()).collect();
    assert_eq!(verbs, ["task_asked", "task_accepted", "task_answered", "task_done"]);

    for kind in ["task_asked", "task_accepted", "task_answered", "task_done"] {
        let told = house.particulars(kind, &case_id).await;
        assert_eq!((told.len(), &told[0]["task_id"]), (1, &json!(id)), "{kind}");
        assert_eq!(told[0]["unit_id"], house.unit("CARD").await);
    }
    let journal = house.whole_journal().await;
    assert!(!journal.contains("商户") && !journal.contains("我来查"), "words stand outside the journal");
    let timeline = agent.get(&format!("/cases/{case_id}/events")).await.json();
    let answered = timeline["items"].as_array().unwrap().iter().find(|one| one["type"] == "task_answered");
    assert_eq!(answered.unwrap()["text"], "三笔均为同一商户，附清单。");
}

async fn a_task_is_the_departments_and_to_strangers_not_there(house: House) {
    let case_id = taken_case(&house).await;
    let id = id_of(&asked(&house, &case_id).await);
    let hidden = ["branch_agent", "admin"];
    for login in hidden {
        let person = house.person(login);
        let seen = person.get(&format!("/tasks/{id}")).await;
        assert!(matches!(seen.status, 403 | 404), "{login}: {}", seen.text);
        assert!(person.get(&format!("/cases/{case_id}/tasks")).await.status >= 403);
        for verb in ["acceptances", "urgings", "completions"] {
            let tried = person.on_task(verb, &id, json!({})).await;
            assert!(matches!(tried.status, 403 | 404), "{login} {verb}: {}", tried.text);
        }
        let tried = person.on_task("answers", &id, json!({ "text": "好" })).await;
        assert!(matches!(tried.status, 403 | 404), "{login}: {}", tried.text);
    }
    // Who sees everything reads it, and answers for no department but their own.
    let reviewer = house.person("complaints");
    reviewer.get(&format!("/tasks/{id}")).await.expect(200);
    reviewer.on_task("answers", &id, json!({ "text": "好" })).await.expect(404);
    assert_eq!(reviewer.get("/tasks").await.json()["items"], json!([]));
    // The asker's side is not the department's.
    house.person("department").on_task("withdrawals", &id, json!({ "reason": "不查了" })).await.expect(403);
    house.person("agent").on_task("answers", &id, json!({ "text": "我自己答" })).await.expect(404);
}

async fn given_back_and_asked_again_and_not_well_enough(house: House) {
    house.set_clock(MONDAY);
    let (agent, department) = (house.person("agent"), house.person("department"));
    let case_id = taken_case(&house).await;
    let id = id_of(&asked(&house, &case_id).await);
    let back =
        department.on_task("returns", &id, json!({ "reason": "缺少卡号后四位" })).await.expect(201).json();
    assert_eq!(back["status"], "returned");
    department.on_task("answers", &id, json!({ "text": "等等" })).await.expect(409);
    let again = agent.on_task("renewals", &id, json!({ "text": "后四位 1234" })).await.expect(201).json();
    assert_eq!((&again["status"], &again["round"]), (&json!("asked"), &json!(2)));
    assert_eq!(again["remaining_seconds"], 7200, "a fresh round has its whole time");
    department.on_task("answers", &id, json!({ "text": "查无记录" })).await.expect(201);
    let due = json!({ "at": "2026-09-14T17:00:00+08:00" });
    let again = agent
        .on_task("renewals", &id, json!({ "text": "请查另一张卡", "due": due }))
        .await
        .expect(201)
        .json();
    assert_eq!((&again["status"], &again["round"]), (&json!("accepted"), &json!(3)));
    let urged = agent.on_task("urgings", &id, json!({ "opinion": "客户在等" })).await.expect(201).json();
    assert_eq!(urged["urge_count"], 1);
    let refused = agent.on_task("completions", &id, json!({})).await.expect(409);
    assert_eq!(refused.code(), "task_not_answered");
    agent.on_task("withdrawals", &id, json!({ "reason": "客户撤诉" })).await.expect(201);
    department.on_task("answers", &id, json!({ "text": "晚了" })).await.expect(409);
    assert_eq!(house.told("task_asked_again", &case_id).await, 2);
}

async fn two_answers_crossing_leave_one(house: House) {
    let case_id = taken_case(&house).await;
    let id = id_of(&asked(&house, &case_id).await);
    let department = house.person("department");
    let answer = |text: &str| {
        let (department, id, body) = (department.clone(), id.clone(), json!({ "text": text }));
        async move { department.on_task("answers", &id, body).await }
    };
    let both = tokio::join!(answer("甲"), answer("乙"));
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", both.0.text, both.1.text);
    assert_eq!(house.told("task_answered", &case_id).await, 1);
    assert_eq!(house.count("case_entries WHERE kind = 'task_answer'").await, 1);
}

async fn a_case_is_not_resolved_over_a_task_it_requires(house: House) {
    let agent = house.person("agent");
    let case_id = taken_case(&house).await;
    let required = id_of(&asked(&house, &case_id).await);
    let mut body = request(&house).await;
    body["required"] = json!(false);
    let optional = id_of(&agent.post(&format!("/cases/{case_id}/tasks"), &body).await.expect(201).json());
    let refused = agent.does("resolutions", &case_id, json!({ "text": "已处理" })).await.expect(409);
    assert_eq!((refused.code().as_str(), &refused.json()["params"]["tasks"]), ("tasks_open", &json!(1)));
    agent.on_task("withdrawals", &required, json!({ "reason": "已另查" })).await.expect(201);
    agent.does("resolutions", &case_id, json!({ "text": "已处理" })).await.expect(201);
    let left = agent.get(&format!("/tasks/{optional}")).await.json();
    assert_eq!(left["status"], "withdrawn", "nobody goes on with what is no longer wanted");
    let refused = agent.post(&format!("/cases/{case_id}/tasks"), &body).await.expect(409);
    assert_eq!(refused.code(), "case_not_open");
}

async fn while_a_department_has_the_ball_nobody_waits_for_the_customer(house: House) {
    let agent = house.person("agent");
    let case_id = taken_case(&house).await;
    agent.does("waits", &case_id, json!({ "opinion": "等材料" })).await.expect(201);
    let id = id_of(&asked(&house, &case_id).await);
    assert_eq!(agent.case(&case_id).await["status"], "assigned", "we are at it again");
    let refused = agent.does("waits", &case_id, json!({})).await.expect(409);
    assert_eq!(
        (refused.code().as_str(), &refused.json()["params"]["tasks"]),
        ("waits_for_department", &json!(1))
    );
    let reply = json!({ "text": "请补材料", "then_wait": true });
    assert_eq!(agent.does("replies", &case_id, reply).await.expect(409).code(), "waits_for_department");
    house.person("department").on_task("answers", &id, json!({ "text": "查到了" })).await.expect(201);
    agent.does("waits", &case_id, json!({})).await.expect(201);
}

async fn a_round_warns_once_and_is_overdue_once(house: House) {
    house.set_clock(MONDAY);
    let case_id = taken_case(&house).await;
    let id = id_of(&asked(&house, &case_id).await);
    let other = house.another().await;
    let told = async |kind: &str| house.told(kind, &case_id).await;
    house.set_clock("2026-09-14T10:40:00+08:00");
    other.set_clock("2026-09-14T10:40:00+08:00");
    eventually("it warns", async || (told("task_warned").await == 1).then_some(())).await;
    house.set_clock("2026-09-14T11:10:00+08:00");
    other.set_clock("2026-09-14T11:10:00+08:00");
    eventually("it is overdue", async || (told("task_overdue").await == 1).then_some(())).await;
    let seen = house.person("department").get(&format!("/tasks/{id}")).await.json();
    assert_eq!((&seen["level"], &seen["was_overdue"]), (&json!("red"), &json!(true)));
    assert!(seen["remaining_seconds"].as_i64().unwrap() < 0);
    assert_eq!(seen["version"], 1, "a timer makes nobody's page old");
    assert_eq!(house.person("department").get("/task-counts").await.json()["overdue"], 1);
    house.person("department").on_task("answers", &id, json!({ "text": "来晚了" })).await.expect(201);
    assert_eq!((told("task_warned").await, told("task_overdue").await), (1, 1));
    other.stop().await;
}

async fn upload(person: &Person, path: &str, name: &str, text: &str) -> Answered {
    let form = Form::new().part("file", Part::bytes(text.as_bytes().to_vec()).file_name(name.to_owned()));
    Person::send(person.request(Method::POST, path).multipart(form)).await
}

async fn files_go_both_ways_and_no_other_file_does(house: House) {
    let (agent, department) = (house.person("agent"), house.person("department"));
    let case_id = taken_case(&house).await;
    let path = format!("/cases/{case_id}/attachments");
    let shown = id_of(&upload(&agent, &path, "交易.txt", "三笔").await.expect(201).json());
    let kept = id_of(&upload(&agent, &path, "身份证.txt", "不给看").await.expect(201).json());
    let mut body = request(&house).await;
    body["attachment_ids"] = json!([shown]);
    let id = id_of(&agent.post(&format!("/cases/{case_id}/tasks"), &body).await.expect(201).json());
    let file = |file: &str| format!("/tasks/{id}/files/{file}");
    assert_eq!(department.get(&file(&shown)).await.expect(200).text, "三笔");
    department.get(&file(&kept)).await.expect(404);
    department.get(&format!("{path}/{shown}")).await.expect(404);
    let added =
        upload(&department, &format!("/tasks/{id}/files"), "清单.txt", "商户清单").await.expect(201).json();
    let seen = agent.case(&case_id).await;
    assert!(seen["attachments"].as_array().unwrap().iter().any(|one| one["id"] == added["id"]));
    assert_eq!(agent.get(&format!("{path}/{}", id_of(&added))).await.expect(200).text, "商户清单");
    assert_eq!(department.get(&format!("/tasks/{id}")).await.json()["files"].as_array().unwrap().len(), 2);
    upload(&house.person("branch_agent"), &format!("/tasks/{id}/files"), "x.txt", "x").await.expect(404);
    agent.on_task("withdrawals", &id, json!({ "reason": "不用了" })).await.expect(201);
    let late = upload(&department, &format!("/tasks/{id}/files"), "晚.txt", "晚了").await.expect(409);
    assert_eq!(late.code(), "task_ended");
}

async fn what_cannot_be_asked_is_refused_by_field(house: House) {
    let agent = house.person("agent");
    let case_id = taken_case(&house).await;
    let good = request(&house).await;
    let wrong = [
        ("subject", json!(""), "subject", "too_short"),
        ("subject", json!("一\n二"), "subject", "control_character"),
        ("text", json!("长".repeat(20_001)), "text", "too_long"),
        ("unit_id", json!(house.unit("CSC").await), "unit_id", "own_unit"),
        ("unit_id", json!("unt_01a20cb31d1e7f03a30c02dc6017d722"), "unit_id", "unknown"),
        ("staff_id", json!(house.staff("agent").await), "staff_id", "other_unit"),
        ("due", json!({}), "due", "missing"),
        ("due", json!({ "at": "2020-01-01T00:00:00Z" }), "due.at", "out_of_range"),
        ("due", json!({ "working_seconds": -1 }), "due.working_seconds", "out_of_range"),
        ("due", json!({ "working_seconds": 3600, "calendar": "moon" }), "due.calendar", "unknown"),
        ("attachment_ids", json!(["att_01a20cb31d1e7f03a30c02dc6017d722"]), "attachment_ids", "unknown"),
        ("colour", json!("red"), "colour", "unknown_field"),
    ];
    for (name, value, field, code) in wrong {
        let mut body = good.clone();
        body[name] = value;
        let refused = agent.post(&format!("/cases/{case_id}/tasks"), &body).await.expect(422);
        assert_eq!(refused.field(), (field.to_owned(), code.to_owned()), "{name}");
    }
    assert_eq!(house.count("case_tasks").await, 0);
    house.person("department").post(&format!("/cases/{case_id}/tasks"), &good).await.expect(403);
}

async fn the_lists_tell_who_is_waited_for(house: House) {
    let agent = house.person("agent");
    let waiting = taken_case(&house).await;
    let other = agent.opens(case("consultation")).await;
    let id = id_of(&asked(&house, &waiting).await);
    let card = house.unit("CARD").await;
    let row = async |case_id: &str| {
        let rows = agent.all("/cases", 50).await;
        rows.into_iter().find(|row| row["id"] == *case_id).unwrap()
    };
    let shown = row(&waiting).await;
    assert_eq!((&shown["tasks"]["open"], &shown["tasks"]["waits_for"]["id"]), (&json!(1), &json!(card)));
    assert_eq!(row(&other).await["tasks"], Value::Null);
    for which in ["any", card.as_str()] {
        let rows = agent.all(&format!("/cases?waiting_department={which}"), 50).await;
        assert_eq!(rows.iter().map(id_of).collect::<Vec<_>>(), std::slice::from_ref(&waiting), "{which}");
    }
    assert!(
        agent.all(&format!("/cases?waiting_department={}", house.unit("BR1").await), 50).await.is_empty()
    );
    agent.get("/cases?waiting_department=moon").await.expect(422);
    house.person("department").on_task("answers", &id, json!({ "text": "好" })).await.expect(201);
    let shown = row(&waiting).await;
    assert_eq!((&shown["tasks"]["open"], &shown["tasks"]["waits_for"]), (&json!(1), &Value::Null));
    assert!(agent.all("/cases?waiting_department=any", 50).await.is_empty());
    let answered = house.person("department").get("/tasks?standing=with_asker").await.json();
    assert_eq!(answered["items"][0]["id"], json!(id));
}

async fn a_retry_asks_once(house: House) {
    let agent = house.person("agent");
    let case_id = taken_case(&house).await;
    let (path, body) = (format!("/cases/{case_id}/tasks"), request(&house).await);
    let first = agent.post_once(&path, "ask-1", &body).await.expect(201).json();
    let second = agent.post_once(&path, "ask-1", &body).await.expect(200).json();
    assert_eq!(first["id"], second["id"]);
    assert_eq!(house.count("case_tasks").await, 1);
    let path = format!("/tasks/{}/urgings", id_of(&first));
    agent.post_once(&path, "urge-1", &json!({})).await.expect(201);
    let again = agent.post_once(&path, "urge-1", &json!({})).await.expect(200).json();
    assert_eq!(again["urge_count"], 1);
}
