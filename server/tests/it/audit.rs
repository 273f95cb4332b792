//! The journal as the auditor reads it, and the proof that it was not changed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::house::desk::{case, moment_of};
use crate::house::ground::run;
use crate::house::{Database, House, for_both};

for_both!(
    only_the_auditor_reads_the_journal,
    the_journal_is_filtered_by_what_who_and_when,
    each_entry_is_on_one_page,
    a_verification_finds_the_chain_whole_and_is_journaled,
    a_verification_names_the_first_entry_that_was_changed,
);

async fn some_history(house: &House) -> String {
    let agent = house.person("agent");
    let id = agent.opens(case("technical")).await;
    agent.does("replies", &id, json!({ "text": "在查" })).await.expect(201);
    house.person("colleague").does("notes", &id, json!({ "text": "重启试试" })).await.expect(201);
    agent.does("resolutions", &id, json!({ "text": "好了" })).await.expect(201);
    house.sealed().await;
    id
}

async fn only_the_auditor_reads_the_journal(house: House) {
    for login in ["admin", "manager", "agent", "complaints", "support", "quality", "department"] {
        house.person(login).get("/journal").await.expect(403);
        house.person(login).post("/journal/verifications", &json!({})).await.expect(403);
    }
    house.nobody().get("/journal").await.expect(401);
    house.person("auditor").get("/journal").await.expect(200);
}

async fn the_journal_is_filtered_by_what_who_and_when(house: House) {
    house.set_clock("2026-11-23T09:00:00+08:00");
    let early = some_history(&house).await;
    house.set_clock("2026-11-25T09:00:00+08:00");
    let late = some_history(&house).await;
    let auditor = house.person("auditor");
    let found = async |query: &str| auditor.all(&format!("/journal?{query}"), 200).await;
    let notes = found("type=case_noted").await;
    assert_eq!(notes.len(), 2);
    assert!(notes[0]["seq"].as_i64() > notes[1]["seq"].as_i64(), "the newest come first");
    let colleague = house.staff("colleague").await;
    assert_eq!(found(&format!("actor_id={colleague}")).await, notes);
    assert_eq!((&notes[0]["actor_kind"], &notes[0]["subject_kind"]), (&json!("staff"), &json!("case")));
    assert!(notes[0]["payload"]["text_digest"].as_str().unwrap().len() == 64);
    let of_early = found(&format!("subject_id={early}")).await;
    assert!(of_early.iter().all(|entry| entry["subject_id"] == early.as_str()) && of_early.len() >= 6);
    let since = found("from=2026-11-24T00:00:00%2B08:00").await;
    assert!(since.iter().any(|entry| entry["subject_id"] == late.as_str()));
    assert!(since.iter().all(|entry| entry["subject_id"] != early.as_str()));
    let between = "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z&type=case_opened";
    let between = found(between).await;
    assert_eq!((between.len(), &between[0]["subject_id"]), (1, &json!(early)));
    let at = moment_of(&between[0]["at"]);
    assert!(found(&format!("type=case_opened&to={at}")).await.is_empty(), "`to` itself is not included");
    assert_eq!(found(&format!("type=case_opened&from={at}&subject_id={early}")).await.len(), 1, "`from` is");
    assert!(found("type=nothing_of_the_kind").await.is_empty());
    for wrong in ["from=yesterday", "seq=1", "limit=0", "cursor=x"] {
        let refused = auditor.get(&format!("/journal?{wrong}")).await.expect(422);
        assert_eq!(refused.field().0, wrong.split('=').next().unwrap());
    }
}

async fn each_entry_is_on_one_page(house: House) {
    for _ in 0..4 {
        some_history(&house).await;
    }
    let head = house.sealed().await.seq;
    let auditor = house.person("auditor");
    for limit in [1, 7, 50] {
        let all = auditor.all("/journal", limit).await;
        let seqs: Vec<i64> = all.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=head).rev().collect::<Vec<_>>(), "pages of {limit}");
        let ids: BTreeSet<_> = all.iter().map(|entry| entry["id"].to_string()).collect();
        assert_eq!(ids.len(), seqs.len());
        assert!(all.iter().all(|entry| entry["hash"].as_str().unwrap().len() == 64));
    }
    // What comes in meanwhile moves nothing.
    let first = auditor.get("/journal?limit=10").await.expect(200).json();
    some_history(&house).await;
    let next = first["next"].as_str().unwrap();
    let second = auditor.get(&format!("/journal?limit=10&cursor={next}")).await.expect(200).json();
    assert_eq!(second["items"][0]["seq"].as_i64(), first["items"][9]["seq"].as_i64().map(|seq| seq - 1));
}

async fn verified(house: &House, body: Value) -> Value {
    house.person("auditor").post("/journal/verifications", &body).await.expect(200).json()
}

async fn a_verification_finds_the_chain_whole_and_is_journaled(house: House) {
    some_history(&house).await;
    let head = house.sealed().await;
    let whole = verified(&house, json!({})).await;
    assert_eq!(
        (&whole["ok"], &whole["first_bad_seq"], &whole["why"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
    assert_eq!((whole["checked"].as_i64(), whole["head"]["seq"].as_i64()), (Some(head.seq), Some(head.seq)));
    assert_eq!(house.told("journal_verified", "journal").await, 1);
    house.sealed().await;
    let rest = verified(&house, json!({ "from_seq": head.seq })).await;
    assert_eq!((&rest["ok"], rest["checked"].as_i64()), (&json!(true), Some(2)));
    let told = house.particulars("journal_verified", "journal").await;
    assert_eq!(
        told,
        [
            json!({ "checked": head.seq, "first_bad_seq": null }),
            json!({ "checked": 2, "first_bad_seq": null })
        ]
    );
    let auditor = house.person("auditor");
    for wrong in [json!({ "from_seq": 0 }), json!({ "from_seq": -1 }), json!({ "from_seq": "one" })] {
        assert_eq!(auditor.post("/journal/verifications", &wrong).await.expect(422).field().0, "from_seq");
    }
}

async fn a_verification_names_the_first_entry_that_was_changed(house: House) {
    some_history(&house).await;
    let head = house.sealed().await.seq;
    let shell = house.ground.shell().await;
    let triggers = match house.ground.database {
        Database::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'",
        Database::Postgres => {
            "SELECT CAST(tgname AS TEXT) FROM pg_trigger WHERE tgrelid = 'journal'::regclass AND NOT tgisinternal"
        }
    };
    let names = lingke_platform::db::sql(triggers).values::<String>(&shell).await.unwrap();
    assert!(!names.is_empty());
    for name in names {
        match house.ground.database {
            Database::Sqlite => run(&shell, &format!("DROP TRIGGER {name}")).await,
            Database::Postgres => run(&shell, &format!("DROP TRIGGER {name} ON journal")).await,
        }
    }
    let (first, second) = (head - 5, head - 2);
    for seq in [second, first] {
        run(&shell, &format!("UPDATE journal SET payload = '{{\"quiet\":true}}' WHERE seq = {seq}")).await;
        let found = verified(&house, json!({})).await;
        assert_eq!((&found["ok"], found["first_bad_seq"].as_i64()), (&json!(false), Some(seq)), "{found}");
        assert!(!found["why"].as_str().unwrap().is_empty());
    }
    house.sealed().await;
    let after = verified(&house, json!({ "from_seq": first + 1 })).await;
    assert_eq!(after["first_bad_seq"].as_i64(), Some(second), "what lies before was not asked for");
    let told = house.particulars("journal_verified", "journal").await;
    assert_eq!(told[1]["first_bad_seq"].as_i64(), Some(first), "the auditor's finding stays");
}
