use super::*;
use crate::calendar::named;

fn clock(line: &str) -> String {
    answer_clock_line(line, &named, "2026-02-10T00:00:00Z".parse().unwrap())
}

const BERLIN: &str = r#"{"time_zone":"Europe/Berlin","weekly":{"mon":[["08:00","13:00"],["14:00","18:00"]]},"holidays":["2015-12-25","12-26"],"special_days":{"2026-02-14":[["09:00","18:00"]]}}"#;

/// contracts.md, The clock calculator.
#[test]
fn the_contracts_examples_are_answered_as_written() {
    let add = format!(r#"{{"op":"add","calendar":{BERLIN},"from":"2016-01-31T12:25:30","duration":"PT5H"}}"#);
    assert_eq!(clock(&add), r#"{"at":"2016-02-01T13:00:00+01:00"}"#);
    let between =
        r#"{"op":"between","calendar":"uk-england","from":"2026-02-09T09:00:00","to":"2026-02-11T00:00:00"}"#;
    assert_eq!(clock(between), r#"{"seconds":57600}"#);
    let days = r#"{"op":"add_days","calendar":"cn","from":"2026-02-03","days":15,"basis":"calendar","roll":"next_working_day"}"#;
    assert_eq!(clock(days), r#"{"on":"2026-02-24","unrolled_on":"2026-02-18"}"#);
}

#[test]
fn a_clock_is_answered_with_its_intervals() {
    let line = r#"{"op":"clock","calendar":"cn","target":"PT2H","events":[{"at":"2026-02-13T17:30:00","kind":"start"},
        {"at":"2026-02-14T09:30:00","kind":"pause","reason":"customer"}],"now":"2026-02-14T10:00:00"}"#
        .replace('\n', " ");
    let expected = r#"{"state":"paused","due":null,"elapsed_seconds":3600,"remaining_seconds":3600,"intervals":[{"from":"2026-02-13T17:30:00+08:00","to":"2026-02-13T18:00:00+08:00","counted":true,"why":"working_time"},{"from":"2026-02-13T18:00:00+08:00","to":"2026-02-14T09:00:00+08:00","counted":false,"why":"outside_hours"},{"from":"2026-02-14T09:00:00+08:00","to":"2026-02-14T09:30:00+08:00","counted":true,"why":"makeup_workday","name":"春节"},{"from":"2026-02-14T09:30:00+08:00","to":"2026-02-14T10:00:00+08:00","counted":false,"why":"paused","reason":"customer"}]}"#;
    assert_eq!(clock(&line), expected);
}

#[test]
fn a_profile_is_answered_with_its_days() {
    let line = r#"{"op":"profile","profile":"cn-nfra-2020","facts":[{"on":"2026-02-03","kind":"received"},{"on":"2026-02-10","kind":"extended","reason":"complex"}],"now":"2026-02-12"}"#;
    let answer = clock(line);
    assert!(
        answer.starts_with(r#"{"clocks":[{"kind":"decision","due_on":"2026-03-05","state":"running""#),
        "{answer}"
    );
}

#[test]
fn bad_lines_answer_an_error_that_says_what_is_wrong() {
    for (line, says) in [
        ("", "EOF"),
        ("{}", "op"),
        ("[1]", "invalid type"),
        (r#"{"op":"fly"}"#, "unknown variant"),
        (
            r#"{"op":"add","calendar":"moon","from":"2026-01-01T00:00:00","duration":"PT1H"}"#,
            "unknown calendar moon",
        ),
        (
            r#"{"op":"add","calendar":"cn","from":"2026-01-01T00:00:00","duration":"P1D"}"#,
            "days are for add_days",
        ),
        (r#"{"op":"add","calendar":"cn","from":"yesterday","duration":"PT1H"}"#, "not a moment"),
        (
            r#"{"op":"add","calendar":"cn","from":"2026-01-01T00:00:00","duration":"PT1H","why":1}"#,
            "unknown field",
        ),
        (
            r#"{"op":"add","calendar":{"time_zone":"UTC","hours":[]},"from":"x","duration":"PT1H"}"#,
            "unknown field",
        ),
        (r#"{"op":"add","calendar":7,"from":"x","duration":"PT1H"}"#, "a calendar's name"),
        (r#"{"op":"add_days","calendar":"cn","from":"2026-02-03","days":-1,"basis":"calendar"}"#, "negative"),
        (
            r#"{"op":"add_days","calendar":"cn","from":"2026-02-30","days":1,"basis":"calendar"}"#,
            "not a date",
        ),
        (r#"{"op":"clock","calendar":"cn","target":"PT1H","events":[]}"#, "has not started"),
        (r#"{"op":"profile","profile":"moon","facts":[]}"#, "unknown profile"),
    ] {
        let answer = clock(line);
        assert!(answer.starts_with(r#"{"error":"#) && answer.contains(says), "{line} {answer}");
        assert!(!answer.contains('\n'));
    }
    assert!(clock(&" ".repeat(LINE_MAX + 1)).contains("longer than"));
}

#[test]
fn fractions_are_written_only_where_there_are_any() {
    let line = r#"{"op":"add","calendar":"always","from":"2026-01-01T00:00:00.5Z","duration":"PT1.25S"}"#;
    assert_eq!(clock(line), r#"{"at":"2026-01-01T00:00:01.75+00:00"}"#);
    let line =
        r#"{"op":"between","calendar":"always","from":"2026-01-01T00:00:00.5Z","to":"2026-01-01T00:00:02Z"}"#;
    assert_eq!(clock(line), r#"{"seconds":1.5}"#);
}

#[test]
fn statistics_answer_figures_and_say_why_there_is_none() {
    assert_eq!(
        answer_stats_line(r#"{"op":"wilson","successes":0,"n":0}"#),
        r#"{"value":null,"why":"no observations"}"#
    );
    let wilson = answer_stats_line(r#"{"op":"wilson","successes":10,"n":10,"confidence":0.95}"#);
    assert!(wilson.contains(r#""upper":1.0"#) && wilson.contains(r#""lower":0.72246"#), "{wilson}");
    let nps = answer_stats_line(r#"{"op":"nps","promoters":60,"passives":25,"detractors":15}"#);
    assert!(nps.contains(r#""value":45.0"#), "{nps}");
    let unknown = answer_stats_line(r#"{"op":"guess"}"#);
    assert!(unknown.contains("unknown variant") && unknown.contains("wilson"), "{unknown}");
}
