//! What a sign-in still wants. Pure.

use crate::model::{Proved, Step};
use crate::roles::Role;

/// Where a sign-in stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// What is proved so far.
    pub proved: Proved,
    /// Whether they have a second factor.
    pub has_second_factor: bool,
    /// Whether the password that was right is too old.
    pub password_is_old: bool,
    /// Whether one of their roles wants one.
    pub needs_second_factor: bool,
}

/// What comes before the session; none when nothing is left.
pub fn step_before_session(standing: Standing) -> Option<Step> {
    if standing.has_second_factor && standing.proved == Proved::Password {
        return Some(Step::SecondFactor);
    }
    // A passkey asks for no password, so it need not be a new one.
    if standing.password_is_old && standing.proved != Proved::Passkey {
        return Some(Step::NewPassword);
    }
    if standing.needs_second_factor && !standing.has_second_factor {
        return Some(Step::SetUp);
    }
    None
}

/// Whether one of someone's roles wants a second factor.
pub fn needs_second_factor(roles: &[Role], wanting: &[Role]) -> bool {
    roles.iter().any(|role| wanting.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Standing = Standing {
        proved: Proved::Password,
        has_second_factor: false,
        password_is_old: false,
        needs_second_factor: false,
    };

    #[test]
    fn a_second_factor_is_asked_for_once_and_set_up_where_it_is_wanted() {
        let step = |proved, has_second_factor, needs_second_factor| {
            step_before_session(Standing { proved, has_second_factor, needs_second_factor, ..PLAIN })
        };
        assert_eq!(step(Proved::Password, false, false), None);
        assert_eq!(step(Proved::Password, true, false), Some(Step::SecondFactor));
        assert_eq!(step(Proved::Password, true, true), Some(Step::SecondFactor));
        assert_eq!(step(Proved::Password, false, true), Some(Step::SetUp));
        for proved in [Proved::Authenticator, Proved::RecoveryCode, Proved::Passkey] {
            assert_eq!(step(proved, true, true), None);
        }
    }

    #[test]
    fn an_old_password_is_changed_by_whoever_has_proved_all_and_before_anything_is_set_up() {
        let old = Standing { password_is_old: true, ..PLAIN };
        assert_eq!(step_before_session(old), Some(Step::NewPassword));
        let both = Standing { has_second_factor: true, ..old };
        assert_eq!(step_before_session(both), Some(Step::SecondFactor));
        let proved = Standing { proved: Proved::Authenticator, ..both };
        assert_eq!(step_before_session(proved), Some(Step::NewPassword));
        let wanted = Standing { needs_second_factor: true, ..old };
        assert_eq!(step_before_session(wanted), Some(Step::NewPassword));
    }

    #[test]
    fn any_role_may_want_a_second_factor() {
        let wanting = [Role::Administrator];
        assert!(needs_second_factor(&[Role::Auditor, Role::Administrator], &wanting));
        assert!(!needs_second_factor(&[Role::Auditor], &wanting) && !needs_second_factor(&[], &wanting));
    }
}
