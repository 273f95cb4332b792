//! When a try is enough, and when failures lock. Pure.

use lingke_kernel::time::Instant;
use lingke_platform::failure::{Answer, Failure, Refusal};
use sea_orm::FromQueryResult;

use crate::model::{Channel, Check, Level, Said, Settings};

/// The failures of one customer that may still count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct Failures {
    /// How many in a row.
    pub failures: i64,
    /// When the first of them was.
    pub since: Option<Instant>,
    /// Locked until then.
    pub locked_until: Option<Instant>,
}

/// What came of a try.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What agreed.
    pub matched: Vec<Check>,
    /// What did not.
    pub failed: Vec<Check>,
    /// Whether it was enough.
    pub passed: bool,
}

/// Refuses to begin a try that the level does not know.
///
/// # Errors
/// `verification_locked`; 422 for `channel` and `answers`.
pub fn may_try(
    level: &Level,
    channel: Channel,
    said: &[Said],
    failures: Failures,
    now: Instant,
) -> Answer<()> {
    if let Some(until) = failures.lock_at(now) {
        return Err(Refusal::conflict("verification_locked").with("until", until.to_string()).into());
    }
    if !level.channels.contains(&channel) {
        return Err(Failure::invalid("channel", "not_on_this_channel", "the level is not for this channel"));
    }
    for (n, one) in said.iter().enumerate() {
        if !level.checks.contains(&one.check) {
            let message = "the level does not ask this";
            return Err(Failure::invalid(format!("answers[{n}].check"), "not_in_level", message));
        }
    }
    if said.len() < level.matches_min {
        let message = format!("at least {} answers", level.matches_min);
        return Err(Failure::invalid("answers", "too_few", message));
    }
    match level.musts.iter().any(|must| said.iter().all(|one| one.check != *must)) {
        true => Err(Failure::invalid("answers", "must_is_missing", "one that has to be asked is missing")),
        false => Ok(()),
    }
}

/// A try is enough when as many agree as the level wants, all that have to among them, and nothing disagrees: a wrong
/// answer is a reason to ask another question in another try, and counts as one.
pub fn judge(level: &Level, compared: impl IntoIterator<Item = (Check, bool)>) -> Outcome {
    let (agreed, not): (Vec<_>, Vec<_>) = compared.into_iter().partition(|(_, agrees)| *agrees);
    let checks = |some: Vec<(Check, bool)>| some.into_iter().map(|(check, _)| check).collect::<Vec<_>>();
    let (matched, failed) = (checks(agreed), checks(not));
    let passed = failed.is_empty()
        && matched.len() >= level.matches_min
        && level.musts.iter().all(|must| matched.contains(must));
    Outcome { matched, failed, passed }
}

impl Failures {
    /// Until when it is locked, if it is.
    pub fn lock_at(self, now: Instant) -> Option<Instant> {
        self.locked_until.filter(|until| *until > now)
    }

    /// How many count at `now`.
    pub fn counting(self, settings: &Settings, now: Instant) -> i64 {
        let minutes = settings.failure_minutes;
        let counts = self.since.is_some_and(|since| since.plus_seconds(minutes * 60) > now);
        if counts { self.failures } else { 0 }
    }

    /// After one more failure.
    pub fn and_one(self, settings: &Settings, now: Instant) -> Self {
        let counted = self.counting(settings, now);
        let since = if counted == 0 { Some(now) } else { self.since };
        if counted + 1 < settings.failures_max {
            return Self { failures: counted + 1, since, locked_until: None };
        }
        // The count begins anew when the lock is over.
        Self { failures: 0, since: None, locked_until: Some(now.plus_seconds(settings.lock_minutes * 60)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::default;

    fn at(minute: i64) -> Instant {
        Instant::from_micros(1_700_000_000_000_000).plus_seconds(minute * 60)
    }
    fn said(check: Check) -> Said {
        Said { check, value: Some("x".to_owned()) }
    }

    #[test]
    fn enough_agree_and_nothing_disagrees() {
        let basic = &default().levels[0];
        let two = [(Check::Name, true), (Check::PhoneTail, true)];
        assert!(judge(basic, two).passed);
        assert!(!judge(basic, two[..1].to_vec()).passed);
        let wrong = judge(basic, [two[0], two[1], (Check::Email, false)]);
        assert!(!wrong.passed, "a wrong answer is not outweighed");
        assert_eq!((wrong.matched.len(), wrong.failed), (2, vec![Check::Email]));
    }

    #[test]
    fn what_has_to_agree_is_asked_and_agrees() {
        let enhanced = &default().levels[1];
        assert_eq!(enhanced.musts, [Check::IdentityNumber]);
        let without = [said(Check::Name), said(Check::Phone), said(Check::Email)];
        assert!(may_try(enhanced, Channel::Phone, &without, Failures::default(), at(0)).is_err());
        let with = [said(Check::Name), said(Check::Phone), said(Check::IdentityNumber)];
        assert!(may_try(enhanced, Channel::Phone, &with, Failures::default(), at(0)).is_ok());
        let agreed = [(Check::Name, true), (Check::Phone, true), (Check::BirthDate, true)];
        assert!(!judge(enhanced, agreed).passed);
    }

    #[test]
    fn a_level_is_for_its_channels_and_its_checks_only() {
        let counter = &default().levels[2];
        let seen = [said(Check::DocumentSeen), said(Check::Name)];
        assert!(may_try(counter, Channel::Counter, &seen, Failures::default(), at(0)).is_ok());
        assert!(may_try(counter, Channel::Phone, &seen, Failures::default(), at(0)).is_err());
        let email = [said(Check::DocumentSeen), said(Check::Email)];
        assert!(may_try(counter, Channel::Counter, &email, Failures::default(), at(0)).is_err());
    }

    #[test]
    fn the_third_failure_within_the_time_locks_and_the_lock_ends_by_itself() {
        let settings = default();
        let two = Failures::default().and_one(&settings, at(0)).and_one(&settings, at(5));
        assert_eq!((two.failures, two.lock_at(at(5))), (2, None));
        let locked = two.and_one(&settings, at(9));
        let until = at(9 + settings.lock_minutes);
        assert_eq!(locked.lock_at(at(9)), Some(until));
        assert_eq!(locked.lock_at(until), None, "at the moment it ends it is over");
        assert_eq!(locked.counting(&settings, until), 0, "the count begins anew");
        assert!(may_try(&settings.levels[0], Channel::Phone, &[], locked, at(10)).is_err());
    }

    #[test]
    fn old_failures_count_no_more() {
        let settings = default();
        let two = Failures::default().and_one(&settings, at(0)).and_one(&settings, at(1));
        let late = settings.failure_minutes;
        assert_eq!(two.counting(&settings, at(late - 1)), 2);
        assert_eq!(two.counting(&settings, at(late)), 0);
        assert_eq!(two.and_one(&settings, at(late)).failures, 1);
    }
}
