//! The whole database in one file and back: beside writers, between databases, and never half.

use std::fs;
use std::path::Path;
use std::process::Output;

use lingke_platform::config::Config;
use lingke_platform::db::Db;
use lingke_platform::db::sql;
use lingke_platform::journal::verify;
use reqwest::Method;
use serde_json::{Value, json};

use crate::binary;
use crate::house::desk::case;
use crate::house::{Database, Ground, House, eventually, for_both};

for_both!(
    a_backup_beside_writers_comes_back_whole_in_either_database,
    a_backup_needs_its_own_master_key_and_says_which,
    one_changed_byte_is_found_before_anything_is_touched,
    a_database_in_use_or_not_empty_is_not_restored_over,
    what_is_replaced_is_replaced_as_a_whole,
    a_node_takes_backups_by_the_clock_tests_them_and_clears_old_ones_away,
    who_looks_after_the_system_is_told_when_a_backup_fails,
);

fn backup(config: &Config, file: &Path) -> Output {
    let made = binary::run(config, &["backup", file.to_str().unwrap()]);
    assert!(made.status.success(), "{}", told(&made));
    made
}

fn restore(config: &Config, file: &Path, more: &[&str]) -> Output {
    binary::run(config, &[&["restore", file.to_str().unwrap()], more].concat())
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// The last line: `head: SEQ HASH`.
fn head(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).lines().last().unwrap().to_owned()
}

fn give_key(from: &Config, to: &Config) {
    fs::create_dir_all(&to.data_dir).unwrap();
    fs::copy(from.data_dir.join("master.key"), to.data_dir.join("master.key")).unwrap();
}

/// How many rows each table has, the ones that are not in a backup left out.
async fn counted(config: &Config) -> Vec<(String, i64)> {
    let db = Db::open(config).await.unwrap();
    let mut counted = Vec::new();
    for table in ["cases", "products", "customers", "staff", "journal", "case_entries", "file_chunks"] {
        let rows = sql(format!("SELECT count(*) FROM {table}")).value::<i64>(db.read()).await.unwrap();
        counted.push((table.to_owned(), rows.unwrap()));
    }
    db.close().await;
    counted
}

/// Makes things of every sort: a person with sealed values, a file, cases.
async fn furnish(house: &House) -> String {
    let agent = house.person("agent");
    let body = json!({ "name": "王芳", "contact_points": [{ "kind": "phone", "value": "13800138000" }] });
    let customer = agent.post("/customers", &body).await.expect(201).json();
    for n in 0..5 {
        let mut body = case("complaint");
        body["subject"] = json!(format!("被盗刷了 {n}"));
        body["customer_id"] = customer["id"].clone();
        agent.opens(body).await;
    }
    house.sealed().await;
    customer["id"].as_str().unwrap().to_owned()
}

async fn a_backup_beside_writers_comes_back_whole_in_either_database(house: House) {
    let customer = furnish(&house).await;
    let config = house.ground.config();
    let file = config.data_dir.join("taken.zip");
    let manager = house.person("manager");
    let writing = tokio::spawn(async move {
        for n in 0..60 {
            manager.add_product(&format!("P{n}")).await.expect(201);
        }
    });
    let made = backup(&config, &file);
    writing.await.unwrap();
    assert!(told(&made).contains("The master key is not in it"));
    for kind in [Database::Sqlite, Database::Postgres] {
        let other = Ground::new(kind).await;
        let there = other.config();
        give_key(&config, &there);
        let restored = restore(&there, &file, &[]);
        assert!(restored.status.success(), "{}", told(&restored));
        assert_eq!(head(&made), head(&restored), "the same head");
        let verified = binary::run(&there, &["verify"]);
        assert!(verified.status.success(), "{}", told(&verified));
        assert_eq!(String::from_utf8_lossy(&verified.stdout).lines().next().unwrap(), head(&made));
        let counted = counted(&there).await;
        assert_eq!(counted[0], ("cases".to_owned(), 5));
        assert!(counted[1].1 <= 60, "nothing that came after the moment: {counted:?}");
        works_on(&house, &there, &customer).await;
        other.clear().await;
    }
}

/// A node starts on what was restored: its people, sealed values and search are there.
async fn works_on(house: &House, config: &Config, customer: &str) {
    let served = binary::serve(config);
    let agent = house.person("agent").at(served.address);
    let path = format!("/customers/{customer}/reveals");
    let shown = agent.post(&path, &json!({ "reason": "核对" })).await.expect(201).json();
    assert_eq!(shown["contact_points"][0]["value"], "13800138000");
    eventually("search knows the texts again", async || {
        let found = agent.get("/search?q=盗刷").await.expect(200).text;
        found.contains("被").then_some(())
    })
    .await;
}

async fn a_backup_needs_its_own_master_key_and_says_which(house: House) {
    let config = house.ground.config();
    let file = config.data_dir.join("taken.zip");
    let made = told(&backup(&config, &file));
    let fingerprint = String::from_utf8(binary::run(&config, &["keys", "fingerprint"]).stdout).unwrap();
    assert!(made.contains(fingerprint.trim()), "{made}");
    let key = fs::read_to_string(config.data_dir.join("master.key")).unwrap();
    let bytes = fs::read(&file).unwrap();
    assert!(!bytes.windows(64).any(|window| window == key.trim().as_bytes()), "the key is in the file");
    let other = Ground::new(Database::Sqlite).await;
    let without = restore(&other.config(), &file, &[]);
    assert!(!without.status.success());
    assert!(told(&without).contains(fingerprint.trim()) && told(&without).contains("there is none"));
    fs::write(other.config().data_dir.join("master.key"), "0".repeat(64)).unwrap();
    let wrong = restore(&other.config(), &file, &[]);
    assert!(!wrong.status.success());
    assert!(told(&wrong).contains(fingerprint.trim()), "{}", told(&wrong));
    assert!(!other.config().data_dir.join("lingke.db").exists(), "nothing was touched");
}

async fn one_changed_byte_is_found_before_anything_is_touched(house: House) {
    furnish(&house).await;
    let config = house.ground.config();
    let file = config.data_dir.join("taken.zip");
    backup(&config, &file);
    let whole = fs::read(&file).unwrap();
    let other = Ground::new(Database::Sqlite).await;
    give_key(&config, &other.config());
    let places =
        [0, 10, whole.len() / 3, whole.len() / 2, whole.len() - 300, whole.len() - 70, whole.len() - 1];
    for place in places {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        let bad = config.data_dir.join("bad.zip");
        fs::write(&bad, changed).unwrap();
        let refused = restore(&other.config(), &bad, &[]);
        assert!(!refused.status.success(), "byte {place} was changed");
    }
    let short = config.data_dir.join("short.zip");
    fs::write(&short, &whole[..whole.len() - 5000]).unwrap();
    assert!(!restore(&other.config(), &short, &[]).status.success());
    assert!(!other.config().data_dir.join("lingke.db").exists(), "nothing was touched");
    assert!(restore(&other.config(), &file, &[]).status.success());
}

async fn a_database_in_use_or_not_empty_is_not_restored_over(house: House) {
    furnish(&house).await;
    let config = house.ground.config();
    let file = config.data_dir.join("taken.zip");
    backup(&config, &file);
    let running = restore(&config, &file, &["--replace"]);
    assert!(!running.status.success());
    assert!(told(&running).contains("stop it first"), "{}", told(&running));
    let before = house.sealed().await;
    house.stop().await;
    let full = restore(&config, &file, &[]);
    assert!(told(&full).contains("not empty"), "{}", told(&full));
    let db = Db::open(&config).await.unwrap();
    let after = lingke_platform::journal::sealer::head(db.read()).await.unwrap();
    assert_eq!(before, after, "it is as it was");
    db.close().await;
}

async fn what_is_replaced_is_replaced_as_a_whole(house: House) {
    furnish(&house).await;
    let config = house.ground.config();
    let file = config.data_dir.join("taken.zip");
    let made = backup(&config, &file);
    let before = counted(&config).await;
    for n in 0..20 {
        house.person("manager").add_product(&format!("later-{n}")).await.expect(201);
    }
    house.sealed().await;
    house.stop().await; // notes the head beside the database
    let restored = restore(&config, &file, &["--replace"]);
    assert!(restored.status.success(), "{}", told(&restored));
    assert!(told(&restored).contains("WARNING"));
    assert_eq!(head(&made), head(&restored));
    let verified = binary::run(&config, &["verify"]);
    assert!(verified.status.success(), "the heads noted since were laid aside: {}", told(&verified));
    let after = counted(&config).await;
    for ((table, before), (_, after)) in before.iter().zip(&after) {
        // The backup and the restoring are in the journal too.
        assert!(table == "journal" || before == after, "{table}: {before} {after}");
    }
    let db = Db::open(&config).await.unwrap();
    let text = "SELECT count(*) FROM journal WHERE type = 'backup_restored'";
    assert_eq!(sql(text).value::<i64>(db.read()).await.unwrap(), Some(1));
    let noted = verify::read_noted(&db, &config.data_dir).await.unwrap();
    assert!(verify::verify(&db, None, &noted).await.unwrap().bad.is_none());
    db.close().await;
    assert!(keeps_watch(&config).await, "the journal is append-only again");
}

/// Whether a sealed entry cannot be taken away.
async fn keeps_watch(config: &Config) -> bool {
    let shell = sea_orm::Database::connect(config.database_url().unwrap()).await.unwrap();
    let refused = sql("DELETE FROM journal WHERE seq = 1").run(&shell).await.is_err();
    shell.close().await.unwrap();
    refused
}

fn daily(house: &House, keep: u32) -> Config {
    let dir = house.ground.dir().join("backups");
    Config { backup_dir: Some(dir), backup_keep: keep, ..house.ground.config() }
}

async fn backups(house: &House) -> Vec<Value> {
    let page = house.person("admin").get("/operations/backups").await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

async fn a_node_takes_backups_by_the_clock_tests_them_and_clears_old_ones_away(house: House) {
    furnish(&house).await;
    let config = daily(&house, 1);
    let dir = config.backup_dir.clone().unwrap();
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let admin = house.person("admin");
    admin.post("/operations/timers/make_backups/runs", &json!({})).await.expect(202);
    let first = eventually("the first backup is taken and tested", async || {
        let _ = admin.post("/operations/timers/test_backups/runs", &json!({})).await;
        backups(&house).await.into_iter().find(|one| one["test_state"] == "passed")
    })
    .await;
    assert_eq!(first["state"], "done");
    assert!(dir.join(first["file"].as_str().unwrap()).exists());
    assert_eq!(backups(&house).await.len(), 1, "one a day");
    house.set_clock_to(house.node.clock.now().plus_seconds(2));
    admin.post("/operations/backups", &json!({})).await.expect(202);
    let files = || fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    eventually("the older one is cleared away", async || {
        let rows = backups(&house).await;
        let gone = rows.iter().any(|one| one["id"] == first["id"] && !one["removed_at"].is_null());
        (rows.len() == 2 && gone && rows[0]["state"] == "done").then_some(())
    })
    .await;
    assert_eq!(files().len(), 1, "{:?}", files());
    let gone = format!("/operations/backups/{}/tests", first["id"].as_str().unwrap());
    assert_eq!(admin.post(&gone, &json!({})).await.expect(409).json()["code"], "backup_not_there");
    let leftovers = fs::read_dir(house.ground.dir())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".restore-test"));
    assert_eq!(leftovers.count(), 0, "what was restored for a test is thrown away");
    house.person("auditor").post("/operations/backups", &json!({})).await.expect(403);
}

async fn who_looks_after_the_system_is_told_when_a_backup_fails(house: House) {
    let config = daily(&house, 3);
    // Where the folder should be lies a file.
    fs::write(config.backup_dir.as_ref().unwrap(), "").unwrap();
    let house = house.restarted_with(config, lingke::wiring::WIRING).await;
    let admin = house.person("admin");
    admin.post("/operations/timers/make_backups/runs", &json!({})).await.expect(202);
    let failed = eventually("the backup failed", async || {
        backups(&house).await.into_iter().find(|one| one["state"] == "failed")
    })
    .await;
    assert!(failed["failure"].as_str().unwrap().contains("backups"), "{failed}");
    let told = eventually("the administrator is told", async || {
        let page = admin.get("/notifications").await.expect(200).json();
        page["items"].as_array().unwrap().iter().find(|one| one["kind"] == "backup_failed").cloned()
    })
    .await;
    assert_eq!((&told["reason"], &told["opens"]["thing"]), (&json!("operator"), &json!("backup")));
    let url = format!("http://{}/metrics", house.address);
    let metrics =
        reqwest::Client::new().request(Method::GET, url).send().await.unwrap().text().await.unwrap();
    let shown = metrics.contains("lingke_backup_failed 1") || metrics.is_empty();
    assert!(shown, "{metrics}");
}
