//! The database goes away, is held, or is full: a clear answer, nothing acknowledged is lost, and on it goes.

use std::time::Duration;

use lingke_platform::db::sql;

use crate::house::ground::{maintenance, run};
use crate::house::person::product;
use crate::house::{Database, Ground, House, Person, eventually, tell};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_goes_away_and_comes_back() {
    tell(Database::Postgres, goes_away_and_comes_back).await;
}

async fn goes_away_and_comes_back(house: House) {
    let manager = house.person("manager");
    manager.post_once("/products", "before", &product("BEFORE")).await.expect(201);
    let server = maintenance().await;
    let name = house.ground.name().to_owned();
    run(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    run(&server, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        .await;
    for n in 0..12 {
        let answered =
            manager.post_once("/products", &format!("k{n}"), &product(&format!("P{n}"))).await.expect(503);
        assert_eq!(answered.code(), "database_unavailable");
        assert!(!answered.header("retry-after").is_empty());
    }
    manager.get("/healthz").await.expect(200);
    manager.get("/readyz").await.expect(503);
    run(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    eventually("it is ready again", async || (manager.get("/readyz").await.status == 200).then_some(()))
        .await;
    for n in 0..12 {
        manager.post_once("/products", &format!("k{n}"), &product(&format!("P{n}"))).await.expect(201);
    }
    manager.post_once("/products", "before", &product("BEFORE")).await.expect(200);
    assert_eq!(manager.products().await.len(), 13);
    house.sealed().await;
    assert_eq!(house.first_bad().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_connections_cut_under_load_lose_nothing() {
    tell(Database::Postgres, connections_cut_under_load).await;
}

async fn connections_cut_under_load(house: House) {
    let manager = house.person("manager");
    let writers: Vec<_> = (0..4).map(|writer| tokio::spawn(write(manager.clone(), writer))).collect();
    let server = maintenance().await;
    let name = house.ground.name();
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    let mut pause = Duration::from_millis(100);
    while !writers.iter().all(|writer| writer.is_finished()) {
        run(&server, &cut).await;
        tokio::time::sleep(pause).await;
        pause += Duration::from_millis(10); // Also a machine too busy to write once between two cuts gets its work done.
    }
    for writer in writers {
        writer.await.unwrap();
    }
    // Connections that were cut while nobody used them are noticed at their next use.
    let reading = async || (manager.get("/products?limit=1").await.status == 200).then_some(());
    for _ in 0..10 {
        eventually("what is asked for is read again", reading).await;
    }
    assert_eq!(manager.products().await.len(), 100);
    house.sealed().await;
    assert_eq!(house.first_bad().await, None);
}

/// Adds 25 products, each asked for until it is there.
async fn write(manager: Person, writer: usize) {
    for n in 0..25 {
        let code = format!("P{writer}-{n}");
        let body = product(&code);
        loop {
            let answered = manager.post_once("/products", &code, &body).await;
            if answered.status < 300 {
                break;
            }
            assert_eq!(answered.status, 503, "{}", answered.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sqlite_file_that_is_held_for_a_moment_makes_writers_wait_and_readers_go_on() {
    tell(Database::Sqlite, held_for_a_moment).await;
}

async fn held_for_a_moment(house: House) {
    let manager = house.person("manager");
    let shell = house.ground.shell().await;
    run(&shell, "BEGIN EXCLUSIVE").await;
    let writing = tokio::spawn({
        let manager = manager.clone();
        async move { manager.add_product("A").await }
    });
    for _ in 0..10 {
        manager.get("/products").await.expect(200);
    }
    assert!(!writing.is_finished());
    run(&shell, "ROLLBACK").await;
    writing.await.unwrap().expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_disk_refuses_what_it_cannot_keep_and_loses_nothing() {
    tell(Database::Sqlite, full_disk).await;
}

async fn full_disk(house: House) {
    let pages = sql("PRAGMA page_count").value::<i32>(house.node.db.read()).await.unwrap().unwrap();
    let mut config = house.ground.config();
    config.sqlite_pages_max = Some(u32::try_from(pages).unwrap() + 12);
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let manager = house.person("manager");
    let mut kept = 0;
    let refused = loop {
        let code = format!("P{kept}");
        let answered = manager.post_once("/products", &code, &product(&code)).await;
        if answered.status != 201 {
            break answered;
        }
        kept += 1;
        assert!(kept < 2000, "the quota is never reached");
    };
    assert_eq!(refused.expect(507).code(), "storage_full");
    assert!(kept > 0);
    assert_eq!(manager.products().await.len(), kept, "reading goes on");
    manager.get("/healthz").await.expect(200);
    let ground: Ground = house.ground.clone();
    let house = house.restarted_with(ground.config(), lingke::wiring::WIRING).await;
    let manager = house.person("manager");
    for n in 0..kept {
        let code = format!("P{n}");
        manager.post_once("/products", &code, &product(&code)).await.expect(200);
    }
    let code = format!("P{kept}");
    manager.post_once("/products", &code, &product(&code)).await.expect(201);
    assert_eq!(manager.products().await.len(), kept + 1);
    house.sealed().await;
    assert_eq!(house.first_bad().await, None);
}
