//! Killed at any moment: what was acknowledged is there once, and what was not can be asked again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lingke_platform::config::Config;
use lingke_platform::ctx::Ctx;
use lingke_platform::db::sql;
use lingke_platform::node::Node;
use rand::RngExt;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use crate::binary::{self, Served};
use crate::house::ground::run;
use crate::house::{Database, House, Person, for_both};

for_both!(killed_again_and_again_it_loses_nothing_and_does_nothing_twice);

/// How often a node is killed.
const KILLS: usize = 20;

/// What the writers know: acknowledged keys with the id they were told, and all keys they ever sent.
#[derive(Default)]
struct Known {
    sent: Mutex<BTreeSet<String>>,
    acknowledged: Mutex<BTreeMap<String, String>>,
    next: AtomicUsize,
    over: AtomicBool,
}

impl Known {
    fn acknowledge(&self, key: &str, id: String) {
        let before = self.acknowledged.lock().unwrap().insert(key.to_owned(), id.clone());
        assert!(before.is_none_or(|before| before == id), "{key} was told two ids");
    }
}

/// Writes with new keys until it is over; now and then asks again with a key whose answer never came.
async fn write(manager: Person, addresses: Arc<Mutex<Vec<std::net::SocketAddr>>>, known: Arc<Known>) {
    let mut unanswered: Vec<String> = Vec::new();
    while !known.over.load(Ordering::Relaxed) {
        let key =
            unanswered.pop().unwrap_or_else(|| format!("K{}", known.next.fetch_add(1, Ordering::Relaxed)));
        known.sent.lock().unwrap().insert(key.clone());
        let address = {
            let addresses = addresses.lock().unwrap();
            addresses[rand::rng().random_range(0..addresses.len())]
        };
        match ask(&manager.at(address), &key).await {
            Some(id) => known.acknowledge(&key, id),
            None => {
                unanswered.push(key);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}

/// The id of the case opened by this key; none when the answer did not come or was "not now".
async fn ask(manager: &Person, key: &str) -> Option<String> {
    let body = json!({ "kind": "consultation", "subject": key, "channel": "phone" });
    let request = manager.request(reqwest::Method::POST, "/cases").header("idempotency-key", key).json(&body);
    let answered = Person::try_send(request).await.ok()?;
    if matches!(answered.status, 409 | 503) {
        return None;
    }
    assert!(matches!(answered.status, 200 | 201), "{key}: {} {}", answered.status, answered.text);
    Some(answered.json()["id"].as_str().unwrap().to_owned())
}

async fn killed_again_and_again_it_loses_nothing_and_does_nothing_twice(house: House) {
    let manager = house.person("manager");
    let ground = house.ground.clone();
    house.stop().await;
    let clock = |kind: &str, seconds: i64| json!({ "kind": kind, "target_seconds": seconds, "calendar": "always", "warn_percents": [75] });
    let hurried = json!({
        "name": "hurry", "kinds": [], "priorities": [],
        "clocks": [clock("first_response", 1), clock("resolution", 2)],
        "chain": [{ "at_percent": 100, "tell": [{ "who": "unit_manager" }] }],
    });
    let hurry = format!("UPDATE service_levels SET definition = '{hurried}'");
    run(&ground.shell().await, &hurry).await;
    let config = ground.config();
    let known = Arc::new(Known::default());
    let count = if ground.database == Database::Postgres { 2 } else { 1 };
    let mut nodes: Vec<Served> = (0..count).map(|_| binary::serve(&config)).collect();
    let addresses = Arc::new(Mutex::new(nodes.iter().map(|node| node.address).collect::<Vec<_>>()));
    let writers: Vec<_> =
        (0..6).map(|_| tokio::spawn(write(manager.clone(), addresses.clone(), known.clone()))).collect();
    for kill in 0..KILLS {
        let wait_ms = rand::rng().random_range(30..700);
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        let at = kill % count;
        nodes[at].child.kill().unwrap();
        nodes[at].child.wait().unwrap();
        let config = config.clone();
        nodes[at] = tokio::task::spawn_blocking(move || binary::serve(&config)).await.unwrap();
        addresses.lock().unwrap()[at] = nodes[at].address;
    }
    known.over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    let manager = manager.at(nodes[0].address);
    let sent = known.sent.lock().unwrap().clone();
    for key in &sent {
        let id =
            crate::house::eventually("every key has its answer", async || ask(&manager, key).await).await;
        known.acknowledge(key, id);
    }
    drop(nodes);
    check(&config, &known, &sent).await;
    let told = binary::run(&config, &["verify"]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
}

/// Every key has one case and one event, every clock one warning and one breach; nothing else is there.
async fn check(config: &Config, known: &Known, sent: &BTreeSet<String>) {
    let node = Node::open(config.clone(), lingke::wiring::WIRING).await.unwrap();
    node.clock.shift_seconds(10);
    while lingke_cases::timers::fire_due(&Ctx::system(&node, "fire_clocks")).await.unwrap() > 0 {}
    while lingke_platform::journal::sealer::seal_batch(&node.db, node.clock.now()).await.unwrap().0 > 0 {}
    let read = node.db.read();
    let there = "SELECT subject FROM cases ORDER BY subject LIMIT 100000";
    let there: Vec<String> = sql(there).values(read).await.unwrap();
    let expected: Vec<String> = sent.iter().cloned().collect();
    assert_eq!(there, expected, "one case for each key");
    let told = "SELECT subject_id FROM journal WHERE type = 'case_opened' ORDER BY subject_id LIMIT 100000";
    let told: Vec<String> = sql(told).values(read).await.unwrap();
    let mut ids: Vec<String> = known.acknowledged.lock().unwrap().values().cloned().collect();
    ids.sort();
    assert_eq!(told, ids, "one event for each case");
    // How many is the machine's affair; that there were some shows that the kills fell into work.
    assert!(ids.len() > KILLS / 4, "the writers opened {} cases between the kills", ids.len());
    let (mut fired, mut recorded) = (firings(&node).await, recorded_firings(&node).await);
    fired.sort();
    recorded.sort();
    assert_eq!(fired, recorded, "one event for each firing");
    let breaches = fired.iter().filter(|(_, what)| what == "breached").count();
    assert_eq!(breaches, 2 * ids.len(), "both clocks of each case passed");
    node.stop().await;
}

#[derive(FromQueryResult)]
struct Firing {
    clock_id: String,
    what: String,
}

/// What fired, as the database holds it: its key lets each happen once.
async fn firings(node: &Node) -> Vec<(String, String)> {
    let text = "SELECT clock_id, what FROM clock_firings LIMIT 1000000";
    let rows: Vec<Firing> = sql(text).all(node.db.read()).await.unwrap();
    rows.into_iter().map(|row| (row.clock_id, row.what)).collect()
}

/// What the journal says fired.
async fn recorded_firings(node: &Node) -> Vec<(String, String)> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: String,
        payload: String,
    }
    let text = "SELECT type AS kind, payload FROM journal \
                WHERE type IN ('clock_warned', 'clock_breached', 'clock_escalated') LIMIT 1000000";
    let rows: Vec<Row> = sql(text).all(node.db.read()).await.unwrap();
    let clock = |row: &Row| {
        let payload: Value = serde_json::from_str(&row.payload).unwrap();
        payload["clock_id"].as_str().unwrap().to_owned()
    };
    rows.iter().map(|row| (clock(row), row.kind.trim_start_matches("clock_").to_owned())).collect()
}
