//! What stands out in a week of reveals. Pure.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use jiff::tz::TimeZone;
use lingke_customers::model::CustomerId;
use lingke_customers::reveals::model::RevealRow;
use lingke_kernel::time::Instant;

use super::model::{Looker, Mark};

const HOUR_SECONDS: i64 = 3600;
/// More customers than this within the hour stand out.
const CUSTOMERS_AN_HOUR: usize = 10;
/// The night begins and ends at these hours.
const NIGHT: (i8, i8) = (21, 7);
/// People a digest names.
const LOOKERS_MAX: usize = 200;

/// Marks reveals in the order they began, and remembers what it needs of the last hour.
#[derive(Default)]
pub struct Marking {
    last_hour: HashMap<String, VecDeque<(Instant, CustomerId)>>,
}

impl Marking {
    /// Why this one stands out. Those of the hour before it were seen before.
    pub fn next(&mut self, reveal: &RevealRow, zone: &TimeZone) -> Vec<Mark> {
        let mut marks = Vec::new();
        if reveal.case_id.is_none() {
            marks.push(Mark::NoCase);
        }
        let hour = zone.to_datetime(reveal.created_at.timestamp()).hour();
        if hour >= NIGHT.0 || hour < NIGHT.1 {
            marks.push(Mark::AtNight);
        }
        let hour_ago = reveal.created_at.plus_seconds(-HOUR_SECONDS);
        let recent = self.last_hour.entry(reveal.actor_id.clone()).or_default();
        recent.push_back((reveal.created_at, reveal.customer_id));
        while recent.front().is_some_and(|(at, _)| *at <= hour_ago) {
            recent.pop_front();
        }
        let customers: HashSet<_> = recent.iter().map(|(_, customer)| customer).collect();
        if customers.len() > CUSTOMERS_AN_HOUR {
            marks.push(Mark::Many);
        }
        marks
    }
}

/// The figures of a week, added up reveal by reveal.
#[derive(Default)]
pub struct Figures {
    /// How many reveals.
    pub reveals: i64,
    /// How many stand out.
    pub flagged: i64,
    customers: HashSet<CustomerId>,
    people: BTreeMap<String, (Looker, HashSet<CustomerId>)>,
}

impl Figures {
    /// Adds one.
    pub fn add(&mut self, reveal: &RevealRow, marks: &[Mark]) {
        let flagged = i64::from(!marks.is_empty());
        self.reveals += 1;
        self.flagged += flagged;
        self.customers.insert(reveal.customer_id);
        let none = || {
            let actor_id = reveal.actor_id.clone();
            (Looker { actor_id, reveals: 0, customers: 0, flagged: 0 }, HashSet::new())
        };
        let (looker, theirs) = self.people.entry(reveal.actor_id.clone()).or_insert_with(none);
        theirs.insert(reveal.customer_id);
        looker.reveals += 1;
        looker.flagged += flagged;
        looker.customers = theirs.len() as i64;
    }

    /// Of how many customers, by how many people.
    pub fn customers_and_people(&self) -> (i64, i64) {
        (self.customers.len() as i64, self.people.len() as i64)
    }

    /// The people, most looks first, at most 200.
    pub fn lookers(self) -> Vec<Looker> {
        let mut lookers: Vec<_> = self.people.into_values().map(|(looker, _)| looker).collect();
        lookers.sort_by(|a, b| (b.reveals, &a.actor_id).cmp(&(a.reveals, &b.actor_id)));
        lookers.truncate(LOOKERS_MAX);
        lookers
    }
}

#[cfg(test)]
mod tests {
    use lingke_customers::reveals::model::RevealId;

    use super::*;

    fn reveal(actor: &str, customer: CustomerId, at: &str, case: bool) -> RevealRow {
        let created_at = Instant::from(at.parse::<jiff::Timestamp>().unwrap());
        RevealRow {
            id: RevealId::new(created_at),
            customer_id: customer,
            actor_id: actor.to_owned(),
            reason: "回拨".to_owned(),
            case_id: case.then(|| "cas_1".to_owned()),
            created_at,
            until: created_at,
        }
    }
    fn someone(n: i64) -> CustomerId {
        CustomerId::new(Instant::from_micros(n))
    }
    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    #[test]
    fn a_look_for_a_case_in_the_day_does_not_stand_out() {
        let plain = reveal("ana", someone(1), "2026-11-23T02:00:00Z", true);
        assert!(Marking::default().next(&plain, &shanghai()).is_empty());
    }

    #[test]
    fn the_night_is_that_of_the_institution() {
        let marks = |at| Marking::default().next(&reveal("ana", someone(1), at, true), &shanghai());
        // Nine in the evening in Shanghai is one in the afternoon in UTC.
        assert_eq!(marks("2026-11-23T13:00:00Z"), [Mark::AtNight]);
        assert_eq!(marks("2026-11-23T12:59:59Z"), []);
        assert_eq!(marks("2026-11-23T22:59:59Z"), [Mark::AtNight]);
        assert_eq!(marks("2026-11-23T23:00:00Z"), []);
    }

    #[test]
    fn more_than_ten_customers_within_the_hour_stand_out() {
        let mut marking = Marking::default();
        let mut many = Vec::new();
        for n in 0..12 {
            let at = format!("2026-11-23T02:{:02}:00Z", n * 2);
            many.push(marking.next(&reveal("ana", someone(n), &at, true), &shanghai()).contains(&Mark::Many));
        }
        assert_eq!(many.iter().position(|many| *many), Some(10));
        let other = reveal("bo", someone(1), "2026-11-23T02:30:00Z", true);
        assert!(marking.next(&other, &shanghai()).is_empty(), "everybody has an hour of their own");
        let later = reveal("ana", someone(1), "2026-11-23T04:30:00Z", true);
        assert!(marking.next(&later, &shanghai()).is_empty());
        let (mut same, customer) = (Marking::default(), someone(1));
        let look = reveal("ana", customer, "2026-11-23T02:00:00Z", true);
        assert!(
            (0..30).all(|_| same.next(&look, &shanghai()).is_empty()),
            "one customer again and again is one"
        );
    }

    #[test]
    fn figures_add_up() {
        let mut figures = Figures::default();
        for (actor, customer, marks) in
            [("ana", 1, vec![]), ("ana", 1, vec![Mark::NoCase]), ("bo", 2, vec![])]
        {
            figures.add(&reveal(actor, someone(customer), "2026-11-23T02:00:00Z", true), &marks);
        }
        assert_eq!((figures.reveals, figures.flagged), (3, 1));
        assert_eq!(figures.customers_and_people().1, 2);
        let lookers = figures.lookers();
        assert_eq!((lookers[0].actor_id.as_str(), lookers[0].reveals, lookers[0].flagged), ("ana", 2, 1));
    }
}
