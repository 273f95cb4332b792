//! What keeps strangers' pages and programs that run wild away.

use lingke_platform::config::Config;
use reqwest::Method;
use serde_json::json;

use crate::house::people::PASSWORD;
use crate::house::{House, Person, for_both};

for_both!(
    a_change_that_another_sites_page_sends_is_refused,
    the_page_of_the_console_lets_its_own_styles_in_by_a_new_nonce_each_time,
    who_tries_to_sign_in_too_often_is_told_when_to_come_back,
    an_account_that_asks_too_often_waits_and_others_do_not,
    behind_tls_browsers_are_told_to_stay_there,
);

async fn a_change_that_another_sites_page_sends_is_refused(house: House) {
    let nobody = house.nobody();
    let body = json!({ "login": "agent", "password": PASSWORD });
    let sign_in = || nobody.request(Method::POST, "/sessions").json(&body);
    let refused = Person::send(sign_in().header("sec-fetch-site", "cross-site")).await.expect(403);
    assert_eq!(refused.code(), "cross_site_request");
    Person::send(sign_in().header("origin", "https://evil.example")).await.expect(403);
    Person::send(sign_in().header("sec-fetch-site", "same-origin")).await.expect(201);
    Person::send(sign_in()).await.expect(201);
    let read = nobody.request(Method::GET, "/healthz").header("sec-fetch-site", "cross-site");
    Person::send(read).await.expect(200);
}

async fn the_page_of_the_console_lets_its_own_styles_in_by_a_new_nonce_each_time(house: House) {
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = house.nobody().get("/").await;
        if page.status == 404 {
            return; // the pages are not built
        }
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(
            policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(page.text.contains(&nonce) && !page.text.contains("LINGKE_NONCE"));
        assert_eq!(page.header("cache-control"), "no-store");
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

async fn who_tries_to_sign_in_too_often_is_told_when_to_come_back(house: House) {
    let config = Config { limit_loopback: true, sign_ins_per_minute_by_address: 3, ..house.ground.config() };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    for _ in 0..3 {
        house.try_sign_in("agent", "a wrong password").await.expect(401);
    }
    let refused = house.try_sign_in("manager", PASSWORD).await.expect(429);
    assert_eq!(refused.code(), "too_many_requests");
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(refused.json()["params"]["retry_after_seconds"], wait);
    house.person("agent").get("/cases").await.expect(200);
}

async fn an_account_that_asks_too_often_waits_and_others_do_not(house: House) {
    let config = Config {
        limit_loopback: true,
        requests_per_second_by_account: 1,
        requests_per_second_by_address: 0,
        ..house.ground.config()
    };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let agent = house.person("agent");
    let mut refused = None;
    for _ in 0..60 {
        let answered = agent.get("/products").await;
        if answered.status == 429 {
            refused = Some(answered);
            break;
        }
    }
    let refused = refused.expect("sixty at once are too many");
    assert_eq!(refused.header("retry-after"), "1");
    house.person("manager").get("/products").await.expect(200);
}

async fn behind_tls_browsers_are_told_to_stay_there(house: House) {
    assert_eq!(house.nobody().get("/healthz").await.header("strict-transport-security"), "");
    let config = Config { secure_cookies: true, ..house.ground.config() };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let told = house.nobody().get("/products").await;
    assert!(told.header("strict-transport-security").starts_with("max-age=31536000"));
}
