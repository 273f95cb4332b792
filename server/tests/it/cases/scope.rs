//! Each sees exactly the cases of their scope, wherever one looks; to a stranger a case is not there.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::text;
use crate::house::desk::{Live, case, clock, id_of, ids_of};
use crate::house::{House, Person, for_both};

for_both!(
    each_scope_sees_exactly_its_cases_wherever_one_looks,
    each_scope_is_told_live_of_exactly_its_cases,
    a_narrower_scope_takes_effect_at_once,
);

/// A case in each place, and the login that sees it besides those who see everything.
struct Cases {
    centre: String,
    team: String,
    branch: String,
    mine: String,
}

/// The four scopes, each with somebody of the centre who has it.
const SCOPES: [(&str, &str); 4] =
    [("colleague", "own"), ("agent", "own_unit"), ("manager", "unit_and_below"), ("complaints", "all")];

async fn peopled(house: &House) -> Cases {
    let team = house.add_unit("CSC", "TEAM").await;
    for (login, scope) in SCOPES {
        house.change_staff(login, &json!({ "scope": scope })).await.expect(200);
    }
    let opener = house.person("complaints");
    let in_unit = async |unit: &str| {
        let mut body = case("complaint");
        body["unit_id"] = json!(unit);
        opener.opens(body).await
    };
    let centre = in_unit(&house.unit("CSC").await).await;
    let (team, branch) = (in_unit(&team).await, in_unit(&house.unit("BR1").await).await);
    let mine = in_unit(&house.unit("CARD").await).await;
    let to = json!({ "staff_id": house.staff("colleague").await, "unit_id": house.unit("CARD").await });
    opener.does("assignments", &mine, to).await.expect(201);
    Cases { centre, team, branch, mine }
}

impl Cases {
    fn all(&self) -> [&String; 4] {
        [&self.centre, &self.team, &self.branch, &self.mine]
    }

    /// The ids each login sees, sorted.
    fn seen(&self) -> BTreeMap<&'static str, Vec<String>> {
        let Self { centre, team, branch, mine } = self;
        let seen = [
            ("colleague", vec![mine]),
            ("agent", vec![centre]),
            ("manager", vec![centre, team]),
            ("complaints", vec![centre, team, branch, mine]),
            ("branch_agent", vec![branch]),
            ("department", vec![mine]),
            ("auditor", vec![centre, team, branch, mine]),
        ];
        let sorted =
            |ids: Vec<&String>| ids.into_iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        seen.into_iter().map(|(login, ids)| (login, sorted(ids))).collect()
    }
}

async fn each_scope_sees_exactly_its_cases_wherever_one_looks(house: House) {
    let cases = peopled(&house).await;
    let mut paths = Vec::new();
    for id in cases.all() {
        paths.push((id, ways_to(&house, id).await));
    }
    for (login, visible) in cases.seen() {
        let person = house.person(login);
        assert_eq!(ids_of(&person.get("/cases").await.expect(200).json()), visible, "{login}");
        let counts = person.get("/case-counts").await.expect(200).json();
        assert_eq!(counts["open"].as_u64(), Some(visible.len() as u64), "{login}");
        for (id, ways) in &paths {
            let sees = visible.contains(id);
            for path in &ways.paths {
                let answered = person.get(path).await;
                assert_eq!(
                    answered.status,
                    if sees { 200 } else { 404 },
                    "{login} {path}: {}",
                    answered.text
                );
            }
            let found = person.get(&format!("/cases?q={}", ways.number)).await.expect(200).json();
            assert_eq!(found["items"].as_array().unwrap().len(), usize::from(sees), "{login} by number");
        }
    }
    nothing_can_be_done_to_what_is_not_seen(&house, &cases.branch).await;
}

/// All ways there are to look at a case.
struct Ways {
    paths: Vec<String>,
    number: String,
}

async fn ways_to(house: &House, id: &str) -> Ways {
    let opener = house.person("complaints");
    let form = Form::new().part("file", Part::bytes(b"text".to_vec()).file_name("a.txt"));
    let request = opener.request(Method::POST, &format!("/cases/{id}/attachments")).multipart(form);
    let file = id_of(&Person::send(request).await.expect(201).json());
    let shown = opener.case(id).await;
    let clock = id_of(&clock(&shown, "resolution"));
    let paths = vec![
        format!("/cases/{id}"),
        format!("/cases/{id}/events"),
        format!("/cases/{id}/clocks/{clock}/receipt"),
        format!("/cases/{id}/attachments/{file}"),
    ];
    Ways { paths, number: shown["number"].as_str().unwrap().to_owned() }
}

async fn each_scope_is_told_live_of_exactly_its_cases(house: House) {
    let cases = peopled(&house).await;
    let seen = cases.seen();
    let mut streams: Vec<(&str, Live)> = Vec::new();
    for login in seen.keys() {
        streams.push((login, house.person(login).watches(None).await));
    }
    for id in cases.all() {
        house.person("complaints").does("notes", id, text("看见")).await.expect(201);
    }
    house.person("support").put("/me/presence", &json!({ "presence": "busy" })).await.expect(200);
    for (login, mut stream) in streams {
        let told = stream.until(|told| told.data["type"] == "presence_changed").await;
        let noted = told.iter().filter(|one| one.data["type"] == "case_noted");
        let mut subjects: Vec<String> = noted.map(|one| one.subject().to_owned()).collect();
        subjects.sort();
        assert_eq!(subjects, seen[login], "the live stream of {login}");
    }
}

async fn nothing_can_be_done_to_what_is_not_seen(house: &House, id: &str) {
    let bodies: [(&str, Value); 11] = [
        ("takes", json!({})),
        ("assignments", json!({ "unit_id": house.unit("CSC").await })),
        ("notes", text("x")),
        ("replies", text("x")),
        ("customer-messages", text("x")),
        ("waits", json!({})),
        ("resumptions", json!({})),
        ("resolutions", text("x")),
        ("closures", json!({})),
        ("reopenings", json!({ "reason": "x" })),
        ("escalations", json!({ "reason": "x" })),
    ];
    let manager = house.person("manager");
    for (verb, body) in bodies {
        let answered = manager.does(verb, id, body).await.expect(404);
        assert_eq!(answered.code(), "not_found", "{verb}");
    }
    manager.patch(&format!("/cases/{id}"), 1, &json!({ "subject": "x" })).await.expect(404);
    let never = manager.get("/cases/cas_00000000000070008000000000000000").await.expect(404).json();
    assert_eq!(
        manager.get(&format!("/cases/{id}")).await.expect(404).json(),
        never,
        "as if it had never been"
    );
    assert_eq!(house.person("complaints").case(id).await["version"], 1);
}

async fn a_narrower_scope_takes_effect_at_once(house: House) {
    let Cases { centre, mine, .. } = peopled(&house).await;
    let agent = house.person("agent");
    agent.does("takes", &centre, json!({})).await.expect(201);
    house.change_staff("agent", &json!({ "scope": "all" })).await.expect(200);
    agent.get(&format!("/cases/{mine}")).await.expect(200);
    house.change_staff("agent", &json!({ "scope": "own" })).await.expect(200);
    assert_eq!(ids_of(&agent.get("/cases").await.expect(200).json()), [centre.as_str()]);
    agent.get(&format!("/cases/{mine}")).await.expect(404);
    let branch = house.unit("BR1").await;
    house.change_staff("agent", &json!({ "scope": "own_unit", "unit_id": branch })).await.expect(200);
    assert_eq!(
        agent.case(&centre).await["assignee"]["id"],
        house.staff("agent").await,
        "their own work stays theirs"
    );
}
