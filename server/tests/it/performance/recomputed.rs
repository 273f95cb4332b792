//! The figures of the dashboard, counted anew from the rows in plain SQL, one text for both databases. It shares
//! nothing with the product but the tables of cases and clocks.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use lingke_kernel::time::Instant;
use lingke_platform::db::sql;
use sea_orm::DatabaseConnection;
use serde_json::Value;

use crate::house::Person;

/// Days, both included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
}

impl Range {
    pub(crate) fn query(&self) -> String {
        format!("from={}&to={}", self.from, self.to)
    }
    /// From the first moment of the first day to the first moment after the last, in microseconds.
    fn bounds(&self) -> (i64, i64) {
        (midnight(self.from.parse().unwrap()), midnight(self.to.parse::<Date>().unwrap().tomorrow().unwrap()))
    }
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn midnight(day: Date) -> i64 {
    zone().to_timestamp(day.at(0, 0, 0, 0)).unwrap().as_microsecond()
}

/// Somebody who looks at figures, and the rows they are about.
pub(crate) struct Desk<'a> {
    pub(crate) person: Person,
    pub(crate) conn: &'a DatabaseConnection,
    /// The units in sight; all when absent.
    pub(crate) units: Option<Vec<String>>,
    /// The moment it is.
    pub(crate) today: Instant,
}

/// What is asked and where the answer was seen, for the message.
struct Asked<'a> {
    desk: &'a Desk<'a>,
    /// The condition on `c`, a row of cases.
    of: String,
    about: String,
}

const OPEN: &str = "c.status IN ('new', 'assigned', 'waiting_customer')";

impl Desk<'_> {
    /// Compares the whole answer to a query with the rows, and each member of the dimension by itself. Answers it.
    pub(crate) async fn check(&self, range: Range, filter: &str, by: &str) -> Value {
        let query = format!("/dashboard?{}&by={by}&{filter}", range.query());
        let shown = self.person.get(query.trim_end_matches('&')).await.expect(200).json();
        let of = self.condition(filter);
        let asked = Asked { desk: self, of: of.clone(), about: query.clone() };
        asked.check_now(&shown).await;
        asked.check_period(&shown["figures"], range).await;
        let column = match by {
            "unit" => "unit_id",
            "staff" => "assignee_id",
            code => code,
        };
        let mut sums = [0, 0];
        for member in shown["by"].as_array().unwrap() {
            let key = member["key"].as_str().unwrap();
            let of = format!("{of} AND c.{column} = '{key}'");
            let asked = Asked { desk: self, of, about: format!("{query} of {key}") };
            asked.check_period(&member["figures"], range).await;
            asked.equal("open", &member["open"], OPEN).await;
            asked
                .equal("open and breached", &member["open_breached"], &format!("{OPEN} AND c.breached"))
                .await;
            sums[0] += member["open"].as_i64().unwrap();
            sums[1] += member["figures"]["arrived"].as_i64().unwrap();
        }
        if by != "staff" {
            assert_eq!(sums[0], shown["now"]["open"].as_i64().unwrap(), "{query}: the members are all");
            assert_eq!(
                sums[1],
                shown["figures"]["arrived"].as_i64().unwrap(),
                "{query}: the members are all"
            );
        }
        shown
    }

    /// Compares each day with the rows.
    pub(crate) async fn check_days(&self, range: Range) {
        let shown = self.person.get(&format!("/dashboard?{}", range.query())).await.expect(200).json();
        let asked = Asked { desk: self, of: self.condition(""), about: "by day".to_owned() };
        let mut day: Date = range.from.parse().unwrap();
        for told in shown["days"].as_array().unwrap() {
            assert_eq!(told["on"], day.to_string());
            let (from, to) = (midnight(day), midnight(day.tomorrow().unwrap()));
            let within = |column: &str| format!("c.{column} >= {from} AND c.{column} < {to}");
            self.opens("open_at_end", day, told["open"].as_i64().unwrap()).await;
            asked.equal("arrived", &told["arrived"], &within("created_at")).await;
            asked.equal("resolved", &told["resolved"], &within("resolved_at")).await;
            asked.equal("closed", &told["closed"], &within("closed_at")).await;
            let late = format!("k.state = 'breached' AND k.breached_at >= {from} AND k.breached_at < {to}");
            assert_eq!(told["breached"].as_i64().unwrap(), asked.clocks(&late).await, "breached on {day}");
            let cases =
                "SELECT count(DISTINCT k.case_id) FROM case_clocks k JOIN cases c ON c.id = k.case_id";
            let cases = asked.count(&format!("{cases} WHERE {} AND {late}", asked.of)).await;
            self.opens("ran_out", day, cases).await;
            let open = format!("c.created_at < {to} AND (c.resolved_at IS NULL OR c.resolved_at >= {to})");
            asked.equal("open at its end", &told["open"], &open).await;
            day = day.tomorrow().unwrap();
        }
    }

    /// What a day of a figure opens in the list is as many cases as were counted.
    async fn opens(&self, figure: &str, day: Date, counted: i64) {
        let rows = format!("/cases?figure={figure}&figure_from={day}&figure_to={day}");
        assert_eq!(self.person.all(&rows, 50).await.len() as i64, counted, "{figure} on {day}");
    }

    fn condition(&self, filter: &str) -> String {
        let mut of = "1 = 1".to_owned();
        if let Some(units) = &self.units {
            let units: Vec<String> = units.iter().map(|unit| format!("'{unit}'")).collect();
            of += &format!(" AND c.unit_id IN ({})", units.join(", "));
        }
        for (name, value) in filter.split('&').filter_map(|pair| pair.split_once('=')) {
            of += &match name {
                "staff_id" => format!(" AND c.assignee_id = '{value}'"),
                // From parent to child, not by the paths that the product goes by.
                "unit_id" => format!(
                    " AND c.unit_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM org_units WHERE id = '{value}' \
                     UNION ALL SELECT u.id FROM org_units u JOIN below ON u.parent_id = below.id) \
                     SELECT id FROM below)"
                ),
                column => format!(" AND c.{column} = '{value}'"),
            };
        }
        of
    }
}

impl Asked<'_> {
    async fn count(&self, text: &str) -> i64 {
        sql(text).value::<i64>(self.desk.conn).await.unwrap().unwrap()
    }

    async fn clocks(&self, condition: &str) -> i64 {
        let of = &self.of;
        self.count(&format!(
            "SELECT count(*) FROM case_clocks k JOIN cases c ON c.id = k.case_id WHERE {of} AND {condition}"
        ))
        .await
    }

    async fn equal(&self, name: &str, told: &Value, condition: &str) {
        let counted =
            self.count(&format!("SELECT count(*) FROM cases c WHERE {} AND {condition}", self.of)).await;
        assert_eq!(told.as_i64(), Some(counted), "{}: {name}", self.about);
    }

    async fn check_now(&self, shown: &Value) {
        let now = &shown["now"];
        let today = self.desk.today.day_in(&zone());
        assert_eq!(shown["today"], today.to_string());
        let (from, to) = (midnight(today), midnight(today.tomorrow().unwrap()));
        self.equal("open", &now["open"], OPEN).await;
        self.equal("breached now", &now["breached"], &format!("{OPEN} AND c.breached")).await;
        self.equal("waiting", &now["waiting_customer"], "c.status = 'waiting_customer'").await;
        self.equal("unassigned", &now["unassigned"], &format!("{OPEN} AND c.assignee_id IS NULL")).await;
        let due = format!("{OPEN} AND c.next_due_at >= {from} AND c.next_due_at < {to}");
        self.equal("due today", &now["due_today"], &due).await;
        let mut all = 0;
        for bucket in shown["backlog"]["buckets"].as_array().unwrap() {
            let first = bucket["from"].as_str().map_or(i64::MIN + 1, |day| midnight(day.parse().unwrap()));
            let last: Date = bucket["to"].as_str().unwrap().parse().unwrap();
            let to = midnight(last.tomorrow().unwrap());
            self.equal(
                "age",
                &bucket["count"],
                &format!("{OPEN} AND c.created_at >= {first} AND c.created_at < {to}"),
            )
            .await;
            all += bucket["count"].as_i64().unwrap();
        }
        assert_eq!(Some(all), now["open"].as_i64(), "{}: the ages are of all that is open", self.about);
    }

    async fn check_period(&self, figures: &Value, range: Range) {
        let (from, to) = range.bounds();
        let within = |column: &str| format!("{column} >= {from} AND {column} < {to}");
        self.equal("arrived", &figures["arrived"], &within("c.created_at")).await;
        self.equal("resolved", &figures["resolved"], &within("c.resolved_at")).await;
        self.equal("closed", &figures["closed"], &within("c.closed_at")).await;
        for one in figures["attainment"].as_array().unwrap() {
            let clock = one["clock"].as_str().unwrap();
            let kind = match clock {
                "further" => "k.kind NOT IN ('first_response', 'resolution')".to_owned(),
                kind => format!("k.kind = '{kind}'"),
            };
            let late = format!("{kind} AND k.state = 'breached' AND {}", within("k.breached_at"));
            let met = format!("{kind} AND k.state = 'met' AND {}", within("k.stopped_at"));
            let due_met =
                format!("{kind} AND k.state = 'met' AND {}", within("coalesce(k.due_at, k.stopped_at)"));
            for (told, condition) in [
                (&one["ended"]["met"], &met),
                (&one["ended"]["breached"], &late),
                (&one["due"]["met"], &due_met),
                (&one["due"]["breached"], &late),
            ] {
                assert_eq!(told.as_i64(), Some(self.clocks(condition).await), "{}: {condition}", self.about);
            }
        }
        self.check_times(figures, range).await;
    }

    async fn check_times(&self, figures: &Value, range: Range) {
        let (from, to) = range.bounds();
        let answered = format!(
            "FROM case_clocks k JOIN cases c ON c.id = k.case_id WHERE {} AND k.kind = 'first_response' \
             AND k.state <> 'cancelled' AND k.stopped_at >= {from} AND k.stopped_at < {to} LIMIT 1000000",
            self.of
        );
        let resolved = format!("{} AND c.resolved_at >= {from} AND c.resolved_at < {to}", self.of);
        let worked = format!(
            "SELECT CAST(sum(k.elapsed_seconds) AS BIGINT) FROM case_clocks k JOIN cases c ON c.id = k.case_id \
             WHERE {resolved} AND k.kind = 'resolution' AND k.state <> 'cancelled' AND k.elapsed_seconds IS NOT NULL \
             GROUP BY c.id LIMIT 1000000"
        );
        let elapsed = format!(
            "SELECT (c.resolved_at - c.created_at) / 1000000 FROM cases c WHERE {resolved} LIMIT 1000000"
        );
        let (first, last) = (&figures["first_response"], &figures["resolution"]);
        self.quantiles(first, "", &format!("SELECT k.elapsed_seconds {answered}")).await;
        self.quantiles(
            first,
            "elapsed_",
            &format!("SELECT (k.stopped_at - k.started_at) / 1000000 {answered}"),
        )
        .await;
        self.quantiles(last, "", &worked).await;
        self.quantiles(last, "elapsed_", &elapsed).await;
    }

    /// Compares the number measured, the median and the 90th percentile: the latter two to 1 % and a second's rounding.
    async fn quantiles(&self, told: &Value, name: &str, text: &str) {
        // A member of a dimension is not shown its times by the wall.
        if name == "elapsed_" && self.about.contains(" of ") {
            return;
        }
        let mut exact = sql(text).values::<i64>(self.desk.conn).await.unwrap();
        exact.sort();
        assert_eq!(told[format!("{name}count")].as_u64(), Some(exact.len() as u64), "{}: {text}", self.about);
        for (share, field) in [(0.5, "median"), (0.9, "p90")] {
            let told = told[format!("{name}{field}_seconds")].as_i64();
            let rank = (share * exact.len() as f64).ceil() as usize;
            let Some(exact) = rank.checked_sub(1).map(|n| exact[n]) else {
                assert_eq!(told, None, "{}", self.about);
                continue;
            };
            let told = told.expect("it was measured");
            assert!(
                (told - exact).abs() as f64 <= 0.01 * exact as f64 + 1.0,
                "{}: {told} for {exact}",
                self.about
            );
        }
    }
}
