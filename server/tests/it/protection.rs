//! Personal values are sealed: who has the database and not the key has nothing of them.

use std::fs;
use std::path::Path;

use lingke::demo::{self, Scale};
use lingke_customers::model::{ContactPointId, CustomerId};
use lingke_customers::store;
use lingke_kernel::time::Instant;
use lingke_platform::config::{Config, Hidden};
use lingke_platform::ctx::Ctx;
use lingke_platform::db::{Db, insert_rows, sql};
use lingke_platform::http::page::PageRequest;
use lingke_platform::node::Node;
use sea_orm::DatabaseConnection;
use serde_json::{Value, json};

use crate::binary;
use crate::house::desk::{id_of, ids_of};
use crate::house::ground::run;
use crate::house::{Database, Ground, House, for_both};

for_both!(
    a_node_without_the_right_master_key_does_not_start_and_touches_nothing,
    a_rotated_master_key_opens_and_the_old_one_no_longer_does,
    the_last_four_digits_of_a_phone_number_find_who_has_it,
    values_of_an_earlier_version_are_sealed_before_anybody_is_served,
    nobody_writes_a_value_in_the_clear,
);

const PHONE: &str = "13800138000";
const ID_CARD: &str = "11010519491231002X";

fn wang_fang() -> Value {
    json!({
        "name": "王芳",
        "contact_points": [
            { "kind": "phone", "value": PHONE },
            { "kind": "email", "value": "wang.fang@example.com" },
        ],
        "identity_documents": [{ "kind": "resident_id_card", "number": ID_CARD }],
    })
}

/// What her reveal shows: one of her values, in the clear.
async fn revealed(house: &House, id: &str) -> (String, String) {
    let path = format!("/customers/{id}/reveals");
    let shown = house.person("agent").post(&path, &json!({ "reason": "核对" })).await.expect(201).json();
    let text = |list: &str, field: &str| shown[list][0][field].as_str().unwrap().to_owned();
    (text("contact_points", "value"), text("identity_documents", "number"))
}

/// Every row of every table as text.
async fn everything(ground: &Ground) -> Vec<String> {
    let shell = ground.shell().await;
    let tables = match ground.database {
        Database::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name LIMIT 1000"
        }
        Database::Postgres => {
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1 LIMIT 1000"
        }
    };
    let tables = sql(tables).values::<String>(&shell).await.unwrap();
    assert!(tables.len() > 40, "{tables:?}");
    let mut rows = Vec::new();
    for table in tables {
        let row = match ground.database {
            Database::Sqlite => quoted_columns(&shell, &table).await,
            Database::Postgres => "CAST(t AS TEXT)".to_owned(),
        };
        let text = format!("SELECT {row} FROM {table} AS t ORDER BY 1 LIMIT 1000000");
        let found = sql(text).values::<Option<String>>(&shell).await.unwrap();
        rows.extend(found.into_iter().flatten().map(|row| format!("{table}: {row}")));
    }
    shell.close().await.unwrap();
    rows
}

async fn quoted_columns(shell: &DatabaseConnection, table: &str) -> String {
    let text = format!("SELECT name FROM pragma_table_info('{table}') LIMIT 1000");
    let columns = sql(text).values::<String>(shell).await.unwrap();
    let quoted: Vec<String> =
        columns.iter().map(|column| format!("coalesce(quote(\"{column}\"), '')")).collect();
    quoted.join(" || '|' || ")
}

/// No row of any table holds one of these, and no byte of SQLite's files.
async fn assert_nowhere(ground: &Ground, values: &[String]) {
    let rows = everything(ground).await.join("\n");
    for value in values {
        let line = || rows.lines().find(|line| line.contains(value.as_str())).unwrap_or_default();
        assert!(!rows.contains(value.as_str()), "{value} stands in {}", line());
    }
    if ground.database == Database::Sqlite {
        for name in ["lingke.db", "lingke.db-wal"] {
            let bytes = fs::read(ground.dir().join(name)).unwrap_or_default();
            let bytes = String::from_utf8_lossy(&bytes);
            for value in values {
                assert!(!bytes.contains(value.as_str()), "{value} stands in {name}");
            }
        }
    }
}

/// Opens a node as the program does; why it does not.
async fn refused(config: Config) -> String {
    match lingke::wiring::open(config).await {
        Ok(_) => panic!("the node started"),
        Err(error) => format!("{error:#}"),
    }
}

/// The one sentence with which the program ends instead of serving.
fn not_served(config: &Config) -> String {
    let mut command = binary::command(config, &["serve", "--listen", "127.0.0.1:0"]);
    let told = command.env("LINGKE_LOG", "error").output().unwrap();
    let why = String::from_utf8(told.stderr).unwrap();
    assert!(told.status.code() == Some(1) && why.lines().count() == 1, "{why}");
    why
}

async fn a_node_without_the_right_master_key_does_not_start_and_touches_nothing(house: House) {
    let fang = id_of(&house.person("agent").post("/customers", &wang_fang()).await.expect(201).json());
    let (ground, config, key) =
        (house.ground.clone(), house.ground.config(), house.ground.dir().join("master.key"));
    house.stop().await;
    let before = everything(&ground).await;
    let right = fs::read_to_string(&key).unwrap();

    fs::write(&key, "00".repeat(32)).unwrap();
    let why = not_served(&config);
    assert!(why.contains("is not the one") && !why.contains(&"00".repeat(32)), "{why}");

    fs::remove_file(&key).unwrap();
    let why = not_served(&config);
    assert!(why.contains("there is no master key in"), "{why}");
    assert!(!key.exists(), "a key is made for a new database only");
    assert!(everything(&ground).await == before, "something was written");

    let config = Config { master_key: Hidden::new(right.trim()), ..config };
    let node = lingke::wiring::open(config).await.unwrap();
    let found = store::find(node.db.read(), &node.keys, fang.parse().unwrap()).await.unwrap();
    assert_eq!(found.contact_points[0].value.in_the_clear(), PHONE);
    node.stop().await;
}

async fn a_rotated_master_key_opens_and_the_old_one_no_longer_does(house: House) {
    let fang = id_of(&house.person("agent").post("/customers", &wang_fang()).await.expect(201).json());
    let new = house.ground.dir().join("keys/new.key");
    let file = new.to_str().unwrap();
    let rotate = ["keys", "rotate", "--new-key-file", file];
    let told = binary::run(&house.ground.config(), &rotate);
    let (said, why) = (String::from_utf8(told.stdout).unwrap(), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success() && said.contains(&format!("master_key_file = \"{file}\"")), "{said}{why}");
    let key = fs::read_to_string(&new).unwrap();
    assert!(!said.contains(key.trim()), "the key itself is not told");
    assert_eq!(revealed(&house, &fang).await, (PHONE.to_owned(), ID_CARD.to_owned()), "running nodes go on");
    assert_eq!(house.told("master_key_rotated", "master_key").await, 1);

    let (ground, config) = (house.ground.clone(), house.ground.config());
    let again = Config { master_key_file: Some(new.clone()), ..config.clone() };
    let house = house.restarted_with(again.clone(), lingke::wiring::WIRING).await;
    assert_eq!(revealed(&house, &fang).await, (PHONE.to_owned(), ID_CARD.to_owned()));
    house.stop().await;
    let why = refused(config).await;
    assert!(why.contains("is not the one"), "{why}");

    let mut command = binary::command(&again, &rotate);
    let told = command.env("LINGKE_MASTER_KEY_FILE", &new).output().unwrap();
    let why = String::from_utf8(told.stderr).unwrap();
    assert!(!told.status.success() && why.contains("is the one in use already"), "{why}");
    let rows = everything(&ground).await.join("\n");
    assert!(!rows.contains(key.trim()), "the key is not in the database");
}

async fn the_last_four_digits_of_a_phone_number_find_who_has_it(house: House) {
    let agent = house.person("agent");
    let fang = id_of(&agent.post("/customers", &wang_fang()).await.expect(201).json());
    let spaced =
        json!({ "name": "李雷", "contact_points": [{ "kind": "phone", "value": "(010) 6677 80 00" }] });
    let lei = id_of(&agent.post("/customers", &spaced).await.expect(201).json());
    let other = json!({ "name": "韩梅梅", "contact_points": [{ "kind": "wechat", "value": "mei8000" }] });
    let mei = id_of(&agent.post("/customers", &other).await.expect(201).json());
    let found = async |q: &str| ids_of(&agent.get(&format!("/customers?q={q}")).await.expect(200).json());
    let both = {
        let mut both = [fang.clone(), lei.clone()];
        both.sort();
        both
    };
    assert_eq!(found("8000").await, both);
    assert_eq!(found("%208000%20").await, both);
    for q in ["800", "08000", "1380", "0000"] {
        assert!(found(q).await.is_empty(), "{q}");
    }
    let path = format!("/customers/{mei}/contact-points");
    agent.post(&path, &json!({ "kind": "phone", "value": "13912345678" })).await.expect(201);
    assert_eq!(found("5678").await, [mei]);
    let text = "SELECT customer_id FROM contact_points WHERE lookup_tail = $1 AND customer_id = $2";
    let tail = house.node.keys.lookup("phone_tail", "8000");
    let row: String = house.value(sql(text).bind(tail).bind(fang.as_str())).await;
    assert_eq!(row, fang);
}

/// Lets the database take values in the clear, as before its present version.
async fn as_before(ground: &Ground, shell: &DatabaseConnection) {
    for table in ["contact_points", "identity_documents"] {
        let texts = match ground.database {
            Database::Sqlite => vec![
                format!("DROP TRIGGER {table}_are_sealed_insert"),
                format!("DROP TRIGGER {table}_are_sealed_update"),
            ],
            Database::Postgres => vec![format!("ALTER TABLE {table} DROP CONSTRAINT {table}_are_sealed")],
        };
        for text in texts {
            run(shell, &text).await;
        }
    }
}

/// How many customers an earlier version left: more than one transaction seals.
const EARLIER: usize = 1100;

fn earlier_phone(n: usize) -> String {
    format!("1390000{n:04}")
}

/// Writes customers as an earlier version did, and her values in the clear again.
async fn write_as_before(ground: &Ground, ids: &[CustomerId], now: Instant) {
    let shell = ground.shell().await;
    as_before(ground, &shell).await;
    let phone = "UPDATE contact_points SET value = $1, lookup = $1, lookup_tail = NULL WHERE kind = 'phone'";
    sql(phone).bind(PHONE).run(&shell).await.unwrap();
    let number = "UPDATE identity_documents SET value = $1, lookup = $1";
    sql(number).bind(ID_CARD).run(&shell).await.unwrap();
    let rows = ids.iter().enumerate().map(|(n, id)| -> Vec<sea_orm::Value> {
        let (number, name) = (format!("OLD{n}"), format!("旧客户{n}"));
        let (kind, class, version) = ("person".into(), "ordinary".into(), 1_i64.into());
        let (id, number, lower) = ((*id).into(), number.into(), name.clone().into());
        vec![id, number, name.into(), lower, kind, class, version, now.into(), now.into()]
    });
    let into = "customers (id, number, name, name_lower, kind, class, version, created_at, updated_at)";
    insert_rows(&shell, into, rows, "").await.unwrap();
    let rows = ids.iter().enumerate().map(|(n, id)| -> Vec<sea_orm::Value> {
        let (point, phone) = (ContactPointId::new(now), earlier_phone(n));
        vec![
            point.into(),
            (*id).into(),
            "phone".into(),
            phone.clone().into(),
            phone.into(),
            true.into(),
            now.into(),
        ]
    });
    let into = "contact_points (id, customer_id, kind, value, lookup, preferred, created_at)";
    insert_rows(&shell, into, rows, "").await.unwrap();
    shell.close().await.unwrap();
}

async fn values_of_an_earlier_version_are_sealed_before_anybody_is_served(house: House) {
    let fang = id_of(&house.person("agent").post("/customers", &wang_fang()).await.expect(201).json());
    let fang: CustomerId = fang.parse().unwrap();
    let (ground, now) = (house.ground.clone(), house.node.clock.now());
    house.stop().await;
    let ids: Vec<CustomerId> = (0..EARLIER).map(|_| CustomerId::new(now)).collect();
    write_as_before(&ground, &ids, now).await;

    // A start that is broken off after its first batch.
    let node = Node::open(ground.config(), lingke::wiring::WIRING).await.unwrap();
    let tx = Ctx::system(&node, "tests").begin().await.unwrap();
    let some = store::unsealed::seal_some(&tx).await.unwrap();
    assert_eq!(some, 1001, "a batch of one table, all of the other");
    tx.commit().await.unwrap();
    assert!(store::unsealed::are_there(node.db.read()).await.unwrap());
    node.stop().await;

    let node = lingke::wiring::open(ground.config()).await.unwrap();
    assert!(!store::unsealed::are_there(node.db.read()).await.unwrap());
    let page = PageRequest::new(None, None).unwrap();
    let sought = async |q: &str| store::list(node.db.read(), &node.keys, Some(q), &page).await.unwrap().items;
    let last = EARLIER - 1;
    for (phone, id) in [(earlier_phone(0), ids[0]), (earlier_phone(last), ids[last]), (PHONE.into(), fang)] {
        let found = sought(&phone).await;
        assert_eq!(found.iter().map(|record| record.row.id).collect::<Vec<_>>(), [id]);
        assert_eq!(found[0].contact_points[0].value.in_the_clear(), phone);
    }
    assert!(sought("1099").await.iter().any(|record| record.row.id == ids[last]));
    let found = store::find(node.db.read(), &node.keys, fang).await.unwrap();
    assert_eq!(found.identity_documents[0].number.in_the_clear(), ID_CARD);
    assert_eq!(found.contact_points[1].value.in_the_clear(), "wang.fang@example.com");
    node.stop().await;
    if ground.database == Database::Sqlite {
        // As the manual says.
        let shell = ground.shell().await;
        run(&shell, "VACUUM").await;
        shell.close().await.unwrap();
    }
    assert_nowhere(&ground, &["1390000", PHONE, ID_CARD].map(str::to_owned)).await;
}

async fn nobody_writes_a_value_in_the_clear(house: House) {
    house.person("agent").post("/customers", &wang_fang()).await.expect(201);
    let tx = house.node.db.begin().await.unwrap();
    let write = sql("UPDATE contact_points SET value = '13800138000'").run(&*tx).await;
    assert!(write.is_err());
    drop(tx);
    let tx = house.node.db.begin().await.unwrap();
    let text = "INSERT INTO identity_documents (id, customer_id, kind, value, lookup, created_at) \
                SELECT 'idd_x', id, 'passport', 'E12345678', 'x', 1 FROM customers";
    assert!(sql(text).run(&*tx).await.is_err());
}

for_both!(crate::house::on_a_ground =>
    a_stolen_database_shows_nothing_personal,
    nodes_that_start_together_share_their_keys,
    a_configured_key_that_is_missing_is_not_made,
);

async fn a_stolen_database_shows_nothing_personal(ground: Ground) {
    let node = lingke::wiring::open(ground.config()).await.unwrap();
    demo::make(&node, Scale { cases: 120, customers: 60 }, 7, &mut |_, _| {}).await.unwrap();
    let (mut values, mut cursor) = (Vec::new(), None);
    loop {
        let page = PageRequest::new(Some(50), cursor).unwrap();
        let page = store::list(node.db.read(), &node.keys, None, &page).await.unwrap();
        for record in page.items {
            let points = record.contact_points.iter().map(|point| &point.value);
            let numbers = record.identity_documents.iter().map(|document| &document.number);
            values.extend(points.chain(numbers).map(|value| value.in_the_clear().to_owned()));
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert!(values.len() > 120, "{}", values.len());
    assert!(values.iter().any(|value| value == "19900000001"));
    values.extend((1..60).map(|n| format!("199-0000-{n:04}")));
    node.stop().await;
    assert_nowhere(&ground, &values).await;
}

async fn nodes_that_start_together_share_their_keys(ground: Ground) {
    Db::open(&ground.config()).await.unwrap().close().await;
    let open = || Node::open(ground.config(), lingke::wiring::WIRING);
    let (one, other) = tokio::join!(open(), open());
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.keys.lookup("phone", PHONE), other.keys.lookup("phone", PHONE));
    let count = sql("SELECT count(*) FROM root_keys").value::<i64>(one.db.read()).await.unwrap();
    assert_eq!(count, Some(2));
    assert_eq!(mode_of(&ground.dir().join("master.key")), 0o600);
    one.stop().await;
    other.stop().await;
}

fn mode_of(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

async fn a_configured_key_that_is_missing_is_not_made(ground: Ground) {
    let there = ground.dir().join("elsewhere.key");
    let config = Config { master_key_file: Some(there.clone()), ..ground.config() };
    let why = refused(config.clone()).await;
    assert!(why.contains("where the configuration says it is") && !there.exists(), "{why}");
    fs::write(&there, "no key").unwrap();
    let why = refused(config.clone()).await;
    assert!(why.contains("holds no key"), "{why}");
    fs::write(&there, "ab".repeat(32)).unwrap();
    lingke::wiring::open(config).await.unwrap().stop().await;
    assert!(!ground.dir().join("master.key").exists());
}
