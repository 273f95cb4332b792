//! Mail goes out once, waits when the server is away, and is found again among the dead letters.

use lingke_platform::ctx::Ctx;
use lingke_platform::db::sql;
use lingke_platform::kernel::time::Instant;
use lingke_platform::outbox::Outgoing;
use serde_json::json;

use crate::house::post::{free_port, mail_server, with_mail};
use crate::house::{Database, House, eventually, for_both};

for_both!(
    mail_goes_out_once_per_key,
    mail_waits_for_its_server_dies_and_is_sent_again,
    two_nodes_send_each_mail_once,
    a_clock_that_jumped_back_keeps_no_mail_waiting,
);

async fn ask(house: &House, key: &str) {
    let mut tx = Ctx::system(&house.node, "tests").begin().await.unwrap();
    let outgoing = Outgoing {
        kind: "mail",
        idempotency_key: key.to_owned(),
        recipient: "liu.yan@example.com".to_owned(),
        recipient_id: None,
        subject_id: None,
        payload: json!({ "subject": "投诉已受理", "text": "您好，我们已受理您的投诉。\n" }),
    };
    tx.send(outgoing).await.unwrap();
    tx.commit().await.unwrap();
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct Row {
    id: String,
    state: String,
    attempts: i32,
    next_attempt_at: Instant,
}

async fn row(house: &House, key: &str) -> Row {
    let text = "SELECT id, state, attempts, next_attempt_at FROM outbox WHERE idempotency_key = $1";
    sql(text).bind(key).one(house.node.db.read()).await.unwrap().unwrap()
}

async fn row_in(house: &House, key: &str, state: &str, attempts: i32) -> Row {
    eventually(&format!("{key} is {state} after {attempts} attempts"), async || {
        let row = row(house, key).await;
        (row.state == state && row.attempts == attempts).then_some(row)
    })
    .await
}

async fn mail_goes_out_once_per_key(house: House) {
    let port = free_port();
    let server = mail_server(&house, port).await;
    let house = with_mail(house, port).await;
    ask(&house, "one").await;
    ask(&house, "one").await;
    ask(&house, "two").await;
    row_in(&house, "one", "sent", 1).await;
    row_in(&house, "two", "sent", 1).await;
    let mails = server.mails_at_least(2).await;
    assert_eq!(mails.len(), 2);
    let first =
        mails.iter().find(|mail| mail.contains("<one@localhost>")).expect("the key is the Message-ID");
    assert!(first.contains("liu.yan@example.com"));
}

async fn mail_waits_for_its_server_dies_and_is_sent_again(house: House) {
    let port = free_port();
    let house = with_mail(house, port).await;
    ask(&house, "one").await;
    for attempts in 1..=6 {
        let row = row_in(&house, "one", "pending", attempts).await;
        let rest_us = row.next_attempt_at.micros_since(house.node.clock.now());
        assert!(rest_us > 0, "it rests before the next attempt");
        house.node.clock.shift_seconds(rest_us / 1_000_000 + 1);
        house.node.wake.outbox.notify_one();
    }
    let dead = row_in(&house, "one", "dead", 7).await;
    let admin = house.person("admin");
    let listed = admin.get("/operations/outbox?state=dead").await.expect(200).json();
    assert_eq!(listed["items"][0]["to"], "l***@example.com");
    assert!(listed["items"][0]["last_error"].as_str().is_some_and(|why| !why.is_empty()));
    let server = mail_server(&house, port).await;
    let path = format!("/operations/outbox/{}/resends", dead.id);
    house.person("manager").post(&path, &json!({})).await.expect(403);
    admin.post(&path, &json!({})).await.expect(204);
    row_in(&house, "one", "sent", 1).await;
    assert_eq!(server.mails_at_least(1).await.len(), 1);
    admin.post(&path, &json!({})).await.expect(404);
}

async fn two_nodes_send_each_mail_once(house: House) {
    let port = free_port();
    let server = mail_server(&house, port).await;
    let house = with_mail(house, port).await;
    let neighbour = match house.ground.database {
        Database::Postgres => {
            Some(house.another_with(house.node.config.clone(), lingke::wiring::WIRING).await)
        }
        Database::Sqlite => None,
    };
    for n in 0..30 {
        let asked = neighbour.as_ref().filter(|_| n % 2 == 0).unwrap_or(&house);
        ask(asked, &format!("mail-{n}")).await;
    }
    eventually("all are sent", async || {
        let left = sql("SELECT count(*) FROM outbox WHERE state <> 'sent'");
        (left.value::<i64>(house.node.db.read()).await.ok()? == Some(0)).then_some(())
    })
    .await;
    assert_eq!(server.mails_at_least(30).await.len(), 30);
}

async fn a_clock_that_jumped_back_keeps_no_mail_waiting(house: House) {
    let port = free_port();
    let house = with_mail(house, port).await;
    house.node.clock.shift_seconds(400 * 86_400);
    ask(&house, "one").await;
    row_in(&house, "one", "pending", 1).await;
    let server = mail_server(&house, port).await;
    house.node.clock.shift_seconds(-400 * 86_400);
    row_in(&house, "one", "sent", 2).await;
    assert_eq!(server.mails_at_least(1).await.len(), 1);
}
