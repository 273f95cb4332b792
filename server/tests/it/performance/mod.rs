//! Figures equal an independent recomputation, open the rows they count, and show nobody more than they may see.

mod forecast;
pub(crate) mod recomputed;

use lingke_platform::db::sql;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use crate::cases::{MONDAY, fire, text};
use crate::house::desk::case;
use crate::house::{House, eventually, for_both};
use recomputed::{Desk, Range};

for_both!(
    figures_equal_a_recomputation_after_a_mixed_history,
    every_figure_opens_exactly_the_rows_it_counts,
    a_rebuild_gives_the_same_figures,
    a_workbook_is_made_in_both_languages,
    what_cannot_be_asked_is_named,
    persons_figures_are_for_those_who_may_see_them,
    a_case_that_moves_takes_its_figures_along,
);

const KINDS: [&str; 6] =
    ["consultation", "transaction", "complaint", "technical", "suggestion", "compliment"];
const CHANNELS: [&str; 4] = ["phone", "email", "app", "counter"];

/// The days the history is about.
const PERIOD: Range = Range { from: "2026-09-14", to: "2026-09-17" };

/// Three days of everything: arrivals in three units, transfers, edits, endings, reopenings and breaches.
pub(crate) async fn a_mixed_history(house: &House) {
    let all = house.person("complaints");
    let units = [house.unit("CSC").await, house.unit("BR1").await, house.unit("CARD").await];
    let mut ids = Vec::new();
    for (day, at) in
        [MONDAY, "2026-09-14T23:59:00+08:00", "2026-09-16T00:01:00+08:00"].into_iter().enumerate()
    {
        house.set_clock(at);
        fire(&[house]).await;
        for n in 0..9 {
            let mut body = case(KINDS[(n + day) % 6]);
            body["unit_id"] = json!(units[n % 3]);
            body["channel"] = json!(CHANNELS[(n + day) % 4]);
            body["priority"] = json!(["urgent", "normal", "low"][n % 3]);
            ids.push(all.opens(body).await);
        }
        // Some of what is asked for here is refused where a case stands: that must count nothing.
        for (n, id) in ids.iter().enumerate() {
            match (n + 3 * day) % 7 {
                0 => drop(all.does("replies", id, text("您好")).await),
                1 => drop(all.does("assignments", id, json!({ "unit_id": units[(n + 1) % 3] })).await),
                2 => drop(all.change(&format!("/cases/{id}"), &json!({ "kind": KINDS[(n + 1) % 6] })).await),
                3 => {
                    all.does("takes", id, json!({})).await;
                    all.does("resolutions", id, text("好了")).await;
                }
                4 => {
                    all.does("takes", id, json!({})).await;
                    all.does("resolutions", id, text("好了")).await;
                    all.does("closures", id, json!({})).await;
                }
                5 => drop(all.does("reopenings", id, json!({ "reason": "没好" })).await),
                _ => {
                    all.does("takes", id, json!({})).await;
                    all.does("waits", id, json!({ "opinion": "等材料" })).await;
                }
            }
        }
        for id in ids.iter().step_by(4) {
            all.does("reopenings", id, json!({ "reason": "再来" })).await;
            let to = json!({ "unit_id": units[day], "opinion": "转办" });
            all.does("assignments", id, to).await;
            let change = json!({ "kind": KINDS[(day + 2) % 6], "priority": "high" });
            all.change(&format!("/cases/{id}"), &change).await;
        }
    }
    house.set_clock("2026-09-17T10:00:00+08:00");
    fire(&[house]).await;
    house.caught_up("performance").await;
}

/// What a person of the house is shown, against the rows of its database.
fn desk<'a>(house: &'a House, login: &str, units: Option<Vec<String>>) -> Desk<'a> {
    Desk { person: house.person(login), conn: house.node.db.read(), units, today: house.node.clock.now() }
}

async fn figures_equal_a_recomputation_after_a_mixed_history(house: House) {
    a_mixed_history(&house).await;
    for kind in ["case_assigned", "case_edited", "case_reopened", "case_closed", "clock_breached"] {
        assert!(house.count(&format!("journal WHERE type = '{kind}'")).await > 2, "{kind} happened");
    }
    let all = desk(&house, "complaints", None);
    let one_day = Range { from: "2026-09-16", to: "2026-09-16" };
    for range in [PERIOD, one_day, Range { from: "2026-08-31", to: "2026-10-01" }] {
        for by in ["unit", "kind", "channel", "priority"] {
            all.check(range, "", by).await;
        }
    }
    for filter in
        ["kind=complaint", "channel=phone&priority=high", "kind=technical&channel=app&priority=normal"]
    {
        all.check(PERIOD, filter, "unit").await;
        all.check(PERIOD, filter, "kind").await;
    }
    let branch = house.unit("BR1").await;
    all.check(PERIOD, &format!("unit_id={branch}"), "channel").await;
    let below = house.add_unit("BR1", "BR1A").await;
    some_work_in(&house, &below).await;
    let shown = all.check(PERIOD, &format!("unit_id={branch}"), "unit").await;
    let counted: Vec<&str> =
        shown["by"].as_array().unwrap().iter().filter_map(|m| m["key"].as_str()).collect();
    assert!(counted.contains(&below.as_str()) && counted.contains(&branch.as_str()), "{counted:?}");
    assert!(!counted.contains(&house.unit("CSC").await.as_str()));
    all.check(PERIOD, &format!("unit_id={below}&kind=complaint"), "kind").await;
    all.check(PERIOD, &format!("unit_id={}", house.unit("HO").await), "unit").await;
    all.check_days(PERIOD).await;
    let centre = house.unit("CSC").await;
    let manager = desk(&house, "manager", Some(vec![centre.clone()]));
    for by in ["unit", "kind", "staff"] {
        manager.check(PERIOD, "", by).await;
    }
    manager.check(PERIOD, &format!("staff_id={}", house.staff("complaints").await), "unit").await;
    manager.check(PERIOD, &format!("unit_id={branch}"), "unit").await;
}

/// Three cases in a unit: one is resolved, one waits, one is new.
async fn some_work_in(house: &House, unit: &str) {
    let all = house.person("complaints");
    for n in 0..3 {
        let mut body = case("complaint");
        body["unit_id"] = json!(unit);
        let id = all.opens(body).await;
        if n > 0 {
            all.does("takes", &id, json!({})).await.expect(201);
        }
        match n {
            1 => drop(all.does("resolutions", &id, text("好了")).await.expect(201)),
            2 => drop(all.does("waits", &id, json!({})).await.expect(201)),
            _ => {}
        }
    }
    house.caught_up("performance").await;
}

/// What each figure of the answer says, by the name its rows have.
fn told(shown: &Value) -> Vec<(String, i64)> {
    let number = |value: &Value| value.as_i64().unwrap();
    let (now, figures) = (&shown["now"], &shown["figures"]);
    let mut told: Vec<(String, i64)> = [
        ("arrived", &figures["arrived"]),
        ("resolved", &figures["resolved"]),
        ("closed", &figures["closed"]),
        ("open", &now["open"]),
        ("breached", &now["breached"]),
        ("waiting_customer", &now["waiting_customer"]),
        ("unassigned", &now["unassigned"]),
        ("first_response", &figures["first_response"]["count"]),
        ("ran_out", &figures["breached"]),
    ]
    .map(|(name, value)| (name.to_owned(), number(value)))
    .into();
    for (figure, cohort) in [("met", "ended"), ("due_met", "due")] {
        let all = figures["attainment"].as_array().unwrap().iter();
        told.push((figure.to_owned(), all.map(|one| number(&one[cohort]["met"])).sum()));
    }
    for one in figures["attainment"].as_array().unwrap() {
        let clock = one["clock"].as_str().unwrap();
        for (name, value) in [
            ("met", &one["ended"]["met"]),
            ("breached", &one["ended"]["breached"]),
            ("due_met", &one["due"]["met"]),
        ] {
            told.push((format!("{clock}_{name}"), number(value)));
        }
    }
    told
}

async fn every_figure_opens_exactly_the_rows_it_counts(house: House) {
    a_mixed_history(&house).await;
    let period = "figure_from=2026-09-14&figure_to=2026-09-17";
    some_work_in(&house, &house.add_unit("BR1", "BR1A").await).await;
    let below = format!("&unit_id={}", house.unit("BR1").await);
    for login in ["complaints", "manager", "quality"] {
        let person = house.person(login);
        for filter in ["", "&kind=complaint", "&channel=phone&priority=high", &below] {
            let shown =
                person.get(&format!("/dashboard?{}{filter}", PERIOD.query())).await.expect(200).json();
            // The list has a filter for one unit alone, and another for a unit with those below.
            let filter = filter.replace("unit_id", "below_unit_id");
            for (figure, n) in told(&shown) {
                let rows = person.all(&format!("/cases?figure={figure}&{period}{filter}"), 7).await;
                // Each case of this history has at most one such clock, but for those that were reopened.
                let clocks = figure.contains("resolution_")
                    || ["met", "ran_out", "due_met"].contains(&figure.as_str());
                let same = if clocks {
                    rows.len() as i64 <= n && (rows.is_empty() == (n == 0))
                } else {
                    rows.len() as i64 == n
                };
                assert!(same, "{login}: {figure}{filter} says {n} and opens {} rows", rows.len());
            }
            due_and_aged_open_their_rows(&person, &shown, &filter).await;
        }
    }
    orders_of_what_ended(&house).await;
}

async fn due_and_aged_open_their_rows(person: &crate::house::Person, shown: &Value, filter: &str) {
    let today = shown["today"].as_str().unwrap();
    let due = format!("/cases?figure=due&figure_from={today}&figure_to={today}&sort=due{filter}");
    assert_eq!(person.all(&due, 3).await.len() as i64, shown["now"]["due_today"].as_i64().unwrap());
    for bucket in shown["backlog"]["buckets"].as_array().unwrap() {
        let from = bucket["from"].as_str().unwrap_or("1970-01-01");
        let to = bucket["to"].as_str().unwrap();
        let rows =
            person.all(&format!("/cases?figure=aged&figure_from={from}&figure_to={to}{filter}"), 5).await;
        assert_eq!(rows.len() as i64, bucket["count"].as_i64().unwrap(), "{bucket}");
    }
}

async fn orders_of_what_ended(house: &House) {
    let person = house.person("complaints");
    let period = "figure_from=2026-09-14&figure_to=2026-09-17";
    for (figure, column) in [("resolved", "resolved_at"), ("closed", "closed_at")] {
        let rows = person.all(&format!("/cases?figure={figure}&{period}&sort={figure}"), 2).await;
        let listed: Vec<String> = rows.iter().map(crate::house::desk::id_of).collect();
        let text = format!(
            "SELECT id FROM cases WHERE {column} IS NOT NULL ORDER BY {column} DESC, id DESC LIMIT 100"
        );
        let expected = sql(text).values::<String>(house.node.db.read()).await.unwrap();
        assert!(listed.len() > 2);
        assert_eq!(listed, expected, "{figure}");
    }
}

/// Everything the projection holds but what is 0, as text.
async fn rows(house: &House) -> Vec<String> {
    #[derive(FromQueryResult)]
    struct Row {
        row: String,
    }
    let mut all = Vec::new();
    for (columns, from) in [
        (
            "kind || channel || priority || staff_id || unit_id || period || '=' || arrived || ' ' || resolved || ' ' \
             || closed || ' ' || first_response_met || ' ' || resolution_breached || ' ' || resolution_due_met",
            "performance_periods WHERE arrived + resolved + closed + first_response_met + resolution_breached > 0",
        ),
        (
            "kind || channel || priority || staff_id || unit_id || period || '=' || times",
            "performance_times WHERE times <> '...'",
        ),
        (
            "what || kind || channel || priority || staff_id || unit_id || on_day || '=' || n",
            "performance_open",
        ),
        (
            "clock || kind || priority || unit_id || hour || '=' || times",
            "performance_history WHERE times <> ''",
        ),
        ("case_id || counted", "performance_cases"),
    ] {
        let text = format!("SELECT {columns} AS row FROM {from} ORDER BY 1 LIMIT 100000");
        let found: Vec<Row> = sql(text).all(house.node.db.read()).await.unwrap();
        all.extend(found.into_iter().map(|row| row.row));
    }
    all.sort();
    all
}

async fn a_rebuild_gives_the_same_figures(house: House) {
    a_mixed_history(&house).await;
    let before = rows(&house).await;
    assert!(before.len() > 1000);
    let shell = house.ground.shell().await;
    crate::house::ground::run(&shell, "UPDATE performance_periods SET arrived = arrived + 7").await;
    crate::house::ground::run(&shell, "DELETE FROM performance_times").await;
    assert_ne!(rows(&house).await, before);
    house
        .person("admin")
        .post("/operations/subscriptions/performance/rebuilds", &json!({}))
        .await
        .expect(202);
    eventually("the figures are as before", async || (rows(&house).await == before).then_some(())).await;
    // Filling them from the rows, as a bulk import does, comes to the same.
    for table in ["cases", "periods", "times", "open", "history"] {
        crate::house::ground::run(&shell, &format!("DELETE FROM performance_{table}")).await;
    }
    lingke_performance::subscriptions::fill(&house.node, |_| Ok(())).await.unwrap();
    house.caught_up("performance").await;
    assert_eq!(rows(&house).await, before);
}

async fn a_workbook_is_made_in_both_languages(house: House) {
    a_mixed_history(&house).await;
    let manager = house.person("manager");
    for query in ["by=staff&compare=previous", "by=kind&locale=en-US", "by=unit&locale=zh-CN"] {
        let path = format!("/dashboard/workbook?{}&{query}", PERIOD.query());
        let made = manager.get(&path).await.expect(200);
        assert!(made.header("content-type").ends_with("spreadsheetml.sheet"));
        assert!(made.header("content-disposition").contains("lingke-2026-09-14-2026-09-17.xlsx"));
        assert!(made.text.starts_with("PK"), "it is an archive");
    }
    house
        .person("complaints")
        .get(&format!("/dashboard/workbook?{}&by=staff", PERIOD.query()))
        .await
        .expect(403);
}

async fn what_cannot_be_asked_is_named(house: House) {
    let manager = house.person("manager");
    let someone = house.staff("agent").await;
    for (query, field) in [
        ("from=2026-09-17&to=2026-09-14", "to"),
        ("from=2020-01-01&to=2026-01-01", "to"),
        ("from=x&to=2026-01-01", "from"),
        ("from=2026-01-01", "to"),
        ("from=2026-01-01&to=2026-01-02&by=weather", "by"),
        ("from=2026-01-01&to=2026-01-02&compare=dreams", "compare"),
        (&format!("from=2026-01-01&to=2026-01-02&staff_id={someone}&kind=complaint"), "staff_id"),
        (&format!("from=2026-01-01&to=2026-01-02&staff_id={someone}&by=kind"), "by"),
        ("from=2026-01-01&to=2026-01-02&kind=complaint&by=staff", "by"),
    ] {
        let refused = manager.get(&format!("/dashboard?{query}")).await.expect(422);
        assert_eq!(refused.field().0, field, "{query}");
    }
    for (query, field) in [
        ("figure=arrived", "figure_from"),
        ("figure=arrived&figure_from=2026-01-01", "figure_to"),
        ("figure=happiness", "figure"),
    ] {
        let refused = manager.get(&format!("/cases?{query}")).await.expect(422);
        assert_eq!(refused.field().0, field, "{query}");
    }
}

async fn persons_figures_are_for_those_who_may_see_them(house: House) {
    let period = PERIOD.query();
    let someone = house.staff("agent").await;
    house.person("agent").get(&format!("/dashboard?{period}")).await.expect(403);
    house.person("agent").get("/dashboard/forecast").await.expect(403);
    for login in ["complaints", "quality", "auditor"] {
        let person = house.person(login);
        person.get(&format!("/dashboard?{period}")).await.expect(200);
        for query in ["by=staff".to_owned(), format!("staff_id={someone}")] {
            let refused = person.get(&format!("/dashboard?{period}&{query}")).await.expect(403);
            assert_eq!(refused.json()["params"]["permission"], "performance.view_staff", "{login}");
        }
        person.get(&format!("/dashboard/forecast?staff_id={someone}")).await.expect(403);
    }
    house.person("manager").get(&format!("/dashboard?{period}&by=staff")).await.expect(200);
}

async fn a_case_that_moves_takes_its_figures_along(house: House) {
    house.set_clock(MONDAY);
    let (all, centre, branch) =
        (house.person("complaints"), house.unit("CSC").await, house.unit("BR1").await);
    let mut body = case("complaint");
    body["unit_id"] = json!(centre);
    let id = all.opens(body).await;
    all.does("takes", &id, json!({})).await.expect(201);
    let shown = async |unit: &str| {
        house.caught_up("performance").await;
        let shown =
            all.get(&format!("/dashboard?{}&unit_id={unit}", PERIOD.query())).await.expect(200).json();
        [&shown["figures"]["arrived"], &shown["now"]["open"], &shown["figures"]["resolved"]]
            .map(|value| value.as_i64().unwrap())
    };
    assert_eq!((shown(&centre).await, shown(&branch).await), ([1, 1, 0], [0, 0, 0]));
    all.does("assignments", &id, json!({ "unit_id": branch })).await.expect(201);
    assert_eq!((shown(&centre).await, shown(&branch).await), ([0, 0, 0], [1, 1, 0]));
    all.does("takes", &id, json!({})).await.expect(201);
    all.does("resolutions", &id, text("好了")).await.expect(201);
    assert_eq!(shown(&branch).await, [1, 0, 1]);
    // What is reopened was not resolved after all.
    all.does("reopenings", &id, json!({ "reason": "没好" })).await.expect(201);
    assert_eq!(shown(&branch).await, [1, 1, 0]);
}
