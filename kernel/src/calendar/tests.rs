//! The rules of contracts.md and the published expectations of domain.md, section 4.

use rstest::rstest;

use super::*;
use crate::time::Instant;

mod random;

pub(super) fn calendar(json: &str) -> Calendar {
    Calendar::from_spec(&serde_json::from_str(json).unwrap()).unwrap()
}

fn week(hours: &str, zone: &str, rest: &str) -> Calendar {
    let days: Vec<String> = ["mon", "tue", "wed", "thu", "fri"].map(|d| format!(r#""{d}":{hours}"#)).to_vec();
    calendar(&format!(r#"{{"time_zone":"{zone}","weekly":{{{}}}{rest}}}"#, days.join(",")))
}

fn add(calendar: &Calendar, from: &str, duration: &str) -> String {
    let from = calendar.read_time(from).unwrap();
    match calendar.add(from, duration.parse().unwrap()) {
        Ok(at) => calendar.write_time(at),
        Err(error) => error.to_string(),
    }
}

fn seconds(calendar: &Calendar, from: &str, to: &str) -> i64 {
    let (from, to) = (calendar.read_time(from).unwrap(), calendar.read_time(to).unwrap());
    calendar.between(from, to).unwrap().micros() / 1_000_000
}

fn day(text: &str) -> Day {
    parse_date(text).unwrap()
}

#[test]
fn every_named_calendar_is_readable_and_knows_its_years() {
    for name in NAMES {
        assert!(named(name).unwrap().version().starts_with(name));
    }
    assert!(named("moon").is_none());
    assert_eq!(named("cn").unwrap().known_days(), Some((day("2015-01-01"), day("2026-12-31"))));
    assert_eq!(named("always").unwrap().known_days(), None);
}

/// FNV-1a. A fact changed without a new version would rewrite finished cases.
#[test]
fn a_calendars_facts_do_not_change_without_a_new_version() {
    let files = [
        include_str!("../../../data/calendars/china-days.json"),
        include_str!("../../../data/calendars/cn.json"),
        include_str!("../../../data/calendars/cn-trading.json"),
        include_str!("../../../data/calendars/england-days.json"),
        include_str!("../../../data/calendars/uk-england.json"),
        include_str!("../../../data/calendars/us-federal-days.json"),
        include_str!("../../../data/calendars/us-federal.json"),
        include_str!("../../../data/calendars/always.json"),
    ];
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in files.iter().flat_map(|f| f.bytes()).filter(|b| !b.is_ascii_whitespace()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    assert_eq!(hash, PINNED, "give the changed calendar a new version, then pin {hash:#x}");
}
const PINNED: u64 = 0xdc84_d24d_f0a9_a77f;

/// The first example of contracts.md.
#[test]
fn the_example_of_the_contract_comes_out() {
    let berlin = week(
        r#"[["08:00","13:00"],["14:00","18:00"]]"#,
        "Europe/Berlin",
        r#","holidays":["2015-12-25","12-26"],"special_days":{"2026-02-14":[["09:00","18:00"]]}"#,
    );
    assert_eq!(add(&berlin, "2016-01-31T12:25:30", "PT5H"), "2016-02-01T13:00:00+01:00");
}

/// domain.md 4.2, the `biz` gem. Its hours are not given there: these are the ones the expectations imply
/// (Tuesday opens at 10:00, Thursday noon to Friday noon is seven hours). Adding days keeps no hour with us.
#[rstest]
#[case::zero_answers_the_first_working_moment("2006-01-03T00:00:00", "PT0S", "2006-01-03T10:00:00+00:00")]
#[case::ninety_minutes("2006-01-04T14:30:00", "PT90M", "2006-01-04T16:00:00+00:00")]
fn biz_expectations(#[case] from: &str, #[case] duration: &str, #[case] at: &str) {
    let biz = calendar(
        r#"{"time_zone":"Etc/UTC","weekly":{"mon":[["09:00","17:00"]],"tue":[["10:00","16:00"]],
        "wed":[["09:00","17:00"]],"thu":[["10:00","16:00"]],"fri":[["09:00","17:00"]],"sat":[["11:00","14:30"]]}}"#,
    );
    assert_eq!(add(&biz, from, duration), at);
    assert_eq!(seconds(&biz, "2006-01-05T12:00:00", "2006-01-06T12:00:00"), 7 * 3_600);
}

/// domain.md 4.2, Frappe: Mon–Fri 10–18. 2024-01-01 is a Monday.
#[rstest]
#[case("2024-01-01T08:00:00", "PT1H", "2024-01-01T11:00:00+08:00")]
#[case("2024-01-01T08:00:00", "PT4H", "2024-01-01T14:00:00+08:00")]
#[case("2024-01-01T20:00:00", "PT30M", "2024-01-02T10:30:00+08:00")]
#[case("2024-01-01T20:00:00", "PT2H", "2024-01-02T12:00:00+08:00")]
#[case("2024-01-05T17:00:00", "PT30M", "2024-01-05T17:30:00+08:00")]
#[case("2024-01-05T17:00:00", "PT2H", "2024-01-08T11:00:00+08:00")]
#[case("2024-01-05T19:00:00", "PT1H", "2024-01-08T11:00:00+08:00")]
#[case("2024-01-05T19:00:00", "PT4H", "2024-01-08T14:00:00+08:00")]
#[case::three_days_exactly_end_at_the_close("2024-01-06T15:00:00", "PT24H", "2024-01-10T18:00:00+08:00")]
#[case::nine_days("2024-01-06T15:00:00", "PT72H", "2024-01-18T18:00:00+08:00")]
fn frappe_expectations(#[case] from: &str, #[case] duration: &str, #[case] at: &str) {
    assert_eq!(add(&week(r#"[["10:00","18:00"]]"#, "Asia/Shanghai", ""), from, duration), at);
}

/// domain.md 4.2, Frappe: Thursday and Friday are holidays.
#[test]
fn work_arriving_on_a_holiday_begins_on_the_next_working_day() {
    let closed =
        week(r#"[["10:00","18:00"]]"#, "Asia/Shanghai", r#","holidays":["2024-01-04","2024-01-05"]"#);
    assert_eq!(add(&closed, "2024-01-04T15:00:00", "PT30M"), "2024-01-08T10:30:00+08:00");
    assert_eq!(add(&closed, "2024-01-04T15:00:00", "PT2H"), "2024-01-08T12:00:00+08:00");
}

/// domain.md 4.2, businesstimedelta.
#[test]
fn businesstimedelta_expectations() {
    let lunch = week(r#"[["09:00","12:00"],["13:00","18:00"]]"#, "UTC", "");
    // Both sums fit a day of 09:00 to 17:00 only; the source's other cases have the lunch hour.
    let plain = week(r#"[["09:00","17:00"]]"#, "UTC", "");
    assert_eq!(add(&plain, "2016-01-23T13:14:00", "PT2H"), "2016-01-25T11:00:00+00:00");
    assert_eq!(add(&plain, "2016-01-23T13:14:00", "PT12H"), "2016-01-26T13:00:00+00:00");
    assert_eq!(seconds(&lunch, "2016-01-18T09:00:00", "2016-01-25T09:00:00"), 40 * 3_600);
    let holidays = week(r#"[["09:00","12:00"],["13:00","18:00"]]"#, "UTC", r#","holidays":["2015-12-25"]"#);
    assert_eq!(seconds(&holidays, "2015-12-21T09:00:00", "2015-12-28T09:00:00"), 32 * 3_600);
    let night = week(r#"[["23:00","01:00"]]"#, "UTC", "");
    assert_eq!(seconds(&night, "2016-01-21T10:00:00", "2016-01-22T10:00:00"), 2 * 3_600);
}

/// domain.md 4.3, calendar days rolled forward; day, days, unrolled, rolled.
#[rstest]
#[case("2026-01-20", 15, "2026-02-04", "2026-02-04")]
#[case::a_saturday_that_is_worked("2026-01-30", 15, "2026-02-14", "2026-02-14")]
#[case("2026-02-03", 15, "2026-02-18", "2026-02-24")]
#[case("2026-02-08", 15, "2026-02-23", "2026-02-24")]
#[case("2026-02-10", 30, "2026-03-12", "2026-03-12")]
#[case("2026-02-10", 60, "2026-04-11", "2026-04-13")]
#[case("2026-09-16", 15, "2026-10-01", "2026-10-08")]
#[case("2026-09-22", 15, "2026-10-07", "2026-10-08")]
#[case("2026-09-05", 15, "2026-09-20", "2026-09-20")]
#[case("2025-09-13", 15, "2025-09-28", "2025-09-28")]
#[case::onto_a_worked_sunday("2025-12-17", 15, "2026-01-01", "2026-01-04")]
#[case("2026-04-20", 15, "2026-05-05", "2026-05-06")]
#[case::a_leap_year("2024-01-31", 30, "2024-03-01", "2024-03-01")]
fn chinese_calendar_days(
    #[case] from: &str,
    #[case] days: i64,
    #[case] unrolled: &str,
    #[case] rolled: &str,
) {
    let added =
        named("cn").unwrap().add_days(day(from), days, Basis::Calendar, Roll::NextWorkingDay).unwrap();
    assert_eq!(added, AddedDays { on: day(rolled), unrolled_on: day(unrolled) });
}

/// domain.md 4.3, working days; and 1.7 for the United Kingdom.
#[rstest]
#[case("cn", "2026-02-12", 7, "2026-02-28")]
#[case("cn", "2026-09-24", 7, "2026-10-12")]
#[case("cn", "2026-04-30", 7, "2026-05-13")]
#[case("cn", "2025-12-31", 7, "2026-01-12")]
#[case("cn", "2026-10-01", 3, "2026-10-10")]
#[case("cn", "2026-09-18", 3, "2026-09-22")]
#[case("uk-england", "2026-04-02", 3, "2026-04-09")]
#[case("uk-england", "2026-04-02", 15, "2026-04-27")]
#[case("uk-england", "2026-04-02", 35, "2026-05-27")]
#[case("uk-england", "2026-05-01", 3, "2026-05-07")]
#[case("uk-england", "2026-05-01", 15, "2026-05-26")]
#[case("uk-england", "2026-05-01", 35, "2026-06-23")]
fn working_days(#[case] name: &str, #[case] from: &str, #[case] days: i64, #[case] on: &str) {
    let added = named(name).unwrap().add_days(day(from), days, Basis::Working, Roll::None).unwrap();
    assert_eq!(added, AddedDays { on: day(on), unrolled_on: day(on) });
}

/// domain.md 4.3: 2024 = 251, 2025 = 248, 2026 = 248.
#[rstest]
#[case(2024, 251)]
#[case(2025, 248)]
#[case(2026, 248)]
fn working_days_of_a_chinese_year(#[case] year: i16, #[case] expected: usize) {
    let cn = named("cn").unwrap();
    let first = Day::new(year, 1, 1).unwrap();
    let days = first.series(jiff::Span::new().days(1)).take_while(|d| d.year() == year);
    assert_eq!(days.filter(|&d| cn.is_working_day(d).unwrap()).count(), expected);
}

#[test]
fn the_exchanges_stay_closed_on_makeup_workdays() {
    assert!(named("cn").unwrap().is_working_day(day("2026-02-14")).unwrap());
    assert!(!named("cn-trading").unwrap().is_working_day(day("2026-02-14")).unwrap());
}

#[test]
fn nothing_is_answered_past_the_known_holidays() {
    let cn = named("cn").unwrap();
    for (from, days, basis) in [
        ("2026-12-20", 15, Basis::Calendar),
        ("2026-12-28", 9, Basis::Working),
        ("2014-12-31", 1, Basis::Calendar),
    ] {
        let error = cn.add_days(day(from), days, basis, Roll::None).unwrap_err();
        assert!(matches!(error, CalendarError::BeyondKnownDays { .. }), "{error}");
    }
    assert!(add(&cn, "2026-12-31T17:00:00", "PT2H").contains("known from 2015-01-01 to 2026-12-31"));
    assert_eq!(add(&cn, "2026-12-31T17:00:00", "PT1H"), "2026-12-31T18:00:00+08:00");
    let (from, to) =
        (cn.read_time("2026-12-31T17:00:00").unwrap(), cn.read_time("2027-01-01T00:00:00").unwrap());
    assert_eq!(cn.between(from, to).unwrap().micros(), 3_600_000_000);
    assert!(cn.between(from, to.plus_micros(1)).is_err());
}

#[test]
fn the_start_day_is_never_counted_and_days_are_never_negative() {
    let cn = named("cn").unwrap();
    let added = |days| cn.add_days(day("2026-02-07"), days, Basis::Working, Roll::None);
    assert_eq!(added(0).unwrap().on, day("2026-02-07"));
    assert_eq!(added(1).unwrap().on, day("2026-02-09"));
    assert_eq!(added(-1), Err(CalendarError::NegativeDays));
}

/// Europe/Berlin, 2024-03-31: 02:00 to 03:00 does not exist. 2024-10-27: it occurs twice.
#[rstest]
#[case::an_hour_is_an_hour_across_the_gap("2024-03-31T01:30:00", "PT1H", "2024-03-31T03:30:00+02:00")]
#[case::a_skipped_time_moves_forward("2024-03-31T02:30:00", "PT0S", "2024-03-31T03:30:00+02:00")]
#[case::a_repeated_time_means_the_first("2024-10-27T02:30:00", "PT0S", "2024-10-27T02:30:00+02:00")]
#[case::an_hour_is_an_hour_across_the_fold("2024-10-27T02:30:00", "PT1H", "2024-10-27T02:30:00+01:00")]
fn clocks_that_change(#[case] from: &str, #[case] duration: &str, #[case] at: &str) {
    let all_week = r#"{"time_zone":"Europe/Berlin","weekly":{"sun":[["00:00","24:00"]]}}"#;
    assert_eq!(add(&calendar(all_week), from, duration), at);
}

#[test]
fn a_sunday_of_changing_clocks_has_23_or_25_hours() {
    let sundays = calendar(r#"{"time_zone":"Europe/Berlin","weekly":{"sun":[["00:00","24:00"]]}}"#);
    assert_eq!(seconds(&sundays, "2024-03-31T00:00:00", "2024-04-01T00:00:00"), 23 * 3_600);
    assert_eq!(seconds(&sundays, "2024-10-27T00:00:00", "2024-10-28T00:00:00"), 25 * 3_600);
    let in_the_gap = calendar(r#"{"time_zone":"Europe/Berlin","weekly":{"sun":[["02:15","02:45"]]}}"#);
    assert_eq!(add(&in_the_gap, "2024-03-31T00:00:00", "PT0S"), "2024-03-31T03:15:00+02:00");
    let swallowed = calendar(r#"{"time_zone":"Europe/Berlin","weekly":{"sun":[["02:30","03:10"]]}}"#);
    assert_eq!(add(&swallowed, "2024-03-31T00:00:00", "PT0S"), "2024-04-07T02:30:00+02:00");
}

/// Samoa left out 2011-12-30 and Lord Howe Island moves by half an hour.
#[test]
fn a_date_that_never_was_moves_into_the_next() {
    let samoa = week(r#"[["09:00","17:00"]]"#, "Pacific/Apia", "");
    assert_eq!(seconds(&samoa, "2011-12-29T00:00:00", "2012-01-03T00:00:00"), 24 * 3_600);
    let howe = calendar(r#"{"time_zone":"Australia/Lord_Howe","weekly":{"sun":[["00:00","24:00"]]}}"#);
    assert_eq!(seconds(&howe, "2024-10-06T00:00:00", "2024-10-07T00:00:00"), 23 * 3_600 + 1_800);
}

#[test]
fn a_period_belongs_to_its_date_and_runs_on_into_a_holiday() {
    let night = week(r#"[["22:00","02:00"]]"#, "UTC", r#","holidays":["2024-01-02"]"#);
    assert_eq!(seconds(&night, "2024-01-01T00:00:00", "2024-01-03T12:00:00"), 4 * 3_600);
    assert_eq!(add(&night, "2024-01-01T23:00:00", "PT3H"), "2024-01-02T02:00:00+00:00");
    assert_eq!(add(&night, "2024-01-01T23:00:00", "PT3H1S"), "2024-01-03T22:00:01+00:00");
}

#[test]
fn overlapping_periods_count_once_also_across_midnight() {
    let twice = week(r#"[["09:00","12:00"],["11:00","14:00"],["09:30","10:00"]]"#, "UTC", "");
    assert_eq!(seconds(&twice, "2024-01-01T00:00:00", "2024-01-02T00:00:00"), 5 * 3_600);
    let over = week(r#"[["20:00","10:00"],["08:00","12:00"]]"#, "UTC", "");
    assert_eq!(seconds(&over, "2024-01-02T00:00:00", "2024-01-03T00:00:00"), 16 * 3_600);
}

#[test]
fn the_special_day_wins_and_an_empty_list_is_closed() {
    let special = week(
        r#"[["09:00","17:00"]]"#,
        "UTC",
        r#","holidays":["2024-01-02"],"special_days":{"2024-01-02":[["10:00","11:00"]],"2024-01-03":[],"2024-01-06":[["09:00","10:00"]]}"#,
    );
    assert_eq!(seconds(&special, "2024-01-02T00:00:00", "2024-01-04T00:00:00"), 3_600);
    assert_eq!(seconds(&special, "2024-01-06T00:00:00", "2024-01-08T00:00:00"), 3_600);
}

#[test]
fn at_a_close_zero_answers_the_next_opening_and_swapped_ends_answer_nothing() {
    let office = week(r#"[["09:00","17:00"]]"#, "UTC", "");
    assert_eq!(add(&office, "2024-01-05T17:00:00", "PT0S"), "2024-01-08T09:00:00+00:00");
    assert_eq!(add(&office, "2024-01-05T09:00:00", "PT8H"), "2024-01-05T17:00:00+00:00");
    assert_eq!(seconds(&office, "2024-01-05T17:00:00", "2024-01-05T09:00:00"), 0);
}

#[rstest]
#[case(r#"{"time_zone":"UTC"}"#, "no working time")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[]}}"#, "no working time")]
#[case(r#"{"time_zone":"Moon/Base","weekly":{"mon":[["09:00","10:00"]]}}"#, "unknown time zone Moon/Base")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[["09:00","09:00"]]}}"#, "not a period")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[["24:00","09:00"]]}}"#, "not a period")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[["9:00","10:00"]]}}"#, "not a period")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[["09:00","24:01"]]}}"#, "not a period")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[["09:00","10:00"]]},"holidays":["2024-02-30"]}"#, "not a date")]
#[case(r#"{"time_zone":"UTC","weekly":{"mon":[["09:00","10:00"]]},"holidays":["13-01"]}"#, "not a date")]
#[case(
    r#"{"time_zone":"UTC","weekly":{"mon":[["09:00","10:00"]]},"special_days":{"02-14":[]}}"#,
    "not a date"
)]
fn a_calendar_that_makes_no_sense_is_refused(#[case] json: &str, #[case] says: &str) {
    let error = Calendar::from_spec(&serde_json::from_str(json).unwrap()).unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
}

#[test]
fn working_time_that_never_comes_is_an_error_and_does_not_hang() {
    let past = calendar(r#"{"time_zone":"UTC","special_days":{"2020-01-01":[["09:00","10:00"]]}}"#);
    assert!(add(&past, "2024-01-01T00:00:00", "PT1S").contains("within 400 years"));
    assert!(past.add_days(day("2024-01-01"), 1, Basis::Working, Roll::None).is_err());
    let always = named("always").unwrap();
    assert_eq!(
        always.add_days(day("2024-01-01"), 1_000_000, Basis::Calendar, Roll::None),
        Err(CalendarError::OutOfReach { from: day("2024-01-01") })
    );
    assert!(add(&always, "9998-12-01T00:00:00", "PT10000H").contains("9999"));
}

#[test]
fn segments_say_why_by_name() {
    let cn = named("cn").unwrap();
    let (from, to) =
        (cn.read_time("2026-02-13T17:00:00").unwrap(), cn.read_time("2026-02-24T10:00:00").unwrap());
    let said: Vec<(String, bool, String)> = cn
        .segments(from, to)
        .unwrap()
        .into_iter()
        .map(|s| (cn.write_time(s.from)[5..16].to_owned(), s.counted, serde_json::to_string(&s.why).unwrap()))
        .collect();
    let spring = r#""name":"春节"}"#;
    let expected = [
        ("02-13T17:00", true, r#"{"why":"working_time"}"#.to_owned()),
        ("02-13T18:00", false, r#"{"why":"outside_hours"}"#.to_owned()),
        ("02-14T09:00", true, format!(r#"{{"why":"makeup_workday",{spring}"#)),
        ("02-14T12:00", false, r#"{"why":"outside_hours"}"#.to_owned()),
        ("02-14T13:30", true, format!(r#"{{"why":"makeup_workday",{spring}"#)),
        ("02-14T18:00", false, r#"{"why":"outside_hours"}"#.to_owned()),
        ("02-15T00:00", false, format!(r#"{{"why":"holiday",{spring}"#)),
        ("02-24T00:00", false, r#"{"why":"outside_hours"}"#.to_owned()),
        ("02-24T09:00", true, r#"{"why":"working_time"}"#.to_owned()),
    ];
    assert_eq!(said, expected.map(|(a, b, c)| (a.to_owned(), b, c)));
}

#[rstest]
#[case("2024-01-01T00:00:00Z", "2024-01-01T08:00:00+08:00")]
#[case("2024-01-01T00:00:00.25", "2024-01-01T00:00:00.25+08:00")]
#[case("2024-01-01T00:00:00-05:00", "2024-01-01T13:00:00+08:00")]
#[case("1900-01-01T00:00:00", "1900-01-01T00:00:00+08:05:43")]
fn times_are_read_and_written_in_the_calendars_zone(#[case] text: &str, #[case] written: &str) {
    let cn = named("cn").unwrap();
    assert_eq!(cn.write_time(cn.read_time(text).unwrap()), written);
}

#[test]
fn what_is_not_a_moment_is_refused() {
    let cn = named("cn").unwrap();
    for text in [
        "",
        "2024-01-01",
        "2024-02-30T00:00:00",
        "2024-01-01T25:00:00",
        "-000001-01-01T00:00:00",
        "now",
        "12:00",
    ] {
        assert!(cn.read_time(text).is_err(), "{text}");
    }
}

/// Ten thousand days answer quickly enough for a page: a loop per second would take minutes.
#[test]
fn long_spans_are_measured_by_the_day() {
    let office = week(r#"[["09:00","17:00"]]"#, "Europe/Berlin", "");
    let from: Instant = "1990-01-01T00:00:00Z".parse().unwrap();
    for _ in 0..20 {
        let duration = office.between(from, from.plus_seconds(36_525 * 86_400)).unwrap();
        assert_eq!(office.between(from, office.add(from, duration).unwrap()).unwrap(), duration);
    }
}
