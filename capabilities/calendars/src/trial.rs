//! "Try it": a draft's year, and when a clock on it would be due and why, before anything is stored. Pure.

use lingke_kernel::batch::IntervalAnswer;
use lingke_kernel::calendar::{Calendar, CalendarError, Segment};
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;
use lingke_platform::failure::{Answer, Failure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::draft::CalendarDraft;
use crate::model::CalendarDay;
use crate::rules::YEARS;

/// Longest clock that is tried: a thousand working hours.
pub const SECONDS_MAX: i64 = 1_000 * 3_600;
/// Most intervals of one answer; the rest is counted.
const INTERVALS_MAX: usize = 300;

/// A clock that is tried.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = CalendarQuestion)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// When it starts; a moment such as `2026-09-30T17:00`, in the draft's zone unless it has an offset.
    pub from: String,
    /// How much working time it has, in seconds.
    pub seconds: i64,
}

/// What comes of a draft.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CalendarTrial)]
pub struct Trial {
    /// The zone its moments are in.
    pub time_zone: String,
    /// The year that is shown.
    pub year: i16,
    /// Its days, in order.
    pub days: Vec<CalendarDay>,
    /// The clock that was asked about.
    pub clock: Option<ClockTried>,
}

/// When a clock on the draft would be due, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CalendarClockTried)]
pub struct ClockTried {
    /// When it is due.
    pub due_at: Instant,
    /// Every interval from the start to the due time, counted or not, and why; at most 300.
    pub intervals: Vec<IntervalAnswer>,
    /// How many intervals are left off.
    pub left_off: usize,
    /// Whether it reaches beyond the years whose holidays are known, and ordinary weekdays were counted there.
    pub provisional: bool,
}

/// Compiles a draft that [`crate::rules`] found sound.
pub fn compiled(draft: &CalendarDraft) -> Answer<Calendar> {
    Ok(Calendar::from_spec(&draft.facts()).map_err(anyhow::Error::from)?)
}

/// Tries a clock.
///
/// # Errors
/// An invalid `question` that names what cannot be: no moment, a length out of range, no such working time.
pub fn clock(calendar: &Calendar, question: &Question) -> Answer<ClockTried> {
    let no_time = |_| Failure::invalid("question.from", "not_a_time", "a moment such as 2026-09-30T17:00");
    let from = calendar.read_time(question.from.trim()).map_err(no_time)?;
    let day = from.day_in(calendar.zone());
    if !(YEARS.0..=YEARS.1).contains(&day.year()) {
        return Err(Failure::invalid("question.from", "out_of_range", "between the years 1900 and 2199"));
    }
    let bounded = (1..=SECONDS_MAX).contains(&question.seconds).then_some(question.seconds);
    let length = bounded.and_then(|seconds| Duration::from_seconds(seconds).ok()).ok_or_else(|| {
        let message = format!("between 1 and {SECONDS_MAX} seconds");
        Failure::invalid("question.seconds", "out_of_range", message)
    })?;
    match walked(calendar, from, length) {
        Ok((due_at, segments)) => Ok(told(calendar, due_at, &segments, false)),
        // As the clocks of cases do where a year is not announced yet, and say so.
        Err(CalendarError::BeyondKnownDays { .. }) => {
            let wider = calendar.provisional();
            let (due_at, segments) = walked(&wider, from, length).map_err(|error| unreachable(&error))?;
            Ok(told(&wider, due_at, &segments, true))
        }
        Err(error) => Err(unreachable(&error)),
    }
}

fn walked(
    calendar: &Calendar,
    from: Instant,
    length: Duration,
) -> Result<(Instant, Vec<Segment>), CalendarError> {
    let due_at = calendar.add(from, length)?;
    Ok((due_at, calendar.segments(from, due_at)?))
}

fn unreachable(error: &CalendarError) -> Failure {
    Failure::invalid("question.seconds", "out_of_reach", error.to_string())
}

fn told(calendar: &Calendar, due_at: Instant, segments: &[Segment], provisional: bool) -> ClockTried {
    let interval = |segment: &Segment| IntervalAnswer {
        from: calendar.write_time(segment.from),
        to: calendar.write_time(segment.to),
        counted: segment.counted,
        why: segment.why.clone(),
    };
    let intervals: Vec<_> = segments.iter().take(INTERVALS_MAX).map(interval).collect();
    let left_off = segments.len() - intervals.len();
    ClockTried { due_at, intervals, left_off, provisional }
}

#[cfg(test)]
mod tests {
    use lingke_kernel::calendar::Weekly;

    use super::*;
    use crate::builtin;

    fn asked(calendar: &Calendar, from: &str, seconds: i64) -> Answer<ClockTried> {
        clock(calendar, &Question { from: from.to_owned(), seconds })
    }

    fn cn() -> Calendar {
        Calendar::from_spec(&builtin::ALL[0].facts().unwrap().spec).unwrap()
    }

    #[test]
    fn the_counted_intervals_add_up_to_the_length() {
        let tried = asked(&cn(), "2026-09-30T17:00", 2 * 3_600).unwrap();
        assert_eq!(tried.due_at, "2026-10-08T10:00:00+08:00".parse().unwrap());
        let length = |one: &IntervalAnswer| {
            let at = |text: &str| text.parse::<Instant>().unwrap();
            at(&one.to).micros_since(at(&one.from)) / 1_000_000
        };
        let counted: i64 = tried.intervals.iter().filter(|one| one.counted).map(length).sum();
        assert_eq!((counted, tried.left_off, tried.provisional), (7_200, 0, false));
    }

    #[test]
    fn beyond_the_known_years_weekdays_are_counted_and_it_is_said() {
        let tried = asked(&cn(), "2026-12-31T17:00", 2 * 3_600).unwrap();
        assert!(tried.provisional);
        assert_eq!(tried.due_at, "2027-01-01T10:00:00+08:00".parse().unwrap());
    }

    #[test]
    fn what_cannot_be_is_named_and_a_long_answer_is_cut() {
        let cn = cn();
        let field = |from: &str, seconds| match asked(&cn, from, seconds) {
            Err(Failure::Invalid(errors)) => (errors[0].field.clone(), errors[0].code.to_string()),
            other => panic!("{other:?}"),
        };
        assert_eq!(field("yesterday", 60), ("question.from".into(), "not_a_time".into()));
        assert_eq!(field("0001-01-01T00:00", 60), ("question.from".into(), "out_of_range".into()));
        for seconds in [0, -1, SECONDS_MAX + 1, i64::MAX] {
            assert_eq!(
                field("2026-01-05T09:00", seconds),
                ("question.seconds".into(), "out_of_range".into())
            );
        }
        let mut facts = builtin::ALL[0].facts().unwrap().spec;
        facts.weekly = Weekly { mon: vec![["09:00".into(), "09:01".into()]], ..Weekly::default() };
        facts.known_years = None;
        facts.special_days.clear();
        let scarce = Calendar::from_spec(&facts).unwrap();
        let tried = asked(&scarce, "2026-01-05T09:00", 3_600 * 10).unwrap();
        assert_eq!(tried.intervals.len(), INTERVALS_MAX);
        assert!(tried.left_off > 0);
        assert!(matches!(asked(&scarce, "2026-01-05T09:00", SECONDS_MAX), Err(Failure::Invalid(_))));
    }
}
