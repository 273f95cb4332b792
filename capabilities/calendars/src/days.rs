//! A calendar's year day by day, as the calendar page shows it. Pure; the kinds are those of
//! [`lingke_kernel::calendar::Why`].

use lingke_kernel::calendar::{CalendarSpec, Hours};
use lingke_kernel::time::Day;

use crate::model::{CalendarDay, DayKind};

/// The days of `year`, in order; none for a year beyond 9999 or before 1.
pub fn days_of(facts: &CalendarSpec, year: i16) -> Vec<CalendarDay> {
    let first = Day::new(year, 1, 1).ok().filter(|_| year >= 1);
    let days = std::iter::successors(first, |day| day.tomorrow().ok().filter(|next| next.year() == year));
    days.map(|on| day_of(facts, on)).collect()
}

/// The special day wins over the holiday, the holiday over the weekday.
fn day_of(facts: &CalendarSpec, on: Day) -> CalendarDay {
    let (date, every_year) = (on.to_string(), format!("{:02}-{:02}", on.month(), on.day()));
    let usual = usual_hours(facts, on);
    let at_weekend = on.weekday().to_monday_zero_offset() >= 5;
    let closed_weekend = at_weekend && usual.is_empty();
    let (kind, periods) = if let Some(hours) = facts.special_days.get(&date) {
        let makes_up = closed_weekend && !hours.is_empty();
        (if makes_up { DayKind::MakeupWorkday } else { DayKind::SpecialDay }, hours.clone())
    } else if facts.holidays.iter().any(|holiday| *holiday == date || *holiday == every_year) {
        (DayKind::Holiday, Hours::new())
    } else if usual.is_empty() {
        (if at_weekend { DayKind::Weekend } else { DayKind::NoHours }, Hours::new())
    } else {
        (DayKind::Working, usual.clone())
    };
    let named = matches!(kind, DayKind::Holiday | DayKind::MakeupWorkday | DayKind::SpecialDay);
    let name = facts.holiday_names.get(&date).or_else(|| facts.holiday_names.get(&every_year));
    CalendarDay { on, kind, name: name.filter(|_| named).cloned(), periods }
}

fn usual_hours(facts: &CalendarSpec, on: Day) -> &Hours {
    let week = &facts.weekly;
    let days = [&week.mon, &week.tue, &week.wed, &week.thu, &week.fri, &week.sat, &week.sun];
    days[usize::from(on.weekday().to_monday_zero_offset().unsigned_abs())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;

    #[test]
    fn the_spring_festival_of_2026_has_holidays_and_days_made_up_for() {
        let facts = builtin::ALL[0].facts().unwrap().spec;
        let days = days_of(&facts, 2026);
        assert_eq!(days.len(), 365);
        let day = |text: &str| days.iter().find(|day| day.on.to_string() == text).unwrap();
        assert_eq!(
            (day("2026-02-17").kind, day("2026-02-17").name.as_deref()),
            (DayKind::Holiday, Some("春节"))
        );
        assert_eq!(day("2026-02-14").kind, DayKind::MakeupWorkday);
        assert_eq!(day("2026-02-14").periods.len(), 2);
        assert_eq!((day("2026-03-07").kind, day("2026-03-07").periods.len()), (DayKind::Weekend, 0));
        assert_eq!((day("2026-03-09").kind, day("2026-03-09").name.as_deref()), (DayKind::Working, None));
    }

    #[test]
    fn a_holiday_of_every_year_comes_round_and_a_special_day_wins_over_it() {
        let facts = serde_json::from_value(serde_json::json!({
            "time_zone": "UTC", "weekly": { "mon": [["09:00", "17:00"]] }, "holidays": ["12-25", "02-29"],
            "special_days": { "2023-12-25": [["10:00", "12:00"]], "2023-01-02": [] },
        }));
        let facts: CalendarSpec = facts.unwrap();
        let kind = |year, index: usize| days_of(&facts, year)[index].kind;
        assert_eq!(kind(2023, 358), DayKind::SpecialDay);
        assert_eq!(kind(2023, 1), DayKind::SpecialDay);
        assert_eq!(kind(2023, 2), DayKind::NoHours);
        assert_eq!(kind(2024, 59), DayKind::Holiday);
        assert_eq!(kind(2022, 358), DayKind::Holiday);
        assert!(days_of(&facts, 0).is_empty());
        assert_eq!(days_of(&facts, 9999).len(), 365);
    }
}
