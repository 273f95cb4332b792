//! A calendar as it is written down, and how that is read. Sizes are bounded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CalendarError;
use crate::time::Day;

/// Periods of one day, as `["08:00","13:00"]`; `24:00` ends a day, an earlier end is on the next day.
pub type Hours = Vec<[String; 2]>;

/// Most dates a calendar may name as holidays, and as special days.
pub const DATES_MAX: usize = 4_000;
/// Most periods one day may have.
pub const PERIODS_MAX: usize = 24;

/// A calendar as JSON writes it. See `contracts.md`, The clock calculator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// An IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
    /// The hours of each weekday; a weekday left out is closed.
    #[serde(default)]
    pub weekly: Weekly,
    /// Closed dates: `2026-10-01`, or `12-26` for every year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// Dates with hours of their own, which win over weekday and holiday; an empty list is closed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = BTreeMap<String, Vec<Vec<String>>>))]
    pub special_days: BTreeMap<String, Hours>,
    /// What a holiday or special day is called, by date or month-day.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holiday_names: BTreeMap<String, String>,
    /// Years for which the dates above are complete; beyond them every answer is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_years: Option<KnownYears>,
}

/// The first and the last year whose holidays are known, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KnownYears {
    /// From 1 January of this year.
    pub first: i16,
    /// To 31 December of this year.
    pub last: i16,
}

/// Hours by weekday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// Monday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub mon: Hours,
    /// Tuesday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub tue: Hours,
    /// Wednesday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub wed: Hours,
    /// Thursday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub thu: Hours,
    /// Friday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub fri: Hours,
    /// Saturday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub sat: Hours,
    /// Sunday.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wire", schema(value_type = Vec<Vec<String>>))]
    pub sun: Hours,
}

impl Weekly {
    /// The seven days, Monday first.
    pub(super) fn days(&self) -> [&Hours; 7] {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun]
    }
}

/// One period in seconds after local midnight of the date it starts on; `close` may lie in the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) open: i64,
    pub(super) close: i64,
}

/// Seconds in a day as a wall clock shows it.
pub(super) const DAY: i64 = 86_400;

/// A date or a month-day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum DateMark {
    On(Day),
    EveryYear { month: i8, day: i8 },
}

/// Reads one day's periods, sorted, overlapping ones joined.
pub(super) fn parse_hours(hours: &Hours) -> Result<Vec<Period>, CalendarError> {
    if hours.len() > PERIODS_MAX {
        return Err(CalendarError::TooLarge { what: "periods of one day", max: PERIODS_MAX });
    }
    let mut periods = hours.iter().map(parse_period).collect::<Result<Vec<_>, _>>()?;
    periods.sort_by_key(|p| p.open);
    let mut joined: Vec<Period> = Vec::with_capacity(periods.len());
    for period in periods {
        match joined.last_mut() {
            Some(last) if period.open <= last.close => last.close = last.close.max(period.close),
            _ => joined.push(period),
        }
    }
    Ok(joined)
}

fn parse_period([open, close]: &[String; 2]) -> Result<Period, CalendarError> {
    let bad = || CalendarError::BadPeriod { open: shown(open), close: shown(close) };
    let open_seconds = parse_wall_time(open).filter(|&s| s < DAY).ok_or_else(bad)?;
    let close_seconds = parse_wall_time(close).ok_or_else(bad)?;
    if open_seconds == close_seconds {
        return Err(bad());
    }
    let next_day = if close_seconds < open_seconds { DAY } else { 0 };
    Ok(Period { open: open_seconds, close: close_seconds + next_day })
}

/// `HH:MM` or `HH:MM:SS` to seconds; `24:00` is the end of the day.
fn parse_wall_time(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut next = |max: i64| {
        let part = parts.next()?;
        let plain = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i64>().ok().filter(|&n| plain && n <= max)
    };
    let (hours, minutes) = (next(24)?, next(59)?);
    let seconds = if text.len() > 5 { next(59)? } else { 0 };
    let total = hours * 3_600 + minutes * 60 + seconds;
    (parts.next().is_none() && total <= DAY).then_some(total)
}

/// Reads `2026-10-01` or `12-26`.
pub(super) fn parse_mark(text: &str) -> Result<DateMark, CalendarError> {
    let bad = || CalendarError::BadDate { text: shown(text) };
    if text.len() == 10 {
        return parse_date(text).map(DateMark::On).ok_or_else(bad);
    }
    // A leap year, so that 02-29 is a date that comes round.
    let day = parse_date(&format!("2000-{text}")).filter(|_| text.len() == 5).ok_or_else(bad)?;
    Ok(DateMark::EveryYear { month: day.month(), day: day.day() })
}

/// Reads a full date `2026-10-01` between the years 1 and 9999, and no other form.
pub fn parse_date(text: &str) -> Option<Day> {
    let digits = |b: &[u8]| b.iter().all(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let form = bytes.len() == 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && digits(&bytes[..4])
        && digits(&bytes[5..7])
        && digits(&bytes[8..]);
    let day: Day = if form { text.parse().ok()? } else { return None };
    (day.year() >= 1).then_some(day)
}

/// A stranger's text, short enough to repeat in an error.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
