//! Periods: how one is put together from months and days, and with what it is compared. Pure.

use jiff::ToSpan;
use lingke_kernel::time::Day;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::model::Period;

/// Longest period, in days.
pub const DAYS_MAX: i32 = 800;

/// Days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

/// With what a period is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// With nothing.
    #[default]
    None,
    /// With as many days just before.
    Previous,
    /// With the same days a year earlier.
    Year,
}

impl Range {
    /// How many days; none when it ends before it begins or is longer than [`DAYS_MAX`].
    pub fn length(&self) -> Option<i32> {
        let days = self.from.until(self.to).ok()?.get_days().checked_add(1)?;
        (1..=DAYS_MAX).contains(&days).then_some(days)
    }

    /// The range it is compared with; none when there is none, or no such days.
    pub fn compared(&self, with: Compare) -> Option<Self> {
        match with {
            Compare::None => None,
            Compare::Previous => {
                let days = self.length()?;
                let to = self.from.yesterday().ok()?;
                Some(Self { from: to.checked_sub((days - 1).days()).ok()?, to })
            }
            Compare::Year => {
                let earlier = |day: Day| day.checked_sub(1.year()).ok();
                Some(Self { from: earlier(self.from)?, to: earlier(self.to)? })
            }
        }
    }

    /// The fewest periods that make it up: whole months, and the days before and after them.
    pub fn periods(&self) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            let last = day.last_of_month();
            let whole = day.day() == 1 && last <= self.to;
            periods.push(if whole { Period::Month(day.year(), day.month()) } else { Period::Day(day) });
            let Ok(next) = (if whole { last } else { day }).tomorrow() else { break };
            day = next;
        }
        periods
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn texts(from: Day, to: Day) -> Vec<String> {
        Range { from, to }.periods().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn whole_months_are_read_as_months_and_the_rest_as_days() {
        let found = texts(date(2026, 1, 30), date(2026, 4, 2));
        assert_eq!(found, ["2026-01-30", "2026-01-31", "2026-02", "2026-03", "2026-04-01", "2026-04-02"]);
        assert_eq!(texts(date(2026, 2, 1), date(2026, 2, 28)), ["2026-02"]);
        assert_eq!(texts(date(2028, 2, 1), date(2028, 2, 28)).len(), 28, "a leap year has one day more");
        assert!(texts(date(2025, 1, 15), date(2026, 1, 14)).len() <= 11 + 17 + 14);
    }

    #[test]
    fn a_period_is_compared_with_as_many_days_before_or_with_the_same_days_a_year_earlier() {
        let week = Range { from: date(2026, 3, 2), to: date(2026, 3, 8) };
        let before = Range { from: date(2026, 2, 23), to: date(2026, 3, 1) };
        assert_eq!(week.compared(Compare::Previous), Some(before));
        let leap = Range { from: date(2028, 2, 29), to: date(2028, 2, 29) };
        let a_year_before = Range { from: date(2027, 2, 28), to: date(2027, 2, 28) };
        assert_eq!(leap.compared(Compare::Year), Some(a_year_before));
        assert_eq!(week.compared(Compare::None), None);
    }

    #[test]
    fn a_period_that_ends_before_it_begins_or_is_too_long_has_no_length() {
        let range = |from, to| Range { from, to }.length();
        assert_eq!(range(date(2026, 3, 2), date(2026, 3, 2)), Some(1));
        assert_eq!(range(date(2026, 3, 2), date(2026, 3, 1)), None);
        assert_eq!(range(date(2020, 1, 1), date(2026, 1, 1)), None);
        assert_eq!(range(Day::MIN, Day::MAX), None);
    }
}
