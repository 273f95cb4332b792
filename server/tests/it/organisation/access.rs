//! What is open in somebody's name: sessions and tokens, seen, ended, limited.

use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{Browser, id_of};
use crate::house::people::PASSWORD;
use crate::house::{House, Person, eventually, for_both};

for_both!(
    somebody_sees_where_they_are_signed_in_and_ends_one_or_all_others,
    an_address_is_taken_from_a_proxy_of_ours_alone,
    a_token_may_do_what_is_named_and_nothing_else,
    a_token_ends_at_its_time_or_when_it_is_revoked,
    a_token_cannot_do_more_than_its_owner,
    no_program_reaches_how_its_owner_signs_in,
    an_administrator_sees_and_ends_what_is_open_in_a_colleagues_name,
);

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

async fn listed(browser: &Browser, path: &str) -> Vec<Value> {
    browser.get(path).await.expect(200).json()["items"].as_array().unwrap().clone()
}

/// A token of one's own with these permissions, for thirty days; the answer.
async fn made(house: &House, browser: &Browser, scopes: &[&str]) -> Value {
    let expires_at = house.node.clock.now().plus_seconds(30 * 86_400);
    let body = json!({ "name": "电话系统", "scopes": scopes, "expires_at": expires_at, "current_password": PASSWORD });
    browser.post("/me/tokens", &body).await.expect(201).json()
}

fn program(house: &House, made: &Value) -> Person {
    Person::new(house.address, made["token"].as_str())
}

async fn somebody_sees_where_they_are_signed_in_and_ends_one_or_all_others(house: House) {
    let here = house.browser("agent").await;
    let (there, elsewhere) = (house.browser("agent").await, house.browser("agent").await);
    let other = house.new_browser();
    let body = json!({ "login": "agent", "password": PASSWORD });
    let request = other.request(Method::POST, "/sessions").header("user-agent", CHROME).json(&body);
    Person::send(request).await.expect(201);
    let sessions = listed(&here, "/me/sessions").await;
    assert_eq!(sessions.len(), 4);
    let this: Vec<_> = sessions.iter().filter(|one| one["this"] == true).collect();
    assert_eq!(this.len(), 1);
    assert_eq!((&this[0]["address"], &this[0]["proved"]), (&json!("127.0.0.1"), &json!("password")));
    let named = sessions.iter().find(|one| one["device"] == "Chrome 141 · Windows").expect("it is named");
    here.send(Method::DELETE, &format!("/me/sessions/{}", id_of(named)), None).await.expect(204);
    assert!(!other.is_in().await && there.is_in().await);
    here.send(Method::DELETE, &format!("/me/sessions/{}", id_of(named)), None).await.expect(404);
    let colleagues = house.browser("colleague").await;
    let theirs = id_of(&listed(&colleagues, "/me/sessions").await[0]);
    here.send(Method::DELETE, &format!("/me/sessions/{theirs}"), None).await.expect(404);
    here.send(Method::DELETE, "/me/sessions", None).await.expect(204);
    assert!(here.is_in().await && !there.is_in().await && !elsewhere.is_in().await);
    assert!(colleagues.is_in().await);
    assert_eq!(listed(&here, "/me/sessions").await.len(), 1);
    let forgotten = house.browser("agent").await;
    house.node.clock.shift_seconds(20 * 60);
    assert!(here.is_in().await);
    house.node.clock.shift_seconds(20 * 60);
    assert_eq!(listed(&here, "/me/sessions").await.len(), 1, "one that idled out is not open");
    assert!(!forgotten.is_in().await);
}

async fn an_address_is_taken_from_a_proxy_of_ours_alone(house: House) {
    let told = async |house: &House| {
        let browser = house.new_browser();
        let body = json!({ "login": "agent", "password": PASSWORD });
        let request =
            browser.request(Method::POST, "/sessions").header("x-forwarded-for", "6.6.6.6, 203.0.113.7");
        Person::send(request.json(&body)).await.expect(201);
        listed(&browser, "/me/sessions").await[0]["address"].clone()
    };
    assert_eq!(told(&house).await, "127.0.0.1");
    let config = lingke_platform::config::Config {
        trusted_proxies: vec!["127.0.0.1".to_owned()],
        ..house.ground.config()
    };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    assert_eq!(told(&house).await, "203.0.113.7");
}

async fn a_token_may_do_what_is_named_and_nothing_else(house: House) {
    let browser = house.browser("manager").await;
    let made = made(&house, &browser, &["products.view", "cases.view", "products.view"]).await;
    assert_eq!(made["scopes"], json!(["cases.view", "products.view"]));
    let program = program(&house, &made);
    program.get("/products").await.expect(200);
    program.get("/cases").await.expect(200);
    program.add_product("A").await.expect(403);
    program.get("/customers").await.expect(403);
    program.get("/staff").await.expect(403);
    let me = program.get("/sessions/current").await.expect(200).json();
    assert_eq!(me["me"]["permissions"], json!(["cases.view", "products.view"]));
    for (method, path, body) in [
        (Method::PUT, "/me/presence", json!({ "presence": "busy" })),
        (Method::PUT, "/me/locale", json!({ "locale": "en-US" })),
        (Method::DELETE, "/sessions", json!({})),
        (Method::GET, "/notifications", json!({})),
        (Method::GET, "/me/notification-preferences", json!({})),
    ] {
        let request = program.request(method, path);
        let request = if body == json!({}) { request } else { request.json(&body) };
        assert_eq!(Person::send(request).await.expect(403).code(), "token_limited", "{path}");
    }
    assert_eq!(house.count("api_tokens WHERE token_sha256 LIKE 'lkt_%'").await, 0);
    assert!(!house.whole_journal().await.contains(made["token"].as_str().unwrap()));
    let told = house.particulars("token_created", &house.staff("manager").await).await;
    assert_eq!(told.last().unwrap()["scopes"], json!(["cases.view", "products.view"]));
}

async fn a_token_ends_at_its_time_or_when_it_is_revoked(house: House) {
    let browser = house.browser("manager").await;
    let first = made(&house, &browser, &["products.view"]).await;
    let second = made(&house, &browser, &["products.view"]).await;
    program(&house, &second).get("/products").await.expect(200);
    let rows = eventually("the use of a token is noted", async || {
        let rows = listed(&browser, "/me/tokens").await;
        rows.iter().any(|row| row["id"] == second["id"] && row["used_at"].is_string()).then_some(rows)
    })
    .await;
    assert!(rows.iter().any(|row| row["id"] == first["id"] && row["used_at"].is_null()));
    assert!(rows.iter().all(|row| row["token"].is_null()));
    let path = format!("/me/tokens/{}", id_of(&second));
    house.browser("agent").await.send(Method::DELETE, &path, None).await.expect(404);
    browser.send(Method::DELETE, &path, None).await.expect(204);
    program(&house, &second).get("/products").await.expect(401);
    program(&house, &first).get("/products").await.expect(200);
    house.node.clock.shift_seconds(30 * 86_400 + 1);
    program(&house, &first).get("/products").await.expect(401);
    assert_eq!(house.told("token_revoked", &house.staff("manager").await).await, 1);
}

async fn a_token_cannot_do_more_than_its_owner(house: House) {
    let browser = house.browser("agent").await;
    let now = house.node.clock.now();
    let ask = async |scopes: Value, days: i64| {
        let body = json!({ "name": "x", "scopes": scopes, "expires_at": now.plus_seconds(days * 86_400),
            "current_password": PASSWORD });
        browser.post("/me/tokens", &body).await
    };
    assert_eq!(ask(json!(["organisation.edit_staff"]), 30).await.expect(422).field().0, "scopes[0]");
    assert_eq!(ask(json!([]), 30).await.expect(422).field().0, "scopes");
    assert_eq!(ask(json!(["cases.view"]), 400).await.expect(422).field().0, "expires_at");
    assert_eq!(ask(json!(["cases.view"]), -1).await.expect(422).field().0, "expires_at");
    let made = ask(json!(["cases.view", "customers.view"]), 30).await.expect(201).json();
    house.change_staff("agent", &json!({ "roles": ["department_handler"] })).await.expect(200);
    let program = program(&house, &made);
    program.get("/cases").await.expect(200);
    program.get("/customers").await.expect(403);
}

async fn no_program_reaches_how_its_owner_signs_in(house: House) {
    let program = house.person("agent");
    let again = json!({ "current_password": PASSWORD });
    for path in ["/me/authenticators", "/me/recovery-codes", "/me/authenticator-removals"] {
        assert_eq!(program.post(path, &again).await.expect(403).code(), "session_wanted", "{path}");
    }
    for path in ["/me/sessions", "/me/tokens", "/me/second-factors"] {
        assert_eq!(program.get(path).await.expect(403).code(), "session_wanted", "{path}");
    }
    let change = json!({ "current_password": PASSWORD, "new_password": "A new password" });
    assert_eq!(program.put("/me/password", &change).await.expect(403).code(), "session_wanted");
}

async fn an_administrator_sees_and_ends_what_is_open_in_a_colleagues_name(house: House) {
    let (browser, admin) = (house.browser("agent").await, house.person("admin"));
    let made = made(&house, &browser, &["products.view"]).await;
    let staff = format!("/staff/{}", house.staff("agent").await);
    for path in ["sessions", "tokens"] {
        house.person("manager").get(&format!("{staff}/{path}")).await.expect(403);
    }
    let sessions = admin.get(&format!("{staff}/sessions")).await.expect(200).json();
    let session = id_of(&sessions["items"][0]);
    assert_eq!(sessions["items"][0]["this"], false);
    let tokens = admin.get(&format!("{staff}/tokens")).await.expect(200).json();
    assert_eq!(tokens["items"].as_array().unwrap().len(), 2, "the one of the command line and this");
    assert_eq!((&tokens["items"][0]["id"], &tokens["items"][1]["scopes"]), (&made["id"], &Value::Null));
    let others = format!("/staff/{}/sessions/{session}", house.staff("colleague").await);
    admin.delete(&others).await.expect(404);
    admin.delete(&format!("{staff}/sessions/{session}")).await.expect(204);
    assert!(!browser.is_in().await);
    admin.delete(&format!("{staff}/tokens/{}", id_of(&made))).await.expect(204);
    program(&house, &made).get("/products").await.expect(401);
}
