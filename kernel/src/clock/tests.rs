use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::calendar::named;

const HOUR: i64 = 3_600_000_000;

/// Frappe's office, domain.md 4.2: Mon–Fri 10–18; Thursday 2024-01-04 is a usual day, the 5th too.
fn office() -> Calendar {
    let hours = r#"[["10:00","18:00"]]"#;
    let json = format!(
        r#"{{"time_zone":"Asia/Shanghai","weekly":{{"mon":{hours},"tue":{hours},"wed":{hours},"thu":{hours},"fri":{hours}}}}}"#
    );
    Calendar::from_spec(&serde_json::from_str(&json).unwrap()).unwrap()
}

fn at(text: &str) -> Instant {
    office().read_time(&format!("2024-01-{text}:00")).unwrap()
}

fn fact(kind: &str, text: &str) -> Fact {
    let kind = match kind {
        "start" => FactKind::Started,
        "pause" => FactKind::Paused { reason: Some("waiting".to_owned()) },
        "resume" => FactKind::Resumed,
        "extend" => FactKind::Extended { by: "PT2H".parse().unwrap(), reason: None },
        _ => FactKind::Stopped,
    };
    Fact { at: at(text), kind }
}

/// `start 04T15:00, pause 04T16:00` and so on.
fn facts(story: &str) -> Vec<Fact> {
    let one = |part: &str| part.trim().split_once(' ').map(|(kind, text)| fact(kind, text)).unwrap();
    story.split(',').map(one).collect()
}

fn reading(target: &str, story: &str, now: &str) -> Result<ClockReading, ClockError> {
    read(&office(), target.parse().unwrap(), &facts(story), at(now))
}

#[rstest]
#[case::runs("start 04T15:00", "04T16:00", ClockState::Running, Some("04T17:00"), 1, 1)]
#[case::at_due_it_is_still_in_time("start 04T15:00", "04T17:00", ClockState::Running, Some("04T17:00"), 2, 0)]
#[case::stopped_at_due_is_met(
    "start 04T15:00, stop 04T17:00",
    "09T12:00",
    ClockState::Met,
    Some("04T17:00"),
    2,
    0
)]
#[case::past_due_is_breached("start 04T15:00", "04T18:00", ClockState::Breached, Some("04T17:00"), 3, -1)]
#[case::breached_after_closing_though_nothing_was_worked(
    "start 04T16:00",
    "04T18:01",
    ClockState::Breached,
    Some("04T18:00"),
    2,
    0
)]
#[case::stopped_after_closing_is_breached(
    "start 04T16:00, stop 04T19:00",
    "09T12:00",
    ClockState::Breached,
    Some("04T18:00"),
    2,
    0
)]
#[case::starts_out_of_hours("start 06T15:00", "06T16:00", ClockState::Running, Some("08T12:00"), 0, 2)]
#[case::paused("start 04T15:00, pause 04T16:00", "05T12:00", ClockState::Paused, None, 1, 1)]
#[case::paused_over_target("start 04T14:00, pause 04T17:00", "05T12:00", ClockState::Breached, None, 3, -1)]
#[case::resumed_after_an_hour(
    "start 04T15:00, pause 04T15:30, resume 04T16:30",
    "04T16:45",
    ClockState::Running,
    Some("04T18:00"),
    0,
    1
)]
#[case::paused_at_the_last_moment(
    "start 04T15:00, pause 04T17:00, resume 05T11:00",
    "05T11:00",
    ClockState::Running,
    Some("05T11:00"),
    2,
    0
)]
#[case::a_breach_is_not_undone_by_a_pause(
    "start 04T16:00, pause 04T19:00, resume 05T11:00",
    "05T11:00",
    ClockState::Breached,
    Some("04T18:00"),
    2,
    0
)]
#[case::stopped_in_a_pause(
    "start 04T15:00, pause 04T16:00, stop 05T12:00",
    "09T12:00",
    ClockState::Met,
    None,
    1,
    1
)]
#[case::extended("start 04T15:00, extend 04T16:00", "04T18:00", ClockState::Running, Some("05T11:00"), 3, 1)]
#[case::extended_at_due(
    "start 04T15:00, extend 04T17:00",
    "04T18:00",
    ClockState::Running,
    Some("05T11:00"),
    3,
    1
)]
#[case::later_facts_are_not_seen(
    "start 04T15:00, pause 04T17:30, stop 05T12:00",
    "04T16:00",
    ClockState::Running,
    Some("04T17:00"),
    1,
    1
)]
fn how_a_clock_stands(
    #[case] story: &str,
    #[case] now: &str,
    #[case] state: ClockState,
    #[case] due: Option<&str>,
    #[case] elapsed_hours: i64,
    #[case] remaining_hours: i64,
) {
    let reading = reading("PT2H", story, now).unwrap();
    assert_eq!((reading.state, reading.due), (state, due.map(at)));
    assert_eq!(reading.elapsed_micros / HOUR, elapsed_hours);
    assert_eq!(reading.remaining_micros / HOUR, remaining_hours);
}

/// domain.md 4.2, Frappe: due 17:00; held for 3600 s it is 18:00 the same day, for 3601 s Friday 10:00:01.
#[test]
fn a_hold_of_one_second_more_moves_the_deadline_to_the_next_opening() {
    let held = |seconds: i64| {
        let mut facts = facts("start 04T15:00, pause 04T15:30");
        facts.push(Fact { at: at("04T15:30").plus_seconds(seconds), kind: FactKind::Resumed });
        read(&office(), "PT2H".parse().unwrap(), &facts, at("04T17:00")).unwrap().due
    };
    assert_eq!(held(3_600), Some(at("04T18:00")));
    assert_eq!(held(3_601), Some(at("05T10:00").plus_seconds(1)));
}

#[rstest]
#[case("pause 04T15:00", ClockError::OutOfPlace { number: 1, state: "not started" })]
#[case("start 04T15:00, start 04T16:00", ClockError::OutOfPlace { number: 2, state: "running" })]
#[case("start 04T15:00, resume 04T16:00", ClockError::OutOfPlace { number: 2, state: "running" })]
#[case("start 04T15:00, pause 04T16:00, pause 04T17:00", ClockError::OutOfPlace { number: 3, state: "paused" })]
#[case("start 04T15:00, stop 04T16:00, resume 04T17:00", ClockError::OutOfPlace { number: 3, state: "stopped" })]
#[case("start 04T15:00, pause 04T14:00", ClockError::OutOfOrder { number: 2 })]
#[case("start 04T15:00, extend 04T17:01", ClockError::ExtendedTooLate { number: 2 })]
#[case("start 09T15:00", ClockError::NotStarted)]
fn facts_that_make_no_sense_are_refused(#[case] story: &str, #[case] error: ClockError) {
    assert_eq!(reading("PT2H", story, "08T12:00"), Err(error));
}

#[test]
fn a_reading_explains_itself() {
    let reading = reading("PT4H", "start 04T17:00, pause 05T11:00, resume 05T12:00", "05T13:00").unwrap();
    let told: Vec<_> = reading.intervals.iter().map(|i| (i.from, i.to, i.counted, i.why.clone())).collect();
    let waiting = Why::Paused { reason: Some("waiting".to_owned()) };
    assert_eq!(
        told,
        [
            (at("04T17:00"), at("04T18:00"), true, Why::WorkingTime),
            (at("04T18:00"), at("05T10:00"), false, Why::OutsideHours),
            (at("05T10:00"), at("05T11:00"), true, Why::WorkingTime),
            (at("05T11:00"), at("05T12:00"), false, waiting),
            (at("05T12:00"), at("05T13:00"), true, Why::WorkingTime),
        ]
    );
    assert_eq!(reading.elapsed_micros, 3 * HOUR);
}

#[test]
fn a_paused_clock_says_when_it_would_be_due() {
    let paused = reading("PT2H", "start 04T15:00, pause 04T16:00", "05T12:00").unwrap();
    assert_eq!(paused.due_if_running, Some(at("05T13:00")));
}

#[test]
fn three_quarters_of_the_target_are_used_at() {
    let share = |story: &str, now: &str| {
        instant_at_share(&office(), "PT4H".parse().unwrap(), &facts(story), at(now), 75).unwrap()
    };
    assert_eq!(share("start 04T16:00", "04T17:00"), Some(at("05T11:00")));
    assert_eq!(share("start 04T12:00", "04T17:00"), Some(at("04T15:00")));
    assert_eq!(share("start 04T16:00, pause 04T17:00", "05T17:00"), None);
    assert_eq!(share("start 04T16:00, stop 04T17:00", "05T17:00"), None);
}

prop_compose! {
    /// A start, then pauses and resumptions in turn, at minutes after 2024-02-01 00:00Z.
    fn stories()(first in 0..20_000_i64, gaps in prop::collection::vec(0..3_000_i64, 0..7)) -> Vec<Fact> {
        let mut minute = first;
        let mut facts = vec![Fact { at: minute_at(minute), kind: FactKind::Started }];
        for (index, gap) in gaps.into_iter().enumerate() {
            minute += gap;
            let kind = if index % 2 == 0 { FactKind::Paused { reason: None } } else { FactKind::Resumed };
            facts.push(Fact { at: minute_at(minute), kind });
        }
        facts
    }
}

fn minute_at(minute: i64) -> Instant {
    "2024-02-01T00:00:00Z".parse::<Instant>().unwrap().plus_seconds(minute * 60)
}

proptest! {
    #[test]
    fn counted_intervals_sum_to_elapsed_and_cover_without_a_gap(facts in stories(), now in 0..50_000_i64, minutes in 0..5_000_i64) {
        let cn = named("cn").unwrap();
        let target = Duration::from_seconds(minutes * 60).unwrap();
        let Ok(reading) = read(&cn, target, &facts, minute_at(now)) else { return Ok(()) };
        let mut reached = facts[0].at;
        let mut counted = 0;
        for interval in &reading.intervals {
            prop_assert_eq!(interval.from, reached);
            reached = interval.to;
            counted += if interval.counted { interval.to.micros_since(interval.from) } else { 0 };
        }
        prop_assert_eq!(reached, minute_at(now));
        prop_assert_eq!(counted, reading.elapsed_micros);
        prop_assert_eq!(reading.remaining_micros, target.micros() - counted);
        if let Some(due) = reading.due {
            prop_assert_eq!(reading.state == ClockState::Breached, minute_at(now) > due);
        }
    }

    #[test]
    fn a_pause_never_shortens_a_deadline(facts in stories(), minutes in 0..3_000_i64) {
        let cn = named("cn").unwrap();
        let target = Duration::from_seconds(minutes * 60).unwrap();
        let last = facts[facts.len() - 1].at;
        let with = read(&cn, target, &facts, last).unwrap();
        let without = read(&cn, target, &facts[..1], last).unwrap();
        if let (Some(with), Some(without)) = (with.due_if_running, without.due) {
            prop_assert!(with >= without);
        }
    }

    #[test]
    fn a_breach_is_never_taken_back(facts in stories(), a in 0..50_000_i64, b in 0..50_000_i64, minutes in 0..2_000_i64) {
        let cn = named("cn").unwrap();
        let target = Duration::from_seconds(minutes * 60).unwrap();
        let (early, late) = (read(&cn, target, &facts, minute_at(a.min(b))), read(&cn, target, &facts, minute_at(a.max(b))));
        if let (Ok(early), Ok(late)) = (early, late) {
            prop_assert!(early.breached_at.is_none() || late.breached_at == early.breached_at);
            prop_assert!(early.elapsed_micros <= late.elapsed_micros);
        }
    }
}
