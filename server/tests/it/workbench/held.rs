//! Drafts, and replies that can still be taken back.

use futures::future::join_all;
use serde_json::{Value, json};

use super::{MONDAY, run_timer, text};
use crate::house::desk::{case, id_of};
use crate::house::{House, Person, eventually, for_both};

for_both!(
    a_draft_is_kept_on_the_server_for_its_writer_alone,
    a_held_reply_goes_out_once_its_seconds_are_over,
    a_reply_taken_back_is_never_sent_and_its_words_come_back,
    a_newer_message_stops_a_reply_until_its_writer_knows_of_it,
    sent_now_by_many_at_once_it_is_sent_once,
    a_reply_that_cannot_be_sent_goes_back_to_its_draft,
    who_else_is_looking_is_seen_and_forgotten,
);

async fn now(person: &Person, id: &str) -> Value {
    let events = person.get(&format!("/cases/{id}/events?limit=200")).await.expect(200).json();
    events["items"].as_array().unwrap().last().unwrap()["at"].clone()
}

async fn hold(person: &Person, id: &str, words: &str) -> crate::house::person::Answered {
    let body = json!({ "text": words, "seen_until": now(person, id).await });
    person.post(&format!("/cases/{id}/held-replies"), &body).await
}

async fn a_draft_is_kept_on_the_server_for_its_writer_alone(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let id = agent.opens(case("technical")).await;
    let path = format!("/cases/{id}/drafts/note");
    agent.put(&path, &json!({ "text": "查流水", "device": "a" })).await.expect(200);
    agent.put(&path, &json!({ "text": "查流水，再", "device": "b" })).await.expect(200);
    agent
        .put(&format!("/cases/{id}/drafts/reply"), &json!({ "text": "您好", "device": "a" }))
        .await
        .expect(200);
    let drafts = agent.get(&format!("/cases/{id}/drafts")).await.expect(200).json();
    assert_eq!(drafts["items"][0]["text"], "查流水，再");
    assert_eq!((&drafts["items"][0]["box"], &drafts["items"][0]["device"]), (&json!("note"), &json!("b")));
    assert_eq!(agent.get("/drafts").await.expect(200).json()["items"].as_array().unwrap().len(), 2);
    assert_eq!(colleague.get(&format!("/cases/{id}/drafts")).await.expect(200).json()["items"], json!([]));
    agent.put(&path, &json!({ "text": " ", "device": "b" })).await.expect(200);
    agent.delete(&format!("/cases/{id}/drafts/reply")).await.expect(204);
    assert_eq!(house.count("case_drafts").await, 0);
    let long = json!({ "text": "长".repeat(20_001), "device": "a" });
    assert_eq!(agent.put(&path, &long).await.expect(422).field().0, "text");
    agent
        .put(&format!("/cases/{id}/drafts/letter"), &json!({ "text": "x", "device": "a" }))
        .await
        .expect(404);
    house.person("branch_agent").put(&path, &json!({ "text": "x", "device": "a" })).await.expect(404);
    assert!(!house.whole_journal().await.contains("查流水"));
}

async fn a_held_reply_goes_out_once_its_seconds_are_over(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    let draft = format!("/cases/{id}/drafts/reply");
    agent.put(&draft, &json!({ "text": "请重启", "device": "a" })).await.expect(200);
    let held = hold(&agent, &id, "请重启").await.expect(201).json();
    assert_eq!((&held["state"], &held["text"]), (&json!("held"), &json!("请重启")));
    assert!(held["left_ms"].as_i64().unwrap() > 0);
    assert_eq!(house.count("case_drafts").await, 0, "a draft goes with its reply");
    assert_eq!(house.told("case_replied", &id).await, 0);
    assert_eq!(hold(&agent, &id, "又一条").await.expect(409).code(), "reply_held_already");
    house.node.clock.shift_seconds(10);
    run_timer(&house, "send_held_replies").await;
    eventually("it is sent", async || (house.told("case_replied", &id).await == 1).then_some(())).await;
    run_timer(&house, "send_held_replies").await;
    assert_eq!(house.told("case_replied", &id).await, 1);
    assert_eq!(house.count("held_replies WHERE text <> ''").await, 0, "the words stand in the case alone");
    let shown = agent.case(&id).await;
    assert_eq!(shown["assignee"]["id"], json!(house.staff("agent").await), "who answers takes it");
    let entry = "case_entries WHERE kind = 'reply' AND text = '请重启'";
    assert_eq!(house.count(entry).await, 1);
}

async fn a_reply_taken_back_is_never_sent_and_its_words_come_back(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    let held = id_of(&hold(&agent, &id, "请重启").await.expect(201).json());
    house.person("colleague").delete(&format!("/held-replies/{held}")).await.expect(404);
    let back = agent.delete(&format!("/held-replies/{held}")).await.expect(200).json();
    assert_eq!((&back["state"], &back["text"]), (&json!("taken_back"), &json!("请重启")));
    let drafts = agent.get(&format!("/cases/{id}/drafts")).await.expect(200).json();
    assert_eq!(drafts["items"][0]["text"], "请重启");
    house.node.clock.shift_seconds(20);
    run_timer(&house, "send_held_replies").await;
    assert_eq!(house.told("case_replied", &id).await, 0);
    assert_eq!(agent.delete(&format!("/held-replies/{held}")).await.expect(409).code(), "reply_gone");
    let release = format!("/held-replies/{held}/releases");
    assert_eq!(agent.post(&release, &json!({})).await.expect(409).code(), "reply_gone");
}

async fn a_newer_message_stops_a_reply_until_its_writer_knows_of_it(house: House) {
    house.set_clock(MONDAY);
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let id = agent.opens(case("technical")).await;
    let seen = now(&agent, &id).await;
    house.node.clock.shift_seconds(60);
    colleague.does("customer-messages", &id, text("不用了")).await.expect(201);
    let path = format!("/cases/{id}/held-replies");
    let stopped = agent.post(&path, &json!({ "text": "请重启", "seen_until": seen })).await.expect(409);
    assert_eq!(stopped.code(), "newer_message");
    assert_eq!(stopped.json()["params"]["count"], 1);
    agent.post(&path, &json!({ "text": "请重启", "seen_until": seen, "anyway": true })).await.expect(201);
    let held = agent.get(&path).await.expect(200).json();
    agent.delete(&format!("/held-replies/{}", id_of(&held["items"][0]))).await.expect(200);
    // What comes within the ten seconds stops it too.
    let held = id_of(&hold(&agent, &id, "请重启").await.expect(201).json());
    house.node.clock.shift_seconds(1);
    colleague.does("customer-messages", &id, text("已经好了")).await.expect(201);
    house.node.clock.shift_seconds(10);
    run_timer(&house, "send_held_replies").await;
    let refused = eventually("it is stopped", async || {
        let listed = agent.get(&path).await.expect(200).json();
        (listed["items"][0]["state"] == "refused").then_some(listed)
    })
    .await;
    assert_eq!(
        (&refused["items"][0]["refusal"], &refused["items"][0]["text"]),
        (&json!("newer_message"), &json!("请重启"))
    );
    assert_eq!(house.told("case_replied", &id).await, 0);
    agent.delete(&format!("/held-replies/{held}")).await.expect(200);
    assert_eq!(agent.get(&path).await.expect(200).json()["items"], json!([]));
}

async fn sent_now_by_many_at_once_it_is_sent_once(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    let held = id_of(&hold(&agent, &id, "请重启").await.expect(201).json());
    let path = format!("/held-replies/{held}/releases");
    let body = json!({});
    let answers = join_all((0..6).map(|_| agent.post(&path, &body))).await;
    let sent = answers.iter().filter(|answer| answer.status == 200).count();
    let gone = answers.iter().filter(|answer| answer.code() == "reply_gone").count();
    assert_eq!((sent, gone), (1, 5), "{answers:?}");
    assert_eq!(house.told("case_replied", &id).await, 1);
}

async fn a_reply_that_cannot_be_sent_goes_back_to_its_draft(house: House) {
    house.set_clock(MONDAY);
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let id = agent.opens(case("technical")).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    hold(&agent, &id, "请重启").await.expect(201);
    manager.does("resolutions", &id, text("电话里说好了")).await.expect(201);
    house.node.clock.shift_seconds(11);
    run_timer(&house, "send_held_replies").await;
    let listed = eventually("it is refused", async || {
        let listed = agent.get(&format!("/cases/{id}/held-replies")).await.expect(200).json();
        (listed["items"][0]["state"] == "refused").then_some(listed)
    })
    .await;
    assert_eq!(listed["items"][0]["refusal"], "newer_message");
    let drafts = agent.get(&format!("/cases/{id}/drafts")).await.expect(200).json();
    assert_eq!(drafts["items"][0]["text"], "请重启");
}

async fn who_else_is_looking_is_seen_and_forgotten(house: House) {
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    let id = agent.opens(case("technical")).await;
    let path = format!("/cases/{id}/signs-of-life");
    let alone = agent.post(&path, &json!({ "doing": "looking" })).await.expect(200).json();
    assert_eq!(alone["others"], json!([]));
    let both = colleague.post(&path, &json!({ "doing": "replying" })).await.expect(200).json();
    assert_eq!(both["others"][0]["staff"]["id"], json!(house.staff("agent").await));
    let seen = agent.post(&path, &json!({ "doing": "looking" })).await.expect(200).json();
    assert_eq!(seen["others"][0]["doing"], "replying");
    let another = house.another().await;
    let there =
        agent.at(another.address).post(&path, &json!({ "doing": "looking" })).await.expect(200).json();
    assert_eq!(there["others"][0]["doing"], "replying", "on another node too");
    colleague.post(&path, &json!({ "doing": "gone" })).await.expect(200);
    assert_eq!(
        agent.post(&path, &json!({ "doing": "looking" })).await.expect(200).json()["others"],
        json!([])
    );
    colleague.post(&path, &json!({ "doing": "looking" })).await.expect(200);
    house.node.clock.shift_seconds(41);
    assert_eq!(
        agent.post(&path, &json!({ "doing": "looking" })).await.expect(200).json()["others"],
        json!([])
    );
    house.person("branch_agent").post(&path, &json!({ "doing": "looking" })).await.expect(404);
    another.stop().await;
}
