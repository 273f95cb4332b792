//! A word that is everywhere costs what a rare one does, and the answer says what was left out.

use lingke_platform::ctx::Ctx;
use lingke_platform::search::{self, Document};
use serde_json::json;

use super::{about, found, hits};
use crate::house::desk::{encoded, ids_of};
use crate::house::{House, for_both};

for_both!(a_word_in_very_many_texts_finds_the_newest_and_says_so);

async fn a_word_in_very_many_texts_finds_the_newest_and_says_so(house: House) {
    let agent = house.person("agent");
    let old = agent.opens(about("最早的重要事", "")).await;
    house.caught_up("search").await;
    let mut tx = Ctx::system(&house.node, "tests").begin().await.unwrap();
    let many = (0..search::index::LOOKED_AT_MAX).map(|n| Document {
        kind: "entry",
        subject_id: format!("ent_{n:032x}"),
        owner_id: "cas_00000000000070008000000000000000".to_owned(),
        fields: vec!["重要".to_owned()],
    });
    search::put(tx.conn(), &many.collect::<Vec<_>>()).await.unwrap();
    tx.record(lingke_platform::journal::Event {
        kind: &lingke_products::events::ADDED,
        subject_kind: "test",
        subject_id: "test".to_owned(),
        unit_id: None,
        staff_id: None,
        payload: json!({}),
    });
    tx.commit().await.unwrap();
    let new = agent.opens(about("最新的重要事", "")).await;
    let results = found(&house, &agent, "重要").await;
    assert_eq!(hits(&results, "case").len(), 2, "one kind is sought by itself: {results}");
    let page = agent.get(&format!("/cases?q={}", encoded("重要"))).await.expect(200).json();
    assert_eq!((ids_of(&page), &page["only_newest"]), (vec![new.clone()], &json!(true)));
    let mut both = vec![old, new];
    both.sort();
    let page = agent.get(&format!("/cases?q={}", encoded("重要 事"))).await.expect(200).json();
    assert_eq!(
        (ids_of(&page), &page["only_newest"]),
        (both, &json!(false)),
        "one word more tells them apart"
    );
}
