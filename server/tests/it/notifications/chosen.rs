//! What people choose to be told: by reason, by kind, muted cases, quiet hours.

use reqwest::Method;
use serde_json::{Value, json};

use super::{said, short, text, told, unread};
use crate::house::person::Answered;
use crate::house::{House, Person, for_both};

for_both!(
    preferences_begin_sensible_and_are_changed_on_their_version,
    what_is_switched_off_in_the_console_is_not_shown,
    a_muted_case_is_quiet_but_for_mentions_and_questions,
    what_cannot_be_wanted_is_refused_by_field,
    a_test_mail_needs_a_server_and_an_address,
);

const PATH: &str = "/me/notification-preferences";

impl Person {
    /// Chooses on this version what is different from what is.
    pub(super) async fn chooses(&self, version: i64, change: Value) -> Answered {
        let mut chosen = self.get(PATH).await.expect(200).json()["preferences"].clone();
        for (name, value) in change.as_object().unwrap() {
            chosen[name] = value.clone();
        }
        let request = self.request(Method::PUT, PATH).header("if-match", format!("\"{version}\""));
        Self::send(request.json(&chosen)).await
    }
}

async fn preferences_begin_sensible_and_are_changed_on_their_version(house: House) {
    let agent = house.person("agent");
    let shown = agent.get(PATH).await.expect(200).json();
    assert_eq!((&shown["version"], &shown["preferences"]), (&json!(0), &shown["defaults"]));
    assert_eq!(shown["preferences"]["quiet"][0]["from"], "21:00");
    let changed = agent.chooses(0, json!({ "daily_at": "09:15" })).await.expect(200);
    assert_eq!((&changed.json()["version"], changed.header("etag")), (&json!(1), "\"1\""));
    assert_eq!(changed.json()["preferences"]["daily_at"], "09:15");
    assert_eq!(agent.chooses(0, json!({ "daily_at": "10:00" })).await.expect(412).code(), "stale");
    let raw = agent.get(PATH).await.expect(200).json()["preferences"].clone();
    Person::send(agent.request(Method::PUT, PATH).json(&raw)).await.expect(428);
    assert_eq!(house.told("notification_preferences_changed", &house.staff("agent").await).await, 1);
    let colleague = house.person("colleague").get(PATH).await.expect(200).json();
    assert_eq!(colleague["version"], json!(0));
}

async fn what_is_switched_off_in_the_console_is_not_shown(house: House) {
    let agent = house.person("agent");
    let off = json!([{ "kind": "customer_wrote", "console": false, "mail": "never" }]);
    agent.chooses(0, json!({ "kinds": off })).await.expect(200);
    let id = house.assigned_case().await;
    let colleague = house.person("colleague");
    colleague.does("customer-messages", &id, text("在吗")).await.expect(201);
    house.all_told().await;
    assert_eq!(
        (short(&told(&agent).await), unread(&agent).await),
        (vec![said("assigned", "assignee", 1)], 1)
    );
    // A reason switched off: the exception of a kind still wins.
    let reasons = json!([{ "reason": "assignee", "console": false, "mail": "never" }]);
    let on = json!([{ "kind": "customer_wrote", "console": true, "mail": "never" }]);
    agent.chooses(1, json!({ "reasons": reasons, "kinds": on })).await.expect(200);
    colleague.does("customer-messages", &id, text("在吗")).await.expect(201);
    colleague.does("notes", &id, text("催得急")).await.expect(201);
    house.all_told().await;
    assert_eq!(short(&told(&agent).await)[0], said("customer_wrote", "assignee", 1));
    assert_eq!(told(&agent).await.len(), 2);
}

async fn a_muted_case_is_quiet_but_for_mentions_and_questions(house: House) {
    let id = house.assigned_case().await;
    house.all_told().await;
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let path = format!("/notification-mutes/{id}");
    agent.sets(&path).await.expect(204);
    agent.sets(&path).await.expect(204);
    let muted = agent.get("/notification-mutes").await.expect(200).json();
    assert_eq!(muted["items"][0]["id"], json!(id));
    assert!(muted["items"][0]["number"].is_string());
    house.person("colleague").does("customer-messages", &id, text("在吗")).await.expect(201);
    let to = json!({ "staff_id": house.staff("agent").await, "reason": "请你拿主意" });
    manager.does("escalations", &id, to).await.expect(201);
    house.all_told().await;
    assert_eq!(short(&told(&agent).await), [said("escalated", "asked", 1), said("assigned", "assignee", 1)]);
    agent.delete(&path).await.expect(204);
    house.person("colleague").does("customer-messages", &id, text("在吗")).await.expect(201);
    house.all_told().await;
    assert_eq!(short(&told(&agent).await)[0], said("customer_wrote", "assignee", 1));
    // Nobody mutes what they do not see, and mutes of one are not another's.
    house.person("department").sets(&path).await.expect(404);
    assert_eq!(manager.get("/notification-mutes").await.expect(200).json()["items"], json!([]));
    assert_eq!(house.told("notification_case_muted", &house.staff("agent").await).await, 1);
}

async fn what_cannot_be_wanted_is_refused_by_field(house: House) {
    let agent = house.person("agent");
    let week = json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    let quiet =
        |days: &Value, from: &str, to: &str| json!({ "quiet": [{ "days": days, "from": from, "to": to }] });
    let twice = json!({ "reason": "owner", "console": true, "mail": "never" });
    let refused = [
        (quiet(&week, "22:00", "22:00"), "quiet[0].to", "wrong_form"),
        (quiet(&week, "25:00", "07:00"), "quiet[0].from", "wrong_form"),
        (quiet(&json!([]), "22:00", "07:00"), "quiet[0].days", "too_short"),
        (quiet(&week, "00:00", "24:00"), "quiet", "no_time_left"),
        (json!({ "daily_at": "8:30" }), "daily_at", "wrong_form"),
        (json!({ "calendar": "mars" }), "calendar", "unknown"),
        (json!({ "reasons": [twice, twice] }), "reasons[1]", "duplicate"),
        (
            json!({ "reasons": [{ "reason": "boss", "console": true, "mail": "never" }] }),
            "reasons[0].reason",
            "unknown_value",
        ),
        (json!({ "loud": true }), "loud", "unknown_field"),
    ];
    for (change, field, code) in refused {
        let answer = agent.chooses(0, change.clone()).await.expect(422);
        assert_eq!(answer.field(), (field.to_owned(), code.to_owned()), "{change}");
    }
    // Quiet all day and working hours at night leave nothing either.
    let mut both = quiet(&week, "07:00", "23:00");
    both["calendar"] = json!("cn");
    let answer = agent.chooses(0, both).await.expect(422);
    assert_eq!(answer.field().1, "no_time_left");
    assert_eq!(house.count("notification_preferences").await, 0);
}

async fn a_test_mail_needs_a_server_and_an_address(house: House) {
    let agent = house.person("agent");
    let answer = agent.post("/me/test-mails", &json!({})).await.expect(409);
    assert_eq!(answer.code(), "mail_not_configured");
    let port = crate::house::post::free_port();
    let server = crate::house::post::mail_server(&house, port).await;
    let house = crate::house::post::with_mail(house, port).await;
    let agent = house.person("agent");
    assert_eq!(agent.post("/me/test-mails", &json!({})).await.expect(409).code(), "no_mail_address");
    house.change_staff("agent", &json!({ "email": "agent@example.com" })).await.expect(200);
    for _ in 0..2 {
        let sent = agent.post("/me/test-mails", &json!({})).await.expect(202).json();
        assert_eq!(sent["address"], "agent@example.com");
    }
    let mails = server.mails_at_least(1).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("agent@example.com") && mails[0].contains("text/html"), "{}", mails[0]);
}
