//! A rebuild gives the same: who was told what, what they read, and no mail twice.

use lingke_platform::db::sql;
use lingke_platform::subscriptions;
use serde_json::json;

use super::{MONDAY, text, told};
use crate::house::desk::{case, id_of};
use crate::house::ground::run;
use crate::house::post::{free_port, mail_server, with_mail};
use crate::house::{House, eventually, for_both};

for_both!(
    a_rebuild_tells_the_same_and_mails_nothing_twice,
    a_rebuild_mends_what_was_spoiled_and_keeps_what_people_did,
);

async fn rows(house: &House) -> Vec<String> {
    let text = "SELECT id || ' ' || staff_id || ' ' || event_id || ' ' || kind || ' ' || reason || ' ' || thread || ' ' || told_at \
                || ' ' || CASE WHEN shown THEN 1 ELSE 0 END || ' ' || CASE WHEN newest THEN 1 ELSE 0 END || ' ' || folded || ' ' \
                || coalesce(read_at, 0) || ' ' || coalesce(mail_due_at, 0) || ' ' || coalesce(mailed_at, 0) \
                FROM notifications ORDER BY id LIMIT 1000";
    sql(text).values(house.node.db.read()).await.unwrap()
}

async fn lived(house: &House) {
    let id = house.assigned_case().await;
    let (agent, colleague) = (house.person("agent"), house.person("colleague"));
    for _ in 0..3 {
        colleague.does("customer-messages", &id, text("在吗")).await.expect(201);
    }
    house.all_told().await;
    let all = told(&agent).await;
    agent.post(&format!("/notifications/{}/reads", id_of(&all[0])), &json!({})).await.expect(204);
    colleague.does("customer-messages", &id, text("还在吗")).await.expect(201);
    colleague.does("notes", &id, text("客户很急")).await.expect(201);
    agent.does("escalations", &id, json!({ "reason": "请经理出面" })).await.expect(201);
    agent.sets(&format!("/notification-mutes/{id}")).await.expect(204);
    colleague.does("notes", &id, text("又来电")).await.expect(201);
    house.all_told().await;
}

async fn a_rebuild_tells_the_same_and_mails_nothing_twice(house: House) {
    let port = free_port();
    let server = mail_server(&house, port).await;
    let house = with_mail(house, port).await;
    house.change_staff("manager", &json!({ "email": "manager@example.com" })).await.expect(200);
    house.set_clock(MONDAY);
    lived(&house).await;
    server.mails_at_least(1).await;
    eventually("the mail is noted", async || {
        (house.count("notifications WHERE mail_due_at IS NOT NULL AND mailed_at IS NULL").await == 0)
            .then_some(())
    })
    .await;
    let before = rows(&house).await;
    assert!(before.len() >= 7, "{before:?}");
    // What people choose later changes nothing of what they were told.
    house
        .person("agent")
        .chooses(0, json!({ "kinds": [{ "kind": "noted", "console": false, "mail": "never" }] }))
        .await
        .expect(200);
    for _ in 0..2 {
        subscriptions::rebuild(&house.node, "notifications").await.unwrap();
        house.all_told().await;
        assert_eq!(rows(&house).await, before);
    }
    let admin = house.person("admin");
    admin.post("/operations/subscriptions/notifications/rebuilds", &json!({})).await.expect(202);
    eventually("it is as before", async || (rows(&house).await == before).then_some(())).await;
    admin.post("/operations/timers/mail_notifications/runs", &json!({})).await.expect(202);
    assert_eq!(house.count("outbox").await, 1);
    assert_eq!(house.count("notifications_before").await, 0);
}

async fn a_rebuild_mends_what_was_spoiled_and_keeps_what_people_did(house: House) {
    house.set_clock(MONDAY);
    lived(&house).await;
    let before = rows(&house).await;
    let shell = house.ground.shell().await;
    run(&shell, "UPDATE notifications SET kind = 'closed', reason = 'opener', newest = TRUE, folded = 9")
        .await;
    subscriptions::rebuild(&house.node, "notifications").await.unwrap();
    assert_eq!(rows(&house).await, before);
    run(&shell, "DELETE FROM notifications WHERE kind = 'noted'").await;
    house.person("agent").opens(case("technical")).await;
    subscriptions::rebuild(&house.node, "notifications").await.unwrap();
    assert_eq!(rows(&house).await.len(), before.len());
    assert_eq!(house.first_bad().await, None);
}
