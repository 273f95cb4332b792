//! Each way in which a draft can be wrong, with the place that is named.

use serde_json::{Value, json};

use super::*;

fn sound() -> Value {
    let hours = json!([["09:00", "12:00"], ["13:30", "18:00"]]);
    json!({
        "title": "西安分行", "title_en": "Xi'an branch", "time_zone": "Asia/Shanghai",
        "weekly": { "mon": hours, "fri": [["22:00", "02:00"]], "sat": [["02:00", "04:00"], ["23:00", "24:00"]] },
        "holidays": [{ "on": "2027-01-01", "name": "元旦" }, { "on": "12-26" }, { "on": "02-29" }],
        "special_days": [{ "on": "2027-01-03", "name": "元旦", "periods": hours }, { "on": "2027-01-04" }],
        "known_years": { "first": 2026, "last": 2027 },
    })
}

/// What is wrong with the sound draft once `at` is `value`.
fn wrong(at: &str, value: Value) -> Vec<(String, &'static str)> {
    let mut draft = sound();
    *draft.pointer_mut(at).unwrap() = value;
    found(draft)
}

fn found(draft: Value) -> Vec<(String, &'static str)> {
    let draft: CalendarDraft = serde_json::from_value(draft).unwrap();
    wrong_with(&draft).into_iter().map(|one| (one.field, one.code)).collect()
}

#[track_caller]
fn only(at: &str, value: Value, field: &str, code: &'static str) {
    assert_eq!(wrong(at, value.clone()), [(field.to_owned(), code)], "{at} = {value}");
}

#[test]
fn a_sound_draft_is_taken_also_with_a_night_that_touches_the_morning_after() {
    assert_eq!(found(sound()), []);
    assert_eq!(wrong("/known_years", Value::Null), []);
    assert_eq!(wrong("/time_zone", json!("asia/shanghai")), [], "the zone database does not mind the case");
}

#[test]
fn periods_that_are_none_or_overlap_are_named_by_day_and_place() {
    let monday = |periods: Value, field: &str, code| only("/weekly/mon", periods, field, code);
    for odd in
        [["09:00", "09:00"], ["24:00", "02:00"], ["9:00", "18:00"], ["09:00", "25:00"], ["09:60", "18:00"]]
    {
        monday(json!([odd]), "weekly.mon[0]", "not_a_period");
    }
    monday(json!([["00:00", "12:00"], ["noon", "18:00"]]), "weekly.mon[1]", "not_a_period");
    monday(json!([["13:00", "18:00"], ["09:00", "13:01"]]), "weekly.mon[1]", "overlaps");
    monday(json!([["22:00", "02:00"], ["23:00", "23:30"]]), "weekly.mon[1]", "overlaps");
    only(
        "/weekly/sat",
        json!([["05:00", "06:00"], ["01:59", "03:00"]]),
        "weekly.sat[1]",
        "overlaps_day_before",
    );
    only(
        "/special_days/0/periods",
        json!([["09:00", "12:00"], ["11:00", "13:00"]]),
        "special_days[0].periods[1]",
        "overlaps",
    );
    let many: Vec<_> = (0..25).map(|n| json!([format!("{n:02}:00"), format!("{n:02}:30")])).collect();
    monday(json!(many), "weekly.mon", "too_many");
    let mut around = sound();
    around["weekly"]["sun"] = json!([["20:00", "09:30"]]);
    assert_eq!(found(around), [("weekly.mon[0]".to_owned(), "overlaps_day_before")], "the week comes round");
}

#[test]
fn dates_that_are_none_absurd_or_given_twice_are_named_by_place() {
    for odd in
        ["2027-02-30", "2027-13-01", "27-01-01", "13-01", "02-30", "", "2027-1-1", "元旦", "+2027-01-1"]
    {
        only("/holidays/1/on", json!(odd), "holidays[1].on", "not_a_date");
    }
    only("/holidays/0/on", json!("0001-01-01"), "holidays[0].on", "out_of_range");
    only("/special_days/0/on", json!("9999-12-31"), "special_days[0].on", "out_of_range");
    only("/special_days/0/on", json!("12-24"), "special_days[0].on", "not_a_date");
    only("/holidays/1/on", json!("2027-01-01"), "holidays[1].on", "duplicate");
    only("/special_days/1/on", json!("2027-01-03"), "special_days[1].on", "duplicate");
    only("/special_days/1/on", json!("2027-01-01"), "special_days[1].on", "also_a_holiday");
}

#[test]
fn everything_is_bounded_also_what_is_found() {
    let many = |count: usize| -> Vec<Value> { (0..count).map(|_| json!({ "on": "tomorrow" })).collect() };
    only("/holidays", json!(many(10_000)), "holidays", "too_many");
    only("/special_days", json!(many(10_000)), "special_days", "too_many");
    assert!(wrong("/holidays", json!(many(4_000))).len() <= WRONG_DATES_MAX + 1);
    only("/title", json!("长".repeat(61)), "title", "too_long");
    only("/title_en", json!("  "), "title_en", "too_short");
    only("/holidays/0/name", json!("长".repeat(61)), "holidays[0].name", "too_long");
}

#[test]
fn zones_that_a_browser_may_not_know_are_refused() {
    let long = "Asia/".repeat(100);
    for odd in ["Mars/Olympus", "", "Factory", "localtime", "posix/Asia/Shanghai", "../../etc/passwd", &long]
    {
        only("/time_zone", json!(odd), "time_zone", "unknown_zone");
    }
}

#[test]
fn years_run_forward_and_a_calendar_has_working_time() {
    only("/known_years", json!({ "first": 2027, "last": 2026 }), "known_years", "ends_before_it_begins");
    only("/known_years", json!({ "first": 1, "last": 9999 }), "known_years", "out_of_range");
    let mut closed = sound();
    closed["weekly"] = json!({});
    closed["special_days"] = json!([{ "on": "2027-01-03" }]);
    assert_eq!(found(closed), [("weekly".to_owned(), "no_working_time")]);
}

#[test]
fn names_are_plain() {
    for good in ["xian", "xian-2", "a1"] {
        let mut errors = Errors::default();
        check_name(good, &mut errors);
        assert!(errors.done().is_ok(), "{good}");
    }
    for odd in ["", "a", "2xian", "Xian", "西安", "xi an", "-xian", "xi_an", &"x".repeat(41)] {
        let mut errors = Errors::default();
        check_name(odd, &mut errors);
        assert!(errors.done().is_err(), "{odd}");
    }
}
