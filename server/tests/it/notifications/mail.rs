//! Mail to colleagues: at once, in a digest, never in quiet hours, once each; and what could not be delivered.

use lingke_platform::db::sql;
use serde_json::{Value, json};

use super::{MONDAY, said, short, text, told};
use crate::house::desk::case;
use crate::house::post::{MailServer, free_port, mail_server, with_mail};
use crate::house::{Database, House, eventually, for_both};

for_both!(
    who_is_asked_gets_a_mail_at_once_in_their_language,
    what_comes_at_night_waits_for_the_morning_but_a_breach_may_break_through,
    a_digest_holds_what_was_not_read_meanwhile,
    a_node_that_was_away_mails_nobody_at_midnight,
    two_nodes_mail_each_person_once,
    a_mail_that_fails_is_told_to_its_sender_and_can_be_sent_again,
);

/// The house with a mail server, and addresses for some.
async fn posted(house: House) -> (House, MailServer) {
    let port = free_port();
    let server = mail_server(&house, port).await;
    let house = with_mail(house, port).await;
    for login in ["manager", "agent"] {
        let email = json!({ "email": format!("{login}@example.com") });
        house.change_staff(login, &email).await.expect(200);
    }
    (house, server)
}

/// What the outbox holds for this person, oldest first: subjects and texts.
async fn mails_to(house: &House, login: &str) -> Vec<Value> {
    let text = "SELECT payload FROM outbox WHERE recipient = $1 ORDER BY created_at, id LIMIT 100";
    let found = sql(text).bind(format!("{login}@example.com"));
    let found = found.values::<String>(house.node.db.read()).await.unwrap();
    found.iter().map(|payload| serde_json::from_str(payload).unwrap()).collect()
}

async fn mails_at_least(house: &House, login: &str, count: usize) -> Vec<Value> {
    eventually("the mail is asked for", async || {
        Some(mails_to(house, login).await).filter(|mails| mails.len() >= count)
    })
    .await
}

/// Waits until the timer has looked at everything that is due.
async fn nothing_is_due(house: &House) {
    house.all_told().await;
    eventually("all that is due is mailed", async || {
        let due = format!("notifications WHERE mail_due_at <= {}", house.node.clock.now().micros());
        (house.count(&due).await == 0).then_some(())
    })
    .await;
}

async fn escalate(house: &House, id: &str) {
    house.person("agent").does("escalations", id, json!({ "reason": "请经理出面" })).await.expect(201);
}

async fn who_is_asked_gets_a_mail_at_once_in_their_language(house: House) {
    let (house, server) = posted(house).await;
    house.set_clock(MONDAY);
    house.person("manager").put("/me/locale", &json!({ "locale": "en-US" })).await.expect(200);
    let mut config = house.node.config.clone();
    config.public_url = Some("https://lingke.example.com".to_owned());
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    escalate(&house, &id).await;
    let mails = mails_at_least(&house, "manager", 1).await;
    let number = agent.case(&id).await["number"].as_str().unwrap().to_owned();
    let (subject, body) = (mails[0]["subject"].as_str().unwrap(), mails[0]["text"].as_str().unwrap());
    assert!(subject.contains("Case escalated") && subject.contains(&number), "{subject}");
    assert!(body.contains("because you manage the unit"), "{body}");
    assert!(body.contains(&format!("https://lingke.example.com/cases/{id}")), "{body}");
    assert!(!mails[0].to_string().contains("卡片被吞"), "no mail carries a case's words");
    let sent = server.mails_at_least(1).await;
    assert!(sent[0].contains("multipart/alternative"), "{}", sent[0]);
    nothing_is_due(&house).await;
    assert_eq!(mails_to(&house, "manager").await.len(), 1);
    let shown = told(&house.person("manager")).await;
    assert!(shown[0]["mailed_at"].is_string(), "{shown:?}");
}

async fn what_comes_at_night_waits_for_the_morning_but_a_breach_may_break_through(house: House) {
    let (house, _server) = posted(house).await;
    house.set_clock("2026-09-14T23:00:00+08:00");
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    escalate(&house, &id).await;
    nothing_is_due(&house).await;
    assert_eq!(mails_to(&house, "manager").await, [] as [Value; 0]);
    assert_eq!(short(&told(&house.person("manager")).await), [said("escalated", "manager", 1)]);
    house.set_clock("2026-09-15T07:29:00+08:00");
    nothing_is_due(&house).await;
    assert_eq!(mails_to(&house, "manager").await.len(), 0);
    house.set_clock("2026-09-15T07:30:00+08:00");
    mails_at_least(&house, "manager", 1).await;
    house.person("manager").chooses(0, json!({ "urgent_breaks_through": true })).await.expect(200);
    house.set_clock("2026-09-15T23:00:00+08:00");
    let id = agent.opens(case("technical")).await;
    escalate(&house, &id).await;
    mails_at_least(&house, "manager", 2).await;
}

async fn a_digest_holds_what_was_not_read_meanwhile(house: House) {
    let (house, _server) = posted(house).await;
    house.set_clock(MONDAY);
    let (first, second) = (house.assigned_case().await, house.assigned_case().await);
    let colleague = house.person("colleague");
    for _ in 0..3 {
        colleague.does("customer-messages", &first, text("在吗")).await.expect(201);
    }
    nothing_is_due(&house).await;
    assert_eq!(mails_to(&house, "agent").await.len(), 0);
    let agent = house.person("agent");
    let all = told(&agent).await;
    let read = all.iter().find(|one| one["case"]["id"] == json!(second)).unwrap();
    agent
        .post(&format!("/notifications/{}/reads", read["id"].as_str().unwrap()), &json!({}))
        .await
        .expect(204);
    house.set_clock("2026-09-14T10:00:00+08:00");
    let mails = mails_at_least(&house, "agent", 1).await;
    nothing_is_due(&house).await;
    assert_eq!(mails_to(&house, "agent").await.len(), 1);
    let (subject, body) = (mails[0]["subject"].as_str().unwrap(), mails[0]["text"].as_str().unwrap());
    assert!(subject.starts_with("2 条通知"), "{subject}");
    assert!(body.contains("共 3 次") && body.matches("\n- ").count() == 2, "{body}");
    assert!(body.contains("因为您是经办人"), "{body}");
}

async fn a_node_that_was_away_mails_nobody_at_midnight(house: House) {
    let (house, _server) = posted(house).await;
    house.set_clock("2026-09-14T20:30:00+08:00");
    house
        .person("agent")
        .chooses(0, json!({ "quiet": [{ "days": ["mon"], "from": "21:30", "to": "07:00" }] }))
        .await
        .expect(200);
    house.assigned_case().await; // due in the digest at nine
    house.all_told().await;
    house.set_clock("2026-09-14T23:59:00+08:00");
    nothing_is_due(&house).await;
    assert_eq!(mails_to(&house, "agent").await.len(), 0);
    house.set_clock("2026-09-15T07:00:00+08:00");
    mails_at_least(&house, "agent", 1).await;
}

async fn two_nodes_mail_each_person_once(house: House) {
    let (house, server) = posted(house).await;
    let other = match house.ground.database {
        Database::Postgres => {
            Some(house.another_with(house.node.config.clone(), lingke::wiring::WIRING).await)
        }
        Database::Sqlite => None,
    };
    house.set_clock(MONDAY);
    other.iter().for_each(|other| other.set_clock(MONDAY));
    let agent = house.person("agent");
    for _ in 0..10 {
        let id = agent.opens(case("technical")).await;
        escalate(&house, &id).await;
    }
    nothing_is_due(&house).await;
    let lines: usize = mails_to(&house, "manager").await.iter().map(lines).sum();
    assert_eq!(lines, 10);
    let asked = mails_to(&house, "manager").await.len();
    assert_eq!(server.mails_at_least(asked).await.len(), asked);
}

fn lines(mail: &Value) -> usize {
    mail["text"].as_str().unwrap().matches("\n- ").count()
}

/// Lets every attempt fail until the mail is given up.
async fn until_given_up(house: &House) {
    eventually("the mail is given up", async || {
        house.node.clock.shift_seconds(21_700);
        house.node.wake.outbox.notify_one();
        (house.count("outbox WHERE state = 'dead'").await == 1).then_some(())
    })
    .await;
}

async fn a_mail_that_fails_is_told_to_its_sender_and_can_be_sent_again(house: House) {
    let port = free_port();
    let house = with_mail(house, port).await;
    let agent = house.person("agent");
    let contact = json!([{ "kind": "email", "value": "liu.yan@example.com" }]);
    let customer =
        agent.post("/customers", &json!({ "name": "刘燕", "contact_points": contact })).await.expect(201);
    let mut opened = case("consultation");
    opened["channel"] = json!("email");
    opened["customer_id"] = customer.json()["id"].clone();
    let id = agent.opens(opened).await;
    agent.does("replies", &id, text("您好，已为您处理。")).await.expect(201);
    until_given_up(&house).await;
    house.all_told().await;
    let all = told(&agent).await;
    let failed = all.iter().find(|one| one["kind"] == "mail_failed").expect("the sender is told");
    assert_eq!((&failed["reason"], &failed["case"]["id"]), (&json!("sender"), &json!(id)));
    let admin = house.person("admin");
    let dead = admin.get("/operations/outbox?state=dead").await.expect(200).json();
    assert_eq!(dead["items"][0]["recipient_id"], customer.json()["id"]);
    assert_eq!(house.count("journal WHERE type = 'mail_given_up'").await, 1);
    let server = mail_server(&house, port).await;
    let path = format!("/operations/outbox/{}/resends", dead["items"][0]["id"].as_str().unwrap());
    admin.post(&path, &json!({})).await.expect(204);
    assert!(server.mails_at_least(1).await[0].contains("liu.yan@example.com"));
    let whole = house.whole_journal().await;
    assert!(
        !whole.contains("liu.yan") && !whole.contains("刘燕"),
        "no address and no name is in the journal"
    );
}
