//! Finding: what was written is found by who may see it, in Chinese and English, on both databases the same.

mod bounds;
mod index;
mod names;
mod sight;

use lingke_platform::subscriptions;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::house::desk::{case, encoded, id_of, ids_of};
use crate::house::person::Answered;
use crate::house::{House, Person, for_both};

for_both!(
    a_case_is_found_by_all_that_was_written,
    a_list_says_why_a_case_was_found,
    words_that_were_changed_are_found_as_they_are_now,
    a_customer_is_found_and_their_contact_values_are_not_shown,
    each_kind_comes_in_pages_that_hold_each_hit_once,
    nothing_typed_does_harm,
    a_rebuild_finds_the_same,
);

/// What somebody finds, once the index has heard everything.
async fn found(house: &House, person: &Person, q: &str) -> Value {
    house.caught_up("search").await;
    person.get(&format!("/search?q={}&limit=50", encoded(q))).await.expect(200).json()
}

/// The hits of one kind.
fn hits(results: &Value, kind: &str) -> Vec<Value> {
    let groups = results["groups"].as_array().expect("there are groups");
    let group = groups.iter().find(|group| group["kind"] == kind);
    group.map_or_else(Vec::new, |group| group["hits"].as_array().unwrap().clone())
}

/// Pieces of text with their hits in brackets.
fn marked(segments: &Value) -> String {
    let one = |segment: &Value| {
        let text = segment["text"].as_str().unwrap();
        if segment["hit"] == true { format!("[{text}]") } else { text.to_owned() }
    };
    segments.as_array().expect("there are pieces").iter().map(one).collect()
}

/// A case with these words.
fn about(subject: &str, description: &str) -> Value {
    let mut body = case("complaint");
    (body["subject"], body["description"]) = (json!(subject), json!(description));
    body
}

async fn attach(person: &Person, id: &str, name: &str) -> Answered {
    let form = Form::new().part("file", Part::bytes(b"%PDF-1.7\n".to_vec()).file_name(name.to_owned()));
    Person::send(person.request(Method::POST, &format!("/cases/{id}/attachments")).multipart(form)).await
}

async fn a_case_is_found_by_all_that_was_written(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(about("信用卡被盗刷了", "客户称 12 月在 ＥＴＣ 通道重复扣费")).await;
    agent.opens(about("查询网点", "营业时间")).await;
    agent.does("notes", &id, json!({ "text": "已联系风控部核实商户" })).await.expect(201);
    agent.does("replies", &id, json!({ "text": "We will refund the late fee." })).await.expect(201);
    attach(&agent, &id, "交易流水.pdf").await.expect(201);
    let number = agent.case(&id).await["number"].as_str().unwrap().to_owned();
    let expected = [
        ("盗刷", "case", "subject", "信用卡被[盗刷]了"),
        ("重复扣费", "case", "description", "客户称 12 月在 ＥＴＣ 通道[重复扣费]"),
        ("etc", "case", "description", "客户称 12 月在 [ＥＴＣ] 通道重复扣费"),
        ("风控部", "entry", "note", "已联系[风控部]核实商户"),
        ("\"late fee\" REFUND", "entry", "reply", "We will [refund] the [late fee]."),
        ("流水", "attachment", "attachment", "交易[流水].pdf"),
        (number.as_str(), "case", "number", "信用卡被盗刷了"),
        (&number.replace('-', " "), "case", "subject", "信用卡被盗刷了"),
    ];
    for (q, kind, matched, shown) in expected {
        let results = found(&house, &agent, q).await;
        let hits = hits(&results, kind);
        assert_eq!(hits.len(), 1, "{q}: {results}");
        let hit = &hits[0];
        assert_eq!((&hit["case_id"], &hit["number"]), (&json!(id), &json!(number)), "{q}");
        assert_eq!(hit["matched"], matched, "{q}");
        let piece = if hit["snippet"].is_null() { &hit["title"] } else { &hit["snippet"] };
        assert_eq!(marked(piece), shown, "{q}");
    }
    for q in ["盗卡", "扣费用", "refunds", "流水账"] {
        assert_eq!(found(&house, &agent, q).await, json!({ "groups": [] }), "{q}");
    }
}

async fn a_list_says_why_a_case_was_found(house: House) {
    let agent = house.person("agent");
    let first = agent.opens(about("盗刷", "")).await;
    let second = agent.opens(about("转账失败", "对方账户异常")).await;
    agent.does("notes", &second, json!({ "text": "疑似盗刷，已冻结" })).await.expect(201);
    agent.opens(about("别的事", "")).await;
    house.caught_up("search").await;
    let page = agent.get(&format!("/cases?q={}", encoded("盗刷"))).await.expect(200).json();
    let order: Vec<String> = page["items"].as_array().unwrap().iter().map(id_of).collect();
    assert_eq!(order, [second.clone(), first.clone()], "in the order of the list");
    assert_eq!(page["only_newest"], false);
    let why = &page["found"][&second];
    assert_eq!((&why["matched"], marked(&why["snippet"])), (&json!("note"), "疑似[盗刷]，已冻结".to_owned()));
    let why = &page["found"][&first];
    assert_eq!((&why["matched"], marked(&why["subject"])), (&json!("subject"), "[盗刷]".to_owned()));
    let one = agent.all(&format!("/cases?q={}", encoded("盗刷")), 1).await;
    assert_eq!(one.iter().map(id_of).collect::<Vec<_>>(), order, "page by page");
    agent.does("takes", &first, json!({})).await.expect(201);
    let mine = agent.get(&format!("/cases?assignee_id=me&sort=due&q={}", encoded("盗刷"))).await.expect(200);
    assert_eq!(ids_of(&mine.json()), [first], "with other filters");
    let plain = agent.get("/cases").await.expect(200).json();
    assert!(plain.get("found").is_none() && plain.get("only_newest").is_none());
}

async fn words_that_were_changed_are_found_as_they_are_now(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(about("被盗刷", "")).await;
    assert_eq!(hits(&found(&house, &agent, "盗刷").await, "case").len(), 1);
    agent.change(&format!("/cases/{id}"), &json!({ "subject": "重复扣款" })).await.expect(200);
    assert!(hits(&found(&house, &agent, "盗刷").await, "case").is_empty());
    assert_eq!(hits(&found(&house, &agent, "扣款").await, "case").len(), 1);
}

async fn a_customer_is_found_and_their_contact_values_are_not_shown(house: House) {
    let agent = house.person("agent");
    let body = json!({ "name": "欧阳小明", "note": "只在下午接电话",
        "contact_points": [{ "kind": "phone", "value": "13800138000" }] });
    let made = agent.post("/customers", &body).await.expect(201).json();
    for q in ["小明", "下午", "13800138000", made["number"].as_str().unwrap()] {
        let results = found(&house, &agent, q).await;
        let hits = hits(&results, "customer");
        assert_eq!(hits.iter().map(id_of).collect::<Vec<_>>(), [id_of(&made)], "{q}");
        assert!(!results.to_string().contains("13800138000"), "{results}");
    }
    assert!(hits(&found(&house, &agent, "1380013").await, "customer").is_empty());
    let kept = house.count("search_documents WHERE kind = 'customer'").await;
    assert_eq!(kept, 1);
    assert!(hits(&found(&house, &house.person("department"), "小明").await, "customer").is_empty());
}

async fn each_kind_comes_in_pages_that_hold_each_hit_once(house: House) {
    let agent = house.person("agent");
    let mut made = Vec::new();
    for n in 0..7 {
        made.push(agent.opens(about(&format!("盗刷 {n}"), "")).await);
    }
    made.reverse();
    house.caught_up("search").await;
    for limit in [1, 3, 7, 50] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/search?q={}&kinds=case&limit={limit}&cursor={cursor}", encoded("盗刷"));
            let results = agent.get(&path).await.expect(200).json();
            seen.extend(hits(&results, "case").iter().map(id_of));
            let Some(next) = results["groups"][0]["next"].as_str() else { break };
            cursor = next.to_owned();
        }
        assert_eq!(seen, made, "by {limit}");
    }
}

async fn nothing_typed_does_harm(house: House) {
    let agent = house.person("agent");
    agent.opens(about("盗刷 a b", "")).await;
    house.caught_up("search").await;
    for q in [
        "",
        " ",
        "\"",
        "“",
        "🙂",
        "a\" OR \"b",
        "NEAR(a b)",
        "words:a",
        "a*",
        "^a",
        "-a",
        "'a':*",
        "a & !b",
        "(",
        "\\",
        "%",
        "a <-> b",
    ] {
        for path in ["/search?q=", "/cases?q=", "/customers?q=", "/staff?q="] {
            agent.get(&format!("{path}{}", encoded(q))).await.expect(200);
        }
    }
    for (query, field) in [
        (format!("q={}", "长".repeat(101)), "q"),
        ("q=a&kinds=case,thing".to_owned(), "kinds"),
        ("q=a&limit=0".to_owned(), "limit"),
        ("q=a&cursor=abc".to_owned(), "cursor"),
        ("q=a&kinds=case&cursor=abc".to_owned(), "cursor"),
        ("q=a&colour=red".to_owned(), "colour"),
    ] {
        assert_eq!(agent.get(&format!("/search?{query}")).await.expect(422).field().0, field, "{query}");
    }
}

async fn a_rebuild_finds_the_same(house: House) {
    let agent = house.person("agent");
    let id = agent.opens(about("信用卡被盗刷", "重复扣费")).await;
    agent.does("notes", &id, json!({ "text": "已核实商户" })).await.expect(201);
    agent.post("/customers", &json!({ "name": "盗刷受害人" })).await.expect(201);
    agent.change(&format!("/cases/{id}"), &json!({ "subject": "盗刷争议" })).await.expect(200);
    let all = async || {
        let mut all = Vec::new();
        for q in ["盗刷", "商户", "扣费", "agent", "河东"] {
            all.push(found(&house, &agent, q).await);
        }
        all
    };
    let before = all().await;
    assert!(before.iter().all(|results| !results["groups"].as_array().unwrap().is_empty()), "{before:?}");
    subscriptions::rebuild(&house.node, "search").await.unwrap();
    assert_eq!(all().await, before);
}
