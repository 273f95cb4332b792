//! How long: `PTnHnMnS`, and nothing longer than an hour as a unit.
//!
//! A day is not a length of time here: it has 23 to 25 hours, or eight, and
//! which is meant is the calendar's business ([`crate::calendar`]).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::MICROS_PER_SECOND;

/// A length of time in microseconds, never negative, at most [`Duration::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(i64);

/// A text or number that is not a length of time we take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADuration {
    /// Not of the form `PTnHnMnS`.
    #[error("a duration is written PTnHnMnS, such as PT1H30M")]
    Form,
    /// Years, months, weeks or days.
    #[error("a duration has hours, minutes and seconds only; days are for add_days")]
    Days,
    /// Below zero.
    #[error("a duration cannot be negative")]
    Negative,
    /// Above [`Duration::MAX`].
    #[error("a duration is at most {hours_max} hours")]
    TooLong {
        /// Hours in the longest duration.
        hours_max: i64,
    },
}

const HOURS_MAX: i64 = 4_000_000;

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest: 4,000,000 hours, some 456 years.
    pub const MAX: Self = Self(HOURS_MAX * 3_600 * MICROS_PER_SECOND);

    /// `micros` microseconds. Errors when negative or above [`Duration::MAX`].
    pub const fn from_micros(micros: i64) -> Result<Self, NotADuration> {
        if micros < 0 {
            return Err(NotADuration::Negative);
        }
        if micros > Self::MAX.0 {
            return Err(NotADuration::TooLong { hours_max: HOURS_MAX });
        }
        Ok(Self(micros))
    }
    /// `seconds` seconds. Errors when negative or above [`Duration::MAX`].
    pub const fn from_seconds(seconds: i64) -> Result<Self, NotADuration> {
        Self::from_micros(seconds.saturating_mul(MICROS_PER_SECOND))
    }
    /// Microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// Both lengths together, at most [`Duration::MAX`].
    pub fn plus(self, other: Self) -> Self {
        Self((self.0 + other.0).min(Self::MAX.0))
    }
    /// `percent` hundredths of this length, rounded down to a microsecond.
    pub fn share(self, percent: u32) -> Self {
        let micros = i128::from(self.0) * i128::from(percent) / 100;
        Self(i64::try_from(micros).unwrap_or(i64::MAX).min(Self::MAX.0))
    }
}

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        if text.starts_with('-') || text.contains('-') {
            return Err(NotADuration::Negative);
        }
        let body = text.strip_prefix('P').ok_or(NotADuration::Form)?;
        let body = match body.split_once('T') {
            Some(("", time)) => time,
            Some(_) => return Err(NotADuration::Days),
            None if body.ends_with(['Y', 'M', 'W', 'D']) => return Err(NotADuration::Days),
            None => return Err(NotADuration::Form),
        };
        parse_parts(body)
    }
}

/// Reads `nHnMnS`: each unit at most once, in that order, at least one; a fraction only on the seconds.
fn parse_parts(body: &str) -> Result<Duration, NotADuration> {
    let mut rest = body;
    let mut micros: i128 = 0;
    let mut any = false;
    for (unit, unit_micros) in [('H', 3_600_000_000_i128), ('M', 60_000_000), ('S', 1_000_000)] {
        let Some((number, after)) = rest.split_once(unit) else { continue };
        micros += parse_number(number, unit == 'S')? * unit_micros / FRACTION;
        rest = after;
        any = true;
    }
    if !any || !rest.is_empty() {
        return Err(NotADuration::Form);
    }
    let micros = i64::try_from(micros).map_err(|_| NotADuration::TooLong { hours_max: HOURS_MAX })?;
    Duration::from_micros(micros)
}

/// Numbers are held in millionths while reading, so that `S` may carry a fraction.
const FRACTION: i128 = 1_000_000;

fn parse_number(text: &str, fraction_allowed: bool) -> Result<i128, NotADuration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |s: &str, max: usize| !s.is_empty() && s.len() <= max && s.bytes().all(|b| b.is_ascii_digit());
    if text.contains('.') && !fraction_allowed {
        return Err(NotADuration::Form);
    }
    if !digits(whole, 18) || !digits(fraction, 6) {
        return Err(NotADuration::Form);
    }
    let whole: i128 = whole.parse().map_err(|_| NotADuration::Form)?;
    let fraction: i128 = format!("{fraction:0<6}").parse().map_err(|_| NotADuration::Form)?;
    Ok(whole * FRACTION + fraction)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0 / MICROS_PER_SECOND, self.0 % MICROS_PER_SECOND);
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        f.write_str("PT")?;
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        if micros > 0 {
            write!(f, "{seconds}.{micros:06}S")
        } else if seconds > 0 || self.0 == 0 {
            write!(f, "{seconds}S")
        } else {
            Ok(())
        }
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_minutes_and_seconds_are_read_and_written_back() {
        for (text, seconds) in
            [("PT5H", 18_000), ("PT1H30M", 5_400), ("PT0S", 0), ("PT90M", 5_400), ("PT3601S", 3_601)]
        {
            let read: Duration = text.parse().unwrap();
            assert_eq!(read.micros(), seconds * MICROS_PER_SECOND, "{text}");
            assert_eq!(read.to_string().parse(), Ok(read));
        }
        assert_eq!("PT0.5S".parse::<Duration>().unwrap().micros(), 500_000);
    }

    #[test]
    fn days_years_negatives_and_nonsense_are_refused() {
        for text in ["P1D", "P1Y", "P1DT1H", "P2W"] {
            assert_eq!(text.parse::<Duration>(), Err(NotADuration::Days), "{text}");
        }
        for text in ["-PT1H", "PT-1H"] {
            assert_eq!(text.parse::<Duration>(), Err(NotADuration::Negative), "{text}");
        }
        for text in [
            "", "PT", "P", "5H", "PTH", "PT1M1H", "PT1H1H", "PT1.5H", "PT1", "pt1h", "PT1H ", "PT+1H",
            "PT１H",
        ] {
            assert_eq!(text.parse::<Duration>(), Err(NotADuration::Form), "{text}");
        }
        assert!(matches!("PT9000000H".parse::<Duration>(), Err(NotADuration::TooLong { .. })));
        assert!("PT999999999999999999H".parse::<Duration>().is_err());
        assert!("PT9999999999999999999999H".parse::<Duration>().is_err());
    }
}
