//! The journal: dense, hashed, and whoever changes it is found.

use lingke_platform::config::Config;
use lingke_platform::db::{Db, sql};
use lingke_platform::journal::chain::{GENESIS, LINK_COLUMNS, Link};
use lingke_platform::journal::verify;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::binary;
use crate::house::ground::run;
use crate::house::{Database, House, for_both};

for_both!(
    many_writers_at_once_give_a_dense_chain,
    the_database_itself_refuses_to_change_a_sealed_entry,
    verify_names_the_entry_that_was_changed,
    a_chain_forged_as_a_whole_differs_from_the_head_noted_outside,
    verify_beside_running_writers_finds_nothing_wrong,
);

async fn many_writers_at_once_give_a_dense_chain(house: House) {
    let before = house.sealed().await.seq;
    let manager = house.person("manager");
    let writers = (0..8).map(|writer| {
        let manager = manager.clone();
        async move {
            for n in 0..10 {
                manager.add_product(&format!("P{writer}-{n}")).await.expect(201);
            }
        }
    });
    futures::future::join_all(writers).await;
    let head = house.sealed().await;
    assert_eq!(head.seq, before + 80);
    let counted = sql("SELECT count(DISTINCT seq) FROM journal WHERE seq BETWEEN 1 AND $1").bind(head.seq);
    assert_eq!(counted.value::<i64>(house.node.db.read()).await.unwrap(), Some(head.seq));
    assert_eq!(house.first_bad().await, None);
}

async fn verify_beside_running_writers_finds_nothing_wrong(house: House) {
    let manager = house.person("manager");
    let writing = tokio::spawn(async move {
        for n in 0..60 {
            manager.add_product(&format!("P{n}")).await.expect(201);
        }
    });
    while !writing.is_finished() {
        assert_eq!(house.first_bad().await, None);
    }
    writing.await.unwrap();
}

async fn the_database_itself_refuses_to_change_a_sealed_entry(house: House) {
    house.sealed().await;
    let shell = house.ground.shell().await;
    let mut refused = vec![
        "UPDATE journal SET payload = '{}' WHERE seq = 3",
        "UPDATE journal SET seq = 1000 WHERE seq = 3",
        "UPDATE journal SET seq = NULL, hash = NULL WHERE seq = 3",
        "UPDATE journal SET hash = 'x' WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal",
        "INSERT INTO journal (id, seq, hash, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, \
         request_id, payload) VALUES ('evt_x', 1000, 'x', 1, 0, 't', 1, 'system', 'x', 's', 's', 'r', '{}')",
    ];
    match house.ground.database {
        Database::Postgres => refused.push("TRUNCATE journal"),
        Database::Sqlite => refused.extend([
            "INSERT OR REPLACE INTO journal (id, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, \
             request_id, payload) SELECT id, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, \
             request_id, '{}' FROM journal WHERE seq = 3",
            "UPDATE OR REPLACE journal SET id = (SELECT id FROM journal WHERE seq = 3) WHERE seq = 4",
        ]),
    }
    for text in refused {
        let error = shell.execute_unprepared(text).await.expect_err(text).to_string();
        let told =
            error.contains("the journal is append-only") || error.contains("only the sealer gives a seq");
        assert!(told, "{text}: {error}");
    }
    assert_eq!(house.first_bad().await, None);
}

/// What somebody does in a database shell, and the entry that must be named.
struct Tampering {
    what: String,
    statements: Vec<String>,
    first_bad: i64,
}

fn tampering(what: &str, statements: &[&str], first_bad: i64) -> Tampering {
    let statements = statements.iter().map(|text| (*text).to_owned()).collect();
    Tampering { what: what.to_owned(), statements, first_bad }
}

/// One byte in each column of entry 5.
fn in_each_column() -> Vec<Tampering> {
    let texts = [
        "id",
        "type",
        "actor_kind",
        "actor_id",
        "subject_kind",
        "subject_id",
        "request_id",
        "payload",
        "hash",
    ];
    let text = texts.map(|column| format!("{column} = '~' || substr({column}, 2)"));
    let empty =
        ["unit_id", "staff_id"].map(|column| format!("{column} = CASE WHEN {column} IS NULL THEN '' END"));
    let numbers = ["at", "n", "version", "sealed_at"].map(|column| format!("{column} = {column} + 1"));
    let changes = text.into_iter().chain(empty).chain(numbers);
    changes
        .map(|change| Tampering {
            what: change.clone(),
            statements: vec![format!("UPDATE journal SET {change} WHERE seq = 5")],
            first_bad: 5,
        })
        .collect()
}

fn of_places(last: i64) -> Vec<Tampering> {
    let columns = "id, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, request_id, payload, \
                   sealed_at, seq, hash";
    let forged = "'evt_forged', 1, 0, 'product_added', 1, 'system', 'x', 'product', 'prd_x', 'r', '{}', 1";
    let hash = "f".repeat(64);
    let insert = |seq: i64| format!("INSERT INTO journal ({columns}) VALUES ({forged}, {seq}, '{hash}')");
    let swap = "UPDATE journal SET payload = (SELECT o.payload FROM journal o WHERE o.seq = 13 - journal.seq) \
                WHERE seq IN (5, 8)";
    vec![
        tampering("an entry renumbered", &["UPDATE journal SET seq = 100000 WHERE seq = 5"], 5),
        tampering("an entry unsealed", &["UPDATE journal SET seq = NULL, hash = NULL WHERE seq = 5"], 5),
        tampering("an entry removed", &["DELETE FROM journal WHERE seq = 5"], 5),
        tampering("the first removed", &["DELETE FROM journal WHERE seq = 1"], 1),
        tampering("the last removed", &[&format!("DELETE FROM journal WHERE seq = {last}")], last),
        tampering(
            "the last removed and the head moved back",
            &[
                &format!("DELETE FROM journal WHERE seq = {last}"),
                "UPDATE journal_head SET seq = seq - 1, hash = (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1)",
            ],
            last,
        ),
        tampering("all removed", &["DELETE FROM journal"], 1),
        tampering("two payloads swapped", &[swap], 5),
        tampering(
            "two places swapped",
            &[
                "UPDATE journal SET seq = -5 WHERE seq = 5",
                "UPDATE journal SET seq = 5 WHERE seq = 8",
                "UPDATE journal SET seq = 8 WHERE seq = -5",
            ],
            5,
        ),
        tampering(
            "one inserted, the rest shifted",
            &[
                "UPDATE journal SET seq = -(seq + 1) WHERE seq >= 6",
                "UPDATE journal SET seq = -seq WHERE seq < 0",
                &insert(6),
                "UPDATE journal_head SET seq = seq + 1",
            ],
            6,
        ),
        tampering("one inserted before the first", &[&insert(0)], 0),
        tampering("one inserted at the end", &[&insert(last + 1)], last + 1),
        tampering(
            "one inserted at the end with the head",
            &[&insert(last + 1), &format!("UPDATE journal_head SET seq = seq + 1, hash = '{hash}'")],
            last + 1,
        ),
        tampering("the head changed", &[&format!("UPDATE journal_head SET hash = '{hash}'")], last),
    ]
}

async fn verify_names_the_entry_that_was_changed(house: House) {
    let (ground, shell, last) = closed_with_a_copy(house).await;
    for Tampering { what, statements, first_bad } in in_each_column().into_iter().chain(of_places(last)) {
        for text in &statements {
            run(&shell, text).await;
        }
        let found = verdict(&ground.config()).await;
        assert_eq!(found, Some(first_bad), "{what}");
        restore(&shell).await;
        assert_eq!(verdict(&ground.config()).await, None, "after {what} was put right");
    }
    run(&shell, "UPDATE journal SET payload = '{}' WHERE seq = 7").await;
    let told = binary::run(&ground.config(), &["verify"]);
    assert_eq!(told.status.code(), Some(1));
    let lines = String::from_utf8(told.stdout).unwrap();
    assert_eq!(lines.lines().last(), Some("7"), "{lines}");
    restore(&shell).await;
    let told = binary::run(&ground.config(), &["verify", "--from", "3"]);
    let lines = String::from_utf8(told.stdout).unwrap();
    assert!(told.status.success() && lines.starts_with(&format!("head: {last} ")), "{lines}");
}

async fn a_chain_forged_as_a_whole_differs_from_the_head_noted_outside(house: House) {
    let (ground, shell, last) = closed_with_a_copy(house).await;
    run(&shell, "UPDATE journal SET payload = '{\"forged\":true}' WHERE seq = 4").await;
    let text = format!("SELECT {LINK_COLUMNS} FROM journal ORDER BY seq LIMIT 10000");
    let links = sql(text).all::<Link>(&shell).await.unwrap();
    let mut hash = GENESIS.to_owned();
    for link in links {
        let seq = link.seq.unwrap();
        hash = link.hash_after(&hash, seq, link.sealed_at.unwrap());
        run(&shell, &format!("UPDATE journal SET hash = '{hash}' WHERE seq = {seq}")).await;
    }
    run(&shell, &format!("UPDATE journal_head SET hash = '{hash}'")).await;
    let noted = verify::read_noted(&Db::open(&ground.config()).await.unwrap(), &ground.config().data_dir)
        .await
        .unwrap();
    let first_noted = noted.range(4..).next().map(|(seq, _)| *seq);
    assert!(first_noted.is_some_and(|seq| seq <= last));
    assert_eq!(verdict(&ground.config()).await, first_noted);
}

/// Closes the house after some work, takes the triggers away and keeps a copy of the journal.
async fn closed_with_a_copy(house: House) -> (crate::house::Ground, DatabaseConnection, i64) {
    let manager = house.person("manager");
    for n in 0..6 {
        manager.add_product(&format!("P{n}")).await.expect(201);
    }
    let last = house.sealed().await.seq;
    let ground = house.ground.clone();
    house.stop().await;
    let shell = ground.shell().await;
    let triggers: &[&str] = match ground.database {
        Database::Sqlite => &[
            "DROP TRIGGER journal_is_append_only_update",
            "DROP TRIGGER journal_is_append_only_delete",
            "DROP TRIGGER journal_seq_is_whole",
        ],
        Database::Postgres => &["DROP TRIGGER journal_is_append_only ON journal"],
    };
    for text in triggers {
        run(&shell, text).await;
    }
    run(&shell, "CREATE TABLE journal_copy AS SELECT * FROM journal").await;
    run(&shell, "CREATE TABLE head_copy AS SELECT * FROM journal_head").await;
    (ground, shell, last)
}

async fn restore(shell: &DatabaseConnection) {
    let steps = [
        "DELETE FROM journal",
        "INSERT INTO journal SELECT * FROM journal_copy",
        "DELETE FROM journal_head",
        "INSERT INTO journal_head SELECT * FROM head_copy",
    ];
    for text in steps {
        run(shell, text).await;
    }
}

/// What `lingke verify` finds, without starting a process for each.
async fn verdict(config: &Config) -> Option<i64> {
    let db = Db::open(config).await.unwrap();
    let noted = verify::read_noted(&db, &config.data_dir).await.unwrap();
    assert!(!noted.is_empty(), "the head was noted when the node stopped");
    let verdict = verify::verify(&db, None, &noted).await.unwrap();
    db.close().await;
    verdict.bad.map(|bad| bad.seq)
}
