//! From a wall clock to moments, quickly where the zone keeps still.

use jiff::civil::time;
use jiff::tz::TimeZone;

use super::spec::DAY;
use crate::time::{Day, Instant, MICROS_PER_SECOND};

/// A zone, and the run of days around the last question in which its offset does not change.
pub(super) struct Wall<'a> {
    zone: &'a TimeZone,
    steady: Steady,
}

/// Day numbers from..=to share the offset; an empty run when from > to.
#[derive(Clone, Copy)]
struct Steady {
    from: i64,
    to: i64,
    offset_seconds: i64,
}

impl<'a> Wall<'a> {
    pub(super) fn new(zone: &'a TimeZone) -> Self {
        Self { zone, steady: Steady { from: 1, to: 0, offset_seconds: 0 } }
    }

    /// Whether the offset stays the same for some days before and after `day`.
    pub(super) fn is_steady(&mut self, day: Day) -> bool {
        let number = day_number(day);
        if !(self.steady.from..=self.steady.to).contains(&number) {
            self.steady = self.steady_around(number);
        }
        (self.steady.from..=self.steady.to).contains(&number)
    }

    /// The moment when the wall clock shows `seconds` after midnight of `day`.
    ///
    /// A skipped local time moves forward by the gap; one that occurs twice
    /// means the first (contracts.md, Exactly).
    pub(super) fn instant(&mut self, day: Day, seconds: i64) -> Instant {
        if self.is_steady(day) {
            let local = day_number(day) * DAY + seconds - self.steady.offset_seconds;
            return Instant::from_micros(local.saturating_mul(MICROS_PER_SECOND));
        }
        let (days, rest) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let mut date = day;
        for _ in 0..days {
            date = date.tomorrow().unwrap_or(date);
        }
        let clock = time(0, 0, 0, 0) + jiff::SignedDuration::from_secs(rest);
        let ambiguous = self.zone.to_ambiguous_timestamp(date.to_datetime(clock));
        // Only the ends of year 9999 are out of reach, and callers stop before.
        ambiguous.compatible().map_or(Instant::from_micros(i64::MAX), Instant::from)
    }

    fn steady_around(&self, number: i64) -> Steady {
        const MARGIN_DAYS: i64 = 4;
        let noon =
            Instant::from_micros((number * DAY + DAY / 2).saturating_mul(MICROS_PER_SECOND)).timestamp();
        let day_of = |ts: jiff::Timestamp| ts.as_second().div_euclid(DAY);
        let before = self.zone.preceding(noon).next().map_or(i64::MIN / 2, |t| day_of(t.timestamp()));
        let after = self.zone.following(noon).next().map_or(i64::MAX / 2, |t| day_of(t.timestamp()));
        let offset_seconds = i64::from(self.zone.to_offset(noon).seconds());
        Steady { from: before + MARGIN_DAYS, to: after - MARGIN_DAYS, offset_seconds }
    }
}

/// Days since 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
pub(super) fn day_number(day: Day) -> i64 {
    let (month, day_of_month) = (i64::from(day.month()), i64::from(day.day()));
    let year = i64::from(day.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day_of_month - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// 0 for Monday to 6 for Sunday. 1970-01-01 was a Thursday.
pub(super) fn weekday(day: Day) -> usize {
    usize::try_from((day_number(day) + 3).rem_euclid(7)).unwrap_or(0)
}
