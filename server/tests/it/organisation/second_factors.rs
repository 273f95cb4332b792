//! Second factors: set up, asked for, lost, wanted by a role.

use reqwest::Method;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::house::desk::Browser;
use crate::house::people::PASSWORD;
use crate::house::{House, for_both};

for_both!(
    a_second_factor_is_set_up_and_asked_for_after_the_password,
    a_code_is_not_taken_twice_and_not_late,
    wrong_codes_lock_the_account_as_wrong_passwords_do,
    a_recovery_code_signs_in_once_and_new_ones_end_the_old,
    whoever_has_a_role_that_wants_one_sets_it_up_before_anything_else,
    an_administrator_takes_a_second_factor_away,
    changing_how_one_signs_in_asks_for_the_password_again,
);

/// The code an authenticator with this secret shows now.
pub(super) fn code(house: &House, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let now = u64::try_from(house.node.clock.now().micros() / 1_000_000).unwrap();
    Builder::new().with_secret(secret).build().unwrap().generate(now).to_string()
}

fn again() -> Value {
    json!({ "current_password": PASSWORD })
}

/// Sets an authenticator up; answers its secret and the recovery codes.
pub(super) async fn set_up(house: &House, browser: &Browser) -> (String, Vec<String>) {
    let offered = browser.post("/me/authenticators", &again()).await.expect(200).json();
    let secret = offered["secret"].as_str().unwrap().to_owned();
    let body = json!({ "code": code(house, &secret) });
    let confirmed = browser.post("/me/authenticator-confirmations", &body).await.expect(201).json();
    // The code that confirmed it is used up.
    house.node.clock.shift_seconds(30);
    (secret, codes_in(&confirmed))
}

fn codes_in(answered: &Value) -> Vec<String> {
    let codes = answered["recovery_codes"].as_array().unwrap();
    codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// The password is right and something is wanted still: what, and the challenge.
pub(super) async fn after_password(house: &House, login: &str) -> (String, String) {
    let answered = house.try_sign_in(login, PASSWORD).await.expect(200);
    assert!(answered.header("set-cookie").is_empty(), "there is no session yet");
    let step = answered.json();
    (step["step"].as_str().unwrap().to_owned(), step["challenge"].as_str().unwrap().to_owned())
}

async fn a_second_factor_is_set_up_and_asked_for_after_the_password(house: House) {
    let browser = house.browser("agent").await;
    let id = house.staff("agent").await;
    let before = browser.get("/me/second-factors").await.expect(200).json();
    assert_eq!((&before["authenticator_since"], &before["required"]), (&Value::Null, &json!(false)));
    let (secret, codes) = set_up(&house, &browser).await;
    assert_eq!((secret.len(), codes.len()), (32, 10));
    let after = browser.get("/me/second-factors").await.expect(200).json();
    assert!(after["authenticator_since"].is_string());
    assert_eq!(after["recovery_codes_left"], 10);
    let shown = house.person("admin").get(&format!("/staff/{id}")).await.expect(200).json();
    assert_eq!(
        (&shown["second_factor"], &shown["may"]["remove_second_factors"]),
        (&json!(true), &json!(true))
    );

    let (step, challenge) = after_password(&house, "agent").await;
    assert_eq!(step, "second_factor");
    let newcomer = house.new_browser();
    let body = json!({ "challenge": challenge, "code": code(&house, &secret) });
    let session = newcomer.post("/sign-in-steps/second-factor", &body).await.expect(201);
    assert!(session.header("set-cookie").contains("HttpOnly"));
    assert_eq!(session.json()["me"]["login"], "agent");
    assert!(newcomer.is_in().await);
    let told = house.particulars("signed_in", &id).await;
    assert_eq!((&told[0]["proved"], &told[1]["proved"]), (&json!("password"), &json!("authenticator")));

    for table in ["authenticators WHERE secret", "sign_in_challenges WHERE token_sha256"] {
        assert_eq!(house.count(&format!("{table} LIKE '%{secret}%'")).await, 0);
    }
    let journal = house.whole_journal().await;
    assert!(!journal.contains(&secret) && !journal.contains(&challenge));
    assert!(codes.iter().all(|code| !journal.contains(code.as_str())));
    house.person("agent").get("/sessions/current").await.expect(200);
}

async fn a_code_is_not_taken_twice_and_not_late(house: House) {
    let (secret, _) = set_up(&house, &house.browser("agent").await).await;
    let used = code(&house, &secret);
    let nobody = house.nobody();
    let try_code = async |challenge: &str, code: &str| {
        nobody.post("/sign-in-steps/second-factor", &json!({ "challenge": challenge, "code": code })).await
    };
    let (_, challenge) = after_password(&house, "agent").await;
    try_code(&challenge, &used).await.expect(201);
    assert_eq!(
        try_code(&challenge, &used).await.expect(401).code(),
        "sign_in_over",
        "a challenge is for once"
    );
    let (_, challenge) = after_password(&house, "agent").await;
    assert_eq!(try_code(&challenge, &used).await.expect(401).code(), "code_refused");
    house.node.clock.shift_seconds(30);
    try_code(&challenge, &code(&house, &secret)).await.expect(201);

    let (_, challenge) = after_password(&house, "agent").await;
    house.node.clock.shift_seconds(60);
    let old = code(&house, &secret);
    house.node.clock.shift_seconds(90);
    assert_eq!(try_code(&challenge, &old).await.expect(401).code(), "code_refused");
    house.node.clock.shift_seconds(5 * 60);
    let late = try_code(&challenge, &code(&house, &secret)).await.expect(401);
    assert_eq!(late.code(), "sign_in_over", "five minutes after the password");
    assert_eq!(try_code("made-up", "123456").await.expect(401).code(), "sign_in_over");
}

async fn wrong_codes_lock_the_account_as_wrong_passwords_do(house: House) {
    let (secret, _) = set_up(&house, &house.browser("agent").await).await;
    let nobody = house.nobody();
    for n in 1..=4 {
        // The right password in between does not set the count back.
        let (_, challenge) = after_password(&house, "agent").await;
        let body =
            json!({ "challenge": challenge, "code": if n % 2 == 0 { "000000" } else { "wrong-codes" } });
        let answered = nobody.post("/sign-in-steps/second-factor", &body).await.expect(401);
        assert_eq!(answered.code(), "code_refused");
    }
    let (_, challenge) = after_password(&house, "agent").await;
    let wrong = json!({ "challenge": challenge, "code": "000000" });
    let locked = nobody.post("/sign-in-steps/second-factor", &wrong).await.expect(423);
    assert_eq!(locked.code(), "account_locked");
    let right = json!({ "challenge": challenge, "code": code(&house, &secret) });
    nobody.post("/sign-in-steps/second-factor", &right).await.expect(423);
    house.try_sign_in("agent", PASSWORD).await.expect(423);
    assert_eq!(house.told("account_locked", &house.staff("agent").await).await, 1);
    house.node.clock.shift_seconds(10 * 60 + 1);
    let (_, challenge) = after_password(&house, "agent").await;
    let right = json!({ "challenge": challenge, "code": code(&house, &secret) });
    nobody.post("/sign-in-steps/second-factor", &right).await.expect(201);
}

async fn a_recovery_code_signs_in_once_and_new_ones_end_the_old(house: House) {
    let browser = house.browser("agent").await;
    let (_, codes) = set_up(&house, &browser).await;
    let nobody = house.nobody();
    let try_code = async |code: &str| {
        let (_, challenge) = after_password(&house, "agent").await;
        nobody.post("/sign-in-steps/second-factor", &json!({ "challenge": challenge, "code": code })).await
    };
    try_code(&format!(" {} ", codes[0].to_uppercase().replace('-', " "))).await.expect(201);
    assert_eq!(try_code(&codes[0]).await.expect(401).code(), "code_refused", "each once");
    let left = browser.get("/me/second-factors").await.expect(200).json();
    assert_eq!(left["recovery_codes_left"], 9);
    let renewed = browser.post("/me/recovery-codes", &again()).await.expect(201).json();
    try_code(&codes[1]).await.expect(401);
    try_code(&codes_in(&renewed)[1]).await.expect(201);
    let id = house.staff("agent").await;
    let told = house.particulars("signed_in", &id).await;
    assert_eq!(told.last().unwrap()["proved"], "recovery_code");
    assert_eq!(house.told("recovery_codes_made", &id).await, 2);
}

async fn whoever_has_a_role_that_wants_one_sets_it_up_before_anything_else(house: House) {
    let admin = house.person("admin");
    let wanted = json!({ "second_factor_roles": ["service_agent", "service_agent"] });
    house.person("manager").patch("/sign-in-rules", 1, &wanted).await.expect(403);
    admin.patch("/sign-in-rules", 7, &wanted).await.expect(412);
    let rules = admin.patch("/sign-in-rules", 1, &wanted).await.expect(200).json();
    assert_eq!(rules["second_factor_roles"], json!(["service_agent"]));
    assert_eq!(house.told("sign_in_rules_changed", "sign_in_rules").await, 1);
    house.try_sign_in("manager", PASSWORD).await.expect(201);

    let (step, challenge) = after_password(&house, "agent").await;
    assert_eq!(step, "set_up");
    let browser = house.new_browser();
    let wrong_step = json!({ "challenge": challenge, "code": "000000" });
    let refused = browser.post("/sign-in-steps/second-factor", &wrong_step).await.expect(401);
    assert_eq!(refused.code(), "sign_in_over", "a challenge is for its own step");
    let body = json!({ "challenge": challenge });
    let offered = browser.post("/sign-in-steps/authenticators", &body).await.expect(200).json();
    assert!(!browser.is_in().await);
    assert!(offered["qr_svg"].as_str().unwrap().starts_with("<svg"));
    let secret = offered["secret"].as_str().unwrap();
    let confirm = async |code: &str| {
        let body = json!({ "challenge": challenge, "code": code });
        browser.post("/sign-in-steps/authenticator-confirmations", &body).await
    };
    assert_eq!(confirm("000000").await.expect(409).code(), "code_wrong");
    let done = confirm(&code(&house, secret)).await.expect(201).json();
    assert_eq!((codes_in(&done).len(), &done["session"]["me"]["login"]), (10, &json!("agent")));
    assert!(browser.is_in().await);
    assert_eq!(confirm(&code(&house, secret)).await.expect(401).code(), "sign_in_over");

    let (step, _) = after_password(&house, "agent").await;
    assert_eq!(step, "second_factor");
    let mut browser = browser;
    browser.csrf_token = done["session"]["csrf_token"].as_str().unwrap().to_owned();
    let kept = browser.post("/me/authenticator-removals", &again()).await.expect(409);
    assert_eq!(kept.code(), "second_factor_required");
}

async fn an_administrator_takes_a_second_factor_away(house: House) {
    let browser = house.browser("agent").await;
    set_up(&house, &browser).await;
    let id = house.staff("agent").await;
    let path = format!("/staff/{id}/second-factors");
    house.person("manager").delete(&path).await.expect(403);
    house.person("admin").delete(&path).await.expect(204);
    assert!(!browser.is_in().await, "the lost telephone may be signed in");
    house.try_sign_in("agent", PASSWORD).await.expect(201);
    assert_eq!(house.person("admin").delete(&path).await.expect(409).code(), "no_second_factor");
    let told = house.particulars("second_factor_removed", &id).await;
    assert_eq!(told, [json!({ "kind": "all", "by_colleague": true })]);
    let actors = format!(
        "journal WHERE type = 'second_factor_removed' AND actor_id = '{}'",
        house.staff("admin").await
    );
    assert_eq!(house.count(&actors).await, 1);
}

async fn changing_how_one_signs_in_asks_for_the_password_again(house: House) {
    let browser = house.browser("agent").await;
    let wrong = json!({ "current_password": "not the password" });
    let refused = browser.post("/me/authenticators", &wrong).await.expect(409);
    assert_eq!(refused.code(), "current_password_wrong");
    let early = browser.post("/me/authenticator-confirmations", &json!({ "code": "123456" })).await;
    assert_eq!(early.expect(409).code(), "no_authenticator_offered");
    assert_eq!(browser.post("/me/recovery-codes", &again()).await.expect(409).code(), "no_second_factor");
    set_up(&house, &browser).await;
    let twice = browser.post("/me/authenticators", &again()).await.expect(409);
    assert_eq!(twice.code(), "authenticator_there");
    for path in ["/me/recovery-codes", "/me/authenticator-removals"] {
        browser.post(path, &wrong).await.expect(409);
    }
    browser.post("/me/authenticator-removals", &again()).await.expect(204);
    house.try_sign_in("agent", PASSWORD).await.expect(201);
    for _ in 0..4 {
        browser.post("/me/authenticators", &wrong).await.expect(409);
    }
    let locked = browser.post("/me/authenticators", &wrong).await.expect(423);
    assert_eq!(locked.code(), "account_locked", "a stolen browser is no way to guess a password");
    let change = json!({ "current_password": PASSWORD, "new_password": "A new password" });
    browser.send(Method::PUT, "/me/password", Some(&change)).await.expect(423);
}
