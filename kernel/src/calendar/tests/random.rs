//! Properties on random calendars, against an implementation that looks at one minute at a time.

use proptest::prelude::*;

use super::super::*;
use crate::duration::Duration;
use crate::time::Instant;

const MINUTE: i64 = 60_000_000;

/// A calendar written twice: for the engine, and as minutes for the slow reading.
#[derive(Debug, Clone)]
struct Both {
    spec: CalendarSpec,
    /// By weekday, Monday first: periods in minutes.
    weekly: Vec<Vec<(i64, i64)>>,
    holidays: Vec<Day>,
    special: Vec<(Day, Vec<(i64, i64)>)>,
}

fn text(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn hours(periods: &[(i64, i64)]) -> Hours {
    periods.iter().map(|&(open, close)| [text(open), text(close)]).collect()
}

fn periods() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let period = (0..1_440_i64, 0..=1_440_i64).prop_filter("end equals start", |(open, close)| open != close);
    prop::collection::vec(period, 0..3)
}

/// Where clocks change around the dates asked for below.
fn zones() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "Asia/Kolkata",
    ])
}

fn start_day() -> impl Strategy<Value = Day> {
    let anchors = prop::sample::select(vec![
        "2011-12-26",
        "2017-10-10",
        "2018-02-12",
        "2024-03-26",
        "2024-10-22",
        "2024-11-01",
    ]);
    (anchors, 0..6_i64).prop_map(|(text, ahead)| day_after(parse_date(text).unwrap(), ahead))
}

fn day_after(day: Day, ahead: i64) -> Day {
    day.checked_add(jiff::Span::new().days(ahead)).unwrap()
}

prop_compose! {
    fn both()(
        zone in zones(),
        weekly in prop::collection::vec(periods(), 7),
        first in start_day(),
        holidays in prop::collection::vec(0..14_i64, 0..3),
        special in prop::collection::vec((0..14_i64, periods()), 0..3),
    ) -> (Both, Day) {
        let holidays: Vec<Day> = holidays.into_iter().map(|n| day_after(first, n)).collect();
        let mut special: Vec<(Day, Vec<(i64, i64)>)> = special.into_iter().map(|(n, p)| (day_after(first, n), p)).collect();
        special.sort();
        special.dedup_by_key(|s| s.0);
        let spec = CalendarSpec {
            time_zone: zone.to_owned(),
            weekly: Weekly {
                mon: hours(&weekly[0]), tue: hours(&weekly[1]), wed: hours(&weekly[2]), thu: hours(&weekly[3]),
                fri: hours(&weekly[4]), sat: hours(&weekly[5]), sun: hours(&weekly[6]),
            },
            holidays: holidays.iter().map(ToString::to_string).collect(),
            special_days: special.iter().map(|(day, p)| (day.to_string(), hours(p))).collect(),
            holiday_names: Default::default(),
            known_years: None,
        };
        (Both { spec, weekly, holidays, special }, first)
    }
}

/// The minutes after midnight that a day's periods cover, as runs: what overlaps or touches is one.
fn runs(periods: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let covered = |minute: i64| {
        periods.iter().any(|&(open, close)| {
            let close = if close < open { close + 1_440 } else { close };
            (open..close).contains(&minute)
        })
    };
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for minute in (0..2 * 1_440).filter(|&m| covered(m)) {
        match runs.last_mut() {
            Some(last) if last.1 == minute => last.1 += 1,
            _ => runs.push((minute, minute + 1)),
        }
    }
    runs
}

/// Every working minute from `first` for 12 days, by setting one flag at a time.
fn slow_minutes(both: &Both, calendar: &Calendar, first: Day) -> (Instant, Vec<bool>) {
    let begin = local(calendar, first, 0);
    let mut worked = vec![false; 12 * 1_440];
    for ahead in -4..14 {
        let day = day_after(first, ahead);
        let usual = &both.weekly[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap()];
        let of_day = match both.special.iter().find(|(d, _)| *d == day) {
            Some((_, periods)) => periods,
            None if both.holidays.contains(&day) => continue,
            None => usual,
        };
        for (open, close) in runs(of_day) {
            let (from, to) = (local(calendar, day, open), local(calendar, day, close));
            let mut at = from;
            while at < to {
                let slot = at.micros_since(begin).div_euclid(MINUTE);
                if let Some(flag) = usize::try_from(slot).ok().and_then(|s| worked.get_mut(s)) {
                    *flag = true;
                }
                at = at.plus_micros(MINUTE);
            }
        }
    }
    (begin, worked)
}

fn local(calendar: &Calendar, day: Day, minute: i64) -> Instant {
    let day = day_after(day, minute / 1_440);
    let text = format!("{day}T{}:00", text(minute % 1_440));
    calendar.read_time(&text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn measuring_and_adding_agree_with_looking_at_every_minute(
        (both, first) in both(), from in 0..8_000_i64, length in 0..9_000_i64, wanted in 0..3_000_i64,
    ) {
        let Ok(calendar) = Calendar::from_spec(&both.spec) else { return Ok(()) };
        let (begin, worked) = slow_minutes(&both, &calendar, first);
        let (start, end) = (usize::try_from(from).unwrap(), usize::try_from(from + length).unwrap());
        let counted = worked[start..end].iter().filter(|&&w| w).count();
        let from = begin.plus_micros(from * MINUTE);
        let to = from.plus_micros(length * MINUTE);
        prop_assert_eq!(calendar.between(from, to).unwrap().micros() / MINUTE, i64::try_from(counted).unwrap());

        let nth = worked.iter().enumerate().skip(start).filter(|(_, w)| **w).nth(usize::try_from(wanted.max(1) - 1).unwrap());
        if let Some((slot, _)) = nth {
            let slot = i64::try_from(slot).unwrap() + i64::from(wanted > 0);
            let at = calendar.add(from, Duration::from_micros(wanted * MINUTE).unwrap()).unwrap();
            prop_assert_eq!(at, begin.plus_micros(slot * MINUTE));
        }
    }

    #[test]
    fn adding_then_measuring_gives_the_duration_back((both, first) in both(), from in 0..10_000_000_000_i64, micros in 0..1_000_000_000_000_i64) {
        let Ok(calendar) = Calendar::from_spec(&both.spec) else { return Ok(()) };
        let from = local(&calendar, first, 0).plus_micros(from);
        let duration = Duration::from_micros(micros).unwrap();
        if let Ok(at) = calendar.add(from, duration) {
            prop_assert_eq!(calendar.between(from, at).unwrap(), duration);
        }
    }

    #[test]
    fn adding_is_monotone_in_the_start((both, first) in both(), a in 0..20_000_i64, b in 0..20_000_i64, micros in 0..500_000_000_000_i64) {
        let Ok(calendar) = Calendar::from_spec(&both.spec) else { return Ok(()) };
        let begin = local(&calendar, first, 0);
        let duration = Duration::from_micros(micros).unwrap();
        let at = |minute: i64| calendar.add(begin.plus_micros(minute * MINUTE), duration);
        if let (Ok(early), Ok(late)) = (at(a.min(b)), at(a.max(b))) {
            prop_assert!(early <= late);
        }
    }

    #[test]
    fn segments_cover_without_a_gap_and_sum_to_what_is_measured((both, first) in both(), from in 0..8_000_i64, length in 0..20_000_i64) {
        let Ok(calendar) = Calendar::from_spec(&both.spec) else { return Ok(()) };
        let from = local(&calendar, first, 0).plus_micros(from * MINUTE);
        let to = from.plus_micros(length * MINUTE);
        let segments = calendar.segments(from, to).unwrap();
        let mut at = from;
        let mut counted = 0;
        for segment in &segments {
            prop_assert_eq!(segment.from, at);
            prop_assert!(segment.from < segment.to);
            counted += if segment.counted { segment.to.micros_since(segment.from) } else { 0 };
            at = segment.to;
        }
        prop_assert_eq!(at, to);
        prop_assert_eq!(counted, calendar.between(from, to).unwrap().micros());
    }
}
