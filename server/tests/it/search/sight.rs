//! What somebody may not see is not found.

use serde_json::json;

use super::{about, attach, found, hits};
use crate::house::desk::{encoded, ids_of};
use crate::house::{House, for_both};

for_both!(what_is_out_of_sight_is_not_found, what_is_given_away_is_found_by_who_has_it_now);

async fn what_is_out_of_sight_is_not_found(house: House) {
    let (agent, branch) = (house.person("agent"), house.person("branch_agent"));
    let ours = agent.opens(about("中心的盗刷", "")).await;
    agent.does("notes", &ours, json!({ "text": "中心记录盗刷" })).await.expect(201);
    attach(&agent, &ours, "盗刷证据.pdf").await.expect(201);
    let theirs = branch.opens(about("支行的盗刷", "")).await;
    let expected = [
        ("agent", vec![&ours]),
        ("branch_agent", vec![&theirs]),
        ("department", vec![]),
        ("quality", vec![&ours, &theirs]),
        ("admin", vec![]),
    ];
    for (login, ids) in expected {
        let person = house.person(login);
        let results = found(&house, &person, "盗刷").await;
        let mut seen: Vec<_> =
            hits(&results, "case").iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect();
        let mut ids: Vec<String> = ids.into_iter().cloned().collect();
        seen.sort();
        ids.sort();
        assert_eq!(seen, ids, "{login}");
        let of_ours = usize::from(ids.contains(&ours));
        for kind in ["entry", "attachment"] {
            assert_eq!(hits(&results, kind).len(), of_ours, "{login} {kind}");
        }
        assert!(of_ours == 1 || !results.to_string().contains("中心"), "{login}: {results}");
        if login != "admin" {
            let list = person.get(&format!("/cases?q={}", encoded("盗刷"))).await.expect(200).json();
            assert_eq!(ids_of(&list), ids, "{login}");
        }
    }
    house.nobody().get("/search?q=a").await.expect(401);
}

async fn what_is_given_away_is_found_by_who_has_it_now(house: House) {
    let manager = house.person("complaints");
    let id = manager.opens(about("盗刷争议", "")).await;
    assert!(hits(&found(&house, &house.person("branch_agent"), "盗刷").await, "case").is_empty());
    let unit_id = house.unit("BR1").await;
    manager.does("assignments", &id, json!({ "unit_id": unit_id })).await.expect(201);
    // At once, before any listener hears of it: sight is read where it stands.
    let path = format!("/search?q={}", encoded("盗刷"));
    let results = house.person("branch_agent").get(&path).await.expect(200).json();
    assert_eq!(hits(&results, "case").len(), 1);
}
