//! Reading and writing moments as a calendar's people would: in its zone.

use jiff::fmt::temporal::Pieces;

use super::Calendar;
use crate::time::{Instant, MICROS_PER_SECOND};

/// A text that is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a moment such as 2026-03-01T09:30:00 or 2026-03-01T09:30:00+08:00: {text}")]
pub struct NotATime {
    /// As it was given, shortened.
    pub text: String,
}

impl Calendar {
    /// Reads a moment. Without an offset it is in the calendar's zone: a
    /// skipped local time moves forward, one that occurs twice means the first.
    pub fn read_time(&self, text: &str) -> Result<Instant, NotATime> {
        let refused = || NotATime { text: super::spec::shown(text) };
        let pieces = Pieces::parse(text).map_err(|_| refused())?;
        let time = pieces.time().ok_or_else(refused)?;
        if !(1..=9_998).contains(&pieces.date().year()) || pieces.time_zone_annotation().is_some() {
            return Err(refused());
        }
        let local = pieces.date().to_datetime(time);
        let timestamp = match pieces.to_numeric_offset() {
            Some(offset) => offset.to_timestamp(local),
            None => self.zone.to_ambiguous_timestamp(local).compatible(),
        };
        timestamp.map(Instant::from).map_err(|_| refused())
    }

    /// Writes a moment with the zone's offset: `2016-02-01T13:00:00+01:00`, with a fraction only if there is one.
    pub fn write_time(&self, instant: Instant) -> String {
        let timestamp = instant.timestamp();
        let offset = self.zone.to_offset(timestamp);
        let local = offset.to_datetime(timestamp);
        let seconds = local.strftime("%Y-%m-%dT%H:%M:%S");
        let micros = instant.micros().rem_euclid(MICROS_PER_SECOND);
        let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
        let fraction = fraction.trim_end_matches('0');
        let (sign, offset) = (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().unsigned_abs());
        let (hours, minutes, rest) = (offset / 3_600, offset / 60 % 60, offset % 60);
        // Before standard time zones kept seconds: 1900 in Shanghai is +08:05:43.
        let rest = if rest == 0 { String::new() } else { format!(":{rest:02}") };
        format!("{seconds}{fraction}{sign}{hours:02}:{minutes:02}{rest}")
    }
}
