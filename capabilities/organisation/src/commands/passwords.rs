//! Passwords by the institution's rules: looked at before they are hashed, and what becomes old.

use lingke_kernel::time::Instant;
use lingke_platform::ctx::Tx;
use lingke_platform::failure::{Answer, Failure};
use sea_orm::ConnectionTrait;

use crate::model::StaffRow;
use crate::password_rules::{PasswordRule, PasswordRules};
use crate::{password, store};

const DAY_SECONDS: i64 = 86_400;

/// Refuses a password that does not meet the rules, for somebody with this login and name.
///
/// # Errors
/// 422 on `field` with the code of the first rule that is not met.
pub fn look_at(rules: PasswordRules, field: &str, given: &str, (login, name): (&str, &str)) -> Answer<()> {
    let Some(unmet) = rules.unmet(given, &[login, name]) else { return Ok(()) };
    let number = unmet.number.unwrap_or_default();
    Err(match unmet.rule {
        PasswordRule::Length => {
            Failure::invalid(field, "password_length", format!("at least {number} characters, at most 200"))
        }
        PasswordRule::Classes => Failure::invalid(
            field,
            "password_classes",
            format!("at least {number} of: small letters, capital letters, digits, others"),
        ),
        PasswordRule::NotOneself => {
            Failure::invalid(field, "password_oneself", "neither the login nor the name")
        }
        PasswordRule::NotGuessed | PasswordRule::NotAgain => {
            Failure::invalid(field, "password_guessed", "not a common password, nor easily guessed")
        }
    })
}

/// The same for somebody who is here already: nor may it be one of the last they had.
///
/// # Errors
/// 422 on `field`, also with `password_again`.
pub async fn vet(conn: &impl ConnectionTrait, field: &str, given: &str, row: &StaffRow) -> Answer<()> {
    let rules = store::rules::current(conn).await?.passwords();
    look_at(rules, field, given, (&row.login, &row.name))?;
    let mut before = vec![row.password_hash.clone()];
    before.extend(store::passwords::last(conn, row.id, rules.profile.not_again() - 1).await?);
    for hash in before.into_iter().filter(|hash| !hash.is_empty()) {
        if password::matches(given.to_owned(), Some(hash)).await? {
            return Err(Failure::invalid(field, "password_again", "not one of the last passwords"));
        }
    }
    Ok(())
}

/// Sets a password that was looked at; the one before is kept as past. The caller writes the row.
pub async fn set(tx: &Tx, row: &mut StaffRow, hash: String) -> Answer<()> {
    if !row.password_hash.is_empty() {
        store::passwords::keep(tx, row.id, &row.password_hash).await?;
    }
    row.password_hash = hash;
    row.password_set_at = Some(tx.now());
    row.version += 1;
    Ok(())
}

/// Whether a password that was set at `set_at` is too old by `rules`; one without such a moment does not age.
pub fn is_old(rules: PasswordRules, set_at: Option<Instant>, now: Instant) -> bool {
    let (Some(days), Some(set_at)) = (rules.profile.days_max(), set_at) else { return false };
    set_at.plus_seconds(days * DAY_SECONDS) <= now
}
