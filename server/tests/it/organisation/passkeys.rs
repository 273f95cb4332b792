//! Passkeys, as far as a server tells by itself: what is offered, to whom, and what is refused. That one signs in with
//! them is walked in a browser, e2e/journeys/accounts.spec.ts.

use lingke_platform::config::Config;
use serde_json::{Value, json};

use crate::house::people::PASSWORD;
use crate::house::{House, for_both};

for_both!(
    a_passkey_is_offered_for_the_host_of_the_console_after_the_password,
    an_answer_that_proves_nothing_is_refused_and_its_challenge_is_gone,
    without_a_name_there_are_no_passkeys,
);

fn again() -> Value {
    json!({ "current_password": PASSWORD })
}

/// What a browser might send that has no such passkey.
fn made_up() -> Value {
    json!({ "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": null,
        "attestationObject": "AAAA" } })
}

async fn a_passkey_is_offered_for_the_host_of_the_console_after_the_password(house: House) {
    let config =
        Config { public_url: Some("https://lingke.example.com".to_owned()), ..house.ground.config() };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let browser = house.browser("agent").await;
    let wrong = json!({ "current_password": "not the password" });
    browser.post("/me/passkey-offers", &wrong).await.expect(409);
    let offered = browser.post("/me/passkey-offers", &again()).await.expect(200).json();
    let options = &offered["options"]["publicKey"];
    assert_eq!(options["rp"]["id"], "lingke.example.com");
    assert_eq!(options["user"]["name"], "agent");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let shown = browser.get("/me/passkeys").await.expect(200).json();
    assert_eq!((&shown["host"], &shown["items"]), (&json!("lingke.example.com"), &json!([])));
    let program = house.person("agent");
    assert_eq!(program.get("/me/passkeys").await.expect(403).code(), "session_wanted");
}

async fn an_answer_that_proves_nothing_is_refused_and_its_challenge_is_gone(house: House) {
    let (browser, nobody) = (house.browser("agent").await, house.nobody());
    let offered = browser.post("/me/passkey-offers", &again()).await.expect(200).json();
    let body = json!({ "challenge": offered["challenge"], "name": "x", "credential": made_up() });
    let others = house.browser("colleague").await;
    assert_eq!(others.post("/me/passkeys", &body).await.expect(409).code(), "passkey_not_taken");
    assert_eq!(browser.post("/me/passkeys", &body).await.expect(409).code(), "passkey_not_taken");

    let offered = nobody.post("/sign-in-steps/passkey-offers", &json!({})).await.expect(200).json();
    assert_eq!(offered["options"]["publicKey"]["rpId"], "localhost");
    let body = json!({ "challenge": offered["challenge"], "credential": made_up() });
    assert_eq!(nobody.post("/sign-in-steps/passkey", &body).await.expect(401).code(), "passkey_refused");
    assert_eq!(nobody.post("/sign-in-steps/passkey", &body).await.expect(401).code(), "sign_in_over");
    let broken = json!({ "challenge": "x", "credential": {} });
    nobody.post("/sign-in-steps/passkey", &broken).await.expect(401);
    let unknown = json!({ "challenge": "never was" });
    assert_eq!(
        nobody.post("/sign-in-steps/passkey-offers", &unknown).await.expect(401).code(),
        "sign_in_over"
    );
}

async fn without_a_name_there_are_no_passkeys(house: House) {
    let config = Config { public_url: Some("http://10.1.2.3:8080".to_owned()), ..house.ground.config() };
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let browser = house.browser("agent").await;
    let refused = browser.post("/me/passkey-offers", &again()).await.expect(409);
    assert_eq!(refused.code(), "no_passkeys_here");
    assert_eq!(browser.get("/me/passkeys").await.expect(200).json()["host"], Value::Null);
}
