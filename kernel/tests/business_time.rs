//! Every expectation of the Ruby library business_time, and where our contract answers otherwise.
//!
//! `tests/data/business_time_cases.json`, MIT, see `tests/data/README.md`. The
//! cases were read from test sources by machine. Two things follow: subtracting
//! is not an operation of ours, so `before` is checked by adding back to the
//! start; and a negative number of hours lost its sign, so `after` with an
//! earlier expectation is a subtraction, and the other way round.

use lingke_kernel::calendar::Calendar;
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use serde::Deserialize;

use reading::read;

#[derive(Deserialize)]
struct Case {
    id: String,
    kind: String,
    start: String,
    hours: i64,
    expected: String,
}

/// Cases our contract answers otherwise: id, our answer, why.
const OTHERWISE: [(&str, &str, &str); 1] = [(
    "sla-135",
    "2016-02-01T09:00:00+00:00",
    "subtracting zero on a Saturday goes back to Friday's close; we never go back: zero is the next opening",
)];

#[test]
fn every_expectation_is_met_or_explained() {
    let json = r#"{"time_zone":"UTC","weekly":{"mon":H,"tue":H,"wed":H,"thu":H,"fri":H}}"#;
    let json = json.replace('H', r#"[["09:00","17:00"]]"#);
    let calendar = Calendar::from_spec(&serde_json::from_str(&json).unwrap()).unwrap();
    let cases: Vec<Case> = serde_json::from_str(include_str!("data/business_time_cases.json")).unwrap();
    assert_eq!(cases.len(), 34);
    let mut otherwise = 0;
    for case in cases {
        let (start, expected) = (read(&calendar, &case.start), read(&calendar, &case.expected));
        let duration = Duration::from_seconds(case.hours * 3_600).unwrap();
        if let Some((_, ours, why)) = OTHERWISE.iter().find(|(id, ..)| *id == case.id) {
            let at = calendar.add(start, duration).unwrap();
            assert_eq!(calendar.write_time(at), *ours, "{}: {why}", case.id);
            assert_ne!(at, expected, "{} is no exception any more", case.id);
            otherwise += 1;
            continue;
        }
        let (from, to) = (start.min(expected), start.max(expected));
        assert!(matches!(
            case.kind.as_str(),
            "business_hours_after" | "business_hours_before" | "business_hours_since"
        ));
        assert_eq!(calendar.between(from, to), Ok(duration), "{}", case.id);
        assert_eq!(calendar.add(from, duration), Ok(to), "{}", case.id);
    }
    assert_eq!(otherwise, OTHERWISE.len());
}

#[cfg(test)]
mod reading {
    use super::*;

    /// Reads `Aug 4 2010, 9:35 am`, `April 10th, 2010, 12:33 pm` and even `17:00 pm`.
    pub(super) fn read(calendar: &Calendar, text: &str) -> Instant {
        let words: Vec<String> =
            text.split([' ', ',']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = 1 + months.iter().position(|m| words[0].starts_with(m)).unwrap();
        let day: u32 = words[1].trim_end_matches(char::is_alphabetic).parse().unwrap();
        let (hour, minute) = words[3].split_once(':').unwrap();
        let hour: u32 = hour.parse().unwrap();
        let hour = if words[4] == "pm" && hour < 12 { hour + 12 } else { hour };
        calendar.read_time(&format!("{}-{month:02}-{day:02}T{hour:02}:{minute}:00", words[2])).unwrap()
    }
}
