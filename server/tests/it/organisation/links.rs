//! Links by which somebody sets a password: when they are invited, and when theirs is lost.

use lingke_platform::config::Config;
use serde_json::{Value, json};

use super::second_factors::{after_password, set_up};
use crate::house::desk::id_of;
use crate::house::people::PASSWORD;
use crate::house::person::Answered;
use crate::house::post::{free_port, mail_server};
use crate::house::{House, for_both};

for_both!(
    who_is_invited_sets_a_password_by_a_link_for_one_use,
    a_link_holds_for_three_days_and_a_newer_one_ends_it,
    who_is_invited_into_a_role_that_wants_a_second_factor_sets_it_up_too,
    a_link_for_a_lost_password_leaves_the_old_one_until_it_is_used,
    a_link_is_mailed_and_lies_nowhere_in_the_clear,
);

const NEW: &str = "Pine-cone 7";

async fn invite(house: &House, roles: &[&str]) -> Value {
    let body = json!({ "login": "li.na", "name": "李娜", "unit_id": house.unit("CSC").await, "roles": roles,
        "invite": true });
    house.person("admin").post("/staff", &body).await.expect(201).json()
}

fn token(link: &Value) -> String {
    let path = link["path"].as_str().unwrap();
    let (page, token) = path.split_once('#').expect("no server is sent what stands behind the #");
    assert_eq!((page, token.len()), ("/set-password", 43));
    token.to_owned()
}

async fn tell(house: &House, token: &str) -> Answered {
    house.nobody().post("/password-link-checks", &json!({ "token": token })).await
}

async fn follow(house: &House, token: &str, new_password: &str) -> Answered {
    let body = json!({ "token": token, "new_password": new_password });
    house.nobody().post("/sign-in-steps/password-link", &body).await
}

async fn who_is_invited_sets_a_password_by_a_link_for_one_use(house: House) {
    let added = invite(&house, &["service_agent"]).await;
    assert_eq!((&added["initial_password"], &added["invited"]), (&Value::Null, &json!(true)));
    let token = token(&added["link"]);
    for guess in ["", "password", PASSWORD] {
        let answered = house.try_sign_in("li.na", if guess.is_empty() { "x" } else { guess }).await;
        assert_eq!(answered.expect(401).code(), "sign_in_refused");
    }
    let told = tell(&house, &token).await.expect(200).json();
    assert_eq!((&told["login"], &told["kind"]), (&json!("li.na"), &json!("invitation")));
    assert_eq!(follow(&house, &token, "short").await.expect(422).field().1, "password_length");
    let session = follow(&house, &token, NEW).await.expect(201);
    assert!(session.header("set-cookie").contains("HttpOnly"));
    assert_eq!(session.json()["me"]["must_change_password"], false);
    assert_eq!(follow(&house, &token, "Pine-cone 8").await.expect(410).code(), "link_over");
    tell(&house, &token).await.expect(410);
    house.try_sign_in("li.na", NEW).await.expect(201);
    let shown = house.person("admin").get(&format!("/staff/{}", id_of(&added))).await.expect(200).json();
    assert_eq!(shown["invited"], false);
    let journal = house.whole_journal().await;
    assert!(!journal.contains(&token) && journal.contains("password_link_made"));
    assert_eq!(house.count(&format!("password_links WHERE token_sha256 = '{token}'")).await, 0);
    let both = json!({ "login": "x1", "name": "x", "unit_id": house.unit("CSC").await,
        "roles": ["service_agent"], "invite": true, "initial_password": "Abcdef-123" });
    let refused = house.person("admin").post("/staff", &both).await.expect(422);
    assert_eq!(refused.field(), ("initial_password".to_owned(), "one_of_two".to_owned()));
}

async fn a_link_holds_for_three_days_and_a_newer_one_ends_it(house: House) {
    let admin = house.person("admin");
    let added = invite(&house, &["service_agent"]).await;
    let path = format!("/staff/{}/password-links", id_of(&added));
    house.person("manager").post(&path, &json!({})).await.expect(403);
    let first = token(&added["link"]);
    let second = token(&admin.post(&path, &json!({})).await.expect(201).json());
    assert_eq!(follow(&house, &first, NEW).await.expect(410).code(), "link_over");
    house.node.clock.shift_seconds(72 * 3600 - 60);
    tell(&house, &second).await.expect(200);
    house.node.clock.shift_seconds(120);
    tell(&house, &second).await.expect(410);
    follow(&house, &second, NEW).await.expect(410);
    let third = token(&admin.post(&path, &json!({})).await.expect(201).json());
    house.change_staff("li.na", &json!({ "active": false })).await.expect(200);
    follow(&house, &third, NEW).await.expect(410);
    assert_eq!(admin.post(&path, &json!({})).await.expect(409).code(), "not_active");
}

async fn who_is_invited_into_a_role_that_wants_a_second_factor_sets_it_up_too(house: House) {
    let wanted = json!({ "second_factor_roles": ["auditor"] });
    house.person("admin").patch("/sign-in-rules", 1, &wanted).await.expect(200);
    let added = invite(&house, &["auditor"]).await;
    let answered = follow(&house, &token(&added["link"]), NEW).await.expect(200);
    assert!(answered.header("set-cookie").is_empty());
    assert_eq!(answered.json()["step"], "set_up");
    let body = json!({ "challenge": answered.json()["challenge"] });
    house.nobody().post("/sign-in-steps/authenticators", &body).await.expect(200);
}

async fn a_link_for_a_lost_password_leaves_the_old_one_until_it_is_used(house: House) {
    let browser = house.browser("agent").await;
    set_up(&house, &browser).await;
    let id = house.staff("agent").await;
    let made = house.person("admin").post(&format!("/staff/{id}/password-links"), &json!({})).await;
    let made = made.expect(201).json();
    assert_eq!((&made["kind"], &made["mailed"]), (&json!("reset"), &json!(false)));
    after_password(&house, "agent").await;
    assert!(browser.is_in().await);
    let again = follow(&house, &token(&made), PASSWORD).await.expect(422);
    assert_eq!(again.field().0, "new_password");
    let step = follow(&house, &token(&made), NEW).await.expect(200).json();
    assert_eq!(step["step"], "second_factor", "a link is no way around it");
    assert!(!browser.is_in().await);
    house.try_sign_in("agent", PASSWORD).await.expect(401);
    let told = house.particulars("password_changed", &id).await;
    assert_eq!(told, [json!({ "by_reset": false, "by_link": "reset" })]);
}

async fn a_link_is_mailed_and_lies_nowhere_in_the_clear(house: House) {
    let port = free_port();
    let server = mail_server(&house, port).await;
    let config = Config {
        smtp_url: Some(format!("smtp://127.0.0.1:{port}")),
        public_url: Some("https://lingke.example.com/".to_owned()),
        ..house.ground.config()
    };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    house.change_staff("agent", &json!({ "email": "agent@example.com" })).await.expect(200);
    house.person("agent").put("/me/locale", &json!({ "locale": "en-US" })).await.expect(200);
    let path = format!("/staff/{}/password-links", house.staff("agent").await);
    let made = house.person("admin").post(&path, &json!({})).await.expect(201).json();
    assert_eq!(made["mailed"], true);
    let mail = server.mails_at_least(1).await.remove(0).replace("=\r\n", "").replace("=\n", "");
    let url = format!("https://lingke.example.com{}", made["path"].as_str().unwrap());
    assert!(mail.contains(&url), "{mail}");
    assert!(mail.contains("Set a new password for Lingke") && !mail.contains("{{sealed}}"));
    let token = token(&made);
    assert_eq!(house.count(&format!("outbox WHERE payload LIKE '%{token}%'")).await, 0);
    assert_eq!(house.count(&format!("outbox WHERE idempotency_key LIKE '%{token}%'")).await, 0);
    follow(&house, &token, NEW).await.expect(201);
}
