//! When what is told goes into a mail. Pure: quiet hours and working hours are calendars of the kernel.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use lingke_kernel::calendar::Calendar;
use lingke_kernel::duration::Duration;
use lingke_kernel::time::Instant;

use crate::preferences::{MailPace, minutes_of};

/// How often quiet hours and working hours may push a mail back and forth before it is given up.
const PUSHES_MAX: usize = 20;
/// No quiet period lasts longer, in seconds.
const QUIET_AT_MOST_SECONDS: i64 = 8 * 86_400;

/// When a person may be mailed.
#[derive(Debug, Clone)]
pub struct Hours<'a> {
    /// The zone of the institution.
    pub zone: &'a TimeZone,
    /// The quiet hours, as if they were working time.
    pub quiet: Option<&'a Calendar>,
    /// The working hours outside of which it is quiet as well.
    pub working: Option<&'a Calendar>,
    /// When the daily digest goes out, `08:30`.
    pub daily_at: &'a str,
}

/// When something told at `now` goes into a mail; none when it goes into none.
///
/// What must not wait (`urgent`) goes out at once whatever the hour; all else waits for its digest, and then for the
/// end of the quiet hours.
pub fn mail_at(pace: MailPace, urgent: bool, now: Instant, hours: &Hours<'_>) -> Option<Instant> {
    let planned = match pace {
        MailPace::Never => return None,
        _ if urgent => return Some(now),
        MailPace::AtOnce => now,
        MailPace::Hourly => next_hour(now, hours.zone),
        MailPace::Daily => next_daily(now, hours.zone, hours.daily_at),
    };
    first_allowed(planned, hours)
}

/// The first moment at or after `from` that is neither quiet nor outside working hours; none when there is none.
pub fn first_allowed(from: Instant, hours: &Hours<'_>) -> Option<Instant> {
    let mut at = from;
    for _ in 0..PUSHES_MAX {
        let after_quiet = hours.quiet.map_or(Some(at), |quiet| end_of_quiet(at, quiet))?;
        let at_work =
            hours.working.map_or(Some(after_quiet), |working| first_working(after_quiet, working))?;
        if at_work == at {
            return Some(at);
        }
        at = at_work;
    }
    None
}

/// `at` itself where it is not quiet; else when the quiet hours end, if they ever do.
fn end_of_quiet(at: Instant, quiet: &Calendar) -> Option<Instant> {
    let until = at.plus_seconds(QUIET_AT_MOST_SECONDS);
    let first = quiet.segments(at, until).ok()?.into_iter().next()?;
    match first.counted {
        false => Some(at),
        true => Some(first.to).filter(|end| *end < until),
    }
}

/// The first working moment at or after `at`. A year whose holidays are not known yet counts as ordinary weekdays.
fn first_working(at: Instant, working: &Calendar) -> Option<Instant> {
    let known = working.add(at, Duration::ZERO);
    known.or_else(|_| working.provisional().add(at, Duration::ZERO)).ok()
}

/// The next full hour on the clocks of `zone`, never now.
fn next_hour(now: Instant, zone: &TimeZone) -> Instant {
    let local = zone.to_datetime(now.timestamp());
    let hour = local.date().at(local.hour(), 0, 0, 0);
    let next = hour.checked_add(jiff::Span::new().hours(1)).unwrap_or(hour);
    moment(next, zone).max(now.plus_seconds(1))
}

/// The next time the clocks of `zone` show `daily_at`, today or tomorrow, never now.
fn next_daily(now: Instant, zone: &TimeZone, daily_at: &str) -> Instant {
    let minutes = minutes_of(daily_at).unwrap_or(8 * 60);
    let (hour, minute) = ((minutes / 60) as i8, (minutes % 60) as i8);
    let today = now.day_in(zone);
    let at = moment(today.at(hour, minute, 0, 0), zone);
    if at > now {
        return at;
    }
    moment(today.tomorrow().unwrap_or(today).at(hour, minute, 0, 0), zone)
}

/// A local time as a moment: one that is skipped moves forward, one that occurs twice means the first.
fn moment(local: DateTime, zone: &TimeZone) -> Instant {
    let timestamp = zone.to_ambiguous_timestamp(local).compatible();
    timestamp.map_or(Instant::from_micros(i64::MAX), Instant::from)
}

#[cfg(test)]
mod tests {
    use lingke_kernel::calendar::named;

    use super::*;
    use crate::preferences::{Preferences, QuietPeriod, Weekday, quiet_calendar};

    const SHANGHAI: &str = "Asia/Shanghai";

    fn at(text: &str) -> Instant {
        let offset = if text.len() == 16 { ":00+08:00" } else { "" };
        format!("{text}{offset}").parse().unwrap()
    }

    fn shanghai() -> TimeZone {
        TimeZone::get(SHANGHAI).unwrap()
    }

    fn period(days: &[Weekday], from: &str, to: &str) -> QuietPeriod {
        QuietPeriod { days: days.to_vec(), from: from.to_owned(), to: to.to_owned() }
    }

    #[track_caller]
    fn check(quiet: &[QuietPeriod], working: Option<&str>, pace: MailPace, now: &str, then: &str) {
        let zone = shanghai();
        let quiet = quiet_calendar(quiet, SHANGHAI);
        let working = working.map(|name| named(name).unwrap());
        let hours =
            Hours { zone: &zone, quiet: quiet.as_ref(), working: working.as_deref(), daily_at: "08:30" };
        assert_eq!(mail_at(pace, false, at(now), &hours), Some(at(then)), "{now}");
    }

    #[test]
    fn a_mail_at_midnight_waits_for_the_morning_and_one_by_day_does_not() {
        let night = Preferences::default().quiet;
        let once = MailPace::AtOnce;
        check(&night, None, once, "2026-09-14T10:00", "2026-09-14T10:00");
        check(&night, None, once, "2026-09-14T20:59", "2026-09-14T20:59");
        check(&night, None, once, "2026-09-14T21:00", "2026-09-15T07:30");
        check(&night, None, once, "2026-09-14T00:00", "2026-09-14T07:30");
        check(&night, None, once, "2026-09-14T23:59", "2026-09-15T07:30");
        check(&night, None, once, "2026-09-15T07:29", "2026-09-15T07:30");
        check(&night, None, once, "2026-09-15T07:30", "2026-09-15T07:30");
    }

    #[test]
    fn a_night_that_is_quiet_on_weekdays_only_is_not_on_saturday() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let weekdays = [period(&[Mon, Tue, Wed, Thu, Fri], "22:00", "07:00")];
        // 2026-09-18 is a Friday: its night ends on Saturday.
        check(&weekdays, None, MailPace::AtOnce, "2026-09-18T23:00", "2026-09-19T07:00");
        check(&weekdays, None, MailPace::AtOnce, "2026-09-19T23:00", "2026-09-19T23:00");
        // A whole weekend joins the nights before and after it.
        let weekend = [weekdays[0].clone(), period(&[Sat, Sun], "00:00", "24:00")];
        check(&weekend, None, MailPace::AtOnce, "2026-09-18T23:00", "2026-09-21T00:00");
    }

    #[test]
    fn outside_working_hours_waits_through_lunch_the_weekend_and_a_holiday() {
        check(&[], Some("cn"), MailPace::AtOnce, "2026-09-14T10:00", "2026-09-14T10:00");
        check(&[], Some("cn"), MailPace::AtOnce, "2026-09-18T20:00", "2026-09-20T09:00");
        // 国庆 2026: 1 to 7 October, worked again on the 8th.
        check(&[], Some("cn"), MailPace::AtOnce, "2026-10-01T10:00", "2026-10-08T09:00");
        // Sunday 20 September is worked in exchange: what comes then goes out then.
        check(&[], Some("cn"), MailPace::AtOnce, "2026-09-20T10:00", "2026-09-20T10:00");
    }

    #[test]
    fn quiet_hours_and_working_hours_push_until_both_agree() {
        let mornings = [period(&[Weekday::Mon, Weekday::Tue], "08:00", "10:30")];
        check(&mornings, Some("cn"), MailPace::AtOnce, "2026-09-13T12:00", "2026-09-14T10:30");
    }

    #[test]
    fn a_digest_comes_at_the_full_hour_or_at_the_hour_of_the_day_after_quiet_time() {
        let night = Preferences::default().quiet;
        check(&night, None, MailPace::Hourly, "2026-09-14T10:00", "2026-09-14T11:00");
        check(&night, None, MailPace::Hourly, "2026-09-14T10:59", "2026-09-14T11:00");
        check(&night, None, MailPace::Hourly, "2026-09-14T20:30", "2026-09-15T07:30");
        check(&night, None, MailPace::Daily, "2026-09-14T08:29", "2026-09-14T08:30");
        check(&night, None, MailPace::Daily, "2026-09-14T08:30", "2026-09-15T08:30");
        check(&night, None, MailPace::Daily, "2026-12-31T09:00", "2027-01-01T08:30");
    }

    #[test]
    fn what_is_urgent_breaks_through_but_never_is_never() {
        let zone = shanghai();
        let quiet = quiet_calendar(&Preferences::default().quiet, SHANGHAI);
        let hours = Hours { zone: &zone, quiet: quiet.as_ref(), working: None, daily_at: "08:30" };
        let night = at("2026-09-14T23:00");
        assert_eq!(mail_at(MailPace::Daily, true, night, &hours), Some(night));
        assert_eq!(mail_at(MailPace::Never, true, night, &hours), None);
    }

    #[test]
    fn who_is_always_quiet_gets_no_mail() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let zone = shanghai();
        let always = [period(&[Mon, Tue, Wed, Thu, Fri, Sat, Sun], "00:00", "24:00")];
        let quiet = quiet_calendar(&always, SHANGHAI);
        let hours = Hours { zone: &zone, quiet: quiet.as_ref(), working: None, daily_at: "08:30" };
        assert_eq!(mail_at(MailPace::AtOnce, false, at("2026-09-14T10:00"), &hours), None);
    }

    #[test]
    fn a_full_hour_that_the_clocks_skip_is_not_lost() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // 2026-03-29: from 02:00 to 03:00.
        let now = at("2026-03-29T01:30:00+01:00");
        assert_eq!(next_hour(now, &zone), at("2026-03-29T03:00:00+02:00"));
        assert_eq!(next_daily(now, &zone, "02:30"), at("2026-03-29T03:30:00+02:00"));
    }
}
