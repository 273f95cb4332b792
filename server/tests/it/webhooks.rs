//! Other systems are told what happens, by a server of their own that these stories start.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use lingke_platform::config::Config;
use lingke_platform::db::sql;
use lingke_webhooks::signing::signature;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::house::desk::{case, id_of};
use crate::house::{House, eventually, for_both};

for_both!(
    what_happens_is_told_once_signed_and_without_names,
    what_failed_is_tried_again_under_the_same_id,
    a_new_secret_signs_beside_the_old_one_for_a_day,
    an_endpoint_that_fails_for_days_is_switched_off_and_what_failed_is_sent_again,
    whoever_answers_gone_is_asked_nothing_more,
    nothing_inside_is_reached_unless_it_is_let_through,
    a_secret_is_shown_once_and_kept_sealed,
    a_test_tells_at_once_what_came_of_it,
);

/// One request as it arrived.
#[derive(Clone)]
struct Arrived {
    headers: HeaderMap,
    body: String,
}

impl Arrived {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
    /// Whether one of its signatures is by `secret`.
    fn is_signed_by(&self, secret: &str) -> bool {
        let timestamp = self.header("webhook-timestamp").parse().unwrap();
        let right = signature(secret, self.header("webhook-id"), timestamp, &self.body).unwrap();
        self.header("webhook-signature").split(' ').any(|one| one == right)
    }
}

/// Another system: keeps what arrives, and answers what it is told to, 200 when it is told nothing more.
#[derive(Clone, Default)]
struct Receiver {
    arrived: Arc<Mutex<Vec<Arrived>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    async fn start(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/hook", post(receive)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        address
    }
    fn will_answer(&self, answers: impl IntoIterator<Item = u16>) {
        self.answers.lock().unwrap().extend(answers);
    }
    fn all(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
    /// Waits until so many have arrived.
    async fn have(&self, count: usize) -> Vec<Arrived> {
        eventually("it arrives", async || Some(self.all()).filter(|all| all.len() >= count)).await
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> StatusCode {
    receiver.arrived.lock().unwrap().push(Arrived { headers, body });
    let answer = receiver.answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(answer).unwrap()
}

/// The house with a way to this machine.
async fn open(house: House) -> House {
    let config = Config { outbound_allow: vec!["127.0.0.1".to_owned()], ..house.ground.config() };
    house.restarted_with(config, lingke::wiring::WIRING).await
}

async fn added(house: &House, receiver: &Receiver, kinds: Value) -> Value {
    let url = format!("http://{}/hook?from=lingke", receiver.start().await);
    let body = json!({ "name": "数据仓库", "url": url, "kinds": kinds });
    house.person("admin").post("/webhook-endpoints", &body).await.expect(201).json()
}

async fn deliveries(house: &House, endpoint: &Value) -> Vec<Value> {
    let path = format!("/webhook-endpoints/{}/deliveries", id_of(endpoint));
    house.person("admin").get(&path).await.expect(200).json()["items"].as_array().unwrap().clone()
}

/// Waits until the newest delivery is so.
async fn delivery_is(house: &House, endpoint: &Value, state: &str) -> Value {
    eventually("the delivery stands so", async || {
        deliveries(house, endpoint).await.first().filter(|one| one["state"] == state).cloned()
    })
    .await
}

async fn what_happens_is_told_once_signed_and_without_names(house: House) {
    let house = open(house).await;
    let receiver = Receiver::default();
    house.person("agent").opens(case("consultation")).await; // before anybody wanted to know
    house.sealed().await;
    house.caught_up("webhooks").await;
    let endpoint = added(&house, &receiver, json!(["case_opened"])).await;
    let secret = endpoint["secret"].as_str().unwrap();
    let case_id = house.person("agent").opens(case("complaint")).await;
    let told = receiver.have(1).await[0].clone();
    assert!(told.is_signed_by(secret));
    assert!(!told.is_signed_by("whsec_AAAA"));
    let message = told.json();
    assert_eq!(message["type"], "case_opened");
    assert_eq!(message["data"]["subject"], json!({ "kind": "case", "id": case_id }));
    assert!(message["data"]["seq"].as_i64().unwrap() > 0);
    assert!(!told.body.contains("卡片被吞"), "no text of anybody: {}", told.body);
    let delivery = delivery_is(&house, &endpoint, "sent").await;
    assert_eq!(delivery["id"], told.header("webhook-id"));
    assert_eq!((&delivery["last_status"], &delivery["attempts"]), (&json!(200), &json!(1)));
    house.person("manager").add_product("A").await.expect(201); // not wanted
    house.caught_up("webhooks").await;
    assert_eq!(receiver.all().len(), 1, "only what is wanted, and nothing of before");
}

async fn what_failed_is_tried_again_under_the_same_id(house: House) {
    let house = open(house).await;
    let receiver = Receiver::default();
    receiver.will_answer([500, 302]);
    let endpoint = added(&house, &receiver, json!(["product_added"])).await;
    house.person("manager").add_product("A").await.expect(201);
    receiver.have(1).await;
    for n in 2..=3 {
        eventually("it is noted", async || {
            deliveries(&house, &endpoint).await.first().filter(|one| one["attempts"] == n - 1).cloned()
        })
        .await;
        house.node.clock.shift_seconds(90);
        receiver.have(n).await;
    }
    let all = receiver.all();
    assert!(all.iter().all(|one| one.header("webhook-id") == all[0].header("webhook-id")));
    assert_eq!(all[0].body, all[2].body);
    assert_ne!(all[0].header("webhook-timestamp"), all[2].header("webhook-timestamp"));
    let delivery = delivery_is(&house, &endpoint, "sent").await;
    let path = format!("/webhook-deliveries/{}", id_of(&delivery));
    let tried = house.person("admin").get(&path).await.expect(200).json()["tried"].clone();
    let statuses: Vec<_> = tried.as_array().unwrap().iter().map(|one| one["status"].clone()).collect();
    assert_eq!(statuses, [json!(500), json!(302), json!(200)], "a redirect is not followed");
    house.person("admin").post(&format!("{path}/resends"), &json!({})).await.expect(202);
    let all = receiver.have(4).await;
    assert_eq!(all[3].header("webhook-id"), all[0].header("webhook-id"), "sent again by hand, as the same");
}

async fn a_new_secret_signs_beside_the_old_one_for_a_day(house: House) {
    let house = open(house).await;
    let receiver = Receiver::default();
    let endpoint = added(&house, &receiver, json!(["product_added"])).await;
    let old = endpoint["secret"].as_str().unwrap().to_owned();
    let path = format!("/webhook-endpoints/{}/secrets", id_of(&endpoint));
    let rotated = house.person("admin").post(&path, &json!({})).await.expect(201).json();
    let new = rotated["secret"].as_str().unwrap();
    house.person("manager").add_product("A").await.expect(201);
    let both = receiver.have(1).await[0].clone();
    assert!(both.is_signed_by(&old) && both.is_signed_by(new));
    house.node.clock.shift_seconds(86_401);
    house.person("manager").add_product("B").await.expect(201);
    let one = receiver.have(2).await[1].clone();
    assert!(one.is_signed_by(new) && !one.is_signed_by(&old));
}

async fn an_endpoint_that_fails_for_days_is_switched_off_and_what_failed_is_sent_again(house: House) {
    let house = open(house).await;
    let receiver = Receiver::default();
    receiver.will_answer([503, 503]);
    let endpoint = added(&house, &receiver, json!(["product_added"])).await;
    let path = format!("/webhook-endpoints/{}", id_of(&endpoint));
    let admin = house.person("admin");
    house.person("manager").add_product("A").await.expect(201);
    receiver.have(1).await;
    eventually("it fails", async || {
        admin.get(&path).await.expect(200).json()["failing_since"].as_str().map(str::to_owned)
    })
    .await;
    house.node.clock.shift_seconds(3 * 86_400 + 60);
    receiver.have(2).await;
    let off = eventually("it is switched off", async || {
        Some(admin.get(&path).await.expect(200).json()).filter(|one| one["active"] == false)
    })
    .await;
    assert_eq!(off["off_because"], "failing");
    house.node.clock.shift_seconds(600);
    delivery_is(&house, &endpoint, "failed").await;
    eventually("the administrator is told", async || {
        let page = admin.get("/notifications").await.expect(200).json();
        page["items"].as_array()?.iter().find(|one| one["kind"] == "webhook_stopped").cloned()
    })
    .await;
    let again = format!("{path}/resends");
    let since = json!({ "since": "2020-01-01T00:00:00Z" });
    assert_eq!(admin.post(&again, &since).await.expect(409).json()["code"], "webhook_endpoint_off");
    admin.change(&path, &json!({ "active": true })).await.expect(200);
    assert_eq!(admin.post(&again, &since).await.expect(202).json()["count"], 1);
    assert_eq!(receiver.have(3).await[2].header("webhook-id"), receiver.all()[0].header("webhook-id"));
    delivery_is(&house, &endpoint, "sent").await;
}

async fn whoever_answers_gone_is_asked_nothing_more(house: House) {
    let house = open(house).await;
    let receiver = Receiver::default();
    receiver.will_answer([410]);
    let endpoint = added(&house, &receiver, json!([])).await;
    let path = format!("/webhook-endpoints/{}", id_of(&endpoint));
    house.person("manager").add_product("A").await.expect(201);
    let off = eventually("it is switched off", async || {
        Some(house.person("admin").get(&path).await.expect(200).json()).filter(|one| one["active"] == false)
    })
    .await;
    assert_eq!(off["off_because"], "gone");
}

async fn nothing_inside_is_reached_unless_it_is_let_through(house: House) {
    let admin = house.person("admin");
    for (url, code) in [
        ("http://127.0.0.1:9/hook", "https_expected"),
        ("https://127.0.0.1:9443/hook", "address_refused"),
        ("https://169.254.169.254/latest/meta-data", "address_refused"),
        ("https://10.0.0.1/hook", "address_refused"),
        ("https://localhost/hook", "address_refused"),
        ("https://user:secret@hooks.example.com/", "plain_url_expected"),
        ("file:///etc/passwd", "not_a_url"),
    ] {
        let body = json!({ "name": "x", "url": url });
        let refused = admin.post("/webhook-endpoints", &body).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], code, "{url}");
    }
    let body = json!({ "name": "x", "url": "https://hooks.example.com/", "kinds": ["no_such_thing"] });
    admin.post("/webhook-endpoints", &body).await.expect(422);
    // Let through when it was added, and no longer: it is found out when it is sent.
    let house = open(house).await;
    let receiver = Receiver::default();
    let endpoint = added(&house, &receiver, json!([])).await;
    let house = house.restarted().await;
    let path = format!("/webhook-endpoints/{}/tests", id_of(&endpoint));
    let tested = house.person("admin").post(&path, &json!({})).await.expect(201).json();
    assert_eq!((&tested["state"], &tested["last_error"]), (&json!("failed"), &json!("address_refused")));
    assert!(receiver.all().is_empty());
}

async fn a_secret_is_shown_once_and_kept_sealed(house: House) {
    let admin = house.person("admin");
    let body = json!({ "name": "x", "url": "https://hooks.example.com/token-abc" });
    let make = || {
        admin.request(reqwest::Method::POST, "/webhook-endpoints").header("idempotency-key", "k").json(&body)
    };
    let made = crate::house::Person::send(make()).await.expect(201).json();
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"));
    let again = crate::house::Person::send(make()).await.expect(200).json();
    assert_eq!((&again["id"], &again["secret"]), (&made["id"], &Value::Null));
    let shown = admin.get(&format!("/webhook-endpoints/{}", id_of(&made))).await.expect(200);
    assert!(!shown.text.contains("whsec_"));
    let kept = house.value::<String>(sql("SELECT secret FROM webhook_endpoints")).await;
    assert!(kept.starts_with("v1.") && !kept.contains(secret));
    let answers = house.value::<String>(sql("SELECT answer FROM idempotency_keys WHERE key = 'k'")).await;
    assert!(!answers.contains("whsec_"));
    house.sealed().await;
    let journal = house.whole_journal().await;
    assert!(!journal.contains("whsec_") && !journal.contains("token-abc"));
    house.person("agent").get("/webhook-endpoints").await.expect(403);
    house.person("auditor").get("/webhook-endpoints").await.expect(200);
    house.person("auditor").post("/webhook-endpoints", &body).await.expect(403);
}

async fn a_test_tells_at_once_what_came_of_it(house: House) {
    let house = open(house).await;
    let receiver = Receiver::default();
    receiver.will_answer([204, 500]);
    let endpoint = added(&house, &receiver, json!([])).await;
    let admin = house.person("admin");
    let path = format!("/webhook-endpoints/{}", id_of(&endpoint));
    let through = admin.post(&format!("{path}/tests"), &json!({})).await.expect(201).json();
    assert_eq!((&through["state"], &through["last_status"]), (&json!("sent"), &json!(204)));
    let arrived = receiver.have(1).await;
    let test = arrived.iter().find(|one| one.json()["type"] == "webhook_tested").unwrap();
    assert!(test.is_signed_by(endpoint["secret"].as_str().unwrap()));
    let version = admin.get(&path).await.expect(200).json()["version"].as_i64().unwrap();
    let gone = admin.request(reqwest::Method::DELETE, &path).header("if-match", format!("\"{version}\""));
    crate::house::Person::send(gone).await.expect(204);
    admin.get(&path).await.expect(404);
}
