use rstest::rstest;

use super::*;
use crate::calendar::named;

fn clock(story: &str, now: &str) -> Result<DayClock, ProfileError> {
    let fact = |part: &str| {
        let mut words = part.split_whitespace();
        let (on, kind) = (parse_date(words.next().unwrap()).unwrap(), words.next().unwrap());
        let kind = serde_json::from_value(kind.into()).unwrap();
        ProfileFact { on, kind, reason: words.next().map(str::to_owned) }
    };
    let facts = story.split(',').map(fact).collect();
    let request = ProfileRequest { profile: "cn-nfra-2020".to_owned(), facts, now: Some(now.to_owned()) };
    answer(&request, &named, Instant::default()).map(|mut a| a.clocks.remove(0))
}

/// domain.md 1.1: 15 calendar days from the day after receipt, 30 in all when complex, 60 in all with approval and notice.
#[rstest]
#[case("2026-01-20 received", "2026-02-04", Some("2026-02-04"), ClockState::Running)]
#[case("2026-01-20 received", "2026-02-05", Some("2026-02-04"), ClockState::Breached)]
#[case(
    "2026-02-10 received, 2026-02-20 extended complex",
    "2026-03-12",
    Some("2026-03-12"),
    ClockState::Running
)]
#[case(
    "2026-02-10 received, 2026-02-20 extended complex, 2026-03-01 approved, 2026-03-02 notified, 2026-03-03 extended exceptional",
    "2026-03-20",
    Some("2026-04-11"),
    ClockState::Running
)]
#[case("2026-01-20 received, 2026-01-25 withdrawn", "2026-03-01", Some("2026-02-04"), ClockState::Met)]
#[case("2026-01-20 received, 2026-02-04 replied", "2026-03-01", Some("2026-02-04"), ClockState::Met)]
#[case("2026-01-20 received, 2026-02-05 replied", "2026-03-01", Some("2026-02-04"), ClockState::Breached)]
#[case("2026-01-20 received, 2026-01-25 appraisal_started", "2026-03-01", None, ClockState::Paused)]
#[case(
    "2026-01-20 received, 2026-01-25 appraisal_started, 2026-02-04 appraisal_ended",
    "2026-02-05",
    Some("2026-02-14"),
    ClockState::Running
)]
#[case("2026-01-20 received, 2026-02-06 appraisal_started", "2026-03-01", None, ClockState::Breached)]
fn the_decision_clock(
    #[case] story: &str,
    #[case] now: &str,
    #[case] due: Option<&str>,
    #[case] state: ClockState,
) {
    let clock = clock(story, now).unwrap();
    assert_eq!((clock.due_on, clock.state), (due.map(|d| parse_date(d).unwrap()), state));
}

#[rstest]
#[case("2026-01-20 received, 2026-02-05 extended complex", "ran out on 2026-02-04")]
#[case("2026-01-20 received, 2026-01-25 extended exceptional", "only be for complex")]
#[case("2026-01-20 received, 2026-01-25 extended complex, 2026-01-26 extended exceptional", "approved first")]
#[case(
    "2026-01-20 received, 2026-01-25 extended complex, 2026-01-25 approved, 2026-01-26 extended exceptional",
    "notified first"
)]
#[case("2026-01-20 withdrawn", "cannot happen")]
#[case("2026-01-20 received, 2026-01-19 replied", "earlier")]
#[case("2027-01-20 received", "nothing was received")]
fn what_the_order_does_not_allow_is_refused(#[case] story: &str, #[case] says: &str) {
    let error = clock(story, "2026-06-01").unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
}

#[test]
fn the_days_explain_themselves() {
    let clock =
        clock("2026-01-20 received, 2026-01-25 appraisal_started, 2026-02-04 appraisal_ended", "2026-02-06")
            .unwrap();
    let told: Vec<_> =
        clock.intervals.iter().map(|i| (i.from.to_string(), i.to.to_string(), i.counted, i.why)).collect();
    let line = |from: &str, to: &str, counted, why| (from.to_owned(), to.to_owned(), counted, why);
    assert_eq!(
        told,
        [
            line("2026-01-20", "2026-01-20", false, "day_of_receipt"),
            line("2026-01-21", "2026-01-25", true, "calendar_days"),
            line("2026-01-26", "2026-02-04", false, "external_appraisal"),
            line("2026-02-05", "2026-02-06", true, "calendar_days"),
        ]
    );
    assert_eq!((clock.elapsed_days, clock.remaining_days), (7, 8));
}
