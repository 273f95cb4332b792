//! Who changed which field when, from what to what.

use serde_json::{Value, json};

use super::person::{added, rows};
use crate::house::desk::id_of;
use crate::house::{House, for_both};

for_both!(every_change_of_a_field_is_kept_sealed_and_shown_masked,);

async fn every_change_of_a_field_is_kept_sealed_and_shown_masked(house: House) {
    let agent = house.person("agent");
    let wang = id_of(&added(&house, json!({ "name": "王芳", "note": "旧备注" })).await);
    let path = format!("/customers/{wang}");
    let wish = json!({ "channel": "sms" });
    agent.change(&path, &json!({ "class": "valued", "note": "", "contact_wish": wish })).await.expect(200);
    agent.change(&path, &json!({ "class": "valued" })).await.expect(200);
    let phone = json!({ "kind": "phone", "value": "13800138000" });
    let with = agent.post(&format!("{path}/contact-points"), &phone).await.expect(201).json();
    let point = format!("{path}/contact-points/{}", id_of(&with["contact_points"][0]));
    let said = json!({ "state": "bounced", "how": "not_in_service" });
    agent.post(&format!("{point}/verifications"), &said).await.expect(200);
    house.person("colleague").delete(&point).await.expect(200);
    let card = json!({ "kind": "resident_id_card", "number": "11010519491231002X" });
    agent.post(&format!("{path}/identity-documents"), &card).await.expect(201);

    let seen = house.person("quality").all(&format!("{path}/changes"), 2).await;
    let told: Vec<_> =
        seen.iter().map(|one| (one["field"].as_str().unwrap(), &one["old"], &one["new"])).collect();
    let none = Value::Null;
    let text = |text: &str| json!(text);
    assert_eq!(told.len(), 7, "{told:?}");
    assert_eq!(told[0], ("identity_document", &none, &text("1***X")));
    assert_eq!(told[1], ("contact_phone", &text("138****8000"), &none));
    assert_eq!(told[2], ("contact_verification", &text("unverified"), &text("bounced")));
    assert_eq!(told[3], ("contact_phone", &none, &text("138****8000")));
    let mut first: Vec<_> = told[4..].to_vec();
    first.sort_by_key(|one| one.0);
    assert_eq!(first[0], ("class", &text("ordinary"), &text("valued")));
    assert_eq!((first[1].0, first[1].1), ("contact_wish", &none));
    assert_eq!(first[2], ("note", &text("旧备注"), &none));
    assert_eq!(seen[1]["by"]["name"], "colleague of the house");
    let kept = rows(
        &house,
        "SELECT COALESCE(old_value, '') || COALESCE(new_value, '') FROM customer_field_changes LIMIT 9",
    );
    let kept = kept.await.join(" ");
    assert!(!kept.contains("旧备注") && !kept.contains("138"), "{kept}");
    house.sealed().await;
    assert!(!house.whole_journal().await.contains("旧备注"));
    house.person("department").get(&format!("{path}/changes")).await.expect(403);
}
