//! When a case opens itself: cron expressions in the institution's zone. Pure.
//!
//! The expression is read on civil time, and the civil moment is put into the zone afterwards: what falls into a
//! skipped hour comes after the gap, what comes twice counts the first time.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::TimeZone;
use lingke_kernel::time::Instant;

/// Longest expression, in characters.
pub const PLAN_MAX: usize = 100;
/// The shortest rest between two occurrences, in seconds.
const REST_MIN_SECONDS: i64 = 600;

/// What is wrong with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It is no expression of five fields.
    Form,
    /// It never comes.
    Never,
    /// It comes more often than every ten minutes.
    TooOften,
}

/// An expression that was read.
#[derive(Debug)]
pub struct Plan(Cron);

impl Plan {
    /// Reads an expression of five fields: minute, hour, day, month, weekday.
    ///
    /// # Errors
    /// When it has another form, never comes, or comes too often.
    pub fn read(text: &str, zone: &TimeZone, now: Instant) -> Result<Self, Wrong> {
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        if text.len() > PLAN_MAX || text.starts_with('@') {
            return Err(Wrong::Form);
        }
        let plan = Self(parser.parse(text.trim()).map_err(|_| Wrong::Form)?);
        let coming = plan.next(zone, now, 6);
        if coming.is_empty() {
            return Err(Wrong::Never);
        }
        let close = |pair: &[Instant]| pair[1].micros_since(pair[0]) < REST_MIN_SECONDS * 1_000_000;
        if coming.windows(2).any(close) { Err(Wrong::TooOften) } else { Ok(plan) }
    }

    /// The next `count` occurrences after `after`.
    pub fn next(&self, zone: &TimeZone, after: Instant, count: usize) -> Vec<Instant> {
        let mut found = Vec::with_capacity(count);
        let Some(mut civil) = civil(after, zone) else { return found };
        // Where clocks are put back a civil moment may lie before the last one; a few more looks pass it.
        for _ in 0..count + 4 {
            let Ok(next) = self.0.find_next_occurrence(&civil.and_utc(), false) else { break };
            civil = next.naive_utc();
            let at = in_zone(civil, zone).filter(|at| *at > *found.last().unwrap_or(&after));
            found.extend(at);
            if found.len() == count {
                break;
            }
        }
        found
    }
}

fn civil(at: Instant, zone: &TimeZone) -> Option<NaiveDateTime> {
    let there = zone.to_datetime(at.timestamp());
    let part = |n: i8| u32::try_from(n).ok();
    let day = NaiveDate::from_ymd_opt(there.year().into(), part(there.month())?, part(there.day())?)?;
    day.and_hms_opt(part(there.hour())?, part(there.minute())?, part(there.second())?)
}

fn in_zone(civil: NaiveDateTime, zone: &TimeZone) -> Option<Instant> {
    let part = |n: u32| i8::try_from(n).ok();
    let (year, day) = (i16::try_from(civil.year()).ok()?, part(civil.day())?);
    let there = jiff::civil::DateTime::new(
        year,
        part(civil.month())?,
        day,
        part(civil.hour())?,
        part(civil.minute())?,
        part(civil.second())?,
        0,
    );
    zone.to_timestamp(there.ok()?).ok().map(Instant::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }
    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }
    fn shown(plan: &str, name: &str, after: &str, count: usize) -> Vec<Instant> {
        Plan::read(plan, &zone(name), at(after)).unwrap().next(&zone(name), at(after), count)
    }

    #[test]
    fn a_plan_counts_in_the_zone_of_the_institution() {
        let next = shown("0 9 * * MON", "Asia/Shanghai", "2026-09-14T01:00:00Z", 2);
        assert_eq!(
            next,
            [at("2026-09-21T01:00:00Z"), at("2026-09-28T01:00:00Z")],
            "the present moment is not next"
        );
    }

    #[test]
    fn the_last_day_of_a_month_is_found() {
        let next = shown("30 8 L * *", "Asia/Shanghai", "2026-02-01T00:00:00Z", 2);
        assert_eq!(next, [at("2026-02-28T00:30:00Z"), at("2026-03-31T00:30:00Z")]);
    }

    #[test]
    fn what_falls_into_a_skipped_hour_comes_after_it_and_what_comes_twice_comes_once() {
        let spring = shown("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2);
        assert_eq!(spring, [at("2026-03-29T01:30:00Z"), at("2026-03-30T00:30:00Z")]);
        let autumn = shown("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
        assert_eq!(autumn, [at("2026-10-25T00:30:00Z"), at("2026-10-26T01:30:00Z")]);
    }

    #[test]
    fn what_is_no_plan_never_comes_or_comes_too_often_is_refused() {
        let wrong = |text: &str| Plan::read(text, &zone("Asia/Shanghai"), at("2026-09-14T01:00:00Z")).err();
        assert_eq!(wrong("every day"), Some(Wrong::Form));
        assert_eq!(wrong("0 0 9 * * *"), Some(Wrong::Form));
        assert_eq!(wrong("0 9 30 2 *"), Some(Wrong::Never));
        assert_eq!(wrong("* * * * *"), Some(Wrong::TooOften));
        assert_eq!(wrong("*/5 9 * * *"), Some(Wrong::TooOften));
        assert_eq!(wrong("0 9 * * *"), None);
    }
}
