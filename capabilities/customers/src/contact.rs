//! What a contact point may be, and which one mail goes to.

use lingke_platform::failure::Answer;
use lingke_platform::http::extract::Errors;
use lingke_platform::keys::Keys;
use sea_orm::ConnectionTrait;

use crate::model::{ContactKind, CustomerId};
use crate::protection::{Personal, is_phone_char};
use crate::store;

/// How many contact points one customer may have.
pub const CONTACT_POINTS_MAX: usize = 20;

/// The customer's e-mail address in the clear, for outgoing mail only: the preferred one, else the oldest.
pub async fn email_of(conn: &impl ConnectionTrait, keys: &Keys, id: CustomerId) -> Answer<Option<Personal>> {
    let mut emails = store::contact_points(conn, keys, &[id]).await?;
    emails.retain(|point| point.kind == ContactKind::Email);
    let place = emails.iter().position(|point| point.preferred).unwrap_or(0);
    Ok(emails.into_iter().nth(place).map(|point| point.value))
}

/// Adds to `errors` what is wrong with a contact value. What is said never holds the value.
pub fn check(errors: &mut Errors, field: &str, kind: ContactKind, value: &str) {
    let value = value.trim();
    if value.chars().any(char::is_control) {
        errors.add(field, "control_character", "no line breaks and control characters");
        return;
    }
    match kind {
        ContactKind::Phone => check_phone(errors, field, value),
        ContactKind::Email => check_email(errors, field, value),
        ContactKind::Address => errors.length(field, value, 1, 200),
        ContactKind::Wechat => errors.length(field, value, 2, 64),
    }
}

fn check_phone(errors: &mut Errors, field: &str, value: &str) {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    if !value.chars().all(is_phone_char) || !(5..=20).contains(&digits) || value.len() > 40 {
        errors.add(field, "not_a_phone_number", "5 to 20 digits, also + - ( ) and spaces");
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
        check(&mut errors, "value", kind, value);
        errors.done().is_ok()
    }

    #[test]
    fn phones_hold_digits_and_what_people_write_between_them() {
        for phone in ["95588", "+86 138-0013-8000", "(010) 6677 8899"] {
            assert!(accepted(ContactKind::Phone, phone), "{phone}");
        }
        for phone in
            ["", "1234", "123456789012345678901", "138x0013", "１３８００１３８０００", "138\n00138000"]
        {
            assert!(!accepted(ContactKind::Phone, phone), "{phone}");
        }
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
