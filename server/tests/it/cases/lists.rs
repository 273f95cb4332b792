//! Lists of cases: each filter, each order, each case on one page.

use serde_json::{Value, json};

use super::{MONDAY, text};
use crate::house::desk::{case, id_of, ids_of};
use crate::house::{House, for_both};

for_both!(each_filter_finds_what_it_says, each_order_gives_each_case_once, counts_say_what_the_lists_show,);

fn with(kind: &str, more: Value) -> Value {
    let mut body = case(kind);
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn each_filter_finds_what_it_says(house: House) {
    house.set_clock(MONDAY);
    let (agent, all) = (house.person("agent"), house.person("complaints"));
    let customer = id_of(&agent.post("/customers", &json!({ "name": "王芳" })).await.expect(201).json());
    let product = id_of(&house.person("manager").add_product("P1").await.expect(201).json());
    let (branch, me) = (house.unit("BR1").await, house.staff("agent").await);
    let complaint =
        agent.opens(with("complaint", json!({ "priority": "high", "customer_id": customer }))).await;
    let technical = agent.opens(with("technical", json!({ "channel": "chat", "product_id": product }))).await;
    let away = agent.opens(with("suggestion", json!({ "unit_id": branch }))).await;
    agent.does("takes", &technical, json!({})).await.expect(201);
    house.set_clock("2026-09-15T09:00:00+08:00");
    let ended = agent.opens(with("compliment", json!({ "subject": "服务很好" }))).await;
    agent.does("takes", &ended, json!({})).await.expect(201);
    agent.does("resolutions", &ended, text("谢谢")).await.expect(201);
    let waiting = agent.opens(case("transaction")).await;
    agent.does("replies", &waiting, json!({ "text": "请补", "then_wait": true })).await.expect(201);
    let expected = [
        ("status=open".to_owned(), vec![&complaint, &technical, &away, &waiting]),
        ("status=new".to_owned(), vec![&complaint, &away]),
        ("status=assigned".to_owned(), vec![&technical]),
        ("status=waiting_customer".to_owned(), vec![&waiting]),
        ("status=resolved".to_owned(), vec![&ended]),
        ("status=closed".to_owned(), vec![]),
        ("kind=complaint".to_owned(), vec![&complaint]),
        ("channel=chat".to_owned(), vec![&technical]),
        ("priority=high".to_owned(), vec![&complaint]),
        ("assignee_id=none".to_owned(), vec![&complaint, &away]),
        (format!("assignee_id={me}"), vec![&technical, &ended, &waiting]),
        ("assignee_id=me".to_owned(), vec![]),
        (format!("unit_id={branch}"), vec![&away]),
        (format!("customer_id={customer}"), vec![&complaint]),
        (format!("product_id={product}"), vec![&technical]),
        ("created_from=2026-09-14T16:00:00Z".to_owned(), vec![&ended, &waiting]),
        ("created_to=2026-09-14T16:00:00Z".to_owned(), vec![&complaint, &technical, &away]),
        (format!("status=open&kind=technical&assignee_id={me}"), vec![&technical]),
        (String::new(), vec![&complaint, &technical, &away, &ended, &waiting]),
    ];
    for (query, ids) in expected {
        let mut ids: Vec<String> = ids.into_iter().cloned().collect();
        ids.sort();
        assert_eq!(ids_of(&all.get(&format!("/cases?{query}")).await.expect(200).json()), ids, "{query}");
    }
    assert_eq!(ids_of(&agent.get("/cases?assignee_id=me&status=open").await.expect(200).json()).len(), 2);
    for wrong in [
        "status=done",
        "kind=x",
        "assignee_id=agent",
        "unit_id=x",
        "created_from=today",
        "sort=random",
        "colour=red",
        "breached=perhaps",
        "limit=201",
    ] {
        let refused = all.get(&format!("/cases?{wrong}")).await.expect(422);
        assert_eq!(refused.field().0, wrong.split('=').next().unwrap(), "{wrong}");
    }
}

async fn each_order_gives_each_case_once(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let priorities = ["low", "normal", "high", "urgent"];
    let mut made = Vec::new();
    for n in 0..23 {
        let id = agent.opens(with("technical", json!({ "priority": priorities[n % 4] }))).await;
        match n % 5 {
            1 => drop(agent.does("replies", &id, text("您好")).await.expect(201)),
            2 => drop(
                agent.does("replies", &id, json!({ "text": "请补", "then_wait": true })).await.expect(201),
            ),
            3 => {
                agent.does("takes", &id, json!({})).await.expect(201);
                agent.does("resolutions", &id, text("好了")).await.expect(201);
            }
            _ => {}
        }
        made.push(id);
        house.node.clock.shift_seconds(60);
    }
    let open = 23 - 4;
    for (order, expected, key) in [
        ("newest", 23, "/created_at"),
        ("oldest_unanswered", open, "/waiting_since"),
        ("due", open, "/next_due/due_at"),
    ] {
        let mut reference: Option<Vec<String>> = None;
        for limit in [1, 4, 7, 200] {
            let all = agent.all(&format!("/cases?sort={order}"), limit).await;
            let ids: Vec<_> = all.iter().map(id_of).collect();
            let mut distinct = ids.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!((ids.len(), distinct.len()), (expected, expected), "{order} by {limit}");
            assert_eq!(reference.get_or_insert_with(|| ids.clone()), &ids, "{order} by {limit}");
            let keys: Vec<Option<&str>> =
                all.iter().map(|row| row.pointer(key).and_then(Value::as_str)).collect();
            let in_order = match order {
                "newest" => keys.is_sorted_by(|a, b| a >= b),
                // Who does not wait, and what has no clock, comes last.
                _ => keys.is_sorted_by_key(|key| (key.is_none(), *key)),
            };
            assert!(in_order, "{order}: {keys:?}");
        }
    }
    // A page is a place in the order, not a count: what arrives meanwhile moves nothing.
    let first = agent.get("/cases?limit=5").await.expect(200).json();
    agent.opens(case("technical")).await;
    let next = first["next"].as_str().unwrap();
    let second = agent.get(&format!("/cases?limit=5&cursor={next}")).await.expect(200).json();
    assert_eq!(second["items"][0]["id"], made[17].as_str());
    let wrong = agent.get(&format!("/journal?cursor={next}")).await;
    assert_eq!(wrong.status, 403);
    assert_eq!(agent.get(&format!("/customers?cursor={next}")).await.expect(422).field().0, "cursor");
}

async fn counts_say_what_the_lists_show(house: House) {
    house.set_clock(MONDAY);
    let agent = house.person("agent");
    let urgent = agent.opens(with("technical", json!({ "priority": "urgent" }))).await;
    let mine = agent.opens(case("suggestion")).await;
    agent.does("takes", &mine, json!({})).await.expect(201);
    let waiting = agent.opens(case("technical")).await;
    agent.does("replies", &waiting, json!({ "text": "请补", "then_wait": true })).await.expect(201);
    let done = agent.opens(case("technical")).await;
    agent.does("takes", &done, json!({})).await.expect(201);
    agent.does("resolutions", &done, text("好了")).await.expect(201);
    agent.does("escalations", &urgent, json!({ "reason": "急" })).await.expect(201);
    let counts = agent.get("/case-counts").await.expect(200).json();
    let expected = json!({ "today": "2026-09-14", "open": 3, "mine": 2, "unassigned": 1, "due_today": 1, "breached": 0, "waiting_customer": 1,
        "escalated": 1, "count_max": 10_000 });
    assert_eq!(counts, expected);
    let other = house.person("branch_agent").get("/case-counts").await.expect(200).json();
    assert!(
        ["open", "mine", "unassigned", "due_today", "escalated"].iter().all(|name| other[*name] == 0),
        "{other}"
    );
    house.person("admin").get("/case-counts").await.expect(403);
}
