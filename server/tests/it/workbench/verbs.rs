//! The verbs that move, sort, hurry and rest a case, done to many: as one person does them to one.

use serde_json::{Value, json};

use super::MONDAY;
use super::bulk::ended;
use crate::house::desk::{case, id_of};
use crate::house::{House, Person, for_both};

for_both!(
    words_are_put_on_many_and_taken_off_and_what_is_so_already_is_no_matter,
    many_are_handed_on_and_sent_back_by_who_may_move_them,
    many_are_urged_followed_and_put_to_rest,
    an_interrupted_urging_urges_each_case_once,
    what_an_action_lacks_is_said_before_anything_is_done,
);

async fn does(person: &Person, ids: &[String], actions: Value) -> Value {
    let body = json!({ "case_ids": ids, "actions": actions });
    ended(person, &id_of(&person.post("/bulk-jobs", &body).await.expect(201).json())).await
}

/// How many would be done, and the codes of what would be refused.
async fn foreseen(person: &Person, ids: &[String], actions: Value) -> (i64, Vec<String>) {
    let body = json!({ "case_ids": ids, "actions": actions });
    let shown = person.post("/bulk-previews", &body).await.expect(200).json();
    let refused = shown["refused"].as_array().unwrap().iter().map(|group| group["code"].as_str().unwrap());
    (shown["allowed"].as_i64().unwrap(), refused.map(str::to_owned).collect())
}

async fn opened(person: &Person, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(person.opens(case("complaint")).await);
    }
    ids
}

async fn words_are_put_on_many_and_taken_off_and_what_is_so_already_is_no_matter(house: House) {
    let agent = house.person("agent");
    let ids = opened(&agent, 3).await;
    agent.change(&format!("/cases/{}", ids[0]), &json!({ "tags": ["年费", "急"] })).await.expect(200);
    let full: Vec<String> = (0..20).map(|n| format!("词{n}")).collect();
    agent.change(&format!("/cases/{}", ids[2]), &json!({ "tags": full })).await.expect(200);
    let actions = json!([{ "do": "tag", "add": ["年费"], "remove": ["急", "没有"] }, { "do": "note", "text": "已归类" }]);
    assert_eq!(foreseen(&agent, &ids, actions.clone()).await, (2, vec!["too_many_tags".to_owned()]));
    let job = does(&agent, &ids, actions.clone()).await;
    assert_eq!((&job["done"], &job["refused"]), (&json!(2), &json!(1)), "{job}");
    for id in &ids[..2] {
        assert_eq!(agent.case(id).await["tags"], json!(["年费"]));
    }
    assert_eq!(agent.case(&ids[2]).await["tags"].as_array().unwrap().len(), 20);
    assert_eq!(house.count("case_tags WHERE tag = '年费'").await, 2, "the words' rows follow");
    let edits = house.told("case_edited", &ids[1]).await;
    does(&agent, &ids[..2], actions).await;
    assert_eq!(house.told("case_edited", &ids[1]).await, edits, "nothing was edited again");
    assert_eq!(house.told("case_noted", &ids[1]).await, 2);
}

async fn many_are_handed_on_and_sent_back_by_who_may_move_them(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let (manager, branch) = (house.person("manager"), house.person("branch_agent"));
    let ids = opened(&agent, 3).await;
    colleague.does("takes", &ids[2], json!({})).await.expect(201);
    let cards = house.unit("CARD").await;
    let transfer = json!([{ "do": "transfer", "unit_id": cards, "opinion": "{{case.number}} 属于信用卡部" }]);
    let taken = vec!["taken_by_another".to_owned()];
    assert_eq!(foreseen(&agent, &ids, transfer.clone()).await, (2, taken));
    assert_eq!(foreseen(&manager, &ids, transfer.clone()).await, (3, vec![]), "who may assign may move it");
    assert_eq!(
        foreseen(&branch, &ids, transfer.clone()).await,
        (0, vec![]),
        "what is out of sight is not counted"
    );
    let back = json!([{ "do": "give_back", "reason": "不归我们" }]);
    assert_eq!(foreseen(&agent, &ids[..1], back.clone()).await, (0, vec!["not_transferred".to_owned()]));
    let job = does(&agent, &ids, transfer).await;
    assert_eq!((&job["done"], &job["refused"]), (&json!(2), &json!(1)), "{job}");
    let told = house.particulars("case_transferred", &ids[0]).await;
    assert_eq!((&told[0]["unit_id"], told.len()), (&json!(cards), 1));
    assert_eq!(house.count("case_entries WHERE kind = 'opinion' AND text LIKE '%属于信用卡部'").await, 2);
    let shown = agent.case(&ids[0]).await;
    assert_eq!((&shown["unit"]["id"], &shown["assignee"]), (&json!(cards), &Value::Null));

    let job = does(&agent, &ids, back).await;
    assert_eq!((&job["done"], &job["refused"]), (&json!(2), &json!(1)), "{job}");
    let shown = agent.case(&ids[0]).await;
    assert_eq!((&shown["unit"]["id"], &shown["return_count"]), (&json!(house.unit("CSC").await), &json!(1)));
    assert_eq!(house.told("case_returned", &ids[2]).await, 0);
    let gone =
        json!([{ "do": "transfer", "staff_id": house.staff("branch_agent").await, "opinion": "请办" }]);
    house.change_staff("branch_agent", &json!({ "active": false })).await.expect(200);
    assert_eq!(foreseen(&agent, &ids[..1], gone).await, (0, vec!["invalid".to_owned()]));
}

async fn many_are_urged_followed_and_put_to_rest(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let ids = opened(&agent, 3).await;
    let urge = json!([{ "do": "urge", "opinion": "客户再次来电" }, { "do": "follow" }]);
    agent.does("takes", &ids[2], json!({})).await.expect(201);
    agent.does("resolutions", &ids[2], json!({ "text": "好了" })).await.expect(201);
    assert_eq!(foreseen(&agent, &ids, urge.clone()).await, (2, vec!["case_not_open".to_owned()]));
    does(&agent, &ids, urge).await;
    let shown = agent.case(&ids[0]).await;
    assert_eq!((&shown["urge_count"], shown["followers"].as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!(house.particulars("case_urged", &ids[0]).await[0]["count"], 1);
    does(&agent, &ids[..1], json!([{ "do": "unfollow" }])).await;
    assert_eq!(agent.case(&ids[0]).await["followers"], json!([]));

    let until_answer = json!([{ "do": "snooze" }]);
    does(&agent, &ids[..1], until_answer).await;
    assert_eq!(agent.case(&ids[0]).await["rest"], json!({ "until": null }));
    let wake = json!([{ "do": "wake" }]);
    assert_eq!(foreseen(&agent, &ids[..2], wake.clone()).await, (1, vec!["not_snoozed".to_owned()]));
    does(&agent, &ids[..2], wake).await;
    assert_eq!(agent.case(&ids[0]).await["rest"], Value::Null);
    does(&agent, &ids[..1], json!([{ "do": "snooze", "days": 2, "opinion": "等对账" }])).await;
    // The morning of the day after tomorrow, where the institution is.
    assert_eq!(agent.case(&ids[0]).await["rest"]["until"], "2026-09-16T01:00:00Z");
    let past = json!([{ "do": "snooze", "until": "2026-09-13T01:00:00Z" }]);
    assert_eq!(foreseen(&agent, &ids[..1], past).await, (0, vec!["snooze_out_of_range".to_owned()]));
}

async fn an_interrupted_urging_urges_each_case_once(house: House) {
    let agent = house.person("agent");
    let ids = opened(&agent, 30).await;
    let body = json!({ "case_ids": ids, "actions": [{ "do": "urge" }, { "do": "tag", "add": ["催"] }] });
    let id = id_of(&agent.post("/bulk-jobs", &body).await.expect(201).json());
    let house = house.restarted().await;
    let job = ended(&house.person("agent"), &id).await;
    assert_eq!((&job["done"], &job["refused"]), (&json!(30), &json!(0)), "{job}");
    assert_eq!(house.count("cases WHERE urge_count = 1").await, 30, "each once");
    assert_eq!(house.count("journal WHERE type = 'case_urged'").await, 30);
}

async fn what_an_action_lacks_is_said_before_anything_is_done(house: House) {
    let agent = house.person("agent");
    let ids = opened(&agent, 1).await;
    let unit = house.unit("CARD").await;
    for (action, field) in [
        (json!({ "do": "tag" }), "actions[0].add"),
        (json!({ "do": "tag", "add": ["x".repeat(41)] }), "actions[0].add[0]"),
        (json!({ "do": "transfer", "unit_id": unit, "opinion": " " }), "actions[0].opinion"),
        (json!({ "do": "transfer", "opinion": "请办" }), "actions[0].staff_id"),
        (json!({ "do": "give_back", "reason": "" }), "actions[0].reason"),
        (json!({ "do": "snooze", "days": 0 }), "actions[0].days"),
        (json!({ "do": "snooze", "days": 1, "until": "2030-01-01T00:00:00Z" }), "actions[0].days"),
    ] {
        let body = json!({ "case_ids": ids, "actions": [action] });
        assert_eq!(agent.post("/bulk-jobs", &body).await.expect(422).field().0, field, "{body}");
    }
    assert_eq!(house.count("bulk_jobs").await, 0);
}
