//! What a password must be, and when it must be another.

use reqwest::Method;
use serde_json::{Value, json};

use super::second_factors::{after_password, code, set_up};
use crate::house::desk::Browser;
use crate::house::people::PASSWORD;
use crate::house::{House, for_both};

for_both!(
    a_new_password_meets_the_rules_of_the_profile,
    the_last_five_passwords_do_not_come_back,
    an_old_password_is_changed_while_signing_in,
    a_changed_profile_holds_from_the_next_password_on,
    anyone_may_ask_which_rules_a_password_meets,
);

async fn change(browser: &Browser, current: &str, new: &str) -> crate::house::person::Answered {
    let body = json!({ "current_password": current, "new_password": new });
    browser.send(Method::PUT, "/me/password", Some(&body)).await
}

async fn signed_in(house: &House, login: &str, password: &str) -> Browser {
    let mut browser = house.new_browser();
    let body = json!({ "login": login, "password": password });
    let shown = browser.post("/sessions", &body).await.expect(201).json();
    browser.csrf_token = shown["csrf_token"].as_str().unwrap().to_owned();
    browser
}

async fn a_new_password_meets_the_rules_of_the_profile(house: House) {
    let browser = house.browser("agent").await;
    for (new, code) in [
        ("Short1!", "password_length"),
        ("abcdefghij1", "password_classes"),
        ("Agent-123", "password_oneself"),
        (PASSWORD, "password_classes"),
    ] {
        let field = change(&browser, PASSWORD, new).await.expect(422).field();
        assert_eq!(field, ("new_password".to_owned(), code.to_owned()), "{new}");
    }
    change(&browser, PASSWORD, "Pine-cone 7").await.expect(204);
    let body = json!({ "login": "li.na", "name": "李娜", "unit_id": house.unit("CSC").await,
        "roles": ["service_agent"], "initial_password": "12345678" });
    let refused = house.person("admin").post("/staff", &body).await.expect(422);
    assert_eq!(refused.field(), ("initial_password".to_owned(), "password_classes".to_owned()));
}

async fn the_last_five_passwords_do_not_come_back(house: House) {
    let word = |n: usize| format!("Pine-cone {n}");
    let mut now = PASSWORD.to_owned();
    for n in 1..=6 {
        let browser = signed_in(&house, "agent", &now).await;
        change(&browser, &now, &word(n)).await.expect(204);
        now = word(n);
        house.node.clock.shift_seconds(1);
    }
    let browser = signed_in(&house, "agent", &now).await;
    for n in 2..=6 {
        let field = change(&browser, &now, &word(n)).await.expect(422).field();
        assert_eq!(field.1, "password_again", "{n}");
    }
    change(&browser, &now, &word(1)).await.expect(204);
    assert_eq!(house.count("past_passwords WHERE password_hash NOT LIKE '$argon2id$%'").await, 0);
}

async fn an_old_password_is_changed_while_signing_in(house: House) {
    let browser = house.browser("agent").await;
    let (secret, _) = set_up(&house, &browser).await;
    house.node.clock.shift_seconds(90 * 86_400);
    // The second factor first: who knows an old password alone changes nothing.
    let (step, challenge) = after_password(&house, "agent").await;
    assert_eq!(step, "second_factor");
    let body = json!({ "challenge": challenge, "code": code(&house, &secret) });
    let step = house.nobody().post("/sign-in-steps/second-factor", &body).await.expect(200).json();
    assert_eq!(step["step"], "new_password");
    let renewed = house.new_browser();
    let renew = async |new: &str| {
        let body = json!({ "challenge": step["challenge"], "new_password": new });
        renewed.post("/sign-in-steps/new-password", &body).await
    };
    assert_eq!(renew("short").await.expect(422).field().1, "password_length");
    assert_eq!(renew(PASSWORD).await.expect(422).field().0, "new_password");
    renew("Pine-cone 7").await.expect(201);
    assert!(renewed.is_in().await);
    assert_eq!(renew("Pine-cone 8").await.expect(401).code(), "sign_in_over");
    let id = house.staff("agent").await;
    assert_eq!(house.told("password_changed", &id).await, 1);

    let (step, _) = after_password(&house, "colleague").await;
    assert_eq!(step, "new_password");
    let asvs = json!({ "password_profile": "asvs" });
    house.person("admin").patch("/sign-in-rules", 1, &asvs).await.expect(200);
    house.try_sign_in("colleague", PASSWORD).await.expect(201);
}

async fn a_changed_profile_holds_from_the_next_password_on(house: House) {
    let admin = house.person("admin");
    let rules = admin.get("/sign-in-rules").await.expect(200).json();
    assert_eq!((&rules["password_profile"], &rules["password_length_min"]), (&json!("mlps3"), &json!(8)));
    let wrong = json!({ "password_profile": "asvs", "password_length_min": 8 });
    assert_eq!(admin.patch("/sign-in-rules", 1, &wrong).await.expect(422).field().0, "password_length_min");
    let longer = json!({ "password_profile": "asvs", "password_length_min": 14 });
    admin.patch("/sign-in-rules", 1, &longer).await.expect(200);
    let browser = house.browser("agent").await;
    for (new, code) in [
        ("vexing lamp 9", "password_length"),
        ("passwordpassword", "password_guessed"),
        ("agent of the house", "password_guessed"),
    ] {
        let field = change(&browser, PASSWORD, new).await.expect(422).field();
        assert_eq!(field.1, code, "{new}");
    }
    change(&browser, PASSWORD, "vexing lamp otter nine").await.expect(204);
    let back = json!({ "password_profile": "mlps3" });
    let rules = admin.patch("/sign-in-rules", 2, &back).await.expect(200).json();
    assert_eq!(rules["password_length_min"], 8, "the profile's own again");
    let told = house.particulars("sign_in_rules_changed", "sign_in_rules").await;
    assert_eq!((&told[0]["password_profile"], &told[0]["password_length_min"]), (&json!("asvs"), &json!(14)));
}

async fn anyone_may_ask_which_rules_a_password_meets(house: House) {
    let ask = async |password: &str| {
        let body = json!({ "password": password, "login": "li.na" });
        let answered = house.nobody().post("/password-checks", &body).await.expect(200).json();
        let rules = answered["rules"].as_array().unwrap().clone();
        rules
            .into_iter()
            .map(|one| (one["rule"].as_str().unwrap().to_owned(), one["met"].clone()))
            .collect::<Vec<_>>()
    };
    let met =
        |rules: &[(String, Value)], rule: &str| rules.iter().find(|one| one.0 == rule).unwrap().1.clone();
    let rules = ask("").await;
    assert_eq!(met(&rules, "length"), false);
    assert_eq!(met(&rules, "not_again"), Value::Null, "only the change itself can tell");
    let rules = ask("Abcdefg1").await;
    assert!(["length", "classes", "not_oneself"].iter().all(|rule| met(&rules, rule) == true));
    assert_eq!(met(&ask("Li.Na123").await, "not_oneself"), false);
    let long = json!({ "password": "a".repeat(201) });
    house.nobody().post("/password-checks", &long).await.expect(422);
    let initial = house
        .person("admin")
        .post(&format!("/staff/{}/password-resets", house.staff("agent").await), &json!({}))
        .await
        .expect(201)
        .json();
    let made = ask(initial["initial_password"].as_str().unwrap()).await;
    assert!(made.iter().all(|one| one.1 != false), "what we make up meets our rules");
}
