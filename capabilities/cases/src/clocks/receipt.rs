//! The deadline receipt 时限凭据: a clock explained interval by interval, with lines that add up.

use lingke_kernel::calendar::{Calendar, Segment, Why};
use lingke_kernel::time::Instant;
use lingke_platform::failure::Answer;
use serde::Serialize;
use utoipa::ToSchema;

use super::reading;
use crate::model::Clock;
use crate::shown::ClockShown;

/// One line: counted or not, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// From here,
    pub from: Instant,
    /// until here.
    pub to: Instant,
    /// Whether it counts.
    pub counted: bool,
    /// Why: `working_time`, `outside_hours`, `weekend`, `holiday`, `makeup_workday`, `special_day`, `no_hours`, `paused`.
    pub why: &'static str,
    /// The holiday's name or the reason of the pause, where there is one.
    pub detail: Option<String>,
    /// Its length in seconds, rounded so that the counted lines sum to the total.
    pub seconds: i64,
    /// Seconds counted up to its end.
    pub running_total_seconds: i64,
}

/// The whole receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// The clock as it stands.
    pub clock: ClockShown,
    /// The case's number.
    pub case_number: String,
    /// Local times are in this zone.
    pub time_zone: String,
    /// The calendar's name.
    pub calendar: String,
    /// Its version, which the clock keeps.
    pub calendar_version: String,
    /// Whether the calendar did not know a year yet and counted ordinary weekdays.
    pub provisional: bool,
    /// The service level's name; null where no level covers the case.
    pub service_level: Option<String>,
    /// When the clock began.
    pub started_at: Instant,
    /// When this receipt was written.
    pub evaluated_at: Instant,
    /// The lines, without gaps from the start to the earlier of stop and now.
    pub intervals: Vec<Line>,
    /// The sum of the counted lines.
    pub total_counted_seconds: i64,
    /// What was allowed.
    pub target_seconds: i64,
    /// When it is or was due; null while it stands still.
    pub due_at: Option<Instant>,
}

/// What a receipt names besides the clock.
pub struct Names<'a> {
    /// The case's number.
    pub case_number: &'a str,
    /// The calendar's name.
    pub calendar: &'a str,
    /// The service level's name.
    pub service_level: Option<&'a str>,
}

/// Writes the receipt of a clock as of `now`.
pub fn write(clock: &Clock, calendar: &Calendar, names: &Names<'_>, now: Instant) -> Answer<Receipt> {
    let (read, provisional) = reading(clock, calendar, now)?;
    let intervals = lines(&read.intervals);
    let total_counted_seconds = intervals.last().map_or(0, |line| line.running_total_seconds);
    Ok(Receipt {
        clock: ClockShown::of(clock, calendar, (names.calendar, names.service_level), now)?,
        case_number: names.case_number.to_owned(),
        time_zone: calendar.zone().iana_name().unwrap_or("UTC").to_owned(),
        calendar: names.calendar.to_owned(),
        calendar_version: calendar.version().to_owned(),
        provisional,
        service_level: names.service_level.map(str::to_owned),
        started_at: clock.started_at,
        evaluated_at: now,
        intervals,
        total_counted_seconds,
        target_seconds: clock.target_seconds,
        due_at: read.due.or(read.breached_at),
    })
}

/// Seconds of a line are the difference of rounded totals, so that the lines add up to the second.
pub(crate) fn lines(segments: &[Segment]) -> Vec<Line> {
    let (mut counted_us, mut all_us) = (0_i64, 0_i64);
    let mut lines = Vec::with_capacity(segments.len());
    for segment in segments {
        let length_us = segment.to.micros_since(segment.from);
        let total = if segment.counted { &mut counted_us } else { &mut all_us };
        let before = *total / 1_000_000;
        *total += length_us;
        let seconds = *total / 1_000_000 - before;
        let (why, detail) = reason(&segment.why);
        lines.push(Line {
            from: segment.from,
            to: segment.to,
            counted: segment.counted,
            why,
            detail,
            seconds,
            running_total_seconds: counted_us / 1_000_000,
        });
    }
    lines
}

fn reason(why: &Why) -> (&'static str, Option<String>) {
    match why {
        Why::WorkingTime => ("working_time", None),
        Why::OutsideHours => ("outside_hours", None),
        Why::Weekend => ("weekend", None),
        Why::NoHours => ("no_hours", None),
        Why::Holiday { name } => ("holiday", name.clone()),
        Why::SpecialDay { name } => ("special_day", name.clone()),
        Why::MakeupWorkday { name } => ("makeup_workday", name.clone()),
        Why::Paused { reason } => ("paused", reason.clone()),
    }
}
