//! What comes due: once, by one node, whatever happens to nodes and clocks.

use std::sync::Arc;

use futures::FutureExt;
use lingke_platform::capability::Capability;
use lingke_platform::ctx::Ctx;
use lingke_platform::db::sql;
use lingke_platform::failure::Answer;
use lingke_platform::node::{Node, Wiring};
use lingke_platform::timers::Timer;
use utoipa_axum::router::OpenApiRouter;

use crate::house::ground::run;
use crate::house::{Database, House, eventually, for_both};

for_both!(
    each_hour_one_run_whoever_makes_it,
    a_lease_of_a_node_that_died_runs_out,
    a_timer_that_panics_is_noted_and_runs_again,
    a_clock_that_jumps_stops_no_timer,
);

static HOURLY: Timer =
    Timer { name: "test_hourly", every_seconds: 3600, due: None, run: |ctx| note(ctx).boxed() };
static RESTLESS: Timer =
    Timer { name: "test_restless", every_seconds: 0, due: None, run: |ctx| fall(ctx).boxed() };

static TESTED: Capability = Capability {
    name: "tested",
    floor: 0,
    permissions: &[],
    events: &[],
    routes: OpenApiRouter::<Arc<Node>>::new,
    subscriptions: &[],
    timers: &[&HOURLY, &RESTLESS],
    public: &[],
};

static WIRING: Wiring = Wiring {
    capabilities: &[&lingke_organisation::CAPABILITY, &lingke_products::CAPABILITY, &TESTED],
    authenticate: lingke_organisation::authenticate::authenticate,
    senders: &[],
};

async fn note(ctx: Ctx) -> Answer<u64> {
    let tx = ctx.begin().await?;
    sql("INSERT INTO test_runs (at) VALUES ($1)").bind(ctx.now).run(tx.conn()).await?;
    tx.commit().await?;
    Ok(1)
}

async fn fall(ctx: Ctx) -> Answer<u64> {
    let broken = sql("SELECT count(*) FROM test_faults").value::<i64>(ctx.read()).await?;
    assert_eq!(broken, Some(0), "there is a stone in the way");
    Ok(0)
}

async fn with_timers(house: House) -> House {
    let shell = house.ground.shell().await;
    run(&shell, "CREATE TABLE test_runs (at BIGINT)").await;
    run(&shell, "CREATE TABLE test_faults (why TEXT)").await;
    let config = house.ground.config();
    house.restarted_with(config, WIRING).await
}

async fn runs(house: &House) -> i64 {
    let counted = sql("SELECT count(*) FROM test_runs").value::<i64>(house.node.db.read()).await;
    counted.unwrap().unwrap()
}

/// Waits until the restless timer has run some more times, and so every node has looked at what is due.
async fn a_few_ticks(house: &House) {
    for _ in 0..3 {
        let last = "SELECT coalesce(max(last_run_at), 0) FROM timers WHERE name = 'test_restless'";
        let seen = sql(last).value::<i64>(house.node.db.read()).await.unwrap();
        eventually("the restless timer runs", async || {
            let now = sql(last).value::<i64>(house.node.db.read()).await.unwrap();
            (now != seen).then_some(())
        })
        .await;
    }
}

async fn each_hour_one_run_whoever_makes_it(house: House) {
    let house = with_timers(house).await;
    let mut nodes = vec![];
    if house.ground.database == Database::Postgres {
        nodes.push(house.another_with(house.ground.config(), WIRING).await);
        nodes.push(house.another_with(house.ground.config(), WIRING).await);
    }
    eventually("the timer has run", async || (runs(&house).await > 0).then_some(())).await;
    a_few_ticks(&house).await;
    assert_eq!(runs(&house).await, 1);
    for hour in 2..5 {
        house.node.clock.shift_seconds(3601);
        nodes.iter().for_each(|other| other.node.clock.shift_seconds(3601));
        eventually("the timer runs again", async || (runs(&house).await >= hour).then_some(())).await;
        a_few_ticks(&house).await;
        assert_eq!(runs(&house).await, hour);
    }
}

async fn a_lease_of_a_node_that_died_runs_out(house: House) {
    let house = with_timers(house).await;
    eventually("the timer has run", async || (runs(&house).await > 0).then_some(())).await;
    a_few_ticks(&house).await;
    let now = house.node.clock.now();
    let shell = house.ground.shell().await;
    let text = "UPDATE timers SET lease_holder = 'a node that died', lease_until = $1, next_run_at = $2 \
                WHERE name = 'test_hourly'";
    sql(text).bind(now.plus_seconds(55)).bind(now).run(&shell).await.unwrap();
    a_few_ticks(&house).await;
    assert_eq!(runs(&house).await, 1, "its lease still holds");
    house.node.clock.shift_seconds(60);
    eventually("the timer is taken over", async || (runs(&house).await == 2).then_some(())).await;
}

async fn a_timer_that_panics_is_noted_and_runs_again(house: House) {
    let house = with_timers(house).await;
    let shell = house.ground.shell().await;
    run(&shell, "INSERT INTO test_faults VALUES ('stone')").await;
    let manager = house.person("manager");
    let standing = async |wanted: fn(i64) -> bool| {
        eventually("the operations page shows it", async || {
            let page = manager.get("/operations").await.expect(200).json();
            let all = page["timers"].as_array()?.clone();
            let found = all.into_iter().find(|one| one["name"] == "test_restless")?;
            wanted(found["failures"].as_i64()?).then_some(found)
        })
        .await
    };
    assert_eq!(standing(|failures| failures >= 2).await["last_error"], "the timer panicked");
    run(&shell, "DELETE FROM test_faults").await;
    assert!(standing(|failures| failures == 0).await["last_error"].is_null());
}

async fn a_clock_that_jumps_stops_no_timer(house: House) {
    let house = with_timers(house).await;
    eventually("the timer has run", async || (runs(&house).await > 0).then_some(())).await;
    for (jump, before) in [(400 * 86_400, 1), (-800 * 86_400, 2), (3_700, 3)] {
        house.node.clock.shift_seconds(jump);
        eventually("it runs after the jump", async || (runs(&house).await > before).then_some(())).await;
        a_few_ticks(&house).await;
        assert_eq!(runs(&house).await, before + 1);
    }
}
