//! By when a round is due, on a calendar. Pure.

use lingke_calendars::model::CalendarVersionId;
use lingke_kernel::calendar::Calendar;
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use lingke_platform::failure::{Answer, Failure};

use super::model::{Due, Round, Task};
use crate::clocks::{Level, knowing, remaining_seconds};

/// The calendar of a task unless another is named.
pub const CALENDAR: &str = "cn";
/// The longest working time of a round: a year of long days.
const WORKING_SECONDS_MAX: i64 = 3_000 * 3_600;
/// The furthest moment that can be named.
const AHEAD_SECONDS_MAX: i64 = 2 * 366 * 86_400;
/// The share of the working time at which a round warns, in percent.
const WARN_PERCENT: u32 = 75;

/// Where a round begins.
pub struct Beginning<'a> {
    /// The calendar that counts.
    pub calendar: &'a Calendar,
    /// Its version.
    pub version: CalendarVersionId,
    /// Now.
    pub now: Instant,
}

/// A round that begins now.
///
/// # Errors
/// When `due` names both, neither, or what is not ahead.
pub fn round(due: &Due, beginning: &Beginning<'_>) -> Answer<Round> {
    let Beginning { calendar, version, now } = *beginning;
    let refused = |code, message: &str| Failure::invalid("due", code, message);
    let (due_at, used) = match (due.at, due.working_seconds) {
        (None, None) => return Err(refused("missing", "a moment or working time")),
        (Some(_), Some(_)) => return Err(refused("duplicate", "a moment or working time, not both")),
        (Some(at), None) => {
            let ahead = at.micros_since(now);
            if ahead <= 0 || ahead > AHEAD_SECONDS_MAX * 1_000_000 {
                return Err(Failure::invalid("due.at", "out_of_range", "a moment within the next two years"));
            }
            (at, knowing(calendar, |calendar| Ok(calendar.between(now, at)?))?.0)
        }
        (None, Some(seconds)) => {
            let length = Duration::from_seconds(seconds)
                .ok()
                .filter(|_| (60..=WORKING_SECONDS_MAX).contains(&seconds));
            let length = length.ok_or_else(|| {
                Failure::invalid("due.working_seconds", "out_of_range", "between a minute and 3,000 hours")
            })?;
            (knowing(calendar, |calendar| Ok(calendar.add(now, length)?))?.0, length)
        }
    };
    let warn_at = knowing(calendar, |calendar| Ok(calendar.add(now, used.share(WARN_PERCENT))?))?.0;
    Ok(Round {
        calendar_version_id: version,
        target_seconds: due.working_seconds,
        started_at: now,
        due_at,
        warn_at: warn_at.min(due_at),
    })
}

/// By when what is asked again is due, where nobody says: the same working time anew, or the same moment while it is
/// ahead.
pub fn as_before(task: &Task) -> Due {
    match task.target_seconds {
        Some(seconds) => Due { working_seconds: Some(seconds), ..Due::default() },
        None => Due { at: Some(task.due_at), ..Due::default() },
    }
}

/// Working seconds left of the present round, negative once over, and the chip's colour.
pub fn standing(task: &Task, calendar: &Calendar, now: Instant) -> Answer<(i64, Level)> {
    let left = remaining_seconds(calendar, task.due_at, now)?;
    let whole = remaining_seconds(calendar, task.due_at, task.round_started_at)?.max(1);
    let used_percent = (whole - left) * 100 / whole;
    let level = if now > task.due_at || used_percent >= 99 {
        Level::Red
    } else if now >= task.warn_at {
        Level::Orange
    } else if used_percent >= 50 {
        Level::Yellow
    } else {
        Level::Green
    };
    Ok((left, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(due: &Due, at: &str) -> Answer<Round> {
        let calendar = lingke_kernel::calendar::named("cn").expect("it is built in");
        let now: Instant = at.parse().expect("a moment");
        round(due, &Beginning { calendar: &calendar, version: CalendarVersionId::new(now), now })
    }

    fn working(seconds: i64) -> Due {
        Due { working_seconds: Some(seconds), ..Due::default() }
    }

    #[test]
    fn working_time_asked_on_friday_evening_ends_on_monday() {
        let round = asked(&working(3600), "2026-09-11T20:00:00+08:00").expect("a round");
        assert_eq!(round.due_at, "2026-09-14T10:00:00+08:00".parse().expect("a moment"));
        assert_eq!(round.warn_at, "2026-09-14T09:45:00+08:00".parse().expect("a moment"));
    }

    #[test]
    fn a_named_moment_is_kept_and_warns_when_three_quarters_of_its_working_time_are_used() {
        let at: Instant = "2026-09-14T11:00:00+08:00".parse().expect("a moment");
        let round =
            asked(&Due { at: Some(at), ..Due::default() }, "2026-09-14T09:00:00+08:00").expect("a round");
        assert_eq!((round.due_at, round.target_seconds), (at, None));
        assert_eq!(round.warn_at, "2026-09-14T10:30:00+08:00".parse().expect("a moment"));
    }

    #[test]
    fn a_due_time_must_be_one_thing_and_ahead() {
        let now = "2026-09-14T09:00:00+08:00";
        let past = Due { at: now.parse().ok(), ..Due::default() };
        let both = Due { working_seconds: Some(600), ..past.clone() };
        for due in [Due::default(), past, both, working(0), working(-5), working(i64::MAX)] {
            assert!(asked(&due, now).is_err(), "{due:?}");
        }
    }
}
