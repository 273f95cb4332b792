//! Whatever comes in, the answer is a problem that names it, never a fault, and nothing is half done.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::Method;
use serde_json::{Value, json};

use crate::house::person::product;
use crate::house::{House, Person, for_all, for_both};

for_both!(
    a_body_that_cannot_be_read_is_named,
    fields_that_cannot_be_taken_are_named,
    queries_that_cannot_be_taken_are_named,
    days_that_never_were_are_named,
    naughty_strings_are_kept_as_they_are_or_refused,
    naughty_strings_in_paths_headers_and_queries_break_nothing,
);

async fn a_body_that_cannot_be_read_is_named(house: House) {
    let manager = house.person("manager");
    let post = |body: &'static str| {
        let request = manager.request(Method::POST, "/products").header("content-type", "application/json");
        Person::send(request.body(body))
    };
    for broken in [
        "",
        "{",
        "{\"code\":\"A\",}",
        "nonsense",
        "{\"code\":\"A\",\"name\":\"n\",\"category\":\"c\"} {}",
        "\u{feff}{}",
        "{\"code\":\"\\ud800\"}",
    ] {
        assert_eq!(post(broken).await.expect(400).code(), "malformed_json", "{broken:?}");
    }
    let deep: &'static str = Box::leak("[".repeat(100_000).into_boxed_str());
    post(deep).await.expect(422);
    let plain = manager.request(Method::POST, "/products").body(product("A").to_string());
    assert_eq!(Person::send(plain).await.expect(415).code(), "json_expected");
    let form = manager.request(Method::POST, "/products").header("content-type", "text/html").body("x=1");
    Person::send(form).await.expect(415);
    let mut large = product("A");
    large["name"] = Value::String("大".repeat(1024 * 1024));
    assert_eq!(manager.post("/products", &large).await.expect(413).code(), "body_too_large");
    assert!(manager.products().await.is_empty());
}

async fn fields_that_cannot_be_taken_are_named(house: House) {
    let manager = house.person("manager");
    let refused = async |body: Value| {
        let answered = manager.post("/products", &body).await.expect(422);
        assert_eq!(answered.header("content-type"), "application/problem+json");
        assert_eq!(answered.code(), "invalid");
        answered.field()
    };
    let with = |name: &str, value: Value| {
        let mut body = product("A");
        body[name] = value;
        body
    };
    let named = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(refused(json!({ "code": "A", "category": "c" })).await, named("name", "missing"));
    assert_eq!(refused(with("colour", json!("red"))).await, named("colour", "unknown_field"));
    assert_eq!(refused(with("name", json!(7))).await, named("name", "wrong_type"));
    assert_eq!(refused(with("name", json!(null))).await, named("name", "wrong_type"));
    assert_eq!(refused(with("name", json!(["x"]))).await, named("name", "wrong_type"));
    assert_eq!(refused(with("name", json!("   "))).await, named("name", "too_short"));
    assert_eq!(refused(with("name", json!("长".repeat(101)))).await, named("name", "too_long"));
    assert_eq!(refused(with("name", json!("a\u{0}b"))).await, named("name", "control_character"));
    assert_eq!(refused(with("code", json!("A B"))).await, named("code", "wrong_form"));
    assert_eq!(refused(json!([])).await, named("body", "wrong_type"));
    assert_eq!(refused(json!(["A", "a name", null, "loan"])).await, named("body", "wrong_type"));
    assert_eq!(refused(json!("text")).await.1, "wrong_type");
    manager.add_product("A").await.expect(201);
    assert_eq!(refused(product("A")).await, named("code", "taken"));
}

async fn queries_that_cannot_be_taken_are_named(house: House) {
    let manager = house.person("manager");
    let refused = async |query: &str| {
        let answered = manager.get(&format!("/products?{query}")).await;
        assert_eq!(answered.status, 422, "{query}: {}", answered.text);
        answered.field().0
    };
    for limit in ["0", "201", "-1", "1e3", "99999999999999999999", "ten", ""] {
        assert_eq!(refused(&format!("limit={limit}")).await, "limit", "{limit}");
    }
    for cursor in ["x", "%FF", "e30", "AAAA", "bnVsbA=="] {
        assert_eq!(refused(&format!("cursor={cursor}")).await, "cursor", "{cursor}");
    }
    assert_eq!(refused("active=maybe").await, "active");
    assert_eq!(refused("colour=red").await, "colour");
    assert_eq!(refused("active=true&active=false").await, "active");
    assert_eq!(refused(&format!("cursor={}", "x".repeat(9000))).await, "query");
    assert_eq!(refused("cursor=%00").await, "query");
    for path in [
        "/products/x",
        "/products/prd_",
        "/products/prd_%00",
        "/products/%E4%BA%A7",
        "/products/..%2f..%2fetc",
    ] {
        manager.get(path).await.expect(404);
    }
    let other_kind = manager.get("/sessions/current").await.expect(200).json()["me"]["id"].clone();
    manager.get(&format!("/products/{}", other_kind.as_str().unwrap())).await.expect(404);
}

async fn days_that_never_were_are_named(house: House) {
    let manager = house.person("manager");
    let days = [
        "2026-02-30",
        "2026-13-01",
        "0000-00-00",
        "99999-01-01",
        "-0001-01-01",
        "2026-2-3",
        "tomorrow",
        "1e9",
    ];
    for day in days {
        let answered = manager.get(&format!("/dashboard?from={day}&to=2026-01-31")).await.expect(422);
        assert_eq!(answered.field().0, "from", "{day}: {}", answered.text);
    }
    for day in ["0001-01-01", "9999-12-31"] {
        let answered = manager.get(&format!("/dashboard?from={day}&to={day}")).await;
        assert!(matches!(answered.status, 200 | 422), "{day}: {}", answered.text);
    }
}

/// The Big List of Naughty Strings.
fn naughty_strings() -> Vec<String> {
    serde_json::from_str(include_str!("../data/blns.json")).unwrap()
}

async fn naughty_strings_are_kept_as_they_are_or_refused(house: House) {
    let manager = house.person("manager");
    let kept = AtomicUsize::new(0);
    for_all(naughty_strings().into_iter().enumerate(), async |(n, text)| {
        let mut body = product(&format!("P{n}"));
        body["name"] = Value::String(text.clone());
        let answered = manager.post("/products", &body).await;
        if answered.status == 422 {
            assert_eq!(answered.field().0, "name", "{text:?}");
            return;
        }
        let made = answered.expect(201);
        assert_eq!(made.json()["name"], text.trim(), "{text:?}");
        let read = manager.get(made.header("location")).await.expect(200);
        assert_eq!(read.json()["name"], text.trim());
        kept.fetch_add(1, Ordering::Relaxed);
    })
    .await;
    assert!(kept.load(Ordering::Relaxed) > 400, "{kept:?} were kept");
    house.sealed().await;
    assert_eq!(house.first_bad().await, None);
}

async fn naughty_strings_in_paths_headers_and_queries_break_nothing(house: House) {
    let (manager, nobody) = (house.person("manager"), house.nobody());
    for_all(naughty_strings(), async |text| {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for name in ["cursor", "limit", "active", "q"] {
            let answered = manager.get(&format!("/products?{name}={encoded}")).await;
            assert!(matches!(answered.status, 200 | 422), "{name} {text:?}: {}", answered.text);
        }
        let answered = manager.get(&format!("/products/{encoded}")).await;
        assert!(
            matches!(answered.status, 404 | 200) && (answered.status != 200 || text.is_empty()),
            "{text:?}"
        );
        let body = json!({ "login": text, "password": text });
        let answered = nobody.post("/sessions", &body).await;
        assert!(matches!(answered.status, 401 | 422), "{text:?}: {}", answered.text);
        for header in ["idempotency-key", "x-request-id", "last-event-id", "if-match"] {
            let Ok(value) = reqwest::header::HeaderValue::from_bytes(text.as_bytes()) else { continue };
            let request = manager.request(Method::POST, "/products").header(header, value).json(&json!({}));
            Person::send(request).await.expect(422);
        }
    })
    .await;
}
