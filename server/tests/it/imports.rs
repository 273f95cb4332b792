//! Complaints from a file: shown, mapped, taken row by row, and never twice.

use lingke_platform::config::Config;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::binary;
use crate::house::desk::id_of;
use crate::house::ground::run;
use crate::house::person::Answered;
use crate::house::{House, Person, eventually, for_both};
use crate::performance::recomputed::{Desk, Range};

for_both!(
    a_file_is_shown_mapped_and_becomes_cases,
    the_rest_of_a_broken_file_goes_in,
    the_same_file_twice_adds_nothing,
    two_imports_of_one_file_at_once_add_it_once,
    a_cancelled_import_keeps_what_went_in_and_begins_again,
    what_is_no_table_is_refused,
    an_import_is_seen_by_who_brought_it_and_run_by_who_may,
    a_run_whose_node_is_killed_is_taken_up_and_does_nothing_twice,
    the_command_imports_beside_a_running_server,
    the_figures_of_imported_complaints_equal_a_recomputation,
);

/// A file with so many complaints.
pub(crate) fn complaints(count: usize) -> String {
    let row =
        |n| format!("2024-05-{:02},Mortgage,Late fee,Closed,{n},\"It took, again, {n} days\"\n", n % 28 + 1);
    let rows: String = (1..=count).map(row).collect();
    format!("Date received,Product,Issue,Company response to consumer,Complaint ID,Narrative\n{rows}")
}

/// A real file, as it was published.
fn published(name: &str) -> String {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/complaints");
    std::fs::read_to_string(format!("{dir}/{name}")).unwrap()
}

async fn upload(person: &Person, content: impl Into<Vec<u8>>) -> Answered {
    let part = Part::bytes(content.into()).file_name("../投诉 2024.csv");
    Person::send(person.request(Method::POST, "/imports").multipart(Form::new().part("file", part))).await
}

async fn start(person: &Person, id: &str, mapping: Value) -> Answered {
    person.post(&format!("/imports/{id}/runs"), &json!({ "mapping": mapping })).await
}

async fn ended(person: &Person, id: &str) -> Value {
    eventually("the import ends", async || {
        let import = person.get(&format!("/imports/{id}")).await.expect(200).json();
        (!import["report"].is_null() || import["state"] == "failed").then_some(import)
    })
    .await
}

/// Uploads and imports a file whose columns are guessed.
pub(crate) async fn import(person: &Person, content: impl Into<Vec<u8>>) -> Value {
    let id = id_of(&upload(person, content).await.expect(201).json());
    start(person, &id, json!({})).await.expect(200);
    ended(person, &id).await
}

/// Rows, created, duplicates and errors, as the progress and the report tell them.
#[track_caller]
fn figures(import: &Value) -> [u64; 4] {
    assert_eq!(import["state"], "done", "{import}");
    let (progress, report) = (&import["progress"], &import["report"]);
    let errors = report["errors"].as_array().unwrap().len() as u64;
    let told = ["rows", "created", "duplicates", "errors"].map(|name| progress[name].as_u64().unwrap());
    let [rows, created, duplicates] =
        ["rows", "created", "duplicates"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(told, [rows, created, duplicates, errors]);
    assert_eq!(progress["bytes_done"], progress["bytes_total"]);
    told
}

async fn a_file_is_shown_mapped_and_becomes_cases(house: House) {
    let manager = house.person("manager");
    let mut mortgage = crate::house::person::product("HL");
    mortgage["name_en"] = json!("Mortgage");
    let product_id = id_of(&manager.post("/products", &mortgage).await.expect(201).json());
    let text = "what,when,Issue,State,Company response,origin\n\
                Mortgage,2024-05-03,Late fee,NM,Closed with explanation,x\n\
                Other,5/6/24,Fraud,,In progress,y\n";
    let made = upload(&manager, text).await.expect(201);
    let shown = made.json();
    let (id, path) = (id_of(&shown), made.header("location").to_owned());
    assert_eq!((&shown["state"], &shown["rows_estimate"]), (&json!("uploaded"), &json!(2)));
    assert_eq!(shown["file_name"], "投诉 2024.csv");
    assert_eq!(shown["sample"][1], json!(["Other", "5/6/24", "Fraud", "", "In progress", "y"]));
    assert_eq!(shown["columns"][0], json!({ "name": "what", "maps_to": null }));
    assert_eq!(shown["columns"][2], json!({ "name": "Issue", "maps_to": "issue" }));
    let required = |field: &&Value| field["required"] == true;
    assert_eq!(shown["fields"].as_array().unwrap().iter().filter(required).count(), 3);
    let refused = start(&manager, &id, json!({})).await.expect(422);
    assert_eq!(refused.code(), "columns_missing");
    assert_eq!(refused.json()["params"]["fields"], "date_received, product");
    for wrong in [json!({ "nowhere": "issue" }), json!({ "what": "nothing" }), json!({ "what": "issue" })] {
        start(&manager, &id, wrong).await.expect(422);
    }
    assert_eq!(house.count("cases").await, 0);
    let started =
        start(&manager, &id, json!({ "what": "product", "when": "date_received" })).await.expect(200);
    assert_eq!(
        (&started.json()["state"], &started.json()["may"]["start"]),
        (&json!("running"), &json!(false))
    );
    let import = ended(&manager, &id).await;
    assert_eq!(figures(&import), [2, 2, 0, 0]);
    assert_eq!(import["report"]["unknown_columns"], json!(["origin"]));
    assert_eq!(manager.get(&format!("{path}/report")).await.expect(200).json(), import["report"]);
    assert_eq!((house.told("import_started", &id).await, house.told("import_finished", &id).await), (1, 1));
    the_cases_are_whole(&manager, &product_id).await;
}

/// One is history and one waits in the queue under its clocks.
async fn the_cases_are_whole(manager: &Person, product_id: &str) {
    let rows = manager.all("/cases?kind=complaint", 200).await;
    assert_eq!(rows.len(), 2);
    let named = |subject: &str| rows.iter().find(|row| row["subject"] == subject).expect("it is in the list");
    let closed = manager.case(&id_of(named("Late fee — Mortgage"))).await;
    let open = manager.case(&id_of(named("Fraud — Other"))).await;
    assert_eq!((&closed["status"], &closed["channel"]), (&json!("closed"), &json!("regulator")));
    assert_eq!(
        (&closed["created_at"], &closed["product"]["id"]),
        (&json!("2024-05-03T01:00:00Z"), &json!(product_id))
    );
    assert_eq!(closed["clocks"], json!([]));
    assert_eq!((&open["status"], &open["product"]), (&json!("new"), &Value::Null));
    assert!(!open["clocks"].as_array().unwrap().is_empty() && !open["next_due"].is_null());
    assert_ne!(open["number"], closed["number"]);
    let events = manager.all(&format!("/cases/{}/events", id_of(&open)), 200).await;
    let told: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(told[0], "case_imported");
    assert!(told[1..].iter().all(|kind| *kind == "clock_started") && told.len() > 1);
    assert_eq!(events[0]["actor"]["name"], "manager of the house");
}

async fn the_rest_of_a_broken_file_goes_in(house: House) {
    let manager = house.person("manager");
    let mut lines: Vec<String> = complaints(1200).lines().map(str::to_owned).collect();
    lines[100] = "someday,Mortgage,Late fee,Closed,100,".to_owned();
    lines[200] = "2024-05-01,Mortgage".to_owned();
    lines[300] = "2024-05-01,,Late fee,Closed,300,".to_owned();
    lines[600] = "2024-05-01,Mortgage,Late fee,Closed,600,\"it is never clos".to_owned();
    let import = import(&manager, lines.join("\n")).await;
    assert_eq!(figures(&import), [1200, 1196, 0, 4]);
    let errors = import["report"]["errors"].as_array().unwrap();
    let at: Vec<u64> = errors.iter().map(|error| error["line"].as_u64().unwrap()).collect();
    assert_eq!(at, [101, 201, 301, 601]);
    assert_eq!(errors[1]["reason"], "2 fields where the header has 6");
    assert_eq!(house.count("cases").await, 1196);
    let id = id_of(&import);
    assert_eq!(start(&manager, &id, json!({})).await.expect(409).code(), "import_not_startable");
    let cancelled = manager.post(&format!("/imports/{id}/cancellations"), &json!({})).await;
    assert_eq!(cancelled.expect(409).code(), "import_ended");
}

async fn the_same_file_twice_adds_nothing(house: House) {
    let manager = house.person("manager");
    for (name, rows, unique) in [("full18.csv", 300, 300), ("noid.csv", 319, 308)] {
        let before = house.count("cases").await;
        assert_eq!(
            figures(&import(&manager, published(name)).await),
            [rows, unique, rows - unique, 0],
            "{name}"
        );
        assert_eq!(figures(&import(&manager, published(name)).await), [rows, 0, rows, 0], "{name}");
        assert_eq!(house.count("cases").await - before, i64::try_from(unique).unwrap());
    }
    assert_eq!(house.count("files").await, 2, "the same content is kept once");
    assert_eq!(house.count("imports").await, 4);
    assert_eq!(house.count("journal WHERE type = 'case_imported'").await, house.count("cases").await);
    assert_eq!(house.first_bad().await, None);
}

async fn two_imports_of_one_file_at_once_add_it_once(house: House) {
    let manager = house.person("manager");
    let text = complaints(2000);
    let both = futures::future::join_all([import(&manager, text.clone()), import(&manager, text)]).await;
    let created: Vec<u64> = both.iter().map(|import| figures(import)[1]).collect();
    assert_eq!(created.iter().sum::<u64>(), 2000);
    assert!(both.iter().all(|import| figures(import)[0] == 2000));
    assert_eq!(house.count("cases").await, 2000);
    assert_eq!(house.count("journal WHERE type = 'case_imported'").await, 2000);
}

async fn a_cancelled_import_keeps_what_went_in_and_begins_again(house: House) {
    let manager = house.person("manager");
    let id = id_of(&upload(&manager, complaints(3000)).await.expect(201).json());
    assert_eq!(manager.get(&format!("/imports/{id}/report")).await.expect(409).code(), "import_not_ended");
    start(&manager, &id, json!({})).await.expect(200);
    let cancelled =
        manager.post(&format!("/imports/{id}/cancellations"), &json!({})).await.expect(200).json();
    assert_eq!((&cancelled["state"], &cancelled["may"]["start"]), (&json!("cancelled"), &json!(true)));
    let stopped = ended(&manager, &id).await;
    let kept = house.count("cases").await;
    assert!(kept < 3000);
    assert_eq!((&stopped["state"], &stopped["report"]["created"]), (&json!("cancelled"), &json!(kept)));
    start(&manager, &id, json!({})).await.expect(200);
    let kept = u64::try_from(kept).unwrap();
    assert_eq!(figures(&ended(&manager, &id).await), [3000, 3000 - kept, kept, 0]);
    assert_eq!((house.told("import_started", &id).await, house.told("import_cancelled", &id).await), (2, 1));
    assert_eq!(house.count("cases").await, 3000);
}

async fn what_is_no_table_is_refused(house: House) {
    let manager = house.person("manager");
    let wide = "x,".repeat(500);
    let long = "x".repeat(600_000);
    for content in
        [&b""[..], b"\x89PNG\r\n\x1a\n\0\0\0", b"\xff\xfea\0,\0b\0", wide.as_bytes(), long.as_bytes()]
    {
        let refused = upload(&manager, content).await.expect(422);
        assert_eq!(refused.field(), ("file".into(), "not_csv".into()));
    }
    let other = Form::new().part("other", Part::bytes(b"a,b\n".to_vec()));
    let refused = Person::send(manager.request(Method::POST, "/imports").multipart(other)).await.expect(422);
    assert_eq!(refused.field(), ("file".into(), "missing".into()));
    let small = Config { import_bytes_max: 1000, ..house.ground.config() };
    let small = house.another_with(small, lingke::wiring::WIRING).await;
    let refused = upload(&small.person("manager"), complaints(100)).await.expect(413);
    assert_eq!(
        (refused.code(), &refused.json()["params"]["bytes_max"]),
        ("file_too_large".into(), &json!(1000))
    );
    small.stop().await;
    assert_eq!(house.count("imports").await + house.count("files").await, 0);
}

async fn an_import_is_seen_by_who_brought_it_and_run_by_who_may(house: House) {
    let (manager, specialist) = (house.person("manager"), house.person("complaints"));
    let id = id_of(&upload(&specialist, complaints(3)).await.expect(201).json());
    manager.get(&format!("/imports/{id}")).await.expect(404);
    start(&manager, &id, json!({})).await.expect(404);
    manager.post(&format!("/imports/{id}/cancellations"), &json!({})).await.expect(404);
    assert_eq!(manager.get("/imports").await.expect(200).json()["items"], json!([]));
    upload(&manager, complaints(3)).await.expect(201);
    // Who sees the whole institution sees everybody's.
    for (person, count) in [(&manager, 1), (&specialist, 2)] {
        let all = person.all("/imports", 1).await;
        assert_eq!(all.len(), count);
        assert!(all.iter().all(|import| import["sample"] == json!([]) && import["report"].is_null()));
    }
    let agent = house.person("agent");
    upload(&agent, complaints(3)).await.expect(403);
    agent.get("/imports").await.expect(403);
    start(&agent, &id, json!({})).await.expect(403);
    house.nobody().get("/imports").await.expect(401);
    assert_eq!(house.count("cases").await, 0);
}

async fn a_run_whose_node_is_killed_is_taken_up_and_does_nothing_twice(house: House) {
    let config = house.ground.config();
    let mut served = tokio::task::spawn_blocking(move || binary::serve(&config)).await.unwrap();
    let there = house.person("manager").at(served.address);
    let id = id_of(&upload(&there, complaints(2000)).await.expect(201).json());
    start(&there, &id, json!({})).await.expect(200);
    let manager = house.person("manager");
    eventually("some rows are in", async || {
        let import = manager.get(&format!("/imports/{id}")).await.expect(200).json();
        (import["progress"]["created"].as_u64() > Some(0)).then_some(())
    })
    .await;
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    run(&house.ground.shell().await, "UPDATE imports SET lease_until = 1").await;
    assert_eq!(figures(&ended(&manager, &id).await), [2000, 2000, 0, 0]);
    assert_eq!(house.count("cases").await, 2000);
    assert_eq!(house.count("journal WHERE type = 'case_imported'").await, 2000);
}

async fn the_command_imports_beside_a_running_server(house: House) {
    let config = house.ground.config();
    let [file, report] = ["complaints.csv", "report.json"].map(|name| house.ground.dir().join(name));
    std::fs::write(&file, published("2015q1.csv") + "1,2,3\n").unwrap();
    let words = [
        "import",
        "complaints",
        file.to_str().unwrap(),
        "--format",
        "cfpb",
        "--report",
        report.to_str().unwrap(),
    ];
    for (created, duplicates) in [(300, 0), (0, 300)] {
        let output = binary::run(&config, &words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
        assert_eq!(report["created"], created);
        assert_eq!(report["duplicates"], duplicates);
        assert_eq!(report["rows"], 301);
        assert_eq!(report["unknown_columns"], json!([]));
        assert_eq!(
            report["errors"],
            json!([{ "line": 302, "reason": "3 fields where the header has 12",
                   "why": { "code": "wrong_width", "found": 3, "wanted": 12 } }])
        );
    }
    assert_eq!(house.person("complaints").all("/cases?kind=complaint", 200).await.len(), 300);
    std::fs::write(&file, "name,age\nA,7\n").unwrap();
    let refused = binary::run(&config, &words);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("has no column for date_received, product, issue"), "{told}");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(binary::run(&config, &words).status.code(), Some(1));
}

async fn the_figures_of_imported_complaints_equal_a_recomputation(house: House) {
    let manager = house.person("manager");
    for name in ["full18.csv", "2015q1.csv", "noid.csv"] {
        import(&manager, published(name)).await;
    }
    house.caught_up("performance").await;
    let desk = Desk {
        person: house.person("complaints"),
        conn: house.node.db.read(),
        units: None,
        today: house.node.clock.now(),
    };
    for (from, to) in
        [("2015-01-01", "2015-03-31"), ("2017-06-15", "2019-08-20"), ("2013-01-01", "2014-12-31")]
    {
        for by in ["unit", "kind", "channel"] {
            desk.check(Range { from, to }, "", by).await;
        }
    }
    desk.check_days(Range { from: "2015-01-01", to: "2015-03-31" }).await;
}

#[test]
fn the_command_asks_for_an_institution_first() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config { data_dir: dir.path().to_owned(), ..Config::default() };
    let file = dir.path().join("complaints.csv");
    std::fs::write(&file, complaints(1)).unwrap();
    let refused = binary::run(&config, &["import", "complaints", file.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("there is no institution yet"));
}
