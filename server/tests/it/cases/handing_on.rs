//! Work handed on, sent back, hurried, put to rest, followed and named by words.

use reqwest::Method;
use serde_json::{Value, json};

use super::{MONDAY, text};
use crate::house::desk::{case, ids_of};
use crate::house::{House, Person, eventually, for_both};

for_both!(
    transferred_work_is_answered_for_where_it_went_and_the_first_owner_stays,
    the_third_return_tells_the_manager,
    what_another_works_on_is_moved_only_by_who_may_assign,
    urging_counts_each_time,
    a_resting_case_wakes_by_time_by_answer_and_by_hand,
    who_follows_is_named_once,
    words_sort_cases_and_are_suggested,
    who_is_mentioned_must_be_able_to_see_it,
    colleagues_offered_for_a_note_are_those_who_may_read_the_case,
);

async fn transferred_work_is_answered_for_where_it_went_and_the_first_owner_stays(house: House) {
    let agent = house.person("agent");
    let (me, colleague) = (house.staff("agent").await, house.staff("colleague").await);
    let id = agent.opens(case("complaint")).await;
    let taken = agent.does("takes", &id, json!({})).await.expect(201).json();
    assert_eq!((&taken["owner"]["id"], &taken["first_owner"]["id"]), (&json!(me), &json!(me)));
    let nothing =
        agent.does("transfers", &id, json!({ "staff_id": colleague, "opinion": " " })).await.expect(422);
    assert_eq!(nothing.field().0, "opinion");
    let moved = agent
        .does("transfers", &id, json!({ "staff_id": colleague, "opinion": "她熟悉这类" }))
        .await
        .expect(201)
        .json();
    assert_eq!((&moved["assignee"]["id"], &moved["owner"]["id"]), (&json!(colleague), &json!(colleague)));
    assert_eq!(moved["first_owner"]["id"], json!(me), "首问 stays");
    assert_eq!(moved["transferred_from"]["staff"]["id"], json!(me));
    let told = house.particulars("case_transferred", &id).await;
    assert_eq!((&told[0]["staff_id"], &told[0]["from_staff_id"]), (&json!(colleague), &json!(me)));

    let to_queue = json!({ "unit_id": house.unit("CARD").await, "opinion": "属于信用卡部" });
    let queued = house.person("colleague").does("transfers", &id, to_queue).await.expect(201).json();
    assert_eq!(
        (&queued["status"], &queued["assignee"], &queued["owner"]),
        (&json!("new"), &Value::Null, &Value::Null)
    );
}

async fn the_third_return_tells_the_manager(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let (me, other) = (house.staff("agent").await, house.staff("colleague").await);
    let id = agent.opens(case("complaint")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    let refused = agent.does("returns", &id, json!({ "reason": "不是我的" })).await.expect(409);
    assert_eq!(refused.code(), "not_transferred");
    for n in 1..=3 {
        agent.does("transfers", &id, json!({ "staff_id": other, "opinion": "请处理" })).await.expect(201);
        assert_eq!(
            colleague.does("returns", &id, json!({ "reason": "" })).await.expect(422).field().0,
            "reason"
        );
        let back = colleague.does("returns", &id, json!({ "reason": "材料不全" })).await.expect(201).json();
        assert_eq!((&back["assignee"]["id"], &back["return_count"]), (&json!(me), &json!(n)));
        assert_eq!(back["escalation_level"], json!(i32::from(n == 3)), "the third return escalates");
    }
    let told = house.particulars("case_escalated", &id).await;
    assert_eq!(told[0]["to"], json!(house.staff("manager").await));
}

async fn what_another_works_on_is_moved_only_by_who_may_assign(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    let to = json!({ "staff_id": house.staff("support").await, "opinion": "x" });
    let refused = house.person("colleague").does("transfers", &id, to.clone()).await.expect(409);
    assert_eq!(refused.code(), "taken_by_another");
    house.person("manager").does("transfers", &id, to).await.expect(201);
}

async fn urging_counts_each_time(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    house.person("quality").does("urges", &id, json!({ "opinion": "客户又来电" })).await.expect(201);
    let twice = agent.does("urges", &id, json!({})).await.expect(201).json();
    assert_eq!(twice["urge_count"], json!(2));
    agent.does("takes", &id, json!({})).await.expect(201);
    agent.does("resolutions", &id, text("好了")).await.expect(201);
    assert_eq!(agent.does("urges", &id, json!({})).await.expect(409).code(), "case_not_open");
}

async fn a_resting_case_wakes_by_time_by_answer_and_by_hand(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(case("consultation")).await;
    let rest = async |until: Value| agent.does("snoozes", &id, json!({ "until": until })).await;
    for wrong in ["2026-09-14T08:00:00+08:00", "2028-01-01T00:00:00Z"] {
        assert_eq!(rest(json!(wrong)).await.expect(422).code(), "snooze_out_of_range");
    }
    let resting = rest(json!("2026-09-14T14:00:00+08:00")).await.expect(201).json();
    assert_eq!(resting["rest"]["until"], json!("2026-09-14T06:00:00Z"));
    assert!(resting["next_due"].is_object(), "its clocks run on");
    assert_eq!(ids_of(&agent.get("/cases?snoozed=true").await.expect(200).json()), std::slice::from_ref(&id));
    assert!(ids_of(&agent.get("/cases?snoozed=false").await.expect(200).json()).is_empty());
    house.set_clock("2026-09-14T14:00:01+08:00");
    eventually("the timer wakes it", async || (house.told("case_woken", &id).await == 1).then_some(())).await;
    assert_eq!(agent.case(&id).await["rest"], Value::Null);

    let resting = rest(Value::Null).await.expect(201).json();
    assert_eq!(resting["rest"], json!({ "until": null }), "until an answer");
    agent.does("customer-messages", &id, text("材料来了")).await.expect(201);
    let woken = house.particulars("case_woken", &id).await;
    assert_eq!(woken[1]["because"], "answer");
    assert_eq!(agent.does("wakings", &id, json!({})).await.expect(409).code(), "not_snoozed");
    rest(Value::Null).await.expect(201);
    assert_eq!(agent.does("wakings", &id, json!({})).await.expect(201).json()["rest"], Value::Null);
}

async fn who_follows_is_named_once(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    for _ in 0..2 {
        let shown = agent.does("followers", &id, json!({})).await.expect(201).json();
        assert_eq!(shown["followers"].as_array().unwrap().len(), 1);
    }
    let shown = house.person("quality").does("followers", &id, json!({})).await.expect(201).json();
    assert_eq!(shown["followers"].as_array().unwrap().len(), 2);
    house.person("branch_agent").does("followers", &id, json!({})).await.expect(404);
    let path = format!("/cases/{id}/followers/me");
    let left = Person::send(agent.request(Method::DELETE, &path)).await.expect(201).json();
    assert_eq!(left["followers"].as_array().unwrap().len(), 1);
    assert_eq!((house.told("case_followed", &id).await, house.told("case_unfollowed", &id).await), (2, 1));
}

async fn words_sort_cases_and_are_suggested(house: House) {
    let agent = house.person("agent");
    let mut body = case("complaint");
    body["tags"] = json!([" 年费 ", "年费", "老年客户"]);
    let id = agent.opens(body).await;
    let shown = agent.case(&id).await;
    assert_eq!(shown["tags"], json!(["年费", "老年客户"]));
    let with = async |tag: &str| {
        let path = format!("/cases?tag={tag}");
        ids_of(&agent.get(&path).await.expect(200).json())
    };
    assert_eq!(with("年费").await, std::slice::from_ref(&id));
    assert!(with("年").await.is_empty(), "a word, not a part of one");
    let version = shown["version"].as_i64().unwrap();
    let changed =
        agent.patch(&format!("/cases/{id}"), version, &json!({ "tags": ["退费"] })).await.expect(200).json();
    assert_eq!(changed["tags"], json!(["退费"]));
    assert!(with("年费").await.is_empty());
    let suggested = agent.get("/case-tags?q=%E5%B9%B4").await.expect(200).json();
    assert_eq!(suggested["items"], json!(["年费"]));
    for wrong in [json!([""]), json!(["长".repeat(41)]), json!(["a\nb"])] {
        let mut body = case("complaint");
        body["tags"] = wrong;
        assert_eq!(agent.post("/cases", &body).await.expect(422).field().0, "tags[0]");
    }
    let mut body = case("complaint");
    body["tags"] = json!((0..21).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(agent.post("/cases", &body).await.expect(422).field().0, "tags");
    assert!(!house.whole_journal().await.contains("退费"), "the journal holds no words of people");
}

async fn who_is_mentioned_must_be_able_to_see_it(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let (manager, stranger) = (house.staff("manager").await, house.staff("branch_agent").await);
    let noted = json!({ "text": "@manager 请看", "mentions": [manager] });
    agent.does("notes", &id, noted).await.expect(201);
    assert_eq!(house.particulars("case_noted", &id).await[0]["mentions"], json!([manager]));
    let unseen = json!({ "text": "x", "mentions": [manager, stranger] });
    let refused = agent.does("notes", &id, unseen).await.expect(422);
    assert_eq!(refused.field(), ("mentions[1]".to_owned(), "cannot_see_it".to_owned()));
}

async fn colleagues_offered_for_a_note_are_those_who_may_read_the_case(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    let offered = async |q: &str| {
        let answer = agent.get(&format!("/cases/{id}/colleagues?q={q}")).await.expect(200).json();
        let items = answer["items"].as_array().unwrap().clone();
        items.into_iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (manager, me) = (house.staff("manager").await, house.staff("agent").await);
    assert_eq!(offered("manag").await, std::slice::from_ref(&manager));
    assert!(offered("branch_agent").await.is_empty(), "they do not see the case");
    assert!(offered("admin").await.is_empty(), "they see units, not cases");
    let all = offered("").await;
    assert!(all.contains(&house.staff("colleague").await) && !all.contains(&me));
    house.person("branch_agent").get(&format!("/cases/{id}/colleagues")).await.expect(404);
    agent.get(&format!("/cases/{id}/colleagues?q={}", "x".repeat(41))).await.expect(422);

    let noted = json!({ "text": "@manager 请看", "mentions": [manager] });
    agent.does("notes", &id, noted).await.expect(201);
    let events = agent.get(&format!("/cases/{id}/events")).await.expect(200).json();
    let noted = events["items"].as_array().unwrap().iter().find(|one| one["type"] == "case_noted").unwrap();
    assert_eq!(noted["people"][0]["id"], json!(manager), "the timeline knows their name");
}
