//! Figures as they are shown.

use std::collections::BTreeMap;

use lingke_kernel::time::{Day, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Count, Counts, Group, Time, Times};
use crate::periods::Range;

/// Days, both included.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct DashboardPeriod {
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Day,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Day,
}

impl From<Range> for DashboardPeriod {
    fn from(range: Range) -> Self {
        Self { from: range.from, to: range.to }
    }
}

/// How long it took. Absent where nothing was measured.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct TimeFigures {
    /// How many were measured.
    pub count: i64,
    /// Working seconds that half of them did not exceed, to 1 %.
    pub median_seconds: Option<i64>,
    /// Working seconds that 90 % of them did not exceed, to 1 %.
    pub p90_seconds: Option<i64>,
    /// How many were measured by the wall.
    pub elapsed_count: i64,
    /// Seconds by the wall that half of them did not exceed, to 1 %.
    pub elapsed_median_seconds: Option<i64>,
    /// Seconds by the wall that 90 % of them did not exceed, to 1 %.
    pub elapsed_p90_seconds: Option<i64>,
}

impl TimeFigures {
    fn of(times: &Times, worked: Time, elapsed: Time) -> Self {
        let quantile =
            |time: Time, share: f64| times.of(time).quantile(share).map(|seconds| seconds.round() as i64);
        Self {
            count: times.of(worked).count(),
            median_seconds: quantile(worked, 0.5),
            p90_seconds: quantile(worked, 0.9),
            elapsed_count: times.of(elapsed).count(),
            elapsed_median_seconds: quantile(elapsed, 0.5),
            elapsed_p90_seconds: quantile(elapsed, 0.9),
        }
    }
}

/// Clocks in time, and clocks that ran out: the share in time is `met / (met + breached)`, and none when both are 0.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct Kept {
    /// In time.
    pub met: i64,
    /// Out of time.
    pub breached: i64,
}

/// How one sort of clocks was kept, in both cohorts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Attainment {
    /// Which clocks.
    pub clock: Group,
    /// Of the clocks decided in the period: met, or run out.
    pub ended: Kept,
    /// Of the clocks that fell due in the period and are decided.
    pub due: Kept,
}

/// The figures of a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeriodFigures {
    /// Opened.
    pub arrived: i64,
    /// Resolved.
    pub resolved: i64,
    /// Closed.
    pub closed: i64,
    /// Clocks that ran out.
    pub breached: i64,
    /// Until the first answer.
    pub first_response: TimeFigures,
    /// Until the resolution.
    pub resolution: TimeFigures,
    /// How clocks were kept.
    pub attainment: Vec<Attainment>,
}

impl PeriodFigures {
    /// From the sums of a period.
    pub fn of(counts: &Counts, times: &Times) -> Self {
        let kept = |of: fn(Group, bool) -> Count, group| Kept {
            met: counts.of(of(group, true)),
            breached: counts.of(of(group, false)),
        };
        let attainment = Group::ALL.map(|clock| Attainment {
            clock,
            ended: kept(Count::Ended, clock),
            due: kept(Count::Due, clock),
        });
        Self {
            arrived: counts.of(Count::Arrived),
            resolved: counts.of(Count::Resolved),
            closed: counts.of(Count::Closed),
            breached: attainment.iter().map(|one| one.ended.breached).sum(),
            first_response: TimeFigures::of(times, Time::FirstResponse, Time::FirstResponseElapsed),
            resolution: TimeFigures::of(times, Time::Resolution, Time::ResolutionElapsed),
            attainment: attainment.into(),
        }
    }
}

/// One day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DashboardDay {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// Opened.
    pub arrived: i64,
    /// Resolved.
    pub resolved: i64,
    /// Closed.
    pub closed: i64,
    /// Clocks that ran out.
    pub breached: i64,
    /// Open at the end of the day, as far as it has come: opened by then, and not resolved by then for good.
    pub open: i64,
}

/// Every day of a range, with what was still open at its end: `open_after` is what was open after its last day.
pub fn days(range: Range, counts: &BTreeMap<Day, Counts>, open_after: i64) -> Vec<DashboardDay> {
    let mut open = open_after;
    let mut days = Vec::new();
    let mut on = range.to;
    loop {
        let counts = counts.get(&on).copied().unwrap_or_default();
        days.push(DashboardDay {
            on,
            arrived: counts.of(Count::Arrived),
            resolved: counts.of(Count::Resolved),
            closed: counts.of(Count::Closed),
            breached: Group::ALL.iter().map(|group| counts.of(Count::Ended(*group, false))).sum(),
            open,
        });
        open += counts.of(Count::Resolved) - counts.of(Count::Arrived);
        match on.yesterday() {
            Ok(before) if on > range.from => on = before,
            _ => break,
        }
    }
    days.reverse();
    days
}

/// What is open now.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct OpenFigures {
    /// All.
    pub open: i64,
    /// The next clock is due today, or was earlier today.
    pub due_today: i64,
    /// A clock ran out.
    pub breached: i64,
    /// We wait for the customer.
    pub waiting_customer: i64,
    /// Nobody works on them.
    pub unassigned: i64,
}

/// Open cases of one age.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgeBucket {
    /// So many days old at least.
    pub from_days: i32,
    /// So many days old at most; none in the last.
    pub to_days: Option<i32>,
    /// The first day on which such a case was opened; none in the last.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// The last.
    #[schema(value_type = String, format = Date)]
    pub to: Day,
    /// How many.
    pub count: i64,
}

/// How old the open cases are, in days since the day they were opened.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Backlog {
    /// From the youngest to the oldest.
    pub buckets: Vec<AgeBucket>,
    /// The age that half of them do not exceed.
    pub median_days: Option<i32>,
    /// The day on which the oldest was opened.
    #[schema(value_type = Option<String>, format = Date)]
    pub oldest_on: Option<Day>,
}

/// The limits of the age buckets, in days.
const AGES: [(i32, Option<i32>); 6] =
    [(0, Some(3)), (4, Some(7)), (8, Some(15)), (16, Some(30)), (31, Some(60)), (61, None)];

/// How old what is open is, from how many were opened on which day. What lies ahead of today is of today.
pub fn backlog(today: Day, opened: &BTreeMap<Day, i64>) -> Backlog {
    let age = |day: Day| day.until(today).map_or(0, |span| span.get_days()).max(0);
    let earlier = |days: i32| today.checked_sub(jiff::Span::new().days(days)).unwrap_or(Day::MIN);
    let buckets = AGES.map(|(from_days, to_days)| AgeBucket {
        from_days,
        to_days,
        from: to_days.map(earlier),
        to: earlier(from_days),
        count: opened
            .iter()
            .filter(|(day, _)| age(**day) >= from_days && to_days.is_none_or(|to_days| age(**day) <= to_days))
            .map(|(_, n)| n)
            .sum(),
    });
    let all: i64 = opened.values().sum();
    let mut seen = 0;
    let median = opened.iter().rev().find(|(_, n)| {
        seen += **n;
        2 * seen >= all
    });
    let oldest = opened.iter().find(|(_, n)| **n > 0);
    Backlog {
        buckets: buckets.into(),
        median_days: median.filter(|_| all > 0).map(|(day, _)| age(*day)),
        oldest_on: oldest.map(|(day, _)| *day),
    }
}

/// One member of the dimension that the figures are divided by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Member {
    /// A code, or the id of a unit or a person.
    pub key: String,
    /// The name of a unit or a person, in Chinese.
    pub name: Option<String>,
    /// The name of a unit in English.
    pub name_en: Option<String>,
    /// Open now.
    pub open: i64,
    /// Open now, and a clock ran out.
    pub open_breached: i64,
    /// Of the period.
    pub figures: PeriodFigures,
}

/// The dashboard: figures of now and of a period, of the units in sight.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dashboard {
    /// When it was read.
    pub at: Instant,
    /// The day it is where the institution counts its days.
    #[schema(value_type = String, format = Date)]
    pub today: Day,
    /// The period.
    pub period: DashboardPeriod,
    /// What it is compared with.
    pub compared: Option<DashboardPeriod>,
    /// What is open now.
    pub now: OpenFigures,
    /// How old it is.
    pub backlog: Backlog,
    /// What happened in the period.
    pub figures: PeriodFigures,
    /// What happened in the period it is compared with.
    pub before: Option<PeriodFigures>,
    /// Day by day.
    pub days: Vec<DashboardDay>,
    /// Day by day, in the period it is compared with.
    pub days_before: Vec<DashboardDay>,
    /// By the members of a dimension, those with the most work first.
    pub by: Vec<Member>,
    /// How many members more there are.
    pub left_off: usize,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_bucket_of_ages_names_the_days_its_cases_were_opened_on() {
        let opened = BTreeMap::from([
            (date(2026, 9, 30), 1),
            (date(2026, 9, 27), 2),
            (date(2026, 9, 26), 3),
            (date(2026, 6, 1), 4),
        ]);
        let backlog = backlog(date(2026, 9, 30), &opened);
        let found: Vec<_> = backlog.buckets.iter().map(|bucket| bucket.count).collect();
        assert_eq!(found, [3, 3, 0, 0, 0, 4]);
        assert_eq!(
            (backlog.buckets[0].from, backlog.buckets[0].to),
            (Some(date(2026, 9, 27)), date(2026, 9, 30))
        );
        assert_eq!((backlog.buckets[5].from, backlog.buckets[5].to), (None, date(2026, 7, 31)));
        assert_eq!((backlog.median_days, backlog.oldest_on), (Some(4), Some(date(2026, 6, 1))));
    }

    #[test]
    fn nothing_open_has_no_age() {
        let backlog = backlog(date(2026, 9, 30), &BTreeMap::new());
        assert_eq!((backlog.median_days, backlog.oldest_on), (None, None));
    }

    #[test]
    fn what_was_open_at_the_end_of_a_day_follows_from_what_is_open_now() {
        let mut first = Counts::default();
        first.add(Count::Arrived, 5);
        let mut second = Counts::default();
        second.add(Count::Arrived, 1);
        second.add(Count::Resolved, 2);
        let range = Range { from: date(2026, 9, 28), to: date(2026, 9, 30) };
        let counts = BTreeMap::from([(date(2026, 9, 28), first), (date(2026, 9, 30), second)]);
        let open: Vec<_> = days(range, &counts, 7).iter().map(|day| day.open).collect();
        assert_eq!(open, [8, 8, 7]);
    }
}
