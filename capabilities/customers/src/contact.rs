//! What a contact point may be, and which one mail goes to.

use lingke_platform::failure::Answer;
use lingke_platform::http::extract::Errors;
use lingke_platform::keys::Keys;
use sea_orm::ConnectionTrait;

use crate::model::{ContactKind, CustomerId, NewContactPoint, VerificationState};
use crate::protection::Personal;
use crate::{phone, store};

/// How many contact points one customer may have.
pub const CONTACT_POINTS_MAX: usize = 20;

/// The customer's e-mail address in the clear, for outgoing mail only: of those that are not known to bounce the
/// preferred one, else the oldest.
pub async fn email_of(conn: &impl ConnectionTrait, keys: &Keys, id: CustomerId) -> Answer<Option<Personal>> {
    let mut emails = store::contact_points(conn, keys, &[id]).await?;
    emails.retain(|point| {
        point.kind == ContactKind::Email && point.verified.state != VerificationState::Bounced
    });
    let place = emails.iter().position(|point| point.preferred).unwrap_or(0);
    Ok(emails.into_iter().nth(place).map(|point| point.value))
}

/// Adds to `errors` what is wrong with a contact point; `at` stands before the names of its fields. What is said never
/// holds the value.
pub fn check(errors: &mut Errors, at: &str, new: &NewContactPoint) {
    let (field, value) = (format!("{at}value"), new.value.trim());
    if let Some(address) = &new.address {
        address.check(errors, &format!("{at}address"));
        if new.kind != ContactKind::Address || !value.is_empty() {
            errors.add(format!("{at}address"), "not_here", "only of an address, and instead of a value");
        }
        return;
    }
    if value.chars().any(char::is_control) {
        errors.add(field, "control_character", "no line breaks and control characters");
        return;
    }
    let country = new.country.as_deref();
    if country.is_some_and(|code| new.kind != ContactKind::Phone || !phone::is_country(code)) {
        errors.add(
            format!("{at}country"),
            "unknown_country",
            "of a phone number, two capital letters as ISO 3166 has them",
        );
        return;
    }
    match new.kind {
        ContactKind::Phone if phone::normalised(value, country).is_none() => {
            errors.add(
                field,
                "not_a_phone_number",
                "no such number in its country; others begin with + and their code",
            );
        }
        ContactKind::Phone => {}
        ContactKind::Email => check_email(errors, &field, value),
        ContactKind::Address => errors.length(&field, value, 1, 200),
        ContactKind::Wechat => errors.length(&field, value, 2, 64),
    }
}

/// The value that is kept of a contact point.
pub(crate) fn value_of(new: &NewContactPoint) -> Personal {
    match &new.address {
        Some(address) => address.packed(),
        None if new.kind == ContactKind::Phone => {
            let number = phone::normalised(&new.value, new.country.as_deref());
            Personal::new(number.as_deref().unwrap_or(&new.value))
        }
        None => Personal::new(&new.value),
    }
}

/// A lax form; only a mail that arrives proves an address.
fn check_email(errors: &mut Errors, field: &str, value: &str) {
    let sides = value.split_once('@');
    let whole = sides.is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !value.contains([' ', ',', ';', '<', '>'])
    });
    if !whole || value.len() > 254 {
        errors.add(field, "not_an_email_address", "a name, @ and a domain, at most 254 bytes");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(kind: ContactKind, value: &str) -> bool {
        let mut errors = Errors::default();
        let new =
            NewContactPoint { kind, value: value.to_owned(), address: None, country: None, preferred: false };
        check(&mut errors, "", &new);
        errors.done().is_ok()
    }

    #[test]
    fn phones_are_numbers_that_their_country_has() {
        assert!(accepted(ContactKind::Phone, "95588") && accepted(ContactKind::Phone, " +86 138-0013-8000 "));
        assert!(!accepted(ContactKind::Phone, "138001380") && !accepted(ContactKind::Phone, "138\n00138000"));
    }

    #[test]
    fn mail_addresses_have_one_at_sign_between_two_things() {
        for email in ["a@b", "wang.fang+lk@example.com", " 王芳@例子.中国 "] {
            assert!(accepted(ContactKind::Email, email), "{email}");
        }
        for email in ["", "@", "a@", "@b", "a@b@c", "a b@c", "a@b,c@d", "A <a@b>", "a@b\r\nBcc: c@d"] {
            assert!(!accepted(ContactKind::Email, email), "{email}");
        }
    }
}
