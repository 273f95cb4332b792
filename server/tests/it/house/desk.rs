//! What people do at their desks: open and work on cases, at a browser or by token; and what stands in the rows after.

use std::time::Duration;

use lingke_kernel::time::Instant;
use lingke_platform::db::query::Sql;
use lingke_platform::db::sql;
use reqwest::{Client, Method, RequestBuilder, Response};
use sea_orm::TryGetable;
use serde_json::{Value, json};

use super::people::PASSWORD;
use super::person::Answered;
use super::{House, Person, eventually};

impl House {
    /// Moves the node's clock to this moment, at most a second later.
    pub(crate) fn set_clock(&self, at: &str) {
        self.set_clock_to(moment(at));
    }

    /// Moves the node's clock to this moment, at most a second later.
    pub(crate) fn set_clock_to(&self, at: Instant) {
        let ahead_us = at.micros_since(self.node.clock.now());
        self.node.clock.shift_seconds(ahead_us.div_euclid(1_000_000) + 1);
    }

    /// The first column of the first row.
    pub(crate) async fn value<T: TryGetable>(&self, statement: Sql) -> T {
        statement.value(self.node.db.read()).await.unwrap().expect("there is a row")
    }

    /// How many rows.
    pub(crate) async fn count(&self, from: &str) -> i64 {
        self.value(sql(format!("SELECT count(*) FROM {from}"))).await
    }

    /// How many events of this type were told about `subject_id`, sealed or not.
    pub(crate) async fn told(&self, kind: &str, subject_id: &str) -> i64 {
        let text = "SELECT count(*) FROM journal WHERE type = $1 AND subject_id = $2";
        self.value(sql(text).bind(kind).bind(subject_id)).await
    }

    /// The particulars of the events of this type about `subject_id`, oldest first.
    pub(crate) async fn particulars(&self, kind: &str, subject_id: &str) -> Vec<Value> {
        let text =
            "SELECT payload FROM journal WHERE type = $1 AND subject_id = $2 ORDER BY at, n, id LIMIT 1000";
        let found =
            sql(text).bind(kind).bind(subject_id).values::<String>(self.node.db.read()).await.unwrap();
        found.iter().map(|payload| serde_json::from_str(payload).unwrap()).collect()
    }

    /// The whole journal as one text.
    pub(crate) async fn whole_journal(&self) -> String {
        let text =
            "SELECT type || ' ' || actor_id || ' ' || subject_id || ' ' || payload FROM journal LIMIT 100000";
        sql(text).values::<String>(self.node.db.read()).await.unwrap().join("\n")
    }

    /// The id of the unit with this code.
    pub(crate) async fn unit(&self, code: &str) -> String {
        self.value(sql("SELECT id FROM org_units WHERE code = $1").bind(code)).await
    }

    /// The id of the person with this login.
    pub(crate) async fn staff(&self, login: &str) -> String {
        self.value(sql("SELECT id FROM staff WHERE login = $1").bind(login)).await
    }

    /// Waits until the subscription has seen the whole chain.
    pub(crate) async fn caught_up(&self, subscription: &str) {
        let head = self.sealed().await.seq;
        eventually("the subscription is at the head", async || {
            let text = "SELECT position FROM subscriptions WHERE name = $1";
            let position = sql(text).bind(subscription).value::<i64>(self.node.db.read()).await.ok()??;
            (position >= head).then_some(())
        })
        .await;
    }

    /// Changes somebody's account as the administrator does.
    pub(crate) async fn change_staff(&self, login: &str, change: &Value) -> Answered {
        let path = format!("/staff/{}", self.staff(login).await);
        let admin = self.person("admin");
        let version = admin.get(&path).await.expect(200).json()["version"].as_i64().unwrap();
        admin.patch(&path, version, change).await
    }

    /// Adds a unit below the one with the code `below`; answers its id.
    pub(crate) async fn add_unit(&self, below: &str, code: &str) -> String {
        let parent_id = self.unit(below).await;
        let body =
            json!({ "parent_id": parent_id, "code": code, "name": format!("单位 {code}"), "kind": "team" });
        let made = self.person("admin").post("/org-units", &body).await.expect(201);
        made.json()["id"].as_str().unwrap().to_owned()
    }

    /// What a sign-in with this password answers.
    pub(crate) async fn try_sign_in(&self, login: &str, password: &str) -> Answered {
        self.nobody().post("/sessions", &json!({ "login": login, "password": password })).await
    }

    /// A browser that nobody signed in with yet.
    pub(crate) fn new_browser(&self) -> Browser {
        let http = Client::builder().no_proxy().cookie_store(true).build().unwrap();
        Browser { http, base: format!("http://{}/api/v1", self.address), csrf_token: String::new() }
    }

    /// Somebody signed in at a new browser.
    pub(crate) async fn browser(&self, login: &str) -> Browser {
        let mut browser = self.new_browser();
        let body = json!({ "login": login, "password": PASSWORD });
        let shown = browser.post("/sessions", &body).await.expect(201).json();
        browser.csrf_token = shown["csrf_token"].as_str().unwrap().to_owned();
        browser
    }
}

/// A moment as RFC 3339 writes it.
pub(crate) fn moment(text: &str) -> Instant {
    text.parse().unwrap_or_else(|_| panic!("{text} is no moment"))
}

/// The moment in a field.
#[track_caller]
pub(crate) fn moment_of(value: &Value) -> Instant {
    moment(value.as_str().unwrap_or_else(|| panic!("{value} is no moment")))
}

/// The id of what was answered.
#[track_caller]
pub(crate) fn id_of(value: &Value) -> String {
    value["id"].as_str().expect("it has an id").to_owned()
}

/// A text as a query writes it.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The ids of a page's rows, sorted.
pub(crate) fn ids_of(page: &Value) -> Vec<String> {
    let mut ids: Vec<_> = page["items"].as_array().expect("it is a page").iter().map(id_of).collect();
    ids.sort();
    ids
}

impl Person {
    pub(crate) async fn delete(&self, path: &str) -> Answered {
        Self::send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answered {
        Self::send(self.request(Method::PUT, path).json(body)).await
    }

    /// A change made on `version`.
    pub(crate) async fn patch(&self, path: &str, version: i64, body: &Value) -> Answered {
        let request = self.request(Method::PATCH, path).header("if-match", format!("\"{version}\""));
        Self::send(request.json(body)).await
    }

    /// A change made on whatever version there is, also when a timer raises it in between.
    pub(crate) async fn change(&self, path: &str, body: &Value) -> Answered {
        loop {
            let version = self.get(path).await.expect(200).json()["version"].as_i64().unwrap();
            let answered = self.patch(path, version, body).await;
            if answered.status != 412 {
                return answered;
            }
        }
    }

    /// Opens a case; answers its id.
    pub(crate) async fn opens(&self, body: Value) -> String {
        id_of(&self.post("/cases", &body).await.expect(201).json())
    }

    /// Does a verb to a case.
    pub(crate) async fn does(&self, verb: &str, id: &str, body: Value) -> Answered {
        self.post(&format!("/cases/{id}/{verb}"), &body).await
    }

    /// The case as this person sees it.
    pub(crate) async fn case(&self, id: &str) -> Value {
        self.get(&format!("/cases/{id}")).await.expect(200).json()
    }

    /// All rows of a list, over pages of `limit`.
    pub(crate) async fn all(&self, path: &str, limit: u32) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        let joint = if path.contains('?') { '&' } else { '?' };
        loop {
            let page =
                self.get(&format!("{path}{joint}limit={limit}&cursor={cursor}")).await.expect(200).json();
            all.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { return all };
            cursor = next.to_owned();
        }
    }

    /// Watches the live stream, from after `last_seen` where it is given.
    pub(crate) async fn watches(&self, last_seen: Option<i64>) -> Live {
        let request = self.request(Method::GET, "/live");
        let request = match last_seen {
            Some(seq) => request.header("last-event-id", seq.to_string()),
            None => request,
        };
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut live = Live { response, unread: Vec::new() };
        assert_eq!(live.next().await.expect("the stream begins").event, "hello");
        live
    }
}

/// A new case with the smallest body.
pub(crate) fn case(kind: &str) -> Value {
    json!({ "kind": kind, "subject": "卡片被吞", "channel": "phone" })
}

/// One clock of a case: the newest of its kind.
pub(crate) fn clock(case: &Value, kind: &str) -> Value {
    let clocks =
        case["clocks"].as_array().expect("it has clocks").iter().filter(|clock| clock["kind"] == kind);
    clocks.max_by_key(|clock| clock["cycle"].as_i64()).expect("it has such a clock").clone()
}

/// A browser that somebody signed in with: it keeps the cookie and sends the CSRF token with changes.
pub(crate) struct Browser {
    http: Client,
    base: String,
    pub(crate) csrf_token: String,
}

impl Browser {
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answered {
        let mut request = self.request(method.clone(), path);
        if method != Method::GET && !self.csrf_token.is_empty() {
            request = request.header("x-csrf-token", self.csrf_token.as_str());
        }
        Person::send(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answered {
        self.send(Method::POST, path, Some(body)).await
    }

    /// Whether the sign-in still holds.
    pub(crate) async fn is_in(&self) -> bool {
        let answered = self.get("/sessions/current").await;
        assert!(matches!(answered.status, 200 | 401), "{}", answered.text);
        answered.status == 200
    }
}

/// A live stream that somebody watches.
pub(crate) struct Live {
    response: Response,
    unread: Vec<u8>,
}

/// One event of a live stream.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) event: String,
    pub(crate) id: Option<i64>,
    pub(crate) data: Value,
}

impl Told {
    /// What it happened to.
    pub(crate) fn subject(&self) -> &str {
        self.data["subject"]["id"].as_str().unwrap_or_default()
    }
}

impl Live {
    /// The next event; none when the stream ended. Panics after a minute of silence.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        tokio::time::timeout(Duration::from_secs(60), self.read()).await.expect("the stream says something")
    }

    async fn read(&mut self) -> Option<Told> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|window| window == b"\n\n") {
                let block: Vec<u8> = self.unread.drain(..end + 2).collect();
                match parsed(std::str::from_utf8(&block).unwrap()) {
                    Some(told) => return Some(told),
                    None => continue,
                }
            }
            self.unread.extend_from_slice(&self.response.chunk().await.ok()??);
        }
    }

    /// All events up to the first that `last` accepts, that one included.
    pub(crate) async fn until(&mut self, last: impl Fn(&Told) -> bool) -> Vec<Told> {
        let mut all = Vec::new();
        loop {
            let told = self.next().await.expect("the stream goes on");
            let done = last(&told);
            all.push(told);
            if done {
                return all;
            }
        }
    }
}

/// One block of an event stream; none for a mere comment.
fn parsed(block: &str) -> Option<Told> {
    let mut told = Told { event: "message".to_owned(), ..Told::default() };
    let mut said = false;
    for line in block.lines() {
        match line.split_once(": ") {
            Some(("event", name)) => told.event = name.to_owned(),
            Some(("id", id)) => told.id = id.parse().ok(),
            Some(("data", data)) => {
                told.data = serde_json::from_str(data).unwrap();
                said = true;
            }
            _ => {}
        }
    }
    said.then_some(told)
}
