//! Registers as files.

use serde_json::{Value, json};

use super::{MONDAY, run_timer};
use crate::house::desk::{case, id_of};
use crate::house::{Database, House, Person, eventually, for_both};

for_both!(
    a_small_register_is_there_at_once_as_shown_and_without_formulas,
    a_large_register_is_written_beside_the_requests_and_expires,
    a_register_is_for_who_asked_and_holds_what_they_see,
    a_register_holds_the_institutions_own_fields_and_who_answers_for_it,
);

fn wanted(format: &str, query: &Value) -> Value {
    json!({ "format": format, "query": query, "columns": ["number", "subject", "kind", "created"], "locale": "zh-CN" })
}

async fn ended(person: &Person, id: &str) -> Value {
    eventually("the export ends", async || {
        let one = person.get(&format!("/exports/{id}")).await.expect(200).json();
        (one["state"] != "running").then_some(one)
    })
    .await
}

async fn a_small_register_is_there_at_once_as_shown_and_without_formulas(house: House) {
    house.set_clock(MONDAY);
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let mut bad = case("technical");
    bad["subject"] = json!("=HYPERLINK(\"http://x\")");
    let id = agent.opens(bad).await;
    agent.opens(case("complaint")).await;
    let number = agent.case(&id).await["number"].as_str().unwrap().to_owned();
    let query = json!({ "kind": "technical", "q": number });
    let made = manager.post("/exports", &wanted("csv", &query)).await.expect(201).json();
    assert_eq!((&made["state"], &made["rows"]), (&json!("done"), &json!(1)), "{made}");
    let file = manager.get(&format!("/exports/{}/content", id_of(&made))).await.expect(200);
    assert!(file.header("content-disposition").contains(".csv"));
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines[0], "\u{feff}工单号,标题,类型,建立时间");
    let expected = format!("{number},\"'=HYPERLINK(\"\"http://x\"\")\",技术问题,2026-09-14 09:00:");
    assert!(lines[1].starts_with(&expected), "{}", lines[1]);
    let xlsx = manager.post("/exports", &wanted("xlsx", &json!({}))).await.expect(201).json();
    assert_eq!((&xlsx["state"], &xlsx["rows"]), (&json!("done"), &json!(2)));
    let file = manager.get(&format!("/exports/{}/content", id_of(&xlsx))).await.expect(200);
    assert!(file.text.starts_with("PK"));
    let started = house.particulars("export_started", &id_of(&made)).await.remove(0);
    assert_eq!(
        started["query"],
        json!({ "kind": "technical", "q": "searched" }),
        "what was searched for stays out"
    );
    assert_eq!(house.particulars("export_finished", &id_of(&made)).await[0]["rows"], 1);
    assert_eq!(house.told("export_downloaded", &id_of(&made)).await, 1);
    for (wrong, field) in [
        (json!({ "format": "pdf", "query": {}, "columns": ["number"], "locale": "zh-CN" }), "format"),
        (
            json!({ "format": "csv", "query": { "kind": "x" }, "columns": ["number"], "locale": "zh-CN" }),
            "query.kind",
        ),
        (json!({ "format": "csv", "query": {}, "columns": [], "locale": "zh-CN" }), "columns"),
        (
            json!({ "format": "csv", "query": {}, "columns": ["number", "number"], "locale": "zh-CN" }),
            "columns",
        ),
    ] {
        assert_eq!(manager.post("/exports", &wrong).await.expect(422).field().0, field, "{wrong}");
    }
}

async fn a_large_register_is_written_beside_the_requests_and_expires(house: House) {
    house.set_clock(MONDAY);
    let complaints = house.person("complaints");
    let shell = house.ground.shell().await;
    house.person("agent").opens(case("technical")).await;
    let id = match house.ground.database {
        Database::Sqlite => "substr('00000000000070008000000000000000' || i, -32)",
        Database::Postgres => "right('00000000000070008000000000000000' || i, 32)",
    };
    let many = format!(
        "INSERT INTO cases (id, number, kind, subject, description, channel, priority, status, unit_id, opened_by, \
         waiting_since, next_due_at, version, created_at, updated_at) \
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
         SELECT 'cas_' || {id}, 'X' || i, 'technical', 'x', '', 'phone', 'normal', 'closed', c.unit_id, c.opened_by, \
         0, 0, 1, i, i FROM n, cases c WHERE c.number LIKE '26-%'"
    );
    crate::house::ground::run(&shell, &many).await;
    let made = complaints.post("/exports", &wanted("csv", &json!({}))).await.expect(201).json();
    assert_eq!(made["rows_about"], 2501);
    let done = ended(&complaints, &id_of(&made)).await;
    assert_eq!((&done["state"], &done["rows"]), (&json!("done"), &json!(2501)), "{done}");
    let path = format!("/exports/{}/content", id_of(&made));
    let file = complaints.get(&path).await.expect(200);
    assert_eq!(file.text.lines().count(), 2502);
    assert_eq!(file.text.len() as i64, done["bytes"].as_i64().unwrap());
    house.node.clock.shift_seconds(8 * 86_400);
    run_timer(&house, "tidy_workbench").await;
    eventually("it expires", async || (house.count("register_export_parts").await == 0).then_some(())).await;
    assert_eq!(complaints.get(&path).await.expect(409).code(), "export_not_ready");
}

async fn a_register_is_for_who_asked_and_holds_what_they_see(house: House) {
    let (agent, branch, manager) =
        (house.person("agent"), house.person("branch_agent"), house.person("manager"));
    agent.opens(case("technical")).await;
    branch.opens(case("technical")).await;
    let made = manager.post("/exports", &wanted("csv", &json!({}))).await.expect(201).json();
    assert_eq!(made["rows"], 1, "the branch is out of the manager's sight");
    let path = format!("/exports/{}/content", id_of(&made));
    house.person("quality").get(&path).await.expect(404);
    agent.get(&path).await.expect(403);
    agent.post("/exports", &wanted("csv", &json!({}))).await.expect(403);
    let key = manager.request(reqwest::Method::POST, "/exports").header("idempotency-key", "e1");
    let first = Person::send(key.json(&wanted("csv", &json!({})))).await.expect(201).json();
    let key = manager.request(reqwest::Method::POST, "/exports").header("idempotency-key", "e1");
    let again = Person::send(key.json(&wanted("csv", &json!({})))).await.expect(200).json();
    assert_eq!(first["id"], again["id"]);
    let ended =
        manager.post(&format!("/exports/{}/cancellations", id_of(&first)), &json!({})).await.expect(409);
    assert_eq!(ended.code(), "job_ended");
}

async fn a_register_holds_the_institutions_own_fields_and_who_answers_for_it(house: House) {
    let admin = house.person("admin");
    for (key, kind) in
        [("branch", "text"), ("loss", "amount"), ("rate", "number"), ("on", "date"), ("seen", "yes_no")]
    {
        let body = json!({ "key": key, "type": kind, "name": format!("字段 {key}"), "name_en": key });
        admin.post("/case-fields", &body).await.expect(201);
    }
    let choice = |code: &str, name: &str| json!({ "code": code, "name": name, "name_en": code });
    let choices = json!({ "key": "where", "type": "choices", "name": "=1+1", "name_en": "where",
        "choices": [choice("atm", "自助设备"), choice("counter", "柜面")] });
    let choices = admin.post("/case-fields", &choices).await.expect(201).json();
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let mut body = case("complaint");
    body["tags"] = json!(["年费", "急"]);
    body["fields"] = json!({ "branch": "=HYPERLINK(1)", "loss": -123_456, "rate": 0.125, "on": "2026-03-01",
        "seen": true, "where": ["atm", "counter"] });
    let id = agent.opens(body).await;
    agent.opens(case("technical")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    agent.does("urges", &id, json!({})).await.expect(201);
    let mut wanted = json!({ "format": "csv", "query": { "kind": "complaint" }, "locale": "zh-CN", "columns": [
        "field.branch", "field.loss", "field.rate", "field.on", "field.seen", "field.where",
        "tags", "owner", "first_owner", "urged", "returned", "reopened" ] });
    let file = written(&manager, &wanted).await;
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}字段 branch,字段 loss (CNY),字段 rate,字段 on,字段 seen,'=1+1,标签,负责人,首问负责人,催办次数,退回次数,\
         重新打开次数"
    );
    let agent_name = "agent of the house";
    assert_eq!(
        lines[1],
        format!(
            "'=HYPERLINK(1),-1234.56,0.125,2026-03-01,是,自助设备、柜面,年费、急,{agent_name},{agent_name},1,0,0"
        )
    );
    (wanted["locale"], wanted["query"]) = (json!("en-US"), json!({ "kind": "technical" }));
    let file = written(&manager, &wanted).await;
    assert!(file.starts_with("\u{feff}branch,loss (CNY),"), "{file}");
    assert!(file.lines().nth(1).unwrap().starts_with(",,,,,,,"), "what is not filled is empty: {file}");
    wanted["format"] = json!("xlsx");
    assert!(written(&manager, &wanted).await.starts_with("PK"));

    wanted["columns"] = json!(["number", "field.nothing"]);
    let refused = manager.post("/exports", &wanted).await.expect(422);
    assert_eq!(refused.field(), ("columns[1]".to_owned(), "unknown_field".to_owned()));
    let path = format!("/case-fields/{}", id_of(&choices));
    admin.patch(&path, 1, &json!({ "active": false })).await.expect(200);
    wanted["columns"] = json!(["field.where"]);
    assert_eq!(manager.post("/exports", &wanted).await.expect(422).field().0, "columns[0]", "retired");
}

/// The file of an export that is small enough to be there at once.
async fn written(person: &Person, wanted: &Value) -> String {
    let made = person.post("/exports", wanted).await.expect(201).json();
    assert_eq!(made["state"], "done", "{made}");
    person.get(&format!("/exports/{}/content", id_of(&made))).await.expect(200).text
}
