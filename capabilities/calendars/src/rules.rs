//! What may stand in an own calendar. Pure.
//!
//! Stricter than the kernel, which joins what overlaps: in an editor an overlap is a slip of the hand, and is shown
//! where it is. Everything is bounded, also how much is found wrong at once.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use lingke_kernel::calendar::{Calendar, CalendarError, DATES_MAX, Hours, PERIODS_MAX, parse_date};
use lingke_kernel::time::Day;
use lingke_platform::http::extract::Errors;

use crate::draft::{CalendarDraft, days_of_week};

/// The first and the last year in which a date of a calendar may lie.
pub const YEARS: (i16, i16) = (1900, 2199);
/// Longest title and longest name of a day, in characters.
const TEXT_MAX: usize = 60;
/// Longest name of a calendar, in characters.
const NAME_MAX: usize = 40;
/// Dates of one list that are named as wrong at once.
const WRONG_DATES_MAX: usize = 20;
/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// One thing wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where: `weekly.mon[1]`, `holidays[3].on`.
    pub field: String,
    /// A stable code.
    pub code: &'static str,
}

/// Adds what is wrong with `draft`, which stands at `calendar` in a request.
pub fn check(draft: &CalendarDraft, errors: &mut Errors) {
    for wrong in wrong_with(draft) {
        errors.add(format!("calendar.{}", wrong.field), wrong.code, message(wrong.code));
    }
}

/// Adds what is wrong with the name of a new calendar: small letters, digits and hyphens, beginning with a letter.
pub fn check_name(name: &str, errors: &mut Errors) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    errors.length("name", name, 2, NAME_MAX);
    if !name.chars().all(plain) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        errors.add("name", "not_a_calendar_name", message("not_a_calendar_name"));
    }
}

/// All that is wrong with a draft, in the order of its fields.
pub fn wrong_with(draft: &CalendarDraft) -> Vec<Wrong> {
    let mut found = Found::default();
    found.text("title", Some(&draft.title), 1);
    found.text("title_en", Some(&draft.title_en), 1);
    if !is_zone(&draft.time_zone) {
        found.add("time_zone", "unknown_zone");
    }
    found.week(draft);
    let holidays = found.holidays(draft);
    found.special_days(draft, &holidays);
    if let Some(years) = draft.known_years {
        let within = |year| (YEARS.0..=YEARS.1).contains(&year);
        if !within(years.first) || !within(years.last) {
            found.add("known_years", "out_of_range");
        } else if years.last < years.first {
            found.add("known_years", "ends_before_it_begins");
        }
    }
    // The kernel has the last word: what it will not compile is never stored.
    if found.0.is_empty()
        && let Err(error) = Calendar::from_spec(&draft.facts())
    {
        let (field, code) = refused(&error);
        found.add(field, code);
    }
    found.0
}

fn refused(error: &CalendarError) -> (&'static str, &'static str) {
    match error {
        CalendarError::NoWorkingTime => ("weekly", "no_working_time"),
        CalendarError::UnknownZone { .. } => ("time_zone", "unknown_zone"),
        CalendarError::BadPeriod { .. } => ("weekly", "not_a_period"),
        CalendarError::BadKnownYears => ("known_years", "ends_before_it_begins"),
        _ => ("holidays", "wrong_form"),
    }
}

/// A zone that browsers know as well: they show the calendar's moments. Both have the IANA database, but only the
/// names of places and `UTC` are sure to be in both.
fn is_zone(name: &str) -> bool {
    let of_a_place = name.contains('/') && !name.starts_with("posix/") && !name.starts_with("right/");
    name.len() <= 64 && (of_a_place || name == "UTC") && TimeZone::get(name).is_ok()
}

/// An opening and a close in minutes after midnight; one that is past the day's end closes on the next day.
fn minutes([open, close]: &[String; 2]) -> Option<(i32, i32)> {
    let (open, close) = (minute(open).filter(|at| *at < DAY)?, minute(close)?);
    (open != close).then_some((open, if close < open { close + DAY } else { close }))
}

/// `HH:MM`; `24:00` ends a day.
fn minute(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two(hours) || !two(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

/// A full date, or `12-26`, which comes round. Leap days are dates too.
fn date(text: &str) -> Option<Day> {
    if text.len() == 5 { parse_date(&format!("2000-{text}")) } else { parse_date(text) }
}

#[derive(Default)]
struct Found(Vec<Wrong>);

impl Found {
    fn add(&mut self, field: impl Into<String>, code: &'static str) {
        self.0.push(Wrong { field: field.into(), code });
    }

    fn text(&mut self, field: &str, text: Option<&str>, min: usize) {
        let length = text.unwrap_or_default().trim().chars().count();
        if length < min {
            self.add(field, "too_short");
        } else if length > TEXT_MAX {
            self.add(field, "too_long");
        }
    }

    /// Each day by itself, and each against what the day before leaves open past midnight.
    fn week(&mut self, draft: &CalendarDraft) {
        let mut week = draft.weekly.clone();
        let days = days_of_week(&mut week);
        let read: Vec<Vec<(i32, i32)>> =
            days.iter().map(|(day, hours)| self.periods(&format!("weekly.{day}"), hours)).collect();
        for (at, (day, _)) in days.iter().enumerate() {
            let before = &read[(at + read.len() - 1) % read.len()];
            let open_until = before.iter().map(|(_, close)| close - DAY).max().unwrap_or(0);
            if let Some((place, _)) = read[at].iter().enumerate().find(|(_, (open, _))| *open < open_until) {
                self.add(format!("weekly.{day}[{place}]"), "overlaps_day_before");
            }
        }
    }

    /// Reads the periods of one day as they stand; none of them when one is wrong.
    fn periods(&mut self, field: &str, hours: &Hours) -> Vec<(i32, i32)> {
        if hours.len() > PERIODS_MAX {
            self.add(field, "too_many");
            return Vec::new();
        }
        let before = self.0.len();
        let mut read = Vec::with_capacity(hours.len());
        for (n, period) in hours.iter().enumerate() {
            match minutes(period) {
                Some((open, close)) if read.iter().any(|(from, to)| open < *to && *from < close) => {
                    self.add(format!("{field}[{n}]"), "overlaps");
                    read.push((open, close));
                }
                Some(period) => read.push(period),
                None => self.add(format!("{field}[{n}]"), "not_a_period"),
            }
        }
        if self.0.len() > before { Vec::new() } else { read }
    }

    /// Answers where each holiday stands, for the special days.
    fn holidays<'a>(&mut self, draft: &'a CalendarDraft) -> HashMap<&'a str, usize> {
        let mut seen = HashMap::new();
        if draft.holidays.len() > DATES_MAX {
            self.add("holidays", "too_many");
            return seen;
        }
        let before = self.0.len();
        for (n, holiday) in draft.holidays.iter().enumerate() {
            let at = format!("holidays[{n}]");
            self.day(&format!("{at}.on"), date(&holiday.on), holiday.on.len() == 5);
            self.text(&format!("{at}.name"), holiday.name.as_deref(), 0);
            if seen.insert(holiday.on.as_str(), n).is_some() {
                self.add(format!("{at}.on"), "duplicate");
            }
            if self.0.len() - before >= WRONG_DATES_MAX {
                break;
            }
        }
        seen
    }

    fn special_days(&mut self, draft: &CalendarDraft, holidays: &HashMap<&str, usize>) {
        if draft.special_days.len() > DATES_MAX {
            return self.add("special_days", "too_many");
        }
        let before = self.0.len();
        let mut seen = HashMap::new();
        for (n, special) in draft.special_days.iter().enumerate() {
            let at = format!("special_days[{n}]");
            self.day(&format!("{at}.on"), parse_date(&special.on), false);
            self.text(&format!("{at}.name"), special.name.as_deref(), 0);
            self.periods(&format!("{at}.periods"), &special.periods);
            if seen.insert(special.on.as_str(), n).is_some() {
                self.add(format!("{at}.on"), "duplicate");
            } else if holidays.contains_key(special.on.as_str()) {
                self.add(format!("{at}.on"), "also_a_holiday");
            }
            if self.0.len() - before >= WRONG_DATES_MAX {
                break;
            }
        }
    }

    fn day(&mut self, field: &str, day: Option<Day>, comes_round: bool) {
        match day {
            None => self.add(field, "not_a_date"),
            Some(day) if !comes_round && !(YEARS.0..=YEARS.1).contains(&day.year()) => {
                self.add(field, "out_of_range");
            }
            Some(_) => (),
        }
    }
}

/// For those who read the answer raw.
fn message(code: &str) -> &'static str {
    match code {
        "too_short" => "at least 1 character",
        "too_long" => "too long",
        "too_many" => "too many",
        "unknown_zone" => "not an IANA time zone such as Asia/Shanghai",
        "not_a_period" => "two times such as 09:00 and 18:00 that are not the same",
        "overlaps" => "overlaps another period of this day",
        "overlaps_day_before" => "overlaps a period that the day before leaves open past midnight",
        "not_a_date" => "not a date such as 2026-10-01",
        "duplicate" => "given twice",
        "also_a_holiday" => "is a holiday as well",
        "ends_before_it_begins" => "the last year is before the first",
        "no_working_time" => "the calendar has no working time at all",
        "not_a_calendar_name" => "small letters, digits and hyphens, beginning with a letter",
        "out_of_range" => "between the years 1900 and 2199",
        _ => "not in the right form",
    }
}

#[cfg(test)]
mod tests;
