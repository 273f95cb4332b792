//! What identifies a customer is changed by two people.

use serde_json::{Value, json};

use super::person::{added, rows};
use crate::house::desk::{id_of, ids_of};
use crate::house::{House, for_both};

for_both!(
    a_name_is_changed_by_two_people_and_never_by_one,
    documents_after_the_first_wait_for_a_second_person,
    the_setting_switches_the_second_person_off,
);

async fn a_name_is_changed_by_two_people_and_never_by_one(house: House) {
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{wang}");
    let change = json!({ "name": "王芳芳", "class": "valued" });
    let asked = agent.patch(&path, 1, &change).await.expect(202).json();
    let request = &asked["items"][0];
    assert_eq!((&request["old"], &request["new"]), (&json!("王芳"), &json!("王芳芳")));
    assert_eq!(request["may"], json!({ "decide": false, "withdraw": true }));
    let now = agent.get(&path).await.expect(200).json();
    assert_eq!((&now["name"], &now["class"], &now["version"]), (&json!("王芳"), &json!("valued"), &json!(2)));
    assert_eq!(
        agent.patch(&path, 2, &json!({ "name": "王芳二" })).await.expect(409).code(),
        "change_pending"
    );
    assert_eq!(ids_of(&manager.get("/customer-change-requests").await.expect(200).json()), [id_of(request)]);

    let one = format!("/customer-change-requests/{}", id_of(request));
    let yes = json!({ "opinion": "已核对户口簿" });
    agent.post(&format!("{one}/approvals"), &yes).await.expect(403);
    assert_eq!(manager.post(&format!("{one}/refusals"), &json!({})).await.expect(422).field().0, "opinion");
    assert_eq!(manager.delete(&one).await.expect(409).code(), "not_own_change_request");
    manager.post(&format!("{one}/approvals"), &yes).await.expect(200);
    assert_eq!(agent.get(&path).await.expect(200).json()["name"], "王芳芳");
    assert_eq!(manager.post(&format!("{one}/approvals"), &yes).await.expect(409).code(), "change_decided");
    let all = agent.get(&format!("{path}/change-requests")).await.expect(200).json();
    let decided = &all["items"][0];
    assert_eq!((&decided["status"], &decided["opinion"]), (&json!("approved"), &json!("已核对户口簿")));
    assert_eq!(decided["decided_by"]["name"], "manager of the house");
    for kind in ["customer_change_asked", "customer_change_approved"] {
        assert_eq!(house.told(kind, &wang).await, 1, "{kind}");
    }
    let kept = rows(&house, "SELECT value FROM customer_change_requests LIMIT 9").await;
    assert!(!kept[0].contains("王芳"));

    let own = manager.patch(&path, 3, &json!({ "kind": "organisation" })).await.expect(202).json();
    let own = format!("/customer-change-requests/{}", id_of(&own["items"][0]));
    assert_eq!(
        manager.post(&format!("{own}/approvals"), &yes).await.expect(409).code(),
        "own_change_request"
    );
    assert_eq!(manager.delete(&own).await.expect(200).json()["items"], json!([]));
    assert_eq!(agent.get(&path).await.expect(200).json()["kind"], "person");
}

async fn documents_after_the_first_wait_for_a_second_person(house: House) {
    let (agent, complaints) = (house.person("agent"), house.person("complaints"));
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{wang}/identity-documents");
    let card = json!({ "kind": "resident_id_card", "number": "11010519491231002X" });
    let with = agent.post_once(&path, "k1", &card).await.expect(201).json();
    let passport = json!({ "kind": "passport", "number": "E12345678", "expires_on": "2030-05-31" });
    let asked = agent.post_once(&path, "k2", &passport).await.expect(202).json();
    assert_eq!((&asked["items"][0]["old"], &asked["items"][0]["new"]), (&Value::Null, &json!("E***8")));
    agent.post_once(&path, "k2", &passport).await.expect(202);
    let first = format!("{path}/{}", id_of(&with["identity_documents"][0]));
    let gone = agent.delete(&first).await.expect(202).json();
    assert_eq!(gone["items"].as_array().unwrap().len(), 2);
    let numbers = async || {
        let now = agent.get(&format!("/customers/{wang}")).await.expect(200).json();
        now["identity_documents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["number"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers().await, ["1***X"]);
    for request in ids_of(&gone) {
        let approval = format!("/customer-change-requests/{request}/approvals");
        complaints.post(&approval, &json!({})).await.expect(200);
    }
    assert_eq!(numbers().await, ["E***8"]);
    house.sealed().await;
    assert!(!house.whole_journal().await.contains("E12345678"));
}

async fn the_setting_switches_the_second_person_off(house: House) {
    let (agent, manager) = (house.person("agent"), house.person("manager"));
    let wang = id_of(&added(&house, json!({ "name": "王芳" })).await);
    let path = format!("/customers/{wang}");
    let off = json!({ "second_person": false });
    agent.patch("/customer-settings", 1, &off).await.expect(403);
    manager.patch("/customer-settings", 1, &off).await.expect(200);
    manager.patch("/customer-settings", 1, &off).await.expect(412);
    let changed = agent.patch(&path, 1, &json!({ "name": "王芳芳" })).await.expect(200).json();
    assert_eq!(changed["name"], "王芳芳");
    assert_eq!(house.count("journal WHERE type = 'customer_settings_changed'").await, 1);
}
