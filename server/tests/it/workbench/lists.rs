//! Work lists: what is in which, and that the counts say what the lists show.

use serde_json::{Value, json};

use super::{MONDAY, text};
use crate::house::desk::{case, ids_of};
use crate::house::{House, Person, eventually, for_both};

for_both!(
    each_work_list_holds_what_its_name_says,
    what_rests_lies_in_its_own_list_until_it_wakes,
    the_list_of_what_is_done_is_rebuilt_the_same,
);

async fn ids(person: &Person, query: &str) -> Vec<String> {
    ids_of(&person.get(&format!("/cases?{query}")).await.expect(200).json())
}

fn sorted(ids: &[&String]) -> Vec<String> {
    let mut ids: Vec<String> = ids.iter().map(|id| (*id).clone()).collect();
    ids.sort();
    ids
}

async fn each_work_list_holds_what_its_name_says(house: House) {
    house.set_clock(MONDAY);
    let (agent, colleague, manager) =
        (house.person("agent"), house.person("colleague"), house.person("manager"));
    let mine = agent.opens(case("complaint")).await;
    agent.does("takes", &mine, json!({})).await.expect(201);
    let done = colleague.opens(case("consultation")).await;
    agent.does("takes", &done, json!({})).await.expect(201);
    agent.does("resolutions", &done, text("好了")).await.expect(201);
    let passed_on = colleague.opens(case("technical")).await;
    agent.does("takes", &passed_on, json!({})).await.expect(201);
    let to = json!({ "staff_id": house.staff("colleague").await });
    manager.does("assignments", &passed_on, to).await.expect(201);
    let waiting = agent.opens(case("suggestion")).await;
    house.sealed().await;
    house.caught_up("case_handlers").await;
    assert_eq!(ids(&agent, "status=open&assignee_id=me").await, sorted(&[&mine]));
    assert_eq!(ids(&agent, "handled_by=me").await, sorted(&[&done, &passed_on]));
    assert_eq!(ids(&agent, "opened_by=me").await, sorted(&[&mine, &waiting]));
    assert_eq!(ids(&agent, "followed=true").await, Vec::<String>::new());
    assert_eq!(ids(&manager, &format!("handled_by={}", house.staff("agent").await)).await.len(), 2);
    let counts = agent.get("/work-lists").await.expect(200).json();
    let expected =
        [("mine", 1), ("done", 2), ("opened", 2), ("followed", 0), ("overdue", 0), ("unassigned", 1)];
    for (name, count) in expected {
        assert_eq!(counts[name], count, "{name} of {counts}");
    }
    let total = async |query: &str| {
        agent.get(&format!("/case-totals?{query}")).await.expect(200).json()["count"].as_i64().unwrap()
    };
    assert_eq!(total("handled_by=me").await, 2);
    assert_eq!(total("").await, 4);
    let due = agent.get(&format!("/cases/{mine}")).await.expect(200).json();
    let due = due["next_due"]["due_at"].as_str().unwrap();
    // The day it falls due it is due today, before the moment and after it; the day after it is overdue.
    for (now, due_today) in [(due, vec![mine.clone()]), ("2026-12-14T09:00:00+08:00", Vec::new())] {
        house.set_clock(now);
        assert_eq!(ids(&agent, "status=open&assignee_id=me&due_today=true").await, due_today, "{now}");
    }
    for wrong in ["opened_by=agent", "handled_by=none", "followed=perhaps", "due_today=1"] {
        let refused = agent.get(&format!("/cases?{wrong}")).await.expect(422);
        assert_eq!(refused.field().0, wrong.split('=').next().unwrap(), "{wrong}");
    }
}

/// The to-do list and the list of what rests, with what their heads and the home page say they hold.
async fn to_do_and_resting(person: &Person) -> (Vec<String>, Vec<String>) {
    let to_do = ids(person, "status=open&assignee_id=me&snoozed=false&sort=oldest_unanswered").await;
    let resting = person.all("/cases?status=open&assignee_id=me&snoozed=true&sort=waking", 1).await;
    let resting: Vec<String> = resting.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let counts = person.get("/work-lists").await.expect(200).json();
    assert_eq!((&counts["mine"], &counts["resting"]), (&json!(to_do.len()), &json!(resting.len())));
    assert_eq!(person.get("/case-counts").await.expect(200).json()["mine"], json!(to_do.len()));
    (to_do, resting)
}

async fn what_rests_lies_in_its_own_list_until_it_wakes(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let mut taken = Vec::new();
    for _ in 0..4 {
        let id = agent.opens(case("complaint")).await;
        agent.does("takes", &id, json!({})).await.expect(201);
        taken.push(id);
    }
    let [at_work, answer, late, soon] = taken.try_into().unwrap();
    agent.does("snoozes", &answer, json!({ "until": null })).await.expect(201);
    agent.does("snoozes", &late, json!({ "until": "2026-09-16T09:00:00+08:00" })).await.expect(201);
    agent.does("snoozes", &soon, json!({ "until": "2026-09-15T09:00:00+08:00" })).await.expect(201);
    let rest = vec![soon.clone(), late.clone(), answer.clone()];
    assert_eq!(
        to_do_and_resting(&agent).await,
        (vec![at_work.clone()], rest.clone()),
        "what wakes next first"
    );
    assert_eq!(ids(&agent, "status=open&assignee_id=me").await.len(), 4, "they stay among all that is open");
    // Whoever sees the unit sees its resting cases in the same order, and others see none.
    let of_unit = house.person("manager").all("/cases?sort=waking", 2).await;
    assert_eq!(of_unit.iter().map(|row| row["id"].as_str().unwrap()).collect::<Vec<_>>(), rest);
    assert!(house.person("branch_agent").all("/cases?sort=waking", 2).await.is_empty());
    house.set_clock("2026-09-15T10:00:00+08:00");
    let woken = async |id: &str| (house.told("case_woken", id).await == 1).then_some(());
    eventually("the timer wakes the first", async || woken(&soon).await).await;
    let rest = vec![late.clone(), answer.clone()];
    assert_eq!(to_do_and_resting(&agent).await, (sorted(&[&at_work, &soon]), rest));
    house.set_clock("2026-12-14T09:00:00+08:00");
    eventually("the timer wakes the second", async || woken(&late).await).await;
    assert_eq!(to_do_and_resting(&agent).await, (sorted(&[&at_work, &soon, &late]), vec![answer.clone()]));
    // Clocks run on: what is overdue is not hidden by its rest, and is no longer due today.
    assert_eq!(ids(&agent, "status=open&assignee_id=me&breached=true").await.len(), 4);
    assert!(ids(&agent, "status=open&assignee_id=me&due_today=true").await.is_empty());
    agent.does("customer-messages", &answer, text("材料来了")).await.expect(201);
    // Whoever is given a resting case did not put it aside: it waits for them.
    agent.does("snoozes", &answer, json!({ "until": null })).await.expect(201);
    let colleague = house.person("colleague");
    let to = json!({ "staff_id": house.staff("colleague").await, "opinion": "请接着办" });
    agent.does("transfers", &answer, to).await.expect(201);
    assert_eq!(house.particulars("case_woken", &answer).await[1]["because"], "handed_on");
    assert_eq!(to_do_and_resting(&colleague).await, (vec![answer], vec![]));
    assert_eq!(to_do_and_resting(&agent).await.1, Vec::<String>::new());
}

async fn the_list_of_what_is_done_is_rebuilt_the_same(house: House) {
    let agent = house.person("agent");
    for _ in 0..3 {
        let id = agent.opens(case("technical")).await;
        agent.does("notes", &id, text("看过")).await.expect(201);
    }
    house.sealed().await;
    house.caught_up("case_handlers").await;
    let rows = async || {
        let listed = agent.get("/cases?handled_by=me").await.expect(200).json();
        let all: Vec<Value> =
            listed["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
        (all, house.count("case_handlers").await)
    };
    let before = rows().await;
    assert_eq!(before.1, 3);
    lingke_platform::subscriptions::rebuild(&house.node, "case_handlers").await.unwrap();
    assert_eq!(rows().await, before);
}
