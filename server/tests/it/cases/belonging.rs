//! Cases that belong together: parts, merges and their undoing, splits, links; and none is lost on the way.

use reqwest::Method;
use serde_json::{Value, json};

use super::{MONDAY, fire, text};
use crate::house::desk::{case, id_of, ids_of};
use crate::house::{House, Person, for_both};

for_both!(
    a_parent_does_not_end_over_its_open_parts,
    a_part_has_no_parts_and_no_case_is_its_own,
    a_merge_loses_nothing_and_is_undone,
    a_clock_that_came_with_a_merge_runs_on_and_breaches_where_it_is,
    an_undone_merge_gives_a_fresh_clock_where_the_old_one_was_stopped,
    of_two_merges_that_cross_one_holds,
    one_customers_words_are_never_merged_into_anothers,
    a_split_makes_a_case_that_has_waited_since_the_message,
    links_are_seen_from_both_ends_and_never_out_of_sight,
);

async fn version(person: &Person, id: &str) -> i64 {
    person.case(id).await["version"].as_i64().unwrap()
}

async fn a_parent_does_not_end_over_its_open_parts(house: House) {
    let agent = house.person("agent");
    let parent = agent.opens(case("complaint")).await;
    let mut body = case("complaint");
    body["parent_id"] = json!(parent);
    let first = agent.opens(body).await;
    let second = agent.opens(case("technical")).await;
    let shown = agent.does("placements", &second, json!({ "parent_id": parent })).await.expect(201).json();
    assert_eq!(shown["relations"]["parent"]["id"], json!(parent));
    for id in [&parent, &first, &second] {
        agent.does("takes", id, json!({})).await.expect(201);
    }
    let children = &agent.case(&parent).await["relations"]["children"];
    assert_eq!(children.as_array().unwrap().len(), 2);
    let parts = agent.get(&format!("/cases?parent_id={parent}")).await.expect(200).json();
    assert_eq!(ids_of(&parts).len(), 2);

    let refused = agent.does("resolutions", &parent, text("好了")).await.expect(409);
    assert_eq!((refused.code(), &refused.json()["params"]["count"]), ("children_open".into(), &json!(2)));
    agent.does("resolutions", &first, text("好了")).await.expect(201);
    agent.does("resolutions", &parent, text("好了")).await.expect(409);
    agent.does("placements", &second, json!({ "parent_id": null })).await.expect(201);
    agent.does("resolutions", &parent, text("好了")).await.expect(201);
    agent.does("reopenings", &first, json!({ "reason": "没好" })).await.expect(201);
    assert_eq!(agent.does("closures", &parent, json!({})).await.expect(409).code(), "children_open");
}

async fn a_part_has_no_parts_and_no_case_is_its_own(house: House) {
    let agent = house.person("agent");
    let (a, b, c) = (
        agent.opens(case("complaint")).await,
        agent.opens(case("complaint")).await,
        agent.opens(case("complaint")).await,
    );
    let refused = async |id: &str, parent: &str, status: u16, code: &str| {
        let answer = agent.does("placements", id, json!({ "parent_id": parent })).await.expect(status);
        assert_eq!(answer.code(), code);
    };
    refused(&a, &a, 422, "same_case").await;
    agent.does("placements", &b, json!({ "parent_id": a })).await.expect(201);
    refused(&b, &a, 409, "nothing_changed").await;
    refused(&c, &b, 409, "parent_is_a_child").await;
    refused(&a, &c, 409, "child_has_children").await;
    let stranger = house.person("branch_agent").opens(case("complaint")).await;
    let unseen = agent.does("placements", &c, json!({ "parent_id": stranger })).await.expect(422);
    assert_eq!(unseen.field().0, "parent_id");
}

async fn a_merge_loses_nothing_and_is_undone(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let first = agent.opens(case("consultation")).await;
    house.set_clock("2026-09-14T09:30:00+08:00");
    let second = agent.opens(case("consultation")).await;
    agent.does("customer-messages", &first, text("有人吗？")).await.expect(201);
    agent.does("followers", &first, json!({})).await.expect(201);
    let before = agent.case(&first).await;
    let clocks_before = clocks(&before);

    let merged = agent
        .does("merges", &first, json!({ "into": second, "opinion": "同一件事" }))
        .await
        .expect(201)
        .json();
    assert_eq!(merged["id"], json!(second));
    assert_eq!(merged["relations"]["merged"][0]["id"], json!(first));
    assert_eq!(
        merged["waiting_since"], before["waiting_since"],
        "the customer waits since the first of the two"
    );
    assert_eq!(clocks(&merged).len(), 4, "both cases' clocks run on");
    assert_eq!(merged["next_due"]["due_at"], before["next_due"]["due_at"], "the earlier deadline stays");
    assert_eq!(merged["followers"][0]["id"], json!(house.staff("agent").await));
    let timeline = agent.get(&format!("/cases/{second}/events")).await.expect(200).json();
    let words: Vec<&Value> = timeline["items"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert!(words.contains(&&json!("有人吗？")), "what was written to the one is read in the other");

    let gone = agent.case(&first).await;
    assert_eq!((&gone["status"], &gone["merged_into_id"]), (&json!("closed"), &json!(second)));
    assert_eq!(agent.does("replies", &first, text("在")).await.expect(409).code(), "case_merged");
    assert_eq!(
        agent.does("reopenings", &first, json!({ "reason": "x" })).await.expect(409).code(),
        "case_merged"
    );

    let back = agent.does("unmerges", &first, json!({ "opinion": "不是同一件事" })).await.expect(201).json();
    assert_eq!((&back["status"], &back["merged_into_id"]), (&before["status"], &Value::Null));
    assert_eq!(clocks(&back), clocks_before, "each clock is home under its own number");
    assert_eq!(back["next_due"]["due_at"], before["next_due"]["due_at"]);
    assert_eq!(clocks(&agent.case(&second).await).len(), 2);
    assert_eq!(agent.does("unmerges", &first, json!({})).await.expect(409).code(), "not_merged");
    for (kind, id) in [
        ("case_merged", &first),
        ("case_took_in", &second),
        ("case_unmerged", &first),
        ("case_gave_out", &second),
    ] {
        assert_eq!(house.told(kind, id).await, 1, "{kind}");
    }
}

/// Each clock's id, kind, number and due moment.
fn clocks(shown: &Value) -> Vec<Value> {
    let clocks = shown["clocks"].as_array().unwrap();
    clocks.iter().map(|clock| json!([clock["id"], clock["kind"], clock["cycle"], clock["due_at"]])).collect()
}

async fn a_clock_that_came_with_a_merge_runs_on_and_breaches_where_it_is(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let mut urgent = case("technical");
    urgent["priority"] = json!("urgent");
    let (hasty, calm) = (agent.opens(urgent).await, agent.opens(case("consultation")).await);
    agent.does("merges", &hasty, json!({ "into": calm })).await.expect(201);
    house.set_clock("2026-09-14T09:31:00+08:00");
    fire(&[&house]).await;
    assert_eq!(house.told("clock_breached", &calm).await, 1);
    assert_eq!(house.told("clock_breached", &hasty).await, 0);
    assert_eq!(agent.case(&calm).await["breached"], json!(true));
}

async fn an_undone_merge_gives_a_fresh_clock_where_the_old_one_was_stopped(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let (one, other) = (agent.opens(case("consultation")).await, agent.opens(case("consultation")).await);
    agent.does("merges", &one, json!({ "into": other })).await.expect(201);
    agent.does("takes", &other, json!({})).await.expect(201);
    agent.does("resolutions", &other, text("好了")).await.expect(201);
    let back = agent.does("unmerges", &one, json!({})).await.expect(201).json();
    assert_eq!(back["status"], "new");
    let running: Vec<_> =
        back["clocks"].as_array().unwrap().iter().filter(|clock| clock["running"] == true).collect();
    assert_eq!(running.len(), 1);
    assert_eq!((&running[0]["kind"], &running[0]["cycle"]), (&json!("resolution"), &json!(2)));
    assert_eq!(back["next_due"]["due_at"], running[0]["due_at"]);
}

async fn of_two_merges_that_cross_one_holds(house: House) {
    let agent = house.person("agent");
    let (a, b) = (agent.opens(case("consultation")).await, agent.opens(case("consultation")).await);
    let (into_a, into_b) = (json!({ "into": a }), json!({ "into": b }));
    let (one, other) = tokio::join!(agent.does("merges", &a, into_b), agent.does("merges", &b, into_a));
    let mut both = [one.status, other.status];
    both.sort_unstable();
    assert_eq!(both, [201, 409]);
    let gone = [&agent.case(&a).await["merged_into_id"], &agent.case(&b).await["merged_into_id"]]
        .iter()
        .filter(|into| into.is_string())
        .count();
    assert_eq!(gone, 1);
}

async fn one_customers_words_are_never_merged_into_anothers(house: House) {
    let agent = house.person("agent");
    let of_customer = async |name: &str| {
        let customer = agent.post("/customers", &json!({ "name": name })).await.expect(201).json();
        let mut body = case("complaint");
        body["customer_id"] = customer["id"].clone();
        agent.opens(body).await
    };
    let (a, b) = (of_customer("王一").await, of_customer("李二").await);
    assert_eq!(agent.does("merges", &a, json!({ "into": b })).await.expect(409).code(), "other_customer");
    let stranger = house.person("branch_agent").opens(case("complaint")).await;
    assert_eq!(agent.does("merges", &a, json!({ "into": stranger })).await.expect(422).field().0, "into");
}

async fn a_split_makes_a_case_that_has_waited_since_the_message(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(case("complaint")).await;
    house.set_clock("2026-09-14T09:10:00+08:00");
    agent.does("customer-messages", &id, text("另外，手机银行也登不上")).await.expect(201);
    let entry: String = house
        .value(lingke_platform::db::sql("SELECT id FROM case_entries WHERE case_id = $1").bind(id.as_str()))
        .await;
    let wrote = agent.case(&id).await;
    house.set_clock("2026-09-14T10:00:00+08:00");
    let body =
        json!({ "subject": "手机银行登录失败", "kind": "technical", "channel": "phone", "entry_id": entry });
    let key = format!("split-{id}");
    let path = format!("/cases/{id}/splits");
    let made = agent.post_once(&path, &key, &body).await.expect(201).json();
    assert_eq!(made["description"], json!("另外，手机银行也登不上"));
    assert!(made["waiting_since"].as_str() > wrote["created_at"].as_str());
    assert!(
        made["waiting_since"].as_str() < made["created_at"].as_str(),
        "since the message, not since the split"
    );
    assert_eq!(made["clocks"][0]["started_at"], made["waiting_since"]);
    assert_eq!(made["relations"]["links"][0]["case"]["id"], json!(id));
    let again = agent.post_once(&path, &key, &body).await.expect(200).json();
    assert_eq!(again["id"], made["id"], "a retry splits once");
    let other = agent.opens(case("complaint")).await;
    let foreign = agent.post(&format!("/cases/{other}/splits"), &body).await.expect(422);
    assert_eq!(foreign.field().0, "entry_id");
}

async fn links_are_seen_from_both_ends_and_never_out_of_sight(house: House) {
    let (agent, complaints) = (house.person("agent"), house.person("complaints"));
    house.change_staff("complaints", &json!({ "scope": "all" })).await.expect(200);
    let here = agent.opens(case("complaint")).await;
    let there = house.person("branch_agent").opens(case("complaint")).await;
    let body = json!({ "case_id": there, "kind": "related" });
    agent.does("links", &here, body.clone()).await.expect(422);
    complaints.does("links", &here, body.clone()).await.expect(201);
    assert_eq!(
        complaints
            .does("links", &there, json!({ "case_id": here, "kind": "duplicate" }))
            .await
            .expect(409)
            .code(),
        "linked_already"
    );
    assert_eq!(complaints.case(&there).await["relations"]["links"][0]["case"]["id"], json!(here));
    let seen = agent.case(&here).await;
    assert_eq!((&seen["relations"]["links"], &seen["relations"]["hidden"]), (&json!([]), &json!(1)));
    let path = format!("/cases/{there}/links/{here}");
    Person::send(complaints.request(Method::DELETE, &path)).await.expect(201);
    assert_eq!(agent.case(&here).await["relations"]["hidden"], json!(0));
    Person::send(complaints.request(Method::DELETE, &path)).await.expect(404);
    assert!(version(&complaints, &there).await >= 1);
    assert_eq!(id_of(&seen), here);
}
