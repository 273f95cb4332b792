//! Two people at the same thing: the second sees that it changed.

use reqwest::Method;
use serde_json::json;

use crate::house::{House, Person, for_both};

for_both!(a_change_names_the_version_it_was_made_on);

async fn a_change_names_the_version_it_was_made_on(house: House) {
    let manager = house.person("manager");
    let made = manager.add_product("A").await.expect(201);
    assert_eq!(made.header("etag"), "\"1\"");
    let path = made.header("location").to_owned();
    assert_eq!(manager.get(&path).await.expect(200).header("etag"), "\"1\"");
    let change = |tag: Option<&str>| {
        let request = manager.request(Method::PATCH, &path).json(&json!({ "name": "新名称" }));
        Person::send(match tag {
            Some(tag) => request.header("if-match", tag),
            None => request,
        })
    };
    assert_eq!(change(None).await.expect(428).code(), "if_match_required");
    assert_eq!(change(Some("\"7\"")).await.expect(412).code(), "stale");
    assert_eq!(change(Some("seven")).await.expect(422).field().0, "If-Match");
    assert_eq!(change(Some("\"1\"")).await.expect(200).header("etag"), "\"2\"");
    let late = change(Some("\"1\"")).await.expect(412);
    assert_eq!(late.json()["params"]["version"], 2);
    assert_eq!(change(Some("W/\"2\"")).await.expect(200).header("etag"), "\"3\"");
}
