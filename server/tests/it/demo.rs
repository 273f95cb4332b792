//! The demo institution: made in an empty database only, whole, and just as the product itself would have made it.

use std::collections::BTreeMap;
use std::sync::Arc;

use lingke::demo::{self, Made, PASSWORD, SIGN_INS, Scale};
use lingke_cases::clocks;
use lingke_cases::model::{CaseId, FAR};
use lingke_cases::store::clocks::of_case;
use lingke_kernel::time::Instant;
use lingke_organisation::commands::setup;
use lingke_platform::db::{DatabaseKind, sql};
use lingke_platform::journal::verify;
use lingke_platform::node::{Clock, Node};
use serde_json::json;
use tokio::net::TcpListener;

use crate::binary;
use crate::house::{Database, Ground, Person, for_both, on_a_ground};
use crate::performance::recomputed::{Desk, Range};

/// Few, so that it is quick; `LINGKE_TEST_DEMO_CASES=100000` tells the same stories of the medium demo.
fn scale() -> Scale {
    let cases = std::env::var("LINGKE_TEST_DEMO_CASES").ok().map(|text| text.parse().unwrap());
    let cases: usize = cases.unwrap_or(260);
    Scale { cases, customers: cases.div_ceil(4) + 15 }
}

/// A ground with a demo of a few cases, and the node that made it.
struct Demo {
    ground: Ground,
    node: Arc<Node>,
    made: Made,
}

/// Makes a demo, tells the story in it, and clears away whatever the end.
async fn tell<Fut: Future<Output = ()>>(database: Database, story: impl FnOnce(Demo) -> Fut) {
    let made = |ground: Ground| async {
        let node = lingke::wiring::open(ground.config()).await.unwrap();
        let made = demo::make(&node, scale(), 7, &mut |_, _| {}).await.unwrap();
        story(Demo { ground, node, made }).await;
    };
    on_a_ground(database, made).await;
}

for_both!(super::tell =>
    it_holds_together,
    every_clock_reads_as_its_facts_say,
    figures_equal_what_is_counted,
    everyone_finds_their_work,
    no_index_is_missing,
    a_database_that_is_not_empty_is_refused,
);

async fn count(node: &Node, text: &str) -> i64 {
    sql(text).value::<i64>(node.db.read()).await.unwrap().unwrap_or_default()
}

async fn it_holds_together(demo: Demo) {
    let Demo { node, made, ground } = demo;
    let noted = verify::read_noted(&node.db, &ground.dir()).await.unwrap();
    let verdict = verify::verify(&node.db, None, &noted).await.unwrap();
    assert!(verdict.bad.is_none(), "{:?}", verdict.bad);
    assert_eq!(verdict.head.seq, made.events);
    assert_eq!(count(&node, "SELECT count(*) FROM journal WHERE seq IS NULL").await, 0);
    // What was sealed as it was written left the guard of the chain in its place.
    let forged = "INSERT INTO journal (id, seq, at, n, type, version, actor_kind, actor_id, subject_kind, subject_id, \
                  request_id, payload, sealed_at, hash) VALUES ('evt_x', 999999999, 1, 0, 'x', 1, 'system', 'x', 'x', \
                  'x', 'x', '{}', 1, 'x')";
    let tx = node.db.begin().await.unwrap();
    assert!(sql(forged).run(&*tx).await.is_err());
    drop(tx);
    for (table, columns) in [
        // The calendars came in when the node opened the database, just now.
        ("(SELECT at FROM journal WHERE type <> 'calendar_version_added') j", &["at"][..]),
        ("cases", &["created_at", "updated_at", "resolved_at", "closed_at"]),
        ("case_entries", &["created_at"]),
        ("case_clocks", &["started_at", "warned_at", "stopped_at"]),
        ("clock_firings", &["fired_at"]),
        ("customers", &["created_at"]),
        ("staff", &["presence_at", "created_at"]),
    ] {
        for column in columns {
            let text = format!("SELECT count(*) FROM {table} WHERE {column} > {}", made.now.micros());
            assert_eq!(count(&node, &text).await, 0, "{table}.{column} lies in the future");
        }
    }
    // Events of one case stand in the chain as they happened, each at a moment of its own.
    let text = "SELECT count(*) FROM journal a JOIN journal b ON a.subject_id = b.subject_id AND a.seq < b.seq \
                WHERE a.subject_kind = 'case' AND a.at >= b.at";
    assert_eq!(count(&node, text).await, 0);
    let text = "SELECT count(*) FROM cases WHERE closed_at IS NOT NULL AND status = 'closed'";
    assert!(count(&node, text).await * 10 > made.cases as i64 * 5, "most are closed");
    let breached = count(
        &node,
        "SELECT count(*) FROM cases WHERE breached AND escalation_level > 0 \
                                 AND status IN ('new', 'assigned', 'waiting_customer')",
    )
    .await;
    assert!(breached >= 15, "{breached} are late now");
    node.stop().await;
}

async fn every_clock_reads_as_its_facts_say(demo: Demo) {
    let Demo { node, made, .. } = demo;
    let cases =
        sql("SELECT id FROM cases ORDER BY id LIMIT 5000").values::<CaseId>(node.db.read()).await.unwrap();
    assert_eq!(cases.len(), made.cases);
    let (mut breached, mut all) = (0, 0);
    for id in cases {
        let known = of_case(node.db.read(), id).await.unwrap();
        for clock in &known {
            let calendar = lingke_calendars::store::version(node.db.read(), clock.calendar_version_id).await;
            let mut anew = clock.clone();
            clocks::set(&mut anew, &calendar.unwrap(), made.now).unwrap();
            assert_eq!(anew, *clock, "case {id}");
            all += 1;
            breached += usize::from(clock.breached_at.is_some());
        }
        let due =
            known.iter().filter(|clock| clock.running).filter_map(|clock| clock.due_at.or(clock.breached_at));
        let text = "SELECT next_due_at FROM cases WHERE id = $1";
        let next = sql(text).bind(id).value::<Instant>(node.db.read()).await.unwrap();
        assert_eq!(next, Some(due.min().unwrap_or(FAR)), "case {id}");
    }
    let fired = count(&node, "SELECT count(*) FROM clock_firings WHERE what = 'breached'").await;
    let told = count(&node, "SELECT count(*) FROM journal WHERE type = 'clock_breached'").await;
    assert_eq!((fired, told), (breached as i64, breached as i64));
    assert!(breached * 5 < all, "{breached} of {all} clocks ran out");
    node.stop().await;
}

async fn figures_equal_what_is_counted(demo: Demo) {
    let Demo { node, .. } = demo;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    node.start();
    let served = node.clone();
    let serving =
        tokio::spawn(async move { lingke::commands::serve::serve(&served, listener).await.unwrap() });
    let token = setup::create_token(&node, "auditor", "tests").await.unwrap();
    let desk = Desk {
        person: Person::new(address, Some(&token)),
        conn: node.db.read(),
        units: None,
        today: node.clock.now(),
    };
    let day = |days_ago: i64| -> &'static str {
        let at = node.clock.now().plus_seconds(-days_ago * 86_400);
        at.day_in(&jiff::tz::TimeZone::get("Asia/Shanghai").unwrap()).to_string().leak()
    };
    for (from, to) in [(400, 0), (40, 10), (0, 0)] {
        let range = Range { from: day(from), to: day(to) };
        for by in ["unit", "kind", "channel", "priority"] {
            desk.check(range, "", by).await;
        }
        desk.check(range, "kind=complaint&priority=normal", "channel").await;
    }
    desk.check_days(Range { from: day(30), to: day(0) }).await;
    node.stopping.cancel();
    serving.await.unwrap();
}

async fn everyone_finds_their_work(demo: Demo) {
    let Demo { node, made, .. } = demo;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    node.start();
    let served = node.clone();
    let serving =
        tokio::spawn(async move { lingke::commands::serve::serve(&served, listener).await.unwrap() });
    assert_eq!(made.sign_ins.len(), SIGN_INS);
    let nobody = Person::new(address, None);
    let mut people = BTreeMap::new();
    for (login, _, role) in &made.sign_ins {
        let signed_in = nobody.post("/sessions", &json!({ "login": login, "password": PASSWORD })).await;
        let me = signed_in.expect(201).json()["me"].clone();
        assert_eq!(me["roles"], json!([role]));
        assert_eq!(me["must_change_password"], json!(false));
        assert_eq!(me["institution"]["demo"], json!(true));
        let token = setup::create_token(&node, login, "tests").await.unwrap();
        people.insert(login.as_str(), Person::new(address, Some(&token)));
    }
    let found = async |login: &str, query: &str| {
        let page = people[login].get(&format!("/cases?limit=200&{query}")).await.expect(200).json();
        page["items"].as_array().unwrap().len()
    };
    for (login, queued, own) in
        [("agent", 8, 6), ("complaints", 4, 4), ("support", 4, 4), ("department", 3, 3), ("manager", 3, 2)]
    {
        assert!(found(login, "status=new").await >= queued, "the queue of {login}");
        assert!(found(login, "status=open&assignee_id=me").await >= own, "the desk of {login}");
    }
    assert!(found("agent", "status=waiting_customer&assignee_id=me").await >= 2);
    assert!(found("auditor", "status=open&breached=true").await >= 15);
    node.stopping.cancel();
    serving.await.unwrap();
}

async fn a_database_that_is_not_empty_is_refused(demo: Demo) {
    demo.node.stop().await;
    let told = binary::run(&demo.ground.config(), &["demo"]);
    let why = String::from_utf8(told.stderr).unwrap();
    assert!(!told.status.success() && why.contains("the database is not empty"), "{why}");
}

/// Its indexes are set aside and its journal lacks what was to come: nobody may work in it.
async fn one_that_was_interrupted_is_of_no_use(ground: Ground) {
    let node = lingke::wiring::open(ground.config()).await.unwrap();
    let stopping = node.stopping.clone();
    let mut cancel = |what: &str, _: f64| {
        if what == "indexes" {
            stopping.cancel();
        }
    };
    let why = demo::make(&node, scale(), 7, &mut cancel).await.unwrap_err().to_string();
    assert!(why.contains("cancelled before it was whole"), "{why}");
    node.stop().await;
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["demo"]] {
        let told = binary::run(&ground.config(), command);
        let why = String::from_utf8(told.stderr).unwrap();
        assert!(
            !told.status.success() && why.contains("interrupted before it was whole"),
            "{command:?}: {why}"
        );
    }
}

for_both!(crate::house::on_a_ground => one_that_was_interrupted_is_of_no_use);

/// The schema of a demo is that of any other database: what was set aside is there again.
async fn no_index_is_missing(demo: Demo) {
    let Demo { node, ground, .. } = demo;
    let plain = Ground::new(ground.database).await;
    let other = lingke::wiring::open(plain.config()).await.unwrap();
    let text = match node.db.kind() {
        DatabaseKind::Sqlite => {
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name, sql LIMIT 1000"
        }
        DatabaseKind::Postgres => {
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexdef LIMIT 1000"
        }
    };
    let all = sql(text).values::<String>(node.db.read()).await.unwrap();
    let wanted = sql(text).values::<String>(other.db.read()).await.unwrap();
    assert!(wanted.len() > 100 && all == wanted, "{} of {}", all.len(), wanted.len());
    other.stop().await;
    plain.clear().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_makes_the_same_institution() {
    let mut made = Vec::new();
    // What happened weeks ago is the same at any hour of the day.
    let before = Clock::default().now().plus_seconds(-30 * 86_400).micros();
    for seed in [7, 7, 8] {
        let ground = Ground::new(Database::Sqlite).await;
        let node = lingke::wiring::open(ground.config()).await.unwrap();
        demo::make(&node, scale(), seed, &mut |_, _| {}).await.unwrap();
        let text = format!(
            "SELECT id || number || subject || description || channel || priority || status || customer_id \
             || created_at || coalesce(closed_at, 0) FROM cases WHERE updated_at < {before} ORDER BY id LIMIT 5000"
        );
        let cases = sql(text).values::<String>(node.db.read()).await.unwrap();
        let text = "SELECT id || number || name || note || created_at FROM customers ORDER BY id LIMIT 5000";
        let customers = sql(text).values::<String>(node.db.read()).await.unwrap();
        made.push((cases, customers));
        node.stop().await;
    }
    assert!(made[0].0.len() > 150);
    assert!(made[0] == made[1], "the same seed made something else");
    assert!(made[0] != made[2], "another seed made the same");
}
