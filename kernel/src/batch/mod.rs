//! One JSON object in, one out: the calculators as other programs call them.
//!
//! The shapes are in contracts.md, The clock calculator and Statistics.
//! [`calculate`] serves the page and the API, [`answer_clock_line`] and
//! [`answer_stats_line`] the command line.

mod clock;
mod statistics;

use serde::Serialize;

pub use clock::{
    AddRequest, AddedDaysAnswer, AtAnswer, BetweenRequest, CalculationError, CalendarChoice, ClockAnswer,
    ClockEvent, ClockRequest, DaysRequest, EventKind, IntervalAnswer, ReadRequest, ReadingAnswer, Seconds,
    SecondsAnswer, calculate,
};
pub use statistics::{StatsRequest, answer as answer_stats};

use crate::calendar::Calendar;
use crate::time::Instant;
use std::sync::Arc;

/// The longest line that is read, in bytes.
pub const LINE_MAX: usize = 1_000_000;

/// Finds a calendar by name.
pub type Resolver<'a> = dyn Fn(&str) -> Option<Arc<Calendar>> + 'a;

#[derive(Serialize)]
struct Failure<'a> {
    error: &'a str,
}

/// Answers one line of `lingke clock --batch`, without its line end. A bad line answers `{"error":…}`.
///
/// `now` is used by a clock that does not say when.
pub fn answer_clock_line(line: &str, resolver: &Resolver<'_>, now: Instant) -> String {
    written(read_line(line).and_then(|request: ClockRequest| {
        calculate(&request, resolver, now).map_err(|error| error.to_string())
    }))
}

/// Answers one line of `lingke stats --batch`, without its line end. A bad line answers `{"error":…}`.
pub fn answer_stats_line(line: &str) -> String {
    written(read_line(line).and_then(|request: StatsRequest| answer_stats(&request)))
}

fn read_line<T: serde::de::DeserializeOwned>(line: &str) -> Result<T, String> {
    if line.len() > LINE_MAX {
        return Err(format!("the line is longer than {LINE_MAX} bytes"));
    }
    serde_json::from_str(line).map_err(|error| error.to_string())
}

fn written<T: Serialize>(answer: Result<T, String>) -> String {
    let text = match &answer {
        Ok(answer) => serde_json::to_string(answer),
        Err(error) => serde_json::to_string(&Failure { error }),
    };
    text.unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}

#[cfg(test)]
mod tests;
