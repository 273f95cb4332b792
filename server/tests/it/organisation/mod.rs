//! People sign in, are let in and kept out; the tree decides who sees what.

mod access;
mod links;
mod passkeys;
mod passwords;
mod second_factors;

use futures::future::join_all;
use lingke_platform::db::sql;
use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{id_of, ids_of, moment_of};
use crate::house::people::PASSWORD;
use crate::house::{House, for_both};

for_both!(
    signing_in_sets_a_cookie_and_answers_a_csrf_token,
    a_change_with_a_cookie_needs_the_csrf_token_of_that_session,
    too_many_wrong_passwords_lock_an_account_until_time_passes_or_an_administrator_unlocks_it,
    an_unknown_login_and_a_wrong_password_are_answered_the_same,
    a_session_ends_when_it_idles_and_when_its_time_is_over,
    signing_out_ends_this_session_and_signing_out_everywhere_ends_all,
    who_left_is_out_at_once,
    a_change_of_roles_ends_sessions_and_takes_effect,
    the_last_administrator_stays,
    two_administrators_cannot_remove_each_other,
    a_password_is_shown_once_and_a_change_of_it_ends_all_sessions,
    moving_a_unit_moves_all_below_it,
    a_unit_cannot_be_moved_below_itself,
    two_units_cannot_be_moved_below_each_other,
    presence_is_shown_to_all_and_journaled,
);

async fn signing_in_sets_a_cookie_and_answers_a_csrf_token(house: House) {
    let answered = house.try_sign_in("  agent ", PASSWORD).await.expect(201);
    let cookie = answered.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(
        token.len() >= 43 && !answered.text.contains(token),
        "the token is in the cookie and nowhere else"
    );
    assert_eq!(house.count(&format!("sessions WHERE token_sha256 = '{token}'")).await, 0);
    let shown = answered.json();
    let me = &shown["me"];
    assert_eq!((me["login"].as_str(), me["roles"].clone()), (Some("agent"), json!(["service_agent"])));
    assert_eq!((me["scope"].as_str(), me["presence"].as_str()), (Some("own_unit"), Some("online")));
    assert!(me["permissions"].as_array().unwrap().contains(&json!("cases.work")));
    assert_eq!(me["institution"]["name"], "静水银行");
    let minutes = |field: &str| moment_of(&shown[field]).micros_since(house.node.clock.now()) / 60_000_000;
    assert!((28..=30).contains(&minutes("idle_expires_at")) && (718..=720).contains(&minutes("expires_at")));

    let browser = house.browser("agent").await;
    let again = browser.get("/sessions/current").await.expect(200).json();
    assert_eq!(again["csrf_token"], browser.csrf_token.as_str());
    assert_ne!(again["csrf_token"], shown["csrf_token"], "each session has its own");
    let staff_id = house.staff("agent").await;
    assert_eq!(house.told("signed_in", &staff_id).await, 2);
    let actors = format!("journal WHERE type = 'signed_in' AND actor_id = '{staff_id}'");
    assert_eq!(house.count(&actors).await, 2);
}

async fn a_change_with_a_cookie_needs_the_csrf_token_of_that_session(house: House) {
    let (here, elsewhere) = (house.browser("agent").await, house.browser("agent").await);
    let busy = json!({ "presence": "busy" });
    for wrong in [None, Some(""), Some("wrong"), Some(elsewhere.csrf_token.as_str())] {
        let request = here.request(Method::PUT, "/me/presence").json(&busy);
        let request = match wrong {
            Some(token) => request.header("x-csrf-token", token),
            None => request,
        };
        assert_eq!(crate::house::Person::send(request).await.expect(403).code(), "csrf_token_wrong");
    }
    assert_eq!(here.get("/sessions/current").await.expect(200).json()["me"]["presence"], "online");
    let me = here.send(Method::PUT, "/me/presence", Some(&busy)).await.expect(200).json();
    assert_eq!(me["presence"], "busy");
}

async fn too_many_wrong_passwords_lock_an_account_until_time_passes_or_an_administrator_unlocks_it(
    house: House,
) {
    let admin = house.person("admin");
    let (id, wrong) = (house.staff("agent").await, "not the password");
    let fail = async |times: usize| {
        for _ in 0..times {
            assert_eq!(house.try_sign_in("agent", wrong).await.expect(401).code(), "sign_in_refused");
        }
    };
    fail(4).await;
    house.try_sign_in("agent", PASSWORD).await.expect(201);
    fail(4).await;
    let locked = house.try_sign_in("agent", wrong).await.expect(423);
    assert_eq!(locked.code(), "account_locked");
    let until = moment_of(&locked.json()["params"]["until"]);
    let minutes = until.micros_since(house.node.clock.now()) / 60_000_000;
    assert!((9..=10).contains(&minutes), "{minutes}");
    let right = house.try_sign_in("agent", PASSWORD).await.expect(423);
    assert_eq!(right.json()["params"], locked.json()["params"], "the right password does not help meanwhile");
    let shown = admin.get(&format!("/staff/{id}")).await.expect(200).json();
    assert_eq!((&shown["locked"], &shown["may"]["unlock"]), (&json!(true), &json!(true)));

    house.node.clock.shift_seconds(10 * 60 + 1);
    house.try_sign_in("agent", PASSWORD).await.expect(201);
    fail(4).await;
    house.try_sign_in("agent", wrong).await.expect(423);
    let unlock = format!("/staff/{id}/unlocks");
    house.person("manager").post(&unlock, &json!({})).await.expect(403);
    admin.post(&unlock, &json!({})).await.expect(204);
    house.try_sign_in("agent", PASSWORD).await.expect(201);
    assert_eq!(house.told("account_locked", &id).await, 2);
    assert_eq!(house.told("account_unlocked", &id).await, 1);
    assert!(!house.whole_journal().await.contains(wrong));
}

async fn an_unknown_login_and_a_wrong_password_are_answered_the_same(house: House) {
    house.change_staff("support", &json!({ "active": false })).await.expect(200);
    let unknown = house.try_sign_in("nobody-here", PASSWORD).await.expect(401);
    for (login, password) in
        [("agent", "not the password"), ("support", PASSWORD), ("support", "not the password")]
    {
        let answered = house.try_sign_in(login, password).await.expect(401);
        assert_eq!(answered.json(), unknown.json(), "{login}");
        assert!(answered.header("set-cookie").is_empty());
    }
}

async fn a_session_ends_when_it_idles_and_when_its_time_is_over(house: House) {
    let browser = house.browser("agent").await;
    for _ in 0..3 {
        house.node.clock.shift_seconds(29 * 60);
        assert!(browser.is_in().await, "each request is a sign of life");
    }
    house.node.clock.shift_seconds(31 * 60);
    assert!(!browser.is_in().await, "half an hour without a request");

    let browser = house.browser("agent").await;
    let expires_at = moment_of(&browser.get("/sessions/current").await.expect(200).json()["expires_at"]);
    let mut hours_us = 0;
    while house.node.clock.now().plus_seconds(29 * 60) < expires_at {
        house.node.clock.shift_seconds(29 * 60);
        hours_us += 29 * 60_000_000_i64;
        assert!(browser.is_in().await);
    }
    assert!(hours_us > 11 * 3_600_000_000);
    let last = browser.get("/sessions/current").await.expect(200).json();
    assert_eq!(last["expires_at"], last["idle_expires_at"], "it does not idle longer than it lasts");
    house.set_clock_to(expires_at);
    assert!(!browser.is_in().await, "twelve hours, whatever happens");
}

async fn signing_out_ends_this_session_and_signing_out_everywhere_ends_all(house: House) {
    let (here, there) = (house.browser("agent").await, house.browser("agent").await);
    let colleague = house.browser("colleague").await;
    here.send(Method::DELETE, "/sessions/current", None).await.expect(204);
    assert!(!here.is_in().await && there.is_in().await);
    let here = house.browser("agent").await;
    here.send(Method::DELETE, "/sessions", None).await.expect(204);
    assert!(!here.is_in().await && !there.is_in().await && colleague.is_in().await);
    house.person("agent").get("/sessions/current").await.expect(200);
    let again = house.browser("agent").await;
    let path = format!("/staff/{}/sessions", house.staff("agent").await);
    house.person("manager").delete(&path).await.expect(403);
    house.person("admin").delete(&path).await.expect(204);
    assert!(!again.is_in().await);
}

async fn who_left_is_out_at_once(house: House) {
    let (browser, program) = (house.browser("agent").await, house.person("agent"));
    house.change_staff("agent", &json!({ "active": false })).await.expect(200);
    assert!(!browser.is_in().await);
    program.get("/sessions/current").await.expect(401);
    house.try_sign_in("agent", PASSWORD).await.expect(401);
    house.change_staff("agent", &json!({ "active": true })).await.expect(200);
    assert!(!browser.is_in().await, "who comes back signs in again");
    house.try_sign_in("agent", PASSWORD).await.expect(201);
}

async fn a_change_of_roles_ends_sessions_and_takes_effect(house: House) {
    let (browser, program) = (house.browser("agent").await, house.person("agent"));
    house.change_staff("agent", &json!({ "name": "新名字" })).await.expect(200);
    assert!(browser.is_in().await, "a new name is no reason to sign in again");
    program.get("/dashboard?from=2026-01-01&to=2026-01-02").await.expect(403);
    let roles = json!({ "roles": ["service_agent", "complaint_specialist"] });
    let changed = house.change_staff("agent", &roles).await.expect(200).json();
    assert_eq!(
        (&changed["roles"], &changed["scope"]),
        (&json!(["complaint_specialist", "service_agent"]), &json!("all"))
    );
    assert!(!browser.is_in().await);
    program.get("/dashboard?from=2026-01-01&to=2026-01-02").await.expect(200);
    let path = format!("/staff/{}", house.staff("agent").await);
    let admin = house.person("admin");
    admin.patch(&path, 1, &roles).await.expect(412);
    assert_eq!(house.change_staff("agent", &json!({ "roles": [] })).await.expect(422).field().0, "roles");
    let nowhere = json!({ "unit_id": "unt_00000000000070008000000000000000" });
    assert_eq!(house.change_staff("agent", &nowhere).await.expect(422).field().0, "unit_id");
}

async fn the_last_administrator_stays(house: House) {
    for change in [json!({ "active": false }), json!({ "roles": ["auditor"] })] {
        assert_eq!(house.change_staff("admin", &change).await.expect(409).code(), "last_administrator");
    }
    house.change_staff("auditor", &json!({ "roles": ["auditor", "administrator"] })).await.expect(200);
    house.change_staff("admin", &json!({ "active": false })).await.expect(200);
    house.person("admin").get("/staff").await.expect(401);
}

async fn two_administrators_cannot_remove_each_other(house: House) {
    house.change_staff("auditor", &json!({ "roles": ["administrator"] })).await.expect(200);
    let (one, two) = (house.person("admin"), house.person("auditor"));
    let paths = [
        format!("/staff/{}", house.staff("admin").await),
        format!("/staff/{}", house.staff("auditor").await),
    ];
    for round in 0..10 {
        let mut versions = Vec::new();
        for path in &paths {
            versions.push(one.get(path).await.expect(200).json()["version"].as_i64().unwrap());
        }
        let step_down = json!({ "roles": ["service_agent"] });
        let (first, second) = futures::join!(
            one.patch(&paths[1], versions[1], &step_down),
            two.patch(&paths[0], versions[0], &step_down),
        );
        let left =
            "staff_roles r JOIN staff p ON p.id = r.staff_id WHERE r.role = 'administrator' AND p.active";
        let left = house.count(left).await;
        assert_eq!(left, 1, "round {round}: {} {}", first.status, second.status);
        let (who, path) = if first.status == 200 { (&one, &paths[1]) } else { (&two, &paths[0]) };
        who.change(path, &json!({ "roles": ["administrator"] })).await.expect(200);
    }
}

async fn a_password_is_shown_once_and_a_change_of_it_ends_all_sessions(house: House) {
    let admin = house.person("admin");
    let unit_id = house.unit("CSC").await;
    let body = json!({ "login": "li.na", "name": "李娜", "unit_id": unit_id, "roles": ["service_agent"] });
    let added = admin.post("/staff", &body).await.expect(201).json();
    let initial = added["initial_password"].as_str().unwrap();
    assert_eq!(admin.post("/staff", &body).await.expect(422).field(), ("login".into(), "taken".into()));
    let shown = admin.get(&format!("/staff/{}", id_of(&added))).await.expect(200);
    assert!(!shown.text.contains(initial));
    let signed_in = house.try_sign_in("li.na", initial).await.expect(201);
    assert_eq!(signed_in.json()["me"]["must_change_password"], true);

    let browser = house.browser("agent").await;
    let change = |current: &str, new: &str| json!({ "current_password": current, "new_password": new });
    let put = async |body: Value| browser.send(Method::PUT, "/me/password", Some(&body)).await;
    assert_eq!(
        put(change("not it at all", "A new password")).await.expect(409).code(),
        "current_password_wrong"
    );
    assert_eq!(put(change(PASSWORD, "short")).await.expect(422).field().0, "new_password");
    put(change(PASSWORD, "A new password")).await.expect(204);
    assert!(!browser.is_in().await);
    house.try_sign_in("agent", PASSWORD).await.expect(401);
    let signed_in = house.try_sign_in("agent", "A new password").await.expect(201).json();
    assert_eq!(signed_in["me"]["must_change_password"], false);

    let reset = format!("/staff/{}/password-resets", house.staff("agent").await);
    house.person("manager").post(&reset, &json!({})).await.expect(403);
    let second = admin.post(&reset, &json!({})).await.expect(201).json();
    house.try_sign_in("agent", "A new password").await.expect(401);
    let second = second["initial_password"].as_str().unwrap();
    house.try_sign_in("agent", second).await.expect(201);
    let journal = house.whole_journal().await;
    assert!([initial, second, "A new password"].iter().all(|password| !journal.contains(*password)));
}

async fn moving_a_unit_moves_all_below_it(house: House) {
    let admin = house.person("admin");
    let (team, desk) = (house.add_unit("BR1", "TEAM").await, house.add_unit("TEAM", "DESK").await);
    let case = json!({ "kind": "technical", "subject": "系统慢", "channel": "chat", "unit_id": desk });
    let case = house.person("complaints").opens(case).await;
    let manager = house.person("manager");
    manager.get(&format!("/cases/{case}")).await.expect(404);
    let (branch, centre) = (house.unit("BR1").await, house.unit("CSC").await);
    let moved =
        admin.patch(&format!("/org-units/{branch}"), 1, &json!({ "parent_id": centre })).await.expect(200);
    assert_eq!((&moved.json()["parent_id"], moved.header("etag")), (&json!(centre), "\"2\""));
    manager.get(&format!("/cases/{case}")).await.expect(200);
    let root = house.unit("HO").await;
    let path: String = house.value(sql("SELECT path FROM org_units WHERE id = $1").bind(desk.as_str())).await;
    assert_eq!(path, format!("/{root}/{centre}/{branch}/{team}/{desk}/"));
    assert_eq!(house.told("org_unit_changed", &branch).await, 1);
    admin
        .patch(&format!("/org-units/{team}"), 1, &json!({ "parent_id": root, "name": "直属队" }))
        .await
        .expect(200);
    manager.get(&format!("/cases/{case}")).await.expect(404);
    let listed = admin.get("/org-units").await.expect(200).json();
    let places: Vec<_> = listed["items"].as_array().unwrap().iter().map(id_of).collect();
    let place = |id: &String| places.iter().position(|one| one == id).unwrap();
    assert!(place(&root) < place(&team) && place(&team) < place(&desk), "parents come before children");
}

async fn a_unit_cannot_be_moved_below_itself(house: House) {
    let admin = house.person("admin");
    let (team, desk) = (house.add_unit("BR1", "TEAM").await, house.add_unit("TEAM", "DESK").await);
    let (branch, root) = (house.unit("BR1").await, house.unit("HO").await);
    let moved = async |unit: &str, below: &str| {
        admin.patch(&format!("/org-units/{unit}"), 1, &json!({ "parent_id": below })).await
    };
    for below in [&branch, &team, &desk] {
        assert_eq!(moved(&branch, below).await.expect(409).code(), "unit_below_itself");
    }
    assert_eq!(moved(&root, &desk).await.expect(409).code(), "root_stays");
    let nowhere = moved(&desk, "unt_00000000000070008000000000000000").await.expect(422);
    assert_eq!(nowhere.field(), ("parent_id".into(), "unknown".into()));
    assert_eq!(house.count("journal WHERE type = 'org_unit_changed'").await, 0);
    let mut below = "DESK".to_owned();
    for level in 5..=12 {
        house.add_unit(&below, &format!("L{level}")).await;
        below = format!("L{level}");
    }
    let deepest = house.unit("L12").await;
    let body = json!({ "parent_id": deepest, "code": "L13", "name": "太深", "kind": "team" });
    assert_eq!(admin.post("/org-units", &body).await.expect(422).code(), "tree_too_deep");
    let centre = house.unit("CSC").await;
    assert_eq!(
        moved(&branch, &centre).await.expect(422).code(),
        "tree_too_deep",
        "what hangs below counts too"
    );
    house
        .person("manager")
        .patch(&format!("/org-units/{team}"), 1, &json!({ "name": "x" }))
        .await
        .expect(403);
}

async fn two_units_cannot_be_moved_below_each_other(house: House) {
    let admin = house.person("admin");
    for round in 0..10 {
        let one = house.add_unit("HO", &format!("A{round}")).await;
        let two = house.add_unit("HO", &format!("B{round}")).await;
        let moves = [(&one, &two), (&two, &one)].map(|(unit, below)| {
            let (admin, below) = (admin.clone(), json!({ "parent_id": below }));
            let path = format!("/org-units/{unit}");
            async move { admin.patch(&path, 1, &below).await }
        });
        let team = json!({ "parent_id": two, "code": format!("C{round}"), "name": "新队", "kind": "team" });
        let (answered, added) = futures::join!(join_all(moves), admin.post("/org-units", &team));
        added.expect(201);
        let moved = answered.iter().filter(|one| one.status == 200).count();
        assert_eq!(
            moved,
            1,
            "round {round}: {:?}",
            answered.iter().map(|one| one.status).collect::<Vec<_>>()
        );
    }
    let root = house.unit("HO").await;
    let lost = format!(
        "org_units u WHERE u.parent_id IS NOT NULL AND (u.path NOT LIKE '/{root}/%' OR u.path <> \
                        (SELECT p.path FROM org_units p WHERE p.id = u.parent_id) || u.id || '/')"
    );
    assert_eq!(house.count(&lost).await, 0);
}

async fn presence_is_shown_to_all_and_journaled(house: House) {
    let agent = house.person("agent");
    let id = house.staff("agent").await;
    for presence in ["online", "on_call", "away"] {
        let me = agent.put("/me/presence", &json!({ "presence": presence })).await.expect(200).json();
        assert_eq!(me["presence"], presence);
    }
    let wrong = agent.put("/me/presence", &json!({ "presence": "asleep" })).await.expect(422);
    assert_eq!(wrong.field(), ("presence".into(), "unknown_value".into()));
    let listed = house.person("colleague").get("/staff?q=agent").await.expect(200).json();
    let found = listed["items"].as_array().unwrap().iter().find(|one| one["id"] == id.as_str()).unwrap();
    assert_eq!(found["presence"], "away");
    let changes = house.particulars("presence_changed", &id).await;
    assert_eq!(changes[2], json!({ "from": "on_call", "to": "away" }));
    let centre = house.unit("CSC").await;
    let team = agent.get(&format!("/staff?unit_id={centre}&role=service_agent")).await.expect(200).json();
    let mut expected = vec![id, house.staff("colleague").await];
    expected.sort();
    assert_eq!(ids_of(&team), expected);
}
