//! Every route, tried by nobody, by a stranger's token, and by each role.

use std::collections::BTreeMap;

use lingke_organisation::roles::Role;
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::house::people::PEOPLE;
use crate::house::{House, Person, for_both};

for_both!(
    every_route_but_the_public_ones_wants_credentials,
    every_route_wants_the_permission_it_names,
    a_session_wants_its_csrf_token_and_ends,
    what_is_not_there_is_a_problem_and_not_a_page,
    everything_carries_the_headers_that_protect,
);

/// One operation of the document.
struct Route {
    method: Method,
    path: String,
    public: bool,
    permission: Option<String>,
    body: Option<Value>,
}

impl Route {
    /// What is asked of `person`; ids are well-formed and name nothing.
    fn by(&self, person: &Person) -> reqwest::RequestBuilder {
        let request = person.request(self.method.clone(), &self.path);
        let request = if self.method == Method::GET { request } else { request.header("if-match", "\"1\"") };
        match &self.body {
            Some(body) => request.json(body),
            None => request,
        }
    }
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
    /// The live stream does not end by itself.
    fn is_stream(&self) -> bool {
        self.path.ends_with("/live")
    }
}

async fn all_routes(house: &House) -> Vec<Route> {
    let document = house.nobody().get("/openapi.json").await.expect(200).json();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let said = [&operation["summary"], &operation["description"]];
            let said = said.into_iter().filter_map(Value::as_str);
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            routes.push(Route {
                method: method.to_uppercase().parse().unwrap(),
                path: with_ids(path, operation) + &query(&document, operation),
                public: operation["security"] == json!([]),
                permission: said.into_iter().find_map(lingke::openapi::permission_named).map(str::to_owned),
                body: (!schema.is_null()).then(|| sample(&document, schema)),
            });
        }
    }
    assert!(routes.len() > 20);
    routes
}

/// Each parameter of the path replaced by one of its form.
fn with_ids(path: &str, operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    parameters.iter().filter(|one| one["in"] == "path").fold(path.to_owned(), |path, one| {
        let name = one["name"].as_str().unwrap();
        let schema = one["schema"]["$ref"].as_str().unwrap_or_default();
        let prefix = match schema.rsplit('/').next().unwrap_or_default() {
            "ProductId" => "prd",
            "StaffId" => "stf",
            "UnitId" => "unt",
            "OutboxId" => "out",
            "CustomerId" => "cus",
            "CaseId" => "cas",
            "ImportId" => "imp",
            "KeptId" => "kpt",
            "HeldReplyId" => "hld",
            "BulkJobId" => "blk",
            "ExportId" => "exp",
            "RecurringId" => "rec",
            "TaskId" => "tsk",
            "FieldId" => "fld",
            "TemplateId" => "clt",
            "ItemId" => "cli",
            "LevelVersionId" => "sls",
            "ReplayId" => "rpl",
            "NotificationId" => "ntf",
            "SessionId" => "ses",
            "TokenId" => "tok",
            "PasskeyId" => "psk",
            _ => "nothing",
        };
        path.replace(&format!("{{{name}}}"), &format!("{prefix}_01a20cb31d1e7f03a30c02dc6017d722"))
    })
}

/// The parameters without which a query is refused.
fn query(document: &Value, operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let wanted = parameters.iter().filter(|one| one["in"] == "query" && one["required"] == true);
    let pairs = wanted.map(|one| {
        let value = sample(document, &one["schema"]);
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{}={text}", one["name"].as_str().unwrap())
    });
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The smallest body a schema takes, as far as the schema tells.
fn sample(document: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return sample(document, document.pointer(name.trim_start_matches('#')).unwrap());
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(all) = schema[choice].as_array() {
            return all
                .iter()
                .find(|one| one["type"] != "null")
                .map_or(Value::Null, |one| sample(document, one));
        }
    }
    if let Some(all) = schema["allOf"].as_array() {
        let parts = all.iter().filter_map(|one| sample(document, one).as_object().cloned());
        return Value::Object(parts.flatten().collect());
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind.unwrap_or_default() {
        "string" => match schema["format"].as_str() {
            Some("date") => json!("2026-01-05"),
            Some("date-time") => json!("2026-01-05T09:00:00Z"),
            _ => json!("something"),
        },
        "integer" | "number" => json!(1),
        "boolean" => json!(true),
        "array" => json!([]),
        _ => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let fields = required.iter().filter_map(Value::as_str);
            let fields = fields.map(|name| (name.to_owned(), sample(document, &schema["properties"][name])));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

async fn every_route_but_the_public_ones_wants_credentials(house: House) {
    let nobody = house.nobody();
    let stranger = Person::new(house.address, Some("lkt_nobody_ever_made_this_token"));
    for route in all_routes(&house).await {
        for person in [&nobody, &stranger] {
            let answered = Person::send(route.by(person)).await;
            assert!(answered.status < 500, "{}: {}", route.name(), answered.text);
            if !route.public {
                assert_eq!(answered.status, 401, "{}: {}", route.name(), answered.text);
                assert_eq!(answered.code(), "not_signed_in", "{}", route.name());
            }
        }
    }
}

async fn every_route_wants_the_permission_it_names(house: House) {
    let routes = all_routes(&house).await;
    let roles: BTreeMap<&str, Role> = PEOPLE.iter().map(|(login, role, _)| (*login, *role)).collect();
    for (login, role) in roles {
        // Some routes end what they are tried with, so each is tried with a person of its own standing.
        let person = house.person(login);
        for route in routes.iter().filter(|route| !route.is_stream()) {
            let Some(permission) = &route.permission else { continue };
            let answered = Person::send(route.by(&person)).await;
            let may = role.permissions().contains(&permission.as_str());
            let told = format!("{} as {login}: {} {}", route.name(), answered.status, answered.text);
            assert!(answered.status < 500, "{told}");
            if may {
                assert!(!matches!(answered.status, 401 | 403), "{told}");
            } else if route.method == Method::GET {
                assert!(matches!(answered.status, 403 | 404), "{told}");
            } else {
                assert!((400..500).contains(&answered.status) && answered.status != 401, "{told}");
            }
        }
    }
}

async fn a_session_wants_its_csrf_token_and_ends(house: House) {
    let http = reqwest::Client::builder().no_proxy().cookie_store(true).build().unwrap();
    let url = |path: &str| format!("http://{}/api/v1{path}", house.address);
    let credentials = json!({ "login": "manager", "password": crate::house::people::PASSWORD });
    let opened = Person::send(http.post(url("/sessions")).json(&credentials)).await.expect(201);
    let cookie = opened.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite"), "{cookie}");
    let csrf = opened.json()["csrf_token"].as_str().unwrap().to_owned();
    Person::send(http.get(url("/products"))).await.expect(200);
    let body = crate::house::person::product("A");
    let without = Person::send(http.post(url("/products")).json(&body)).await;
    assert_eq!(without.status, 403, "{}", without.text);
    let wrong = http.post(url("/products")).header("x-csrf-token", "wrong").json(&body);
    assert_eq!(Person::send(wrong).await.status, 403);
    let right = http.post(url("/products")).header("x-csrf-token", &csrf).json(&body);
    Person::send(right).await.expect(201);
    let end = http.delete(url("/sessions/current")).header("x-csrf-token", &csrf);
    Person::send(end).await.expect(204);
    let old = cookie.split(';').next().unwrap().to_owned();
    let replayed = reqwest::Client::new().get(url("/products")).header("cookie", old);
    Person::send(replayed).await.expect(401);
}

async fn what_is_not_there_is_a_problem_and_not_a_page(house: House) {
    let nobody = house.nobody();
    for path in ["/api", "/api/", "/api/v1", "/api/v2/products", "/api/v1/nothing", "/api/v1/products/a/b/c"]
    {
        let answered = nobody.get(path).await.expect(404);
        assert_eq!(
            (answered.header("content-type"), answered.code().as_str()),
            ("application/problem+json", "not_found")
        );
    }
    for (method, path) in
        [(Method::DELETE, "/products"), (Method::PUT, "/operations"), (Method::POST, "/api/v1/institution")]
    {
        let answered = Person::send(nobody.request(method, path)).await.expect(405);
        assert_eq!(answered.code(), "method_not_allowed");
        assert!(!answered.header("allow").is_empty());
    }
}

async fn everything_carries_the_headers_that_protect(house: House) {
    let manager = house.person("manager");
    for path in ["/healthz", "/readyz", "/openapi.json", "/products", "/api/v1/nothing", "/metrics"] {
        let answered = manager.get(path).await;
        for (name, value) in [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY")] {
            assert_eq!(answered.header(name), value, "{path}");
        }
        assert!(answered.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(answered.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answered.header("x-request-id").len(), 32, "{path}");
    }
    assert_eq!(manager.get("/products").await.header("cache-control"), "no-store");
    let given = manager.request(Method::GET, "/products").header("x-request-id", "my-own-request-1");
    assert_eq!(Person::send(given).await.header("x-request-id"), "my-own-request-1");
    assert!(manager.get("/metrics").await.expect(200).text.contains("lingke_request_seconds"));
}
