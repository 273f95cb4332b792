//! A stretch of time cut where it changes between counted and not, with the reason.

use serde::Serialize;

use super::wall::weekday;
use super::windows::{Piece, Window, Windows};
use super::{Calendar, CalendarError, DayRule};
use crate::time::{Day, Instant};

/// Most segments one answer may have.
pub const SEGMENTS_MAX: usize = 50_000;

/// From `from` until `to`: counted or not, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The first moment of it.
    pub from: Instant,
    /// The first moment after it.
    pub to: Instant,
    /// Whether it is working time.
    pub counted: bool,
    /// The reason.
    pub why: Why,
}

/// Why time counts or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "wire", derive(utoipa::ToSchema))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// The usual hours of the weekday.
    WorkingTime,
    /// Before, between or after the hours of a working day.
    OutsideHours,
    /// A Saturday or Sunday without hours.
    Weekend,
    /// Another weekday without hours.
    NoHours,
    /// A holiday.
    Holiday {
        /// What it is called, if known.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A date with hours of its own, or closed by itself.
    SpecialDay {
        /// What it is called, if known.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A Saturday or Sunday that is worked in exchange for a holiday (调休上班日).
    MakeupWorkday {
        /// The holiday it is worked for, if known.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// The clock was paused.
    Paused {
        /// The reason given for the pause.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

impl Calendar {
    /// Cuts `from`..`to` into segments without gaps; none when `to` is not later.
    ///
    /// The counted ones sum to [`Calendar::between`]. Errors as there, and
    /// when there would be more than [`SEGMENTS_MAX`].
    pub fn segments(&self, from: Instant, to: Instant) -> Result<Vec<Segment>, CalendarError> {
        let mut cut = Cut { segments: Vec::new(), at: from, end: to };
        if to <= from {
            return Ok(cut.segments);
        }
        self.check_span(from, to)?;
        let mut windows = Windows::around(self, from)?;
        while cut.at < to {
            let window = windows.next()?;
            for piece in &windows.pieces {
                cut.until(piece.from, false, || self.why_not_counted(window));
                cut.until(piece.to, true, || self.why_counted(piece));
            }
            cut.until(window.to, false, || self.why_not_counted(window));
            if cut.segments.len() > SEGMENTS_MAX {
                return Err(CalendarError::TooLarge { what: "intervals", max: SEGMENTS_MAX });
            }
        }
        Ok(cut.segments)
    }

    fn why_counted(&self, piece: &Piece) -> Why {
        match self.hours_of(piece.day).1 {
            DayRule::Special => self.why_special(piece.day),
            DayRule::Weekly | DayRule::Holiday => Why::WorkingTime,
        }
    }

    fn why_special(&self, day: Day) -> Why {
        let name = self.name_of(day);
        let usual = weekday(day);
        let makes_up = usual >= SATURDAY && self.weekly[usual].is_empty() && !self.hours_of(day).0.is_empty();
        if makes_up { Why::MakeupWorkday { name } } else { Why::SpecialDay { name } }
    }

    fn why_not_counted(&self, window: Window) -> Why {
        let (periods, rule) = self.hours_of(window.day);
        match rule {
            DayRule::Holiday => Why::Holiday { name: self.name_of(window.day) },
            _ if !periods.is_empty() => Why::OutsideHours,
            DayRule::Special => Why::SpecialDay { name: self.name_of(window.day) },
            DayRule::Weekly if weekday(window.day) >= SATURDAY => Why::Weekend,
            DayRule::Weekly => Why::NoHours,
        }
    }
}

const SATURDAY: usize = 5;

/// The segments made so far; they reach to `at`.
struct Cut {
    segments: Vec<Segment>,
    at: Instant,
    end: Instant,
}

impl Cut {
    /// Goes on to `to`, joining with the last segment when nothing changed.
    fn until(&mut self, to: Instant, counted: bool, why: impl FnOnce() -> Why) {
        let to = to.min(self.end);
        if to <= self.at {
            return;
        }
        let segment = Segment { from: self.at, to, counted, why: why() };
        self.at = to;
        match self.segments.last_mut() {
            Some(last) if last.counted == counted && last.why == segment.why => last.to = to,
            _ => self.segments.push(segment),
        }
    }
}
