//! The catalogue: what a case may be about.

use reqwest::Method;
use serde_json::{Value, json};

use crate::house::desk::{case, id_of};
use crate::house::person::product;
use crate::house::{House, Person, for_both};

for_both!(
    a_product_is_added_shown_and_changed,
    a_code_is_used_once,
    what_is_no_longer_offered_is_named_by_no_new_case,
    the_catalogue_comes_in_pages_by_code,
);

async fn a_product_is_added_shown_and_changed(house: House) {
    let (manager, agent) = (house.person("manager"), house.person("agent"));
    let made = manager.post("/products", &product("CC-GOLD")).await.expect(201);
    let (path, id) = (made.header("location").to_owned(), id_of(&made.json()));
    assert_eq!(path, format!("/api/v1/products/{id}"));
    assert_eq!((&made.json()["name_en"], &made.json()["active"]), (&made.json()["name"], &json!(true)));
    assert_eq!(agent.get(&path).await.expect(200).json(), made.json());
    agent.post("/products", &product("X")).await.expect(403);
    agent.patch(&path, 1, &json!({ "name": "x" })).await.expect(403);
    let blind = manager.request(Method::PATCH, &path).json(&json!({ "name": "x" }));
    Person::send(blind).await.expect(428);
    let change = json!({ "name": "金卡", "name_en": "Gold card", "category": "credit_card" });
    let changed = house.person("admin").patch(&path, 1, &change).await.expect(200);
    assert_eq!((changed.header("etag"), &changed.json()["name"]), ("\"2\"", &json!("金卡")));
    assert_eq!(changed.json()["code"], "CC-GOLD");
    manager.patch(&path, 1, &change).await.expect(412);
    assert_eq!(manager.patch(&path, 2, &json!({ "code": "B" })).await.expect(422).field().1, "unknown_field");
    assert_eq!(manager.patch(&path, 2, &json!({ "name": " " })).await.expect(422).field().0, "name");
    assert_eq!((house.told("product_added", &id).await, house.told("product_changed", &id).await), (1, 1));
    manager.get("/products/prd_00000000000070008000000000000000").await.expect(404);
}

async fn a_code_is_used_once(house: House) {
    let manager = house.person("manager");
    manager.add_product("A").await.expect(201);
    assert_eq!(manager.add_product("A").await.expect(422).field(), ("code".into(), "taken".into()));
    manager.add_product("a").await.expect(201);
    let all = futures::future::join_all((0..8).map(|_| manager.add_product("B"))).await;
    assert_eq!(all.iter().filter(|one| one.status == 201).count(), 1);
    assert!(all.iter().all(|one| matches!(one.status, 201 | 422)));
    assert_eq!(house.count("products").await, 3);
    assert_eq!(house.count("journal WHERE type = 'product_added'").await, 3);
}

async fn what_is_no_longer_offered_is_named_by_no_new_case(house: House) {
    let (manager, agent) = (house.person("manager"), house.person("agent"));
    let old = manager.add_product("OLD").await.expect(201);
    let new = manager.add_product("NEW").await.expect(201);
    let about = |made: &crate::house::person::Answered| {
        let mut body = case("consultation");
        body["product_id"] = json!(id_of(&made.json()));
        body
    };
    let before = agent.opens(about(&old)).await;
    manager.patch(old.header("location"), 1, &json!({ "active": false })).await.expect(200);
    let codes = async |query: &str| -> Vec<String> {
        let page = manager.get(&format!("/products{query}")).await.expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("?active=true").await, ["NEW"]);
    assert_eq!(codes("?active=false").await, ["OLD"]);
    assert_eq!(codes("").await, ["NEW", "OLD"]);
    let refused = agent.post("/cases", &about(&old)).await.expect(422);
    assert_eq!(refused.field(), ("product_id".into(), "no_longer_offered".into()));
    let other = agent.opens(about(&new)).await;
    let change: Value = json!({ "product_id": id_of(&old.json()) });
    let refused = agent.change(&format!("/cases/{other}"), &change).await.expect(422);
    assert_eq!(refused.field(), ("product_id".into(), "no_longer_offered".into()));
    assert_eq!(
        agent.case(&before).await["product"]["id"],
        old.json()["id"],
        "what named it before still does"
    );
    agent
        .change(&format!("/cases/{before}"), &json!({ "product_id": id_of(&old.json()), "priority": "high" }))
        .await
        .expect(200);
}

async fn the_catalogue_comes_in_pages_by_code(house: House) {
    let manager = house.person("manager");
    for n in (0..11).rev() {
        manager.add_product(&format!("P{n:02}")).await.expect(201);
    }
    for limit in [1, 2, 5, 11, 12] {
        let all = manager.all("/products", limit).await;
        let codes: Vec<_> = all.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
        assert_eq!(codes, (0..11).map(|n| format!("P{n:02}")).collect::<Vec<_>>(), "{limit}");
    }
}
