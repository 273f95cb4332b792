//! Working time: which moments count, which dates are working days, and why.
//!
//! Begin with [`Calendar::from_spec`] or [`named`], then [`Calendar::add`],
//! [`Calendar::between`], [`Calendar::add_days`] and [`Calendar::segments`].
//! The exact rules are in contracts.md, The clock calculator. Everything is
//! bounded: no question looks further than [`YEARS_MAX`] years, and a calendar
//! never answers for dates whose holidays it does not know.

mod arithmetic;
mod builtin;
mod segments;
mod spec;
mod times;
mod wall;
mod windows;

use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};

pub use arithmetic::{AddedDays, Basis, Roll};
pub use builtin::{NAMES, named, named_spec};
pub use segments::{SEGMENTS_MAX, Segment, Why};
pub use spec::{CalendarSpec, DATES_MAX, Hours, KnownYears, PERIODS_MAX, Weekly, parse_date};
pub use times::NotATime;

use crate::time::Day;
use spec::{DateMark, Period};

/// No question about working time looks further than this from where it begins.
pub const YEARS_MAX: i64 = 400;

/// Why a calendar cannot be made, or cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not an IANA zone.
    #[error("unknown time zone {name}")]
    UnknownZone {
        /// As it was given.
        name: String,
    },
    /// A period that is not two times of day, or ends where it starts.
    #[error("not a period of a day: {open} to {close}")]
    BadPeriod {
        /// As it was given.
        open: String,
        /// As it was given.
        close: String,
    },
    /// Not a date, or a month-day where that is allowed.
    #[error("not a date: {text}")]
    BadDate {
        /// As it was given.
        text: String,
    },
    /// The last known year is before the first.
    #[error("known years end before they begin")]
    BadKnownYears,
    /// Longer than we take.
    #[error("too many {what}: at most {max}")]
    TooLarge {
        /// What there are too many of.
        what: &'static str,
        /// The most.
        max: usize,
    },
    /// No weekday and no special day has hours.
    #[error("the calendar has no working time")]
    NoWorkingTime,
    /// Nothing more within [`YEARS_MAX`] years.
    #[error("no such working time within {YEARS_MAX} years of {from}")]
    OutOfReach {
        /// Where the search began.
        from: Day,
    },
    /// The two ends are too far apart.
    #[error("more than {YEARS_MAX} years apart")]
    TooFarApart,
    /// The answer needs a date whose holidays are not known.
    #[error("holidays are known from {first} to {last} only, and the answer needs {day}")]
    BeyondKnownDays {
        /// The date that is needed.
        day: Day,
        /// The first known date.
        first: Day,
        /// The last known date.
        last: Day,
    },
    /// Asked for days back.
    #[error("days cannot be negative")]
    NegativeDays,
    /// Beyond the years 1 to 9999.
    #[error("beyond the years 1 to 9999")]
    OutOfRange,
}

/// A compiled calendar. Equal questions get equal answers for ever: a change of facts is another calendar.
#[derive(Debug, Clone)]
pub struct Calendar {
    version: String,
    zone: TimeZone,
    weekly: [Vec<Period>; 7],
    holidays: HashSet<DateMark>,
    special_days: HashMap<Day, Vec<Period>>,
    names: HashMap<DateMark, String>,
    known: Option<(Day, Day)>,
    has_yearly_holidays: bool,
    crosses_midnight: bool,
}

/// Which rule gave a date its hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayRule {
    Weekly,
    Holiday,
    Special,
}

impl Calendar {
    /// Compiles `spec`. Errors: unknown zone, bad periods or dates, too many of them, no working time at all.
    pub fn from_spec(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        let zone = TimeZone::get(&spec.time_zone)
            .map_err(|_| CalendarError::UnknownZone { name: spec::shown(&spec.time_zone) })?;
        check_sizes(spec)?;
        let mut weekly: [Vec<Period>; 7] = Default::default();
        for (slot, hours) in weekly.iter_mut().zip(spec.weekly.days()) {
            *slot = spec::parse_hours(hours)?;
        }
        let marks = spec.holidays.iter().map(|t| spec::parse_mark(t)).collect::<Result<Vec<_>, _>>()?;
        let mut special_days = HashMap::new();
        for (text, hours) in &spec.special_days {
            let bad = || CalendarError::BadDate { text: spec::shown(text) };
            special_days.insert(parse_date(text).ok_or_else(bad)?, spec::parse_hours(hours)?);
        }
        let mut names = HashMap::new();
        for (text, name) in &spec.holiday_names {
            names.insert(spec::parse_mark(text)?, name.clone());
        }
        let all = || weekly.iter().chain(special_days.values()).flatten();
        if all().next().is_none() {
            return Err(CalendarError::NoWorkingTime);
        }
        Ok(Self {
            version: "unnamed".to_owned(),
            has_yearly_holidays: marks.iter().any(|m| matches!(m, DateMark::EveryYear { .. })),
            crosses_midnight: all().any(|p| p.close > spec::DAY),
            known: spec.known_years.map(known_days).transpose()?,
            zone,
            weekly,
            holidays: marks.into_iter().collect(),
            special_days,
            names,
        })
    }

    /// The same calendar, carrying `version` for whoever stores which facts were used.
    #[must_use]
    pub fn with_version(mut self, version: &str) -> Self {
        version.clone_into(&mut self.version);
        self
    }

    /// The same calendar without its limit: dates whose holidays are not known yet count as ordinary weekdays.
    ///
    /// For due times that must be given before a year is announced; whoever uses it says so.
    #[must_use]
    pub fn provisional(&self) -> Self {
        Self { known: None, ..self.clone() }
    }

    /// Which facts these are; `unnamed` unless given.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The zone dates and local times are in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first and last date whose holidays are known; none when there is no such limit.
    pub fn known_days(&self) -> Option<(Day, Day)> {
        self.known
    }

    fn check_known(&self, day: Day) -> Result<(), CalendarError> {
        match self.known {
            Some((first, last)) if day < first || day > last => {
                Err(CalendarError::BeyondKnownDays { day, first, last })
            }
            _ => Ok(()),
        }
    }

    /// The periods that start on `day`, and the rule that set them. The special day wins.
    fn hours_of(&self, day: Day) -> (&[Period], DayRule) {
        if !self.special_days.is_empty()
            && let Some(periods) = self.special_days.get(&day)
        {
            return (periods, DayRule::Special);
        }
        if self.is_holiday(day) {
            return (&[], DayRule::Holiday);
        }
        (&self.weekly[wall::weekday(day)], DayRule::Weekly)
    }

    fn is_holiday(&self, day: Day) -> bool {
        if self.holidays.is_empty() {
            return false;
        }
        self.holidays.contains(&DateMark::On(day))
            || (self.has_yearly_holidays && self.holidays.contains(&every_year(day)))
    }

    fn name_of(&self, day: Day) -> Option<String> {
        self.names.get(&DateMark::On(day)).or_else(|| self.names.get(&every_year(day))).cloned()
    }
}

fn every_year(day: Day) -> DateMark {
    DateMark::EveryYear { month: day.month(), day: day.day() }
}

fn check_sizes(spec: &CalendarSpec) -> Result<(), CalendarError> {
    let sizes = [
        ("holidays", spec.holidays.len()),
        ("special days", spec.special_days.len()),
        ("holiday names", spec.holiday_names.len()),
    ];
    match sizes.into_iter().find(|&(_, size)| size > DATES_MAX) {
        Some((what, _)) => Err(CalendarError::TooLarge { what, max: DATES_MAX }),
        None => Ok(()),
    }
}

fn known_days(years: KnownYears) -> Result<(Day, Day), CalendarError> {
    let bad = |_| CalendarError::BadKnownYears;
    if years.first < 1 || years.last < years.first {
        return Err(CalendarError::BadKnownYears);
    }
    Ok((Day::new(years.first, 1, 1).map_err(bad)?, Day::new(years.last, 12, 31).map_err(bad)?))
}

#[cfg(test)]
mod tests;
