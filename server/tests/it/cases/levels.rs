//! Service levels: drafted, checked, tried, published, and followed by the next case on every node.

use lingke_cases::clocks::run::{hold, release};
use lingke_cases::clocks::tasks::{TaskDue, start_task_clock, stop_task_clock};
use lingke_cases::model::{CaseId, PauseReason};
use lingke_cases::store::cases;
use lingke_platform::ctx::Ctx;
use serde_json::{Value, json};

use super::{MONDAY, fire, text};
use crate::house::desk::{case, clock, moment, moment_of};
use crate::house::{Database, House, Person, eventually, for_both};

for_both!(
    a_draft_is_edited_tried_and_published_and_the_next_case_on_every_node_follows_it,
    what_contradicts_itself_is_not_published_and_the_line_is_named,
    a_level_whose_example_fails_is_not_published,
    a_published_version_never_changes_and_a_draft_is_changed_by_one_at_a_time,
    a_draft_that_was_overtaken_is_not_published_unseen,
    a_customer_who_writes_again_is_under_a_clock_of_its_own,
    a_promise_of_news_begins_anew_with_each_answer,
    a_chain_tells_those_above_and_has_one_take_over_each_step_once,
    waiting_for_a_department_pauses_only_what_says_so_and_is_not_told_as_waiting_for_the_customer,
    a_task_has_a_clock_that_leaves_the_case_alone,
    a_unit_and_a_class_choose_levels_and_a_move_keeps_the_time_used,
);

fn rule(kind: &str, seconds: i64, pauses: &[&str]) -> Value {
    json!({ "kind": kind, "target_seconds": seconds, "calendar": "cn", "pauses": pauses, "warn_percents": [75] })
}

/// A level that covers consultations, with all five clocks.
fn full() -> Value {
    json!({
        "name": "咨询", "kinds": ["consultation"],
        "clocks": [
            rule("first_response", 1_800, &[]),
            rule("next_response", 3_600, &["waiting_customer"]),
            rule("update", 7_200, &[]),
            rule("resolution", 14_400, &["waiting_customer", "waiting_department"]),
            rule("task", 7_200, &[]),
        ],
        "chain": [{ "at_percent": 100, "tell": [{ "who": "unit_manager" }] }],
    })
}

pub(super) async fn draft(admin: &Person) -> Value {
    admin.post("/service-level-versions", &json!({ "title": "试行" })).await.expect(201).json()
}

fn path(version: &Value) -> String {
    format!("/service-level-versions/{}", version["id"].as_str().unwrap())
}

/// Puts `level` before all others.
pub(super) async fn with_first(admin: &Person, version: &Value, level: Value) -> Value {
    let mut levels = version["levels"].as_array().unwrap().clone();
    levels.insert(0, level);
    edited(admin, version, json!({ "levels": levels })).await
}

async fn edited(admin: &Person, version: &Value, change: Value) -> Value {
    admin.patch(&path(version), version["version"].as_i64().unwrap(), &change).await.expect(200).json()
}

pub(super) async fn publish(admin: &Person, version: &Value) -> crate::house::person::Answered {
    let request = admin.request(reqwest::Method::POST, &format!("{}/publications", path(version)));
    let request = request.header("if-match", format!("\"{}\"", version["version"]));
    Person::send(request.json(&json!({ "opinion": "季度评审通过" }))).await
}

/// Publishes `level` before all others.
async fn published(house: &House, level: Value) {
    let admin = house.person("admin");
    let version = with_first(&admin, &draft(&admin).await, level).await;
    publish(&admin, &version).await.expect(201);
}

#[track_caller]
fn near(value: &Value, at: &str) {
    let apart_us = moment_of(value).micros_since(moment(at));
    assert!((-1_000_000..60_000_000).contains(&apart_us), "{value} is not {at}");
}

async fn a_draft_is_edited_tried_and_published_and_the_next_case_on_every_node_follows_it(house: House) {
    house.set_clock(MONDAY);
    let (admin, agent) = (house.person("admin"), house.person("agent"));
    let before = agent.opens(case("consultation")).await;
    let made = draft(&admin).await;
    assert_eq!((&made["number"], made["levels"].as_array().unwrap().len()), (&Value::Null, 8));
    let version = with_first(&admin, &made, full()).await;
    let report = admin.get(&format!("{}/check", path(&version))).await.expect(200).json();
    assert_eq!(report["publishable"], true, "{report}");
    assert_eq!(report["coverage"]["uncovered"], json!([]));
    let asked = json!({ "kind": "consultation", "priority": "low", "at": "2026-09-18T17:50" });
    let tried = admin.post(&format!("{}/trials", path(&version)), &asked).await.expect(200).json();
    assert_eq!((&tried["line"], &tried["level"]), (&json!(1), &json!("咨询")));
    // Ten minutes on Friday, twenty on the make-up Sunday before 国庆.
    assert_eq!(moment_of(&tried["clocks"][0]["due_at"]), moment("2026-09-20T09:20:00+08:00"));
    let counted = tried["clocks"][0]["intervals"].as_array().unwrap().iter();
    let counted: i64 =
        counted.filter(|line| line["counted"] == true).map(|line| line["seconds"].as_i64().unwrap()).sum();
    assert_eq!(counted, 1_800, "the receipt adds up");
    assert_eq!(agent.opens(case("consultation")).await.len(), before.len());
    let done = publish(&admin, &version).await.expect(201).json();
    assert_eq!((&done["number"], &done["current"]), (&json!(2), &json!(true)));
    let elsewhere = match house.ground.database {
        Database::Sqlite => None,
        Database::Postgres => Some(house.another().await),
    };
    let nodes: Vec<&House> = std::iter::once(&house).chain(&elsewhere).collect();
    for node in nodes {
        node.set_clock(MONDAY);
        let agent = node.person("agent");
        let id = agent.opens(case("consultation")).await;
        let shown = agent.case(&id).await;
        assert_eq!(clock(&shown, "update")["service_level"], "咨询");
        near(&clock(&shown, "first_response")["due_at"], "2026-09-14T09:30:00+08:00");
    }
    let old = agent.case(&before).await;
    assert_eq!(clock(&old, "first_response")["service_level"], "普通", "a running case keeps its own");
    let told = house.particulars("service_levels_published", version["id"].as_str().unwrap()).await;
    assert_eq!((told.len(), &told[0]["number"]), (1, &json!(2)));
    assert!(!told[0].to_string().contains("季度"), "no words in the journal");
}

async fn what_contradicts_itself_is_not_published_and_the_line_is_named(house: House) {
    let admin = house.person("admin");
    let mut version = draft(&admin).await;
    let mut bad = full();
    bad["clocks"][0]["target_seconds"] = json!(20_000);
    bad["clocks"][1]["calendar"] = json!("mars");
    bad["chain"] = json!([{ "at_percent": 60, "tell": [{ "who": "unit_role" }] }]);
    version = with_first(&admin, &version, bad).await;
    let report = admin.get(&format!("{}/check", path(&version))).await.expect(200).json();
    let found: Vec<&str> = report["contradictions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    for code in ["answer_after_resolution", "unknown_calendar", "warning_after_escalation", "role_missing"] {
        assert!(found.contains(&code), "{code} is not in {found:?}");
    }
    let refused = publish(&admin, &version).await.expect(422);
    assert_eq!(
        (refused.code().as_str(), &refused.json()["params"]["line"]),
        ("levels_contradict", &json!(1))
    );
    // A level alike is never reached, and a set without the general levels leaves work out.
    let levels = json!({ "levels": [full(), full()] });
    let version = edited(&admin, &version, levels).await;
    let report = admin.get(&format!("{}/check", path(&version))).await.expect(200).json();
    assert_eq!(report["coverage"]["unreached"], json!([2]));
    let codes: Vec<&Value> =
        report["contradictions"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["duplicate_name", "duplicate_conditions"]);
    assert_eq!(report["coverage"]["uncovered"].as_array().unwrap().len(), 5, "five kinds are left out whole");
}

async fn a_level_whose_example_fails_is_not_published(house: House) {
    let admin = house.person("admin");
    let mut level = full();
    let mut example = json!({
        "kind": "consultation", "priority": "normal", "clock": "first_response",
        "events": [{ "at": "2026-09-18T17:50", "kind": "start" }], "due": "2026-09-21T09:20",
    });
    level["examples"] = json!([example]);
    let version = with_first(&admin, &draft(&admin).await, level.clone()).await;
    let refused = publish(&admin, &version).await.expect(422);
    assert_eq!(refused.code(), "level_example_failed");
    let params = &refused.json()["params"];
    assert_eq!(
        (&params["line"], &params["example"], &params["problem"]),
        (&json!(1), &json!(1), &json!("another_due_time"))
    );
    assert_eq!(params["got"], "2026-09-20T09:20:00+08:00");
    example["due"] = json!("2026-09-20T09:20");
    level["examples"] = json!([example]);
    let mut levels = version["levels"].as_array().unwrap().clone();
    levels[0] = level;
    let version = edited(&admin, &version, json!({ "levels": levels })).await;
    publish(&admin, &version).await.expect(201);
}

async fn a_published_version_never_changes_and_a_draft_is_changed_by_one_at_a_time(house: House) {
    let (admin, agent) = (house.person("admin"), house.person("agent"));
    let version = draft(&admin).await;
    agent.get("/service-level-versions").await.expect(403);
    let refused = house.person("manager").patch(&path(&version), 1, &json!({ "title": "另一个" })).await;
    assert_eq!(refused.status, 403);
    edited(&admin, &version, json!({ "title": "第二稿" })).await;
    let stale = admin.patch(&path(&version), 1, &json!({ "title": "第三稿" })).await;
    assert_eq!((stale.status, stale.code().as_str()), (412, "stale"));
    let version = admin.get(&path(&version)).await.expect(200).json();
    let done = publish(&admin, &version).await.expect(201).json();
    let fixed = admin.patch(&path(&done), done["version"].as_i64().unwrap(), &json!({ "title": "改" })).await;
    assert_eq!((fixed.status, fixed.code().as_str()), (409, "levels_are_published"));
    let again = publish(&admin, &done).await;
    assert_eq!((again.status, again.code().as_str()), (409, "levels_are_published"));
    let other = draft(&admin).await;
    let thrown = admin.request(reqwest::Method::DELETE, &path(&other)).header("if-match", "\"1\"");
    Person::send(thrown).await.expect(204);
    admin.get(&path(&other)).await.expect(404);
    let listed = house.person("manager").all("/service-level-versions", 1).await;
    assert_eq!(listed.len(), 2);
}

async fn a_draft_that_was_overtaken_is_not_published_unseen(house: House) {
    let admin = house.person("admin");
    let (mine, theirs) = (draft(&admin).await, draft(&admin).await);
    let done = publish(&admin, &theirs).await.expect(201).json();
    let refused = publish(&admin, &mine).await;
    assert_eq!((refused.status, refused.code().as_str()), (409, "levels_behind"));
    let seen = edited(&admin, &mine, json!({ "based_on": done["id"] })).await;
    assert_eq!(publish(&admin, &seen).await.expect(201).json()["number"], 3);
}

async fn a_customer_who_writes_again_is_under_a_clock_of_its_own(house: House) {
    house.set_clock("2026-09-14T09:00:00+08:00");
    published(&house, full()).await;
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    let count = |shown: &Value| {
        shown["clocks"].as_array().unwrap().iter().filter(|clock| clock["kind"] == "next_response").count()
    };
    agent.does("customer-messages", &id, text("在吗")).await.expect(201);
    assert_eq!(count(&agent.case(&id).await), 0, "before the first answer that clock runs");
    agent.does("replies", &id, text("您好")).await.expect(201);
    house.set_clock("2026-09-14T10:00:00+08:00");
    let shown = agent.does("customer-messages", &id, text("还有")).await.expect(201).json();
    near(&clock(&shown, "next_response")["due_at"], "2026-09-14T11:00:00+08:00");
    house.set_clock("2026-09-14T10:30:00+08:00");
    let shown = agent.does("customer-messages", &id, text("再问")).await.expect(201).json();
    assert_eq!(count(&shown), 1, "from the first message that waits");
    let shown = agent.does("replies", &id, text("答复")).await.expect(201).json();
    assert_eq!(clock(&shown, "next_response")["state"], "met");
    let shown = agent.does("customer-messages", &id, text("谢谢")).await.expect(201).json();
    assert_eq!((count(&shown), &clock(&shown, "next_response")["cycle"]), (2, &json!(2)));
}

async fn a_promise_of_news_begins_anew_with_each_answer(house: House) {
    house.set_clock("2026-09-14T09:00:00+08:00");
    published(&house, full()).await;
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    near(&clock(&agent.case(&id).await, "update")["due_at"], "2026-09-14T11:00:00+08:00");
    house.set_clock("2026-09-14T09:45:00+08:00");
    let shown = agent.does("replies", &id, text("在查")).await.expect(201).json();
    let update = clock(&shown, "update");
    assert_eq!((&update["cycle"], &update["state"]), (&json!(2), &json!("running")));
    near(&update["due_at"], "2026-09-14T11:45:00+08:00");
    let shown = agent.does("resolutions", &id, text("好了")).await.expect(201).json();
    assert_eq!((&clock(&shown, "update")["state"], &shown["next_due"]), (&json!("met"), &Value::Null));
    house.set_clock("2026-09-15T09:00:00+08:00");
    let shown = agent.does("reopenings", &id, json!({ "reason": "没好" })).await.expect(201).json();
    assert_eq!(clock(&shown, "update")["cycle"], 3);
    near(&clock(&shown, "update")["due_at"], "2026-09-15T11:00:00+08:00");
}

async fn a_chain_tells_those_above_and_has_one_take_over_each_step_once(house: House) {
    house.set_clock("2026-09-14T09:00:00+08:00");
    let mut level = full();
    level["clocks"] = json!([rule("resolution", 7_200, &[])]);
    level["clocks"][0]["warn_percents"] = json!([50, 75]);
    level["chain"] = json!([
        { "at_percent": 60, "tell": [{ "who": "assignee" }, { "who": "owner" }] },
        { "at_percent": 100, "tell": [{ "who": "unit_role", "role": "complaint_specialist" }] },
        { "at_percent": 150, "tell": [{ "who": "assignee" }], "take_over": { "who": "unit_manager" } },
    ]);
    published(&house, level).await;
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    house.set_clock("2026-09-14T10:15:00+08:00");
    fire(&[&house]).await;
    assert_eq!(house.told("clock_warned", &id).await, 1);
    let me = house.staff("agent").await;
    let told = house.particulars("clock_escalated", &id).await;
    assert_eq!((told.len(), &told[0]["told"], &told[0]["percent"]), (1, &json!([me]), &json!(60)));
    assert_eq!(house.told("case_escalated", &id).await, 0, "whose case it is was only reminded");
    house.set_clock("2026-09-14T10:35:00+08:00");
    fire(&[&house]).await;
    house.set_clock("2026-09-14T11:01:00+08:00");
    fire(&[&house]).await;
    let shown = agent.case(&id).await;
    assert_eq!((&shown["breached"], &shown["escalation_level"]), (&json!(true), &json!(1)));
    assert_eq!(house.told("clock_warned", &id).await, 2);
    let specialist = house.staff("complaints").await;
    assert_eq!(house.particulars("clock_escalated", &id).await[1]["told"], json!([specialist]));
    assert_eq!(shown["assignee"]["id"], json!(me));
    agent.does("snoozes", &id, json!({ "until": "2026-09-30T09:00:00+08:00" })).await.expect(201);
    house.set_clock("2026-09-14T13:31:00+08:00");
    fire(&[&house]).await;
    let woken = async || (house.told("case_woken", &id).await == 1).then_some(());
    eventually("whoever takes over finds it awake", woken).await;
    house.set_clock("2026-09-16T13:31:00+08:00");
    fire(&[&house]).await;
    let shown = house.person("manager").case(&id).await;
    assert_eq!(shown["assignee"]["id"], json!(house.staff("manager").await));
    let told = house.particulars("clock_escalated", &id).await;
    assert_eq!((told.len(), told[2]["taken_over_by"].clone()), (3, shown["assignee"]["id"].clone()));
    assert_eq!(house.told("clock_breached", &id).await, 1);
    assert_eq!(house.count("clock_firings").await, 6);
}

async fn waiting_for_a_department_pauses_only_what_says_so_and_is_not_told_as_waiting_for_the_customer(
    house: House,
) {
    house.set_clock("2026-09-14T09:00:00+08:00");
    published(&house, full()).await;
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    let case_id: CaseId = id.parse().unwrap();
    let turn = async |on: bool| {
        let mut tx = Ctx::system(&house.node, "tasks").begin().await.unwrap();
        let mut case = cases::load(&tx, case_id).await.unwrap();
        match on {
            true => hold(&mut tx, &mut case, PauseReason::WaitingDepartment).await.unwrap(),
            false => release(&mut tx, &mut case, PauseReason::WaitingDepartment).await.unwrap(),
        }
        cases::update(&tx, &mut case).await.unwrap();
        tx.commit().await.unwrap();
    };
    turn(true).await;
    turn(true).await;
    let shown = agent.does("waits", &id, json!({})).await.expect(201).json();
    assert_eq!(shown["customer_words"], "checking", "never 'waiting for you' while we wait for a department");
    assert_eq!(clock(&shown, "resolution")["state"], "paused");
    assert_eq!(clock(&shown, "first_response")["state"], "running", "the first answer waits for nobody");
    house.set_clock("2026-09-14T10:00:00+08:00");
    let shown = agent.does("resumptions", &id, json!({})).await.expect(201).json();
    assert_eq!(clock(&shown, "resolution")["state"], "paused", "the department still holds it");
    turn(false).await;
    let shown = agent.case(&id).await;
    assert_eq!(
        (&clock(&shown, "resolution")["state"], &shown["customer_words"]),
        (&json!("running"), &json!("in_progress"))
    );
    near(&clock(&shown, "resolution")["due_at"], "2026-09-14T15:30:00+08:00");
    assert_eq!((house.told("clock_paused", &id).await, house.told("clock_resumed", &id).await), (1, 1));
}

async fn a_task_has_a_clock_that_leaves_the_case_alone(house: House) {
    house.set_clock("2026-09-14T09:00:00+08:00");
    published(&house, full()).await;
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    let cards = house.unit("CARD").await.parse().unwrap();
    let due_before = agent.case(&id).await["next_due"]["due_at"].clone();
    let mut tx = Ctx::system(&house.node, "tasks").begin().await.unwrap();
    let mut case = cases::load(&tx, id.parse().unwrap()).await.unwrap();
    let by_level =
        start_task_clock(&mut tx, &case, "tsk_1", cards, &TaskDue::ByLevel).await.unwrap().unwrap();
    assert_eq!(by_level.target_seconds, 7_200);
    let at = moment("2026-09-14T20:00:00+08:00");
    let named = start_task_clock(&mut tx, &case, "tsk_2", cards, &TaskDue::At(at)).await.unwrap().unwrap();
    assert!(named.due_at.unwrap().micros_since(at).abs() < 1_000_000, "a moment that was named is meant");
    cases::update(&tx, &mut case).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(agent.case(&id).await["next_due"]["due_at"], due_before);
    agent.does("replies", &id, text("您好")).await.expect(201);
    agent.does("takes", &id, json!({})).await;
    house.set_clock("2026-09-14T11:01:00+08:00");
    fire(&[&house]).await;
    let breached = house.particulars("clock_breached", &id).await;
    let task = breached.iter().find(|told| told["clock"] == "task").expect("the department is late");
    assert_eq!((&task["task_id"], &task["asked_unit_id"]), (&json!("tsk_1"), &json!(cards)));
    assert_eq!(clock(&agent.case(&id).await, "resolution")["state"], "running");
    let mut tx = Ctx::system(&house.node, "tasks").begin().await.unwrap();
    let mut case = cases::load(&tx, id.parse().unwrap()).await.unwrap();
    let stopped = stop_task_clock(&mut tx, &mut case, "tsk_1").await.unwrap().unwrap();
    assert!(!stopped.running && stopped.breached_at.is_some());
    tx.commit().await.unwrap();
}

async fn a_unit_and_a_class_choose_levels_and_a_move_keeps_the_time_used(house: House) {
    house.set_clock("2026-09-14T09:00:00+08:00");
    let branch = house.unit("BR1").await;
    let mut level = full();
    level["unit_ids"] = json!([branch]);
    level["classes"] = json!(["private"]);
    published(&house, level).await;
    let agent = house.person("agent");
    let customer = json!({ "name": "王女士", "class": "private" });
    let customer = agent.post("/customers", &customer).await.expect(201).json()["id"].clone();
    let mut body = case("consultation");
    body["customer_id"] = customer;
    let id = agent.opens(body).await;
    assert_eq!(clock(&agent.case(&id).await, "resolution")["service_level"], "普通");
    house.set_clock("2026-09-14T10:00:00+08:00");
    let to = json!({ "unit_id": branch });
    let moved = house.person("complaints").does("assignments", &id, to).await.expect(201).json();
    let resolution = clock(&moved, "resolution");
    assert_eq!((&resolution["service_level"], &resolution["cycle"]), (&json!("咨询"), &json!(2)));
    near(&resolution["due_at"], "2026-09-14T14:30:00+08:00");
}
