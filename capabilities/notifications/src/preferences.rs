//! What a person wants to be told, where and when. Plain data with the defaults, and what may be wrong with it.

use lingke_kernel::calendar::{Calendar, CalendarSpec};
use lingke_platform::http::extract::{Check, Errors};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Kind, Reason};

/// Quiet periods a person may name.
const PERIODS_MAX: usize = 7;

/// When something is mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailPace {
    /// As soon as it happens.
    AtOnce,
    /// In a digest at the full hour.
    Hourly,
    /// In a digest once a day.
    Daily,
    /// Not at all.
    Never,
}

/// Where and when one reason, or one kind, is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonChoice {
    /// Why the person is told.
    pub reason: Reason,
    /// In the console.
    pub console: bool,
    /// By mail.
    pub mail: MailPace,
}

/// An exception for one kind, whatever the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KindChoice {
    /// What happened.
    pub kind: Kind,
    /// In the console.
    pub console: bool,
    /// By mail.
    pub mail: MailPace,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

/// Hours in which nothing is mailed. An end before the begin is on the next day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietPeriod {
    /// The days on which it begins, at least one.
    pub days: Vec<Weekday>,
    /// `22:00`.
    pub from: String,
    /// `07:30`; `24:00` ends the day.
    pub to: String,
}

/// What a person wants to be told, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationPreferences)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// By reason; one that is left out is told as the defaults say.
    pub reasons: Vec<ReasonChoice>,
    /// Exceptions by kind.
    pub kinds: Vec<KindChoice>,
    /// When nothing is mailed.
    pub quiet: Vec<QuietPeriod>,
    /// Nothing is mailed outside the working hours of this calendar either.
    pub calendar: Option<String>,
    /// When the daily digest goes out, `08:30`.
    pub daily_at: String,
    /// Whether breaches, escalations and overdue tasks are mailed in quiet hours too.
    pub urgent_breaks_through: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let night = QuietPeriod {
            days: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun],
            from: "21:00".to_owned(),
            to: "07:30".to_owned(),
        };
        Self {
            reasons: Reason::ALL.map(default_choice).to_vec(),
            kinds: Vec::new(),
            quiet: vec![night],
            calendar: None,
            daily_at: "08:30".to_owned(),
            urgent_breaks_through: false,
        }
    }
}

/// What is asked of a person by name is mailed at once; what they only watch waits, or stays in the console.
fn default_choice(reason: Reason) -> ReasonChoice {
    let mail = match reason {
        Reason::Mentioned
        | Reason::Asked
        | Reason::Manager
        | Reason::Requester
        | Reason::Sender
        | Reason::DataOwner
        | Reason::Operator => MailPace::AtOnce,
        Reason::Assignee => MailPace::Hourly,
        Reason::Owner | Reason::Opener => MailPace::Daily,
        Reason::Follower | Reason::Addressee => MailPace::Never,
    };
    ReasonChoice { reason, console: true, mail }
}

impl Preferences {
    /// Where this is told: the exception for the kind, else the reason, else the default.
    pub fn choice(&self, kind: Kind, reason: Reason) -> (bool, MailPace) {
        if let Some(exception) = self.kinds.iter().find(|choice| choice.kind == kind) {
            return (exception.console, exception.mail);
        }
        let chosen = self.reasons.iter().find(|choice| choice.reason == reason);
        let choice = chosen.copied().unwrap_or_else(|| default_choice(reason));
        (choice.console, choice.mail)
    }

    /// The same with a choice for every reason, for the page.
    #[must_use]
    pub fn completed(mut self) -> Self {
        let kept = std::mem::take(&mut self.reasons);
        let of = |reason| kept.iter().copied().find(|choice| choice.reason == reason);
        self.reasons =
            Reason::ALL.map(|reason| of(reason).unwrap_or_else(|| default_choice(reason))).to_vec();
        self
    }
}

/// A time of day, `08:30`, as minutes after midnight.
pub fn minutes_of(text: &str) -> Option<i16> {
    let (hours, minutes) = text.split_once(':')?;
    let plain = |part: &str| (part.len() == 2).then(|| part.parse::<i16>().ok()).flatten();
    let (hours, minutes) = (plain(hours)?, plain(minutes)?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// The quiet periods as the working time of a calendar, so that nights, days and zones are the kernel's business.
pub fn quiet_calendar(periods: &[QuietPeriod], zone: &str) -> Option<Calendar> {
    let mut spec = CalendarSpec {
        time_zone: zone.to_owned(),
        weekly: Default::default(),
        holidays: Vec::new(),
        special_days: Default::default(),
        holiday_names: Default::default(),
        known_years: None,
    };
    for period in periods {
        for day in &period.days {
            let week = &mut spec.weekly;
            let hours = match day {
                Weekday::Mon => &mut week.mon,
                Weekday::Tue => &mut week.tue,
                Weekday::Wed => &mut week.wed,
                Weekday::Thu => &mut week.thu,
                Weekday::Fri => &mut week.fri,
                Weekday::Sat => &mut week.sat,
                Weekday::Sun => &mut week.sun,
            };
            hours.push([period.from.clone(), period.to.clone()]);
        }
    }
    Calendar::from_spec(&spec).ok()
}

impl Check for Preferences {
    fn check(&self, errors: &mut Errors) {
        twice(errors, "reasons", self.reasons.iter().map(|choice| choice.reason));
        twice(errors, "kinds", self.kinds.iter().map(|choice| choice.kind));
        if self.quiet.len() > PERIODS_MAX {
            errors.add("quiet", "too_long", format!("at most {PERIODS_MAX} periods"));
        }
        for (n, period) in self.quiet.iter().enumerate().take(PERIODS_MAX) {
            check_period(errors, n, period);
        }
        if minutes_of(&self.daily_at).is_none() {
            errors.add("daily_at", "wrong_form", "a time of day such as 08:30");
        }
        errors.length_if("calendar", self.calendar.as_deref(), 1, 100);
    }
}

fn twice<T: PartialEq>(errors: &mut Errors, field: &str, chosen: impl Iterator<Item = T>) {
    let mut seen = Vec::new();
    for (n, one) in chosen.enumerate() {
        if seen.contains(&one) {
            errors.add(format!("{field}[{n}]"), "duplicate", "chosen twice");
        }
        seen.push(one);
    }
}

fn check_period(errors: &mut Errors, n: usize, period: &QuietPeriod) {
    let field = |name: &str| format!("quiet[{n}].{name}");
    if period.days.is_empty() {
        errors.add(field("days"), "too_short", "at least one day");
    }
    if period.days.len() > 7 {
        errors.add(field("days"), "too_long", "at most seven days");
    }
    if minutes_of(&period.from).is_none() {
        errors.add(field("from"), "wrong_form", "a time of day such as 22:00");
    }
    if minutes_of(&period.to).is_none() && period.to != "24:00" {
        errors.add(field("to"), "wrong_form", "a time of day such as 07:30, or 24:00");
    } else if period.to == period.from {
        errors.add(field("to"), "wrong_form", "not the time it begins");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exception_for_a_kind_wins_over_the_reason_and_the_reason_over_the_default() {
        let mut preferences = Preferences { reasons: Vec::new(), ..Preferences::default() };
        assert_eq!(preferences.choice(Kind::Noted, Reason::Assignee), (true, MailPace::Hourly));
        preferences.reasons.push(ReasonChoice {
            reason: Reason::Assignee,
            console: false,
            mail: MailPace::Daily,
        });
        assert_eq!(preferences.choice(Kind::Noted, Reason::Assignee), (false, MailPace::Daily));
        preferences.kinds.push(KindChoice { kind: Kind::Noted, console: true, mail: MailPace::Never });
        assert_eq!(preferences.choice(Kind::Noted, Reason::Assignee), (true, MailPace::Never));
    }

    #[test]
    fn a_time_of_day_has_two_digits_twice() {
        assert_eq!(minutes_of("08:30"), Some(510));
        assert_eq!(minutes_of("23:59"), Some(1439));
        for text in ["8:30", "24:00", "08:60", "", ":", "-1:00", "08:3a"] {
            assert_eq!(minutes_of(text), None, "{text}");
        }
    }
}
