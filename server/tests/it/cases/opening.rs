//! A case begins: the least that must be said, its number, its service level, its words.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use serde_json::{Value, json};

use super::text;
use crate::house::desk::{case, clock, encoded, id_of, ids_of};
use crate::house::{House, for_all, for_both};

for_both!(
    every_kind_of_case_is_opened_with_the_smallest_body,
    a_number_that_was_read_out_finds_its_case,
    the_most_exact_service_level_starts_the_clocks,
    what_cannot_be_taken_is_named,
    the_same_key_opens_one_case,
    long_texts_are_kept_whole_and_longer_ones_refused,
    naughty_strings_come_back_as_they_went_in,
);

async fn every_kind_of_case_is_opened_with_the_smallest_body(house: House) {
    // A Saturday: no second is counted between one look and the next.
    house.set_clock("2026-09-12T10:00:00+08:00");
    let agent = house.person("agent");
    for kind in ["consultation", "transaction", "complaint", "technical", "suggestion", "compliment"] {
        let made = agent.post("/cases", &case(kind)).await.expect(201);
        let shown = made.json();
        let id = id_of(&shown);
        assert_eq!(made.header("location"), format!("/api/v1/cases/{id}"));
        assert_eq!(made.header("etag"), "\"1\"");
        assert_eq!(
            (&shown["kind"], &shown["status"], &shown["priority"]),
            (&json!(kind), &json!("new"), &json!("normal"))
        );
        assert_eq!((&shown["unit"]["name"], &shown["assignee"]), (&json!("客户服务中心"), &Value::Null));
        assert_eq!((&shown["waiting_since"], &shown["breached"]), (&shown["created_at"], &json!(false)));
        let kinds: Vec<_> =
            shown["clocks"].as_array().unwrap().iter().map(|clock| clock["kind"].clone()).collect();
        assert_eq!(kinds, ["first_response", "resolution"]);
        assert_eq!(shown["next_due"]["kind"], "first_response");
        assert_eq!(shown["next_due"]["due_at"], clock(&shown, "first_response")["due_at"]);
        let may = |verb: &str| shown["may"][verb] == true;
        assert!(
            may("take") && may("reply") && may("escalate") && !may("assign") && !may("wait") && !may("close")
        );
        assert_eq!(agent.case(&id).await, shown);
        assert_eq!(house.told("case_opened", &id).await, 1);
        assert_eq!(house.told("clock_started", &id).await, 2);
    }
    house.person("quality").post("/cases", &case("complaint")).await.expect(403);
    house.person("department").post("/cases", &case("complaint")).await.expect(403);
}

async fn a_number_that_was_read_out_finds_its_case(house: House) {
    let agent = house.person("agent");
    let other = agent.post("/cases", &case("technical")).await.expect(201).json();
    let mut body = case("technical");
    body["subject"] = json!("手机银行 Login 报错 E-1001");
    let shown = agent.post("/cases", &body).await.expect(201).json();
    let number = shown["number"].as_str().unwrap();
    let plain = number.replace('-', "");
    assert_eq!((number.len(), plain.len()), (12, 10));
    assert_ne!(shown["number"], other["number"]);
    house.caught_up("search").await;
    let found =
        async |q: &str| ids_of(&agent.get(&format!("/cases?q={}", encoded(q))).await.expect(200).json());
    let spaced = number.replace('-', " ");
    for q in [number, plain.as_str(), spaced.as_str(), "手机银行", "报错", "E-1001", " Login "] {
        assert_eq!(found(q).await, [id_of(&shown)], "{q}");
    }
    let last = plain.chars().last().unwrap().to_digit(10).unwrap();
    let misheard = format!("{}{}", &plain[..9], (last + 1) % 10);
    for q in [misheard.as_str(), "' OR 1=1 --", "\"报错 手机银行\"", "\u{202e}"] {
        assert!(found(q).await.is_empty(), "{q}");
    }
    assert_eq!(agent.get(&format!("/cases?q={}", "x".repeat(101))).await.expect(422).field().0, "q");
}

async fn the_most_exact_service_level_starts_the_clocks(house: House) {
    let agent = house.person("agent");
    let expected = [
        ("complaint", "urgent", "紧急投诉", 1_800, 54_000),
        ("complaint", "high", "投诉", 7_200, 135_000),
        ("technical", "urgent", "紧急", 1_800, 14_400),
        ("suggestion", "urgent", "建议", 54_000, 270_000),
        ("consultation", "low", "低优先级", 27_000, 135_000),
    ];
    for (kind, priority, level, first, resolution) in expected {
        let mut body = case(kind);
        body["priority"] = json!(priority);
        let shown = agent.post("/cases", &body).await.expect(201).json();
        for (kind, seconds) in [("first_response", first), ("resolution", resolution)] {
            let clock = clock(&shown, kind);
            assert_eq!(
                (&clock["service_level"], clock["target_seconds"].as_i64()),
                (&json!(level), Some(seconds))
            );
            assert_eq!(
                (&clock["calendar"], &clock["state"], &clock["cycle"]),
                (&json!("cn"), &json!("running"), &json!(1))
            );
        }
    }
    let levels = agent.get("/service-levels").await.expect(200).json();
    assert_eq!(levels["items"].as_array().unwrap().len(), 8);
}

async fn what_cannot_be_taken_is_named(house: House) {
    let agent = house.person("agent");
    let with = |field: &str, value: Value| {
        let mut body = case("technical");
        body[field] = value;
        body
    };
    let refused = async |body: Value| agent.post("/cases", &body).await.expect(422).field();
    let nothing = |prefix: &str| json!(format!("{prefix}_00000000000070008000000000000000"));
    let named = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        refused(json!({ "kind": "technical", "channel": "phone" })).await,
        named("subject", "missing")
    );
    assert_eq!(refused(with("kind", json!("joke"))).await, named("kind", "unknown_value"));
    assert_eq!(refused(with("channel", json!("pigeon"))).await, named("channel", "unknown_value"));
    assert_eq!(refused(with("priority", json!("asap"))).await, named("priority", "unknown_value"));
    assert_eq!(refused(with("subject", json!(" "))).await, named("subject", "too_short"));
    assert_eq!(refused(with("subject", json!("一行\n两行"))).await, named("subject", "control_character"));
    assert_eq!(refused(with("status", json!("closed"))).await, named("status", "unknown_field"));
    assert_eq!(refused(with("customer_id", nothing("cus"))).await, named("customer_id", "unknown"));
    assert_eq!(refused(with("product_id", nothing("prd"))).await, named("product_id", "unknown"));
    assert_eq!(refused(with("unit_id", nothing("unt"))).await, named("unit_id", "unknown"));
    assert_eq!(refused(with("unit_id", nothing("prd"))).await, named("unit_id", "wrong_type"));
    assert_eq!(house.count("cases").await + house.count("case_clocks").await, 0);
    assert_eq!(house.count("journal WHERE type = 'case_opened'").await, 0);
}

async fn the_same_key_opens_one_case(house: House) {
    let agent = house.person("agent");
    let body = case("consultation");
    let all = join_all((0..8).map(|_| agent.post_once("/cases", "k1", &body))).await;
    assert_eq!(all.iter().filter(|one| one.status == 201).count(), 1);
    assert!(all.iter().all(|one| matches!(one.status, 200 | 201 | 409)));
    let before = agent.post_once("/cases", "k1", &body).await.expect(200).json();
    assert_eq!((house.count("cases").await, house.count("case_clocks").await), (1, 2));
    agent.does("takes", &id_of(&before), json!({})).await.expect(201);
    let house = house.restarted().await;
    let agent = house.person("agent");
    let after = agent.post_once("/cases", "k1", &body).await.expect(200).json();
    assert_eq!(
        (id_of(&after), &after["status"]),
        (id_of(&before), &json!("assigned")),
        "the case as it stands now"
    );
    assert_eq!(
        agent.post_once("/cases", "k1", &case("complaint")).await.expect(409).code(),
        "idempotency_key_reused"
    );
}

async fn long_texts_are_kept_whole_and_longer_ones_refused(house: House) {
    let agent = house.person("agent");
    let (subject, long) = ("题".repeat(200), "长".repeat(20_000));
    let body = json!({ "kind": "complaint", "channel": "letter", "subject": subject, "description": long });
    let id = agent.opens(body.clone()).await;
    agent.does("replies", &id, text(&long)).await.expect(201);
    let shown = agent.case(&id).await;
    assert_eq!((&shown["subject"], &shown["description"]), (&json!(subject), &json!(long)));
    let timeline = agent.all(&format!("/cases/{id}/events"), 50).await;
    assert!(timeline.iter().any(|entry| entry["text"] == long.as_str()));
    let longer = |field: &str, characters: usize| {
        let mut body = body.clone();
        body[field] = json!("长".repeat(characters));
        body
    };
    for (field, characters) in [("subject", 201), ("description", 20_001)] {
        let refused = agent.post("/cases", &longer(field, characters)).await.expect(422);
        assert_eq!(refused.field(), (field.to_owned(), "too_long".to_owned()));
    }
    let too_long = text(&"长".repeat(20_001));
    for verb in ["replies", "notes", "customer-messages", "resolutions"] {
        assert_eq!(agent.does(verb, &id, too_long.clone()).await.expect(422).field().1, "too_long");
        assert_eq!(agent.does(verb, &id, text(" \n ")).await.expect(422).field().1, "too_short");
    }
}

async fn naughty_strings_come_back_as_they_went_in(house: House) {
    let agent = house.person("agent");
    let strings: Vec<String> = serde_json::from_str(include_str!("../../data/blns.json")).unwrap();
    let talk = agent.opens(case("consultation")).await;
    let kept = AtomicUsize::new(0);
    let opening = for_all(&strings, async |naughty| {
        let body =
            json!({ "kind": "suggestion", "channel": "app", "subject": naughty, "description": naughty });
        let answered = agent.post("/cases", &body).await;
        if answered.status == 422 {
            assert_eq!(answered.field().0, "subject", "{naughty:?}: {}", answered.text);
            return;
        }
        let shown = answered.expect(201).json();
        assert_eq!(shown["subject"], naughty.trim());
        assert_eq!(shown["description"], naughty.as_str());
        kept.fetch_add(1, Ordering::Relaxed);
    });
    // A reply takes several at once: what one of them does to the others would show.
    let (refused, taken): (Vec<&String>, Vec<&String>) =
        strings.iter().partition(|naughty| naughty.trim().is_empty() || naughty.contains('\0'));
    let replying = async {
        for naughty in refused {
            agent.does("replies", &talk, text(naughty)).await.expect(422);
        }
        let mut said = Vec::new();
        for some in taken.chunks(8) {
            let some = some.iter().map(|naughty| naughty.as_str()).collect::<Vec<_>>().join("\n");
            agent.does("replies", &talk, text(&some)).await.expect(201);
            said.push(some.trim().to_owned());
        }
        said
    };
    let ((), said) = futures::join!(opening, replying);
    assert!(kept.load(Ordering::Relaxed) > 450 && taken.len() > 490, "{kept:?} {}", taken.len());
    let timeline = agent.all(&format!("/cases/{talk}/events"), 200).await;
    let texts: Vec<_> = timeline.iter().filter_map(|entry| entry["text"].as_str()).collect();
    assert_eq!(texts, said);
    house.sealed().await;
    assert_eq!(house.first_bad().await, None);
}
