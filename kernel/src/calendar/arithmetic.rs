//! Adding and measuring working time and days.

use serde::{Deserialize, Serialize};

use super::wall::day_number;
use super::windows::Windows;
use super::{Calendar, CalendarError, YEARS_MAX};
use crate::duration::Duration;
use crate::time::{Day, Instant};

const DAYS_MAX: i64 = YEARS_MAX * 366;

/// Which dates `add_days` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Every date.
    Calendar,
    /// Dates with working time.
    Working,
}

/// What happens when the last day is not a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// It stays.
    #[default]
    None,
    /// Civil Code art. 203: the day after the holiday ends.
    NextWorkingDay,
}

/// The answer of [`Calendar::add_days`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddedDays {
    /// The last day.
    pub on: Day,
    /// The last day before rolling forward; the same for basis working.
    pub unrolled_on: Day,
}

impl Calendar {
    /// The moment when `duration` of working time after `from` has passed.
    ///
    /// Ending exactly at a close answers that close. A zero duration answers
    /// the first working moment at or after `from`. Errors: out of reach, or
    /// past the days whose holidays are known.
    pub fn add(&self, from: Instant, duration: Duration) -> Result<Instant, CalendarError> {
        let mut left = duration.micros();
        let first_day = from.day_in(&self.zone);
        self.check_known(first_day)?;
        let mut windows = Windows::around(self, from)?;
        for _ in 0..DAYS_MAX {
            let window = windows.next()?;
            if window.to <= from {
                continue;
            }
            if window.day > first_day {
                self.check_known(window.day)?;
            }
            for piece in &windows.pieces {
                let start = piece.from.max(from);
                let length = piece.to.micros_since(start);
                // A period is [open, close): at the close itself there is nothing left of it.
                if length <= 0 {
                    continue;
                }
                if left <= length {
                    return Ok(start.plus_micros(left));
                }
                left -= length;
            }
        }
        Err(CalendarError::OutOfReach { from: first_day })
    }

    /// Working time from `from` to `to`, in microseconds; 0 when `to` is not later.
    ///
    /// Errors when the ends are more than [`YEARS_MAX`] years apart or a date
    /// between them is past the days whose holidays are known.
    pub fn between(&self, from: Instant, to: Instant) -> Result<Duration, CalendarError> {
        if to <= from {
            return Ok(Duration::ZERO);
        }
        let (first_day, last_day) = self.check_span(from, to)?;
        let mut total = 0;
        let mut windows = Windows::around(self, from)?;
        for _ in 0..=(day_number(last_day) - day_number(first_day) + 3) {
            let window = windows.next()?;
            for piece in &windows.pieces {
                total += piece.to.min(to).micros_since(piece.from.max(from)).max(0);
            }
            if window.to >= to {
                break;
            }
        }
        Duration::from_micros(total).map_err(|_| CalendarError::TooFarApart)
    }

    /// The dates of both ends, checked to be known and not too far apart.
    pub(super) fn check_span(&self, from: Instant, to: Instant) -> Result<(Day, Day), CalendarError> {
        let first_day = from.day_in(&self.zone);
        // The end is not part of the span: midnight still belongs to the day before.
        let last_day = to.plus_micros(-1).day_in(&self.zone);
        if day_number(last_day) - day_number(first_day) > DAYS_MAX {
            return Err(CalendarError::TooFarApart);
        }
        self.check_known(first_day)?;
        self.check_known(last_day)?;
        Ok((first_day, last_day))
    }

    /// Whether `day` is a working day: a period starts on it. Errors when its holidays are not known.
    pub fn is_working_day(&self, day: Day) -> Result<bool, CalendarError> {
        self.check_known(day)?;
        Ok(!self.hours_of(day).0.is_empty())
    }

    /// The first working day at or after `day`. Errors: out of reach, or holidays not known.
    pub fn working_day_from(&self, day: Day) -> Result<Day, CalendarError> {
        let mut candidate = day;
        for _ in 0..DAYS_MAX {
            if self.is_working_day(candidate)? {
                return Ok(candidate);
            }
            candidate = next_day(candidate)?;
        }
        Err(CalendarError::OutOfReach { from: day })
    }

    /// The day `days` after `from`; the start day is never counted (Civil Code art. 201).
    ///
    /// Errors: negative days, out of reach, a date whose holidays are not known.
    pub fn add_days(
        &self,
        from: Day,
        days: i64,
        basis: Basis,
        roll: Roll,
    ) -> Result<AddedDays, CalendarError> {
        if days < 0 {
            return Err(CalendarError::NegativeDays);
        }
        self.check_known(from)?;
        if days > DAYS_MAX {
            return Err(CalendarError::OutOfReach { from });
        }
        let unrolled_on = match basis {
            Basis::Calendar => {
                from.checked_add(jiff::Span::new().days(days)).map_err(|_| CalendarError::OutOfRange)?
            }
            Basis::Working => self.add_working_days(from, days)?,
        };
        self.check_known(unrolled_on)?;
        let rolls = basis == Basis::Calendar && roll == Roll::NextWorkingDay;
        let on = if rolls { self.working_day_from(unrolled_on)? } else { unrolled_on };
        Ok(AddedDays { on, unrolled_on })
    }

    fn add_working_days(&self, from: Day, days: i64) -> Result<Day, CalendarError> {
        let mut left = days;
        let mut day = from;
        for _ in 0..DAYS_MAX {
            if left == 0 {
                return Ok(day);
            }
            day = next_day(day)?;
            left -= i64::from(self.is_working_day(day)?);
        }
        Err(CalendarError::OutOfReach { from })
    }
}

fn next_day(day: Day) -> Result<Day, CalendarError> {
    day.tomorrow().map_err(|_| CalendarError::OutOfRange)
}
