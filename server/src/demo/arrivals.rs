//! When matters arrive: by month, weekday and hour, over the year that ends today.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::tz::TimeZone;
use lingke_kernel::calendar::Calendar;
use lingke_kernel::time::{Day, Instant};

use super::chance::Chance;
use super::content::Seasonality;

/// How many days back the history begins.
pub(crate) const DAYS: i64 = 365;

/// The first moment of `day`.
pub(crate) fn midnight(day: Day, zone: &TimeZone) -> anyhow::Result<Instant> {
    Ok(zone.to_timestamp(day.at(0, 0, 0, 0))?.into())
}

/// `count` arrivals from a year ago to the end of `today`, in order.
pub(crate) fn draw(
    seasonality: &Seasonality,
    (hours, zone): (&Calendar, &TimeZone),
    today: Day,
    (chance, count): (&mut Chance, usize),
) -> anyhow::Result<Vec<Instant>> {
    let mut days = Vec::new();
    let mut total = 0.0;
    for back in (0..DAYS).rev() {
        let day = today.checked_sub(back.days())?;
        total += weight(seasonality, hours, day);
        days.push((midnight(day, zone)?, total));
    }
    let mut arrivals = Vec::with_capacity(count);
    for _ in 0..count {
        let at = chance.share() * total;
        let (start, _) = days[days.partition_point(|(_, up_to)| *up_to <= at).min(days.len() - 1)];
        let hour = chance.weighted(seasonality.hours.iter().copied()) as i64;
        arrivals.push(start.plus_micros(hour * 3_600_000_000 + (chance.share() * 3600e6) as i64));
    }
    arrivals.sort_unstable();
    Ok(arrivals)
}

/// Takes as many arrivals out of a day as `opened` begin on it already, as long as there are any.
pub(crate) fn make_room(arrivals: &mut Vec<(usize, Instant)>, opened: &[Instant], zone: &TimeZone) {
    let mut taken: HashMap<Day, usize> = HashMap::new();
    for at in opened {
        *taken.entry(at.day_in(zone)).or_default() += 1;
    }
    arrivals.retain(|(_, at)| match taken.get_mut(&at.day_in(zone)).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    });
}

/// A make-up workday counts as a Monday, a holiday as a Sunday.
fn weight(seasonality: &Seasonality, hours: &Calendar, day: Day) -> f64 {
    let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    let works = hours.is_working_day(day).unwrap_or(weekday < 5);
    let like = match (works, weekday) {
        (true, 5..) => 0,
        (false, 0..5) => 6,
        _ => weekday,
    };
    let month = usize::from(day.month().unsigned_abs()) - 1;
    seasonality.months[month] * seasonality.weekdays[like]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_on_a_day_anyway_takes_the_place_of_what_would_arrive() {
        let day = |day: i64, n: i64| Instant::from_micros((day * 86_400 + n) * 1_000_000);
        let mut arrivals =
            vec![(0, day(1, 1)), (1, day(1, 2)), (2, day(1, 3)), (3, day(2, 1)), (4, day(3, 1))];
        make_room(&mut arrivals, &[day(1, 500), day(1, 600), day(2, 7), day(2, 8)], &TimeZone::UTC);
        let left: Vec<usize> = arrivals.into_iter().map(|(n, _)| n).collect();
        assert_eq!(left, [2, 4]);
    }
}
