//! What follows from events: once each, in order, also beside another node, and again when rebuilt.

use std::sync::Arc;

use futures::FutureExt;
use lingke_platform::capability::Capability;
use lingke_platform::ctx::Tx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::journal::Sealed;
use lingke_platform::node::{Node, Wiring};
use lingke_platform::subscriptions::{self, Subscription};
use utoipa_axum::router::OpenApiRouter;

use crate::house::ground::run;
use crate::house::{Database, House, eventually, for_both};

for_both!(
    every_event_takes_effect_once_and_in_order,
    what_fails_is_tried_again_and_says_why,
    a_rebuild_gives_the_same,
    a_clock_that_jumps_stops_nothing,
);

/// Writes down each product's event, with the node's own mark; nothing keeps it from writing one twice.
static LEDGER: Subscription = Subscription {
    name: "test_ledger",
    types: &["product_added"],
    handle: |tx, events| note(tx, events).boxed(),
    clear: Some(|tx| empty(tx).boxed()),
};

static TESTED: Capability = Capability {
    name: "tested",
    floor: 0,
    permissions: &[],
    events: &[],
    routes: OpenApiRouter::<Arc<Node>>::new,
    subscriptions: &[&LEDGER],
    timers: &[],
    public: &[],
};

static WIRING: Wiring = Wiring {
    capabilities: &[&lingke_organisation::CAPABILITY, &lingke_products::CAPABILITY, &TESTED],
    authenticate: lingke_organisation::authenticate::authenticate,
    senders: &[],
};

async fn note(tx: &mut Tx, events: &[Sealed]) -> Answer<()> {
    let broken = sql("SELECT count(*) FROM test_faults").value::<i64>(tx.conn()).await?;
    for event in events {
        let text = "INSERT INTO test_ledger (place, seq, subject_id) VALUES \
                    ((SELECT coalesce(max(place), 0) + 1 FROM test_ledger), $1, $2)";
        sql(text).bind(event.seq).bind(event.subject_id.as_str()).run(tx.conn()).await?;
    }
    if broken != Some(0) && !events.is_empty() {
        return Err(anyhow::anyhow!("the ledger is out of ink").into());
    }
    Ok(())
}

async fn empty(tx: &mut Tx) -> Answer<()> {
    sql("DELETE FROM test_ledger").run(tx.conn()).await.map(|_| ())
}

/// The house with the ledger wired in.
async fn with_ledger(house: House) -> House {
    let shell = house.ground.shell().await;
    run(&shell, "CREATE TABLE test_ledger (place BIGINT, seq BIGINT, subject_id TEXT)").await;
    run(&shell, "CREATE TABLE test_faults (why TEXT)").await;
    let config = house.ground.config();
    house.restarted_with(config, WIRING).await
}

async fn written(house: &House) -> Vec<i64> {
    sql("SELECT seq FROM test_ledger ORDER BY place LIMIT 10000").values(house.node.db.read()).await.unwrap()
}

/// Waits until the ledger has seen the whole chain.
async fn settled(house: &House) {
    let head = house.sealed().await.seq;
    eventually("the ledger is at the head", async || {
        let position = sql("SELECT position FROM subscriptions WHERE name = 'test_ledger'");
        position.value::<i64>(house.node.db.read()).await.ok()?.filter(|position| *position >= head)
    })
    .await;
}

/// The numbers of all events the ledger wants.
async fn wanted(house: &House) -> Vec<i64> {
    let text = "SELECT seq FROM journal WHERE type = 'product_added' ORDER BY seq LIMIT 10000";
    sql(text).values(house.node.db.read()).await.unwrap()
}

async fn every_event_takes_effect_once_and_in_order(house: House) {
    let house = with_ledger(house).await;
    let many = house.ground.database == Database::Postgres;
    let neighbour = if many { Some(house.another_with(house.ground.config(), WIRING).await) } else { None };
    let here = house.person("manager");
    let there = neighbour.as_ref().map_or(here.clone(), |other| here.at(other.address));
    let writers = (0..8).map(|writer| {
        let person = if writer % 2 == 0 { here.clone() } else { there.clone() };
        async move {
            for n in 0..10 {
                person.add_product(&format!("P{writer}-{n}")).await.expect(201);
            }
        }
    });
    futures::future::join_all(writers).await;
    // One goes, with whatever it was doing; the other, or the next start, does the rest.
    let house = match neighbour {
        Some(neighbour) => {
            neighbour.stop().await;
            house
        }
        None => {
            let config = house.ground.config();
            house.restarted_with(config, WIRING).await
        }
    };
    settled(&house).await;
    let wanted = wanted(&house).await;
    assert_eq!(wanted.len(), 80);
    assert_eq!(written(&house).await, wanted);
}

async fn what_fails_is_tried_again_and_says_why(house: House) {
    let house = with_ledger(house).await;
    let shell = house.ground.shell().await;
    run(&shell, "INSERT INTO test_faults VALUES ('ink')").await;
    let manager = house.person("manager");
    for n in 0..5 {
        manager.add_product(&format!("P{n}")).await.expect(201);
    }
    let standing = eventually("the failure is on the operations page", async || {
        let page = manager.get("/operations").await.expect(200).json();
        let all = page["subscriptions"].as_array()?.clone();
        let ledger = all.into_iter().find(|one| one["name"] == "test_ledger")?;
        (ledger["failures"].as_i64() >= Some(1) && ledger["lag"].as_i64() >= Some(5)).then_some(ledger)
    })
    .await;
    assert_eq!(standing["last_error"], "the ledger is out of ink");
    assert!(written(&house).await.is_empty(), "what failed left nothing behind");
    run(&shell, "DELETE FROM test_faults").await;
    house.node.clock.shift_seconds(100);
    settled(&house).await;
    assert_eq!(written(&house).await, wanted(&house).await);
}

async fn a_rebuild_gives_the_same(house: House) {
    let house = with_ledger(house).await;
    let manager = house.person("manager");
    for n in 0..5 {
        manager.add_product(&format!("P{n}")).await.expect(201);
    }
    settled(&house).await;
    let before = written(&house).await;
    let shell = house.ground.shell().await;
    run(&shell, "UPDATE test_ledger SET seq = 1").await;
    let admin = house.person("admin");
    let empty = serde_json::json!({});
    admin.post("/operations/subscriptions/test_ledger/rebuilds", &empty).await.expect(202);
    eventually("the ledger is as before", async || (written(&house).await == before).then_some(())).await;
    subscriptions::rebuild(&house.node, "test_ledger").await.unwrap();
    settled(&house).await;
    assert_eq!(written(&house).await, before);
    admin.post("/operations/subscriptions/nobody/rebuilds", &empty).await.expect(404);
    manager.post("/operations/subscriptions/test_ledger/rebuilds", &empty).await.expect(403);
}

async fn a_clock_that_jumps_stops_nothing(house: House) {
    let house = with_ledger(house).await;
    let manager = house.person("manager");
    for (n, jump) in [40 * 86_400, -80 * 86_400, 3_600, -7_200, 40 * 86_400].into_iter().enumerate() {
        house.node.clock.shift_seconds(jump);
        manager.add_product(&format!("P{n}")).await.expect(201);
        settled(&house).await;
    }
    assert_eq!(written(&house).await.len(), 5);
    assert_eq!(house.first_bad().await, None);
}
