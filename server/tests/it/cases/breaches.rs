//! A clock warns once and breaches once, whoever notices and on however many nodes.

use futures::future::join_all;
use serde_json::{Value, json};

use super::{MONDAY, fire, text};
use crate::house::desk::{case, clock, ids_of};
use crate::house::{Database, House, eventually, for_both};

for_both!(
    a_clock_warns_once_and_breaches_once,
    many_clocks_on_two_nodes_breach_once_each,
    an_answer_after_the_due_moment_records_the_breach_itself,
    an_answer_and_the_timer_at_once_record_one_breach,
    each_clock_of_a_case_escalates_once,
);

fn urgent() -> Value {
    let mut body = case("technical");
    body["priority"] = json!("urgent");
    body
}

/// The house and, on PostgreSQL, a second node.
async fn neighbours(house: &House) -> Vec<House> {
    match house.ground.database {
        Database::Sqlite => vec![],
        Database::Postgres => vec![house.another().await],
    }
}

fn set_clocks(house: &House, others: &[House], at: &str) {
    house.set_clock(at);
    others.iter().for_each(|other| other.set_clock(at));
}

async fn a_clock_warns_once_and_breaches_once(house: House) {
    let others = neighbours(&house).await;
    let nodes: Vec<&House> = std::iter::once(&house).chain(&others).collect();
    set_clocks(&house, &others, MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(urgent()).await;
    set_clocks(&house, &others, "2026-09-14T09:22:00+08:00");
    fire(&nodes).await;
    assert_eq!(house.told("clock_warned", &id).await, 0);
    assert_eq!(agent.case(&id).await["next_due"]["level"], "yellow");

    set_clocks(&house, &others, "2026-09-14T09:25:00+08:00");
    let told = async |kind: &str| house.told(kind, &id).await;
    eventually("the clock warns", async || (told("clock_warned").await > 0).then_some(())).await;
    fire(&nodes).await;
    assert_eq!((told("clock_warned").await, told("clock_breached").await), (1, 0));
    let shown = agent.case(&id).await;
    assert_eq!((&shown["next_due"]["level"], &shown["breached"]), (&json!("orange"), &json!(false)));
    assert!(ids_of(&agent.get("/cases?breached=true").await.expect(200).json()).is_empty());

    set_clocks(&house, &others, "2026-09-14T09:31:00+08:00");
    eventually("the clock breaches", async || (told("clock_breached").await > 0).then_some(())).await;
    fire(&nodes).await;
    assert_eq!(
        (told("clock_warned").await, told("clock_breached").await, told("case_escalated").await),
        (1, 1, 1)
    );
    a_breach_shows_on_the_case_and_in_the_journal(&house, &id).await;
    a_breach_shows_in_lists_and_counts(&house, &id).await;
    set_clocks(&house, &others, "2026-09-14T11:00:00+08:00");
    fire(&nodes).await;
    assert_eq!((told("clock_breached").await, told("case_escalated").await), (1, 1));
}

async fn a_breach_shows_on_the_case_and_in_the_journal(house: &House, id: &str) {
    let shown = house.person("agent").case(id).await;
    let manager = house.staff("manager").await;
    assert_eq!(
        (&shown["breached"], &shown["escalation_level"], &shown["escalated_to"]["id"]),
        (&json!(true), &json!(1), &json!(manager))
    );
    let first = clock(&shown, "first_response");
    assert_eq!(
        (&first["state"], &first["running"], &first["level"]),
        (&json!("breached"), &json!(true), &json!("red"))
    );
    assert_eq!(
        (&shown["next_due"]["state"], &shown["next_due"]["due_at"]),
        (&json!("breached"), &first["due_at"])
    );
    let escalated = house.particulars("case_escalated", id).await;
    assert_eq!(
        (&escalated[0]["to"], &escalated[0]["because"]["clock"]),
        (&json!(manager), &json!("first_response"))
    );
    let breached = house.particulars("clock_breached", id).await;
    assert_eq!((&breached[0]["clock_id"], &breached[0]["due_at"]), (&first["id"], &first["due_at"]));
}

async fn a_breach_shows_in_lists_and_counts(house: &House, id: &str) {
    let agent = house.person("agent");
    for filter in ["breached=true", "escalated=true", "breached=true&status=open&sort=due"] {
        let found = agent.get(&format!("/cases?{filter}")).await.expect(200).json();
        assert_eq!(ids_of(&found), [id], "{filter}");
    }
    assert!(ids_of(&agent.get("/cases?breached=false").await.expect(200).json()).is_empty());
    let counts = agent.get("/case-counts").await.expect(200).json();
    assert_eq!(
        (&counts["breached"], &counts["escalated"], &counts["unassigned"]),
        (&json!(1), &json!(1), &json!(1))
    );
}

async fn many_clocks_on_two_nodes_breach_once_each(house: House) {
    let others = neighbours(&house).await;
    set_clocks(&house, &others, MONDAY);
    let agent = house.person("agent");
    let ids = join_all((0..30).map(|_| agent.opens(urgent()))).await;
    set_clocks(&house, &others, "2026-09-14T09:25:00+08:00");
    let wanted = async |kind: &str, wanted: i64| {
        let from = format!("journal WHERE type = '{kind}'");
        eventually(kind, async || (house.count(&from).await >= wanted).then_some(())).await;
        assert_eq!(house.count(&from).await, wanted);
    };
    wanted("clock_warned", 30).await;
    set_clocks(&house, &others, "2026-09-14T10:25:00+08:00");
    wanted("clock_breached", 30).await;
    let nodes: Vec<&House> = std::iter::once(&house).chain(&others).collect();
    fire(&nodes).await;
    for kind in ["clock_warned", "clock_breached", "case_escalated"] {
        wanted(kind, 30).await;
    }
    assert_eq!(house.count("clock_firings").await, 90, "a warning, a breach and a step of the chain each");
    assert_eq!(house.count("cases WHERE breached AND escalation_level = 1").await, ids.len() as i64);
}

async fn an_answer_after_the_due_moment_records_the_breach_itself(house: House) {
    // A node that looks at its clocks once an hour.
    let config = lingke_platform::config::Config { tick_ms: 3_600_000, ..house.ground.config() };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(urgent()).await;
    house.set_clock("2026-09-14T09:40:00+08:00");
    let shown = agent.case(&id).await;
    assert_eq!(
        (&shown["next_due"]["state"], &shown["breached"]),
        (&json!("breached"), &json!(false)),
        "late, not yet recorded"
    );
    let shown = agent.does("replies", &id, text("抱歉")).await.expect(201).json();
    let first = clock(&shown, "first_response");
    assert_eq!(
        (&first["state"], &first["running"], &shown["breached"]),
        (&json!("breached"), &json!(false), &json!(true))
    );
    assert_eq!(shown["escalation_level"], 1);
    fire(&[&house]).await;
    for kind in ["clock_breached", "case_escalated", "clock_stopped_late"] {
        assert_eq!(house.told(kind, &id).await, 1, "{kind}");
    }
    assert_eq!(house.told("clock_met", &id).await, 0);
    // What ran out while nobody looked is recorded also when the case ends at once.
    let id = agent.opens(urgent()).await;
    house.set_clock("2026-09-15T09:40:00+08:00");
    agent.does("takes", &id, json!({})).await.expect(201);
    let shown = agent.does("resolutions", &id, text("好了")).await.expect(201).json();
    assert_eq!((house.told("clock_breached", &id).await, &shown["breached"]), (2, &json!(true)));
    fire(&[&house]).await;
    assert_eq!(house.told("clock_breached", &id).await, 2);
}

async fn an_answer_and_the_timer_at_once_record_one_breach(house: House) {
    let others = neighbours(&house).await;
    let agent = house.person("agent");
    set_clocks(&house, &others, MONDAY);
    let ids = join_all((0..20).map(|_| agent.opens(urgent()))).await;
    set_clocks(&house, &others, "2026-09-14T09:40:00+08:00");
    let answers = join_all(ids.iter().map(|id| agent.does("replies", id, text("抱歉")))).await;
    answers.into_iter().for_each(|one| drop(one.expect(201)));
    let nodes: Vec<&House> = std::iter::once(&house).chain(&others).collect();
    fire(&nodes).await;
    for id in &ids {
        let counts = (
            house.told("clock_breached", id).await,
            house.told("case_escalated", id).await,
            house.told("clock_stopped_late", id).await,
        );
        assert_eq!(counts, (1, 1, 1));
        let shown = agent.case(id).await;
        assert_eq!((&shown["breached"], &shown["escalation_level"]), (&json!(true), &json!(1)));
    }
}

async fn each_clock_of_a_case_escalates_once(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(urgent()).await;
    house.set_clock("2026-09-16T10:00:00+08:00");
    eventually("both clocks breach", async || (house.told("clock_breached", &id).await == 2).then_some(()))
        .await;
    let shown = agent.case(&id).await;
    assert_eq!((&shown["escalation_level"], house.told("case_escalated", &id).await), (&json!(2), 2));
    agent.does("takes", &id, json!({})).await.expect(201);
    agent.does("resolutions", &id, text("好了")).await.expect(201);
    assert_eq!(house.told("clock_stopped_late", &id).await, 2);
    // Reopened, it runs anew and may breach anew.
    agent.does("reopenings", &id, json!({ "reason": "没好" })).await.expect(201);
    house.set_clock("2026-09-18T10:00:00+08:00");
    eventually("the new clock breaches", async || {
        (house.told("clock_breached", &id).await == 3).then_some(())
    })
    .await;
    assert_eq!(house.count(&format!("clock_firings f JOIN case_clocks c ON c.id = f.clock_id WHERE c.case_id = '{id}' AND what = 'breached'")).await, 3);
}
