//! Instants: UTC microseconds. Days: civil dates in a zone that is named.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A civil date, without a zone.
pub type Day = jiff::civil::Date;

/// A moment: microseconds since 1970-01-01T00:00:00Z. Written RFC 3339 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

/// A text that is not an RFC 3339 moment between the years 1 and 9999.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a moment as RFC 3339 writes it, such as 2026-03-01T09:30:00+08:00")]
pub struct NotAnInstant;

/// Microseconds in a second.
pub const MICROS_PER_SECOND: i64 = 1_000_000;

impl Instant {
    /// The moment `micros` microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// The moment `seconds` later (earlier when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }
    /// The moment `micros` later (earlier when negative).
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
    /// Microseconds from `earlier` to this.
    pub const fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// As jiff's timestamp; moments beyond its range are clamped to its ends.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
    /// The civil day this moment falls on in `zone`.
    pub fn day_in(self, zone: &TimeZone) -> Day {
        zone.to_datetime(self.timestamp()).date()
    }
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.timestamp(), f)
    }
}
impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Instant {
    type Err = NotAnInstant;

    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        let timestamp: Timestamp = text.parse().map_err(|_| NotAnInstant)?;
        let year = TimeZone::UTC.to_datetime(timestamp).year();
        if !(1..=9999).contains(&year) {
            return Err(NotAnInstant);
        }
        Ok(timestamp.into())
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_back_what_it_wrote() {
        let instant: Instant = "2026-03-01T09:30:00.123456+08:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-03-01T01:30:00.123456Z");
        assert_eq!(instant.to_string().parse(), Ok(instant));
    }

    #[test]
    fn absurd_years_are_refused() {
        for text in
            ["-009999-01-01T00:00:00Z", "+010000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01", ""]
        {
            assert!(text.parse::<Instant>().is_err(), "{text}");
        }
    }
}
