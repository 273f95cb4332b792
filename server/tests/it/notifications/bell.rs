//! The console's bell: who is told what, for which reason; folded, read, unread, muted; and nobody else's business.

use reqwest::Method;
use serde_json::json;

use super::{MONDAY, said, short, text, told, unread};
use crate::house::desk::{case, id_of};
use crate::house::{House, Person, eventually, for_both};

for_both!(
    who_gets_a_case_is_told_why_and_who_gave_it_is_not,
    five_messages_on_one_case_read_as_one,
    the_opener_hears_of_the_end_and_the_owner_of_what_others_do,
    a_breach_is_told_to_the_assignee_and_to_who_manages_the_unit,
    all_are_read_up_to_what_was_on_the_screen,
    nobody_reads_or_marks_what_is_anothers,
    a_case_out_of_sight_is_not_shown,
    the_bell_rings_in_that_persons_browsers_only,
    old_ones_are_forgotten_read_ones_first,
    history_is_no_news,
);

async fn who_gets_a_case_is_told_why_and_who_gave_it_is_not(house: House) {
    let id = house.assigned_case().await;
    house.all_told().await;
    let agent = house.person("agent");
    let all = told(&agent).await;
    assert_eq!(short(&all), [said("assigned", "assignee", 1)]);
    let number = agent.case(&id).await["number"].clone();
    assert_eq!((&all[0]["case"]["id"], &all[0]["case"]["number"]), (&json!(id), &number));
    assert_eq!(all[0]["actor"]["id"], json!(house.staff("manager").await));
    assert_eq!((&all[0]["read_at"], unread(&agent).await), (&json!(null), 1));
    for other in ["manager", "colleague", "admin", "department"] {
        assert_eq!(
            (told(&house.person(other)).await.len(), unread(&house.person(other)).await),
            (0, 0),
            "{other}"
        );
    }
}

async fn five_messages_on_one_case_read_as_one(house: House) {
    let id = house.assigned_case().await;
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    for n in 0..5 {
        colleague.does("customer-messages", &id, text(&format!("第 {n} 次"))).await.expect(201);
    }
    house.all_told().await;
    let all = told(&agent).await;
    assert_eq!(short(&all), [said("customer_wrote", "assignee", 5), said("assigned", "assignee", 1)]);
    assert_eq!((unread(&agent).await, house.count("notifications").await), (2, 6));
    let path = format!("/notifications/{}/reads", id_of(&all[0]));
    agent.post(&path, &json!({})).await.expect(204);
    assert_eq!(unread(&agent).await, 1);
    assert_eq!(short(&agent.all("/notifications?unread=true", 1).await), [said("assigned", "assignee", 1)]);
    // Read, it no longer takes in what comes.
    colleague.does("customer-messages", &id, text("还是没好")).await.expect(201);
    house.all_told().await;
    let all = told(&agent).await;
    assert_eq!(
        short(&all)[..2],
        [said("customer_wrote", "assignee", 1), said("customer_wrote", "assignee", 5)]
    );
    agent.delete(&path).await.expect(204);
    assert_eq!((unread(&agent).await, agent.all("/notifications?unread=false", 1).await.len()), (3, 0));
}

async fn the_opener_hears_of_the_end_and_the_owner_of_what_others_do(house: House) {
    let id = house.assigned_case().await;
    let manager = house.person("manager");
    let to = json!({ "staff_id": house.staff("colleague").await });
    manager.does("assignments", &id, to).await.expect(201);
    house.person("colleague").does("replies", &id, text("您好")).await.expect(201);
    house.person("colleague").does("resolutions", &id, text("已处理")).await.expect(201);
    house.all_told().await;
    assert_eq!(
        short(&told(&house.person("agent")).await),
        [said("resolved", "owner", 1), said("replied", "owner", 1), said("assigned", "assignee", 1)]
    );
    assert_eq!(short(&told(&manager).await), [said("resolved", "opener", 1)]);
    assert_eq!(short(&told(&house.person("colleague")).await), [said("assigned", "assignee", 1)]);
}

async fn a_breach_is_told_to_the_assignee_and_to_who_manages_the_unit(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let mut urgent = case("technical");
    urgent["priority"] = json!("urgent");
    let id = agent.opens(urgent.clone()).await;
    agent.does("takes", &id, json!({})).await.expect(201);
    agent.opens(urgent).await;
    for (at, what) in [("25", "clock_warned"), ("31", "clock_breached")] {
        house.set_clock(&format!("2026-09-14T09:{at}:00+08:00"));
        let from = format!("journal WHERE type = '{what}'");
        eventually(what, async || (house.count(&from).await == 2).then_some(())).await;
    }
    house.all_told().await;
    // Of the one nobody works on, only the manager hears.
    assert_eq!(short(&told(&agent).await), [said("breached", "assignee", 1), said("warned", "assignee", 1)]);
    let manager = house.person("manager");
    let all = short(&told(&manager).await);
    let breaches = all.iter().filter(|one| **one == said("breached", "manager", 1)).count();
    assert_eq!((breaches, all.len()), (2, 3), "{all:?}");
    assert!(all.contains(&said("warned", "manager", 1)), "{all:?}");
}

async fn all_are_read_up_to_what_was_on_the_screen(house: House) {
    for _ in 0..3 {
        house.assigned_case().await;
    }
    house.all_told().await;
    let agent = house.person("agent");
    let seen = told(&agent).await;
    house.node.clock.shift_seconds(1);
    let id = house.assigned_case().await;
    house.all_told().await;
    let up_to = json!({ "up_to": id_of(&seen[0]) });
    let answer = agent.post("/notification-reads", &up_to).await.expect(200).json();
    assert_eq!((&answer["read"], unread(&agent).await), (&json!(3), 1));
    assert_eq!(agent.all("/notifications?unread=true", 50).await[0]["case"]["id"], json!(id));
    let again = agent.post("/notification-reads", &up_to).await.expect(200).json();
    assert_eq!(again["read"], json!(0));
    let theirs = house.person("colleague").post("/notification-reads", &up_to).await.expect(422);
    assert_eq!(theirs.field(), ("up_to".to_owned(), "unknown".to_owned()));
    let only = agent.all(&format!("/notifications?case_id={id}"), 50).await;
    assert_eq!(only.len(), 1);
}

async fn nobody_reads_or_marks_what_is_anothers(house: House) {
    house.assigned_case().await;
    house.all_told().await;
    let mine = id_of(&told(&house.person("agent")).await[0]);
    let path = format!("/notifications/{mine}/reads");
    for other in ["manager", "colleague", "admin", "auditor"] {
        house.person(other).post(&path, &json!({})).await.expect(404);
        house.person(other).delete(&path).await.expect(404);
    }
    house.nobody().get("/notifications").await.expect(401);
    assert_eq!(unread(&house.person("agent")).await, 1);
}

async fn a_case_out_of_sight_is_not_shown(house: House) {
    let id = house.assigned_case().await;
    let branch = house.unit("BR1").await;
    let to = json!({ "unit_id": branch });
    house.person("manager").does("assignments", &id, to).await;
    house.person("complaints").does("assignments", &id, json!({ "unit_id": branch })).await;
    house.all_told().await;
    let agent = house.person("agent");
    let all = told(&agent).await;
    // The agent owns it and so still sees it; who lost every tie does not.
    assert_eq!(all[0]["about_case"], json!(true));
    let moved = json!({ "unit_id": branch });
    house.change_staff("agent", &moved).await.expect(200);
    agent.get(&format!("/cases/{id}")).await.expect(200);
    let text = format!(
        "UPDATE cases SET owner_id = NULL, assignee_id = NULL, unit_id = '{}'",
        house.unit("CARD").await
    );
    crate::house::ground::run(&house.ground.shell().await, &text).await;
    agent.get(&format!("/cases/{id}")).await.expect(404);
    let all = told(&agent).await;
    assert_eq!((&all[0]["case"], &all[0]["about_case"]), (&json!(null), &json!(true)));
}

async fn the_bell_rings_in_that_persons_browsers_only(house: House) {
    let mut agents = house.person("agent").watches(None).await;
    let mut colleagues = house.person("colleague").watches(None).await;
    let id = house.assigned_case().await;
    let rang = agents.until(|one| one.data["type"] == "notifications_changed").await;
    let last = rang.last().unwrap();
    assert_eq!((last.subject(), last.id), (house.staff("agent").await.as_str(), None));
    house.all_told().await;
    house.person("agent").does("notes", &id, text("看过了")).await.expect(201);
    let seen = colleagues.until(|one| one.data["type"] == "case_noted").await;
    assert!(seen.iter().all(|one| one.data["type"] != "notifications_changed"), "{seen:?}");
    // Reading on one machine rings on the others.
    let all = told(&house.person("agent")).await;
    house
        .person("agent")
        .post(&format!("/notifications/{}/reads", id_of(&all[0])), &json!({}))
        .await
        .expect(204);
    agents.until(|one| one.data["type"] == "notifications_changed").await;
}

async fn old_ones_are_forgotten_read_ones_first(house: House) {
    let agent = house.person("agent");
    for _ in 0..2 {
        let id = house.assigned_case().await;
        // Nothing more is to happen to it, however long we wait.
        agent.does("resolutions", &id, text("好了")).await.expect(201);
    }
    house.all_told().await;
    let all = told(&agent).await;
    agent.post(&format!("/notifications/{}/reads", id_of(&all[0])), &json!({})).await.expect(204);
    let forget = async |house: &House| {
        let path = "/operations/timers/forget_notifications/runs";
        house.person("admin").post(path, &json!({})).await.expect(202);
    };
    forget(&house).await;
    assert_eq!(told(&agent).await.len(), 2);
    house.node.clock.shift_seconds(91 * 86_400);
    forget(&house).await;
    let left = told(&agent).await;
    assert_eq!((left.len(), &left[0]["id"]), (1, &all[1]["id"]));
    house.node.clock.shift_seconds(91 * 86_400);
    forget(&house).await;
    assert_eq!(house.count("notifications").await, 0);
}

/// A subscription that begins late, or a past that is written at once, floods nobody.
async fn history_is_no_news(house: House) {
    let id = house.assigned_case().await;
    house.person("agent").does("resolutions", &id, text("好了")).await.expect(201);
    house.all_told().await;
    let shell = house.ground.shell().await;
    crate::house::ground::run(&shell, "DELETE FROM notifications").await;
    house.node.clock.shift_seconds(4 * 86_400);
    lingke_platform::subscriptions::rebuild(&house.node, "notifications").await.unwrap();
    assert_eq!(house.count("notifications").await, 0);
}

impl Person {
    /// Puts without a body.
    pub(super) async fn sets(&self, path: &str) -> crate::house::person::Answered {
        Self::send(self.request(Method::PUT, path)).await
    }
}
