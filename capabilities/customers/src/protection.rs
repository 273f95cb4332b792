//! All handling of personal values: how they are kept, found and shown.
//!
//! A value in the clear is a [`Personal`], which neither prints nor serialises. It leaves as [`mask_contact`] or
//! [`mask_identity`], or by [`Personal::in_the_clear`], which has few callers and should keep few.

use std::fmt;

use lingke_platform::failure::Answer;
use sha2::{Digest, Sha256};

use crate::model::ContactKind;

/// A personal value in the clear.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal(String);

impl Personal {
    /// Takes a value in, without blanks around it.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The value. For revealing and for sending, nothing else.
    pub fn in_the_clear(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What the database keeps of a value.
///
/// The value itself for now. This and [`open`] are the single place where the issue that encrypts personal data
/// puts its cipher, and [`lookup_contact`] and [`lookup_identity`] where it puts its keyed index.
pub fn seal(value: &Personal) -> Answer<String> {
    Ok(value.0.clone())
}

/// The value of what the database keeps. See [`seal`].
pub fn open(sealed: String) -> Answer<Personal> {
    Ok(Personal(sealed))
}

/// The form in which a contact value is found: what two ways of writing the same have in common.
pub fn lookup_contact(kind: ContactKind, value: &Personal) -> String {
    match kind {
        ContactKind::Phone => phone_digits(&value.0),
        ContactKind::Email | ContactKind::Wechat => value.0.to_lowercase(),
        ContactKind::Address => value.0.to_lowercase().split_whitespace().collect(),
    }
}

/// The form in which an identity document is found.
pub fn lookup_identity(number: &Personal) -> String {
    number.0.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The forms in which what somebody typed into a search box may be a contact value.
pub fn lookups_of(sought: &str) -> Vec<String> {
    let sought = Personal::new(sought);
    let kinds = [ContactKind::Phone, ContactKind::Email, ContactKind::Address];
    let phone_like = sought.0.chars().all(is_phone_char);
    let kinds = kinds.into_iter().filter(|kind| *kind != ContactKind::Phone || phone_like);
    let mut forms: Vec<_> = kinds.map(|kind| lookup_contact(kind, &sought)).collect();
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    forms
}

/// Whether phone numbers are written with `c`.
pub fn is_phone_char(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')')
}

/// The digits of a phone number; a mobile number of the mainland without its country code.
fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let bare = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    match bare {
        Some(mobile) if mobile.len() == 11 && mobile.starts_with('1') => mobile.to_owned(),
        _ => digits,
    }
}

/// A contact value as screens and answers show it.
pub fn mask_contact(kind: ContactKind, value: &Personal) -> String {
    match kind {
        ContactKind::Phone => mask_phone(&value.0),
        ContactKind::Email => mask_email(&value.0),
        ContactKind::Address => format!("{}***", front(&value.0, 6)),
        ContactKind::Wechat => format!("{}***", front(&value.0, 2)),
    }
}

/// An identity number as screens and answers show it: its first and its last character.
pub fn mask_identity(number: &Personal) -> String {
    let chars: Vec<char> = number.0.chars().collect();
    match chars.as_slice() {
        [first, _, _, .., last] => format!("{first}***{last}"),
        _ => "***".to_owned(),
    }
}

/// Three digits in front and four at the end; of a short number only two at the end.
fn mask_phone(text: &str) -> String {
    let digits = phone_digits(text);
    if digits.len() < 9 {
        return format!("***{}", &digits[digits.len().saturating_sub(2)..]);
    }
    format!("{}****{}", &digits[..3], &digits[digits.len() - 4..])
}

/// The first character and the domain.
fn mask_email(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((name, domain)) => format!("{}***@{domain}", front(name, 1)),
        None => "***".to_owned(),
    }
}

/// The first `count` characters, but never more than half of them.
fn front(text: &str, count: usize) -> String {
    let shown = count.min(text.chars().count() / 2);
    text.chars().take(shown).collect()
}

/// A text's fingerprint, which says nothing of the text to whoever lacks the salt.
pub struct SaltedDigest {
    /// 16 random bytes, hexadecimal. Kept with the text and erased with it.
    pub salt: String,
    /// SHA-256 over salt and text, hexadecimal. For the journal.
    pub sha256: String,
}

/// The fingerprint of `text` under a new salt.
pub fn salted_digest(text: &str) -> SaltedDigest {
    let salt = hex::encode(rand::random::<[u8; 16]>());
    let sha256 = hex::encode(Sha256::new().chain_update(&salt).chain_update(text).finalize());
    SaltedDigest { salt, sha256 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(kind: ContactKind, text: &str) -> String {
        mask_contact(kind, &Personal::new(text))
    }
    fn found(kind: ContactKind, text: &str) -> String {
        lookup_contact(kind, &Personal::new(text))
    }

    #[test]
    fn a_phone_shows_three_digits_and_four() {
        for text in ["13800138000", "+86 138-0013-8000", "0086 (138) 00138000"] {
            assert_eq!(masked(ContactKind::Phone, text), "138****8000", "{text}");
        }
        assert_eq!(masked(ContactKind::Phone, "95588"), "***88");
        assert_eq!(masked(ContactKind::Phone, "010-66778899"), "010****8899");
    }

    #[test]
    fn mail_address_wechat_and_identity_show_their_beginning_only() {
        assert_eq!(masked(ContactKind::Email, "wang.fang@example.com"), "w***@example.com");
        assert_eq!(masked(ContactKind::Email, "w@example.com"), "***@example.com");
        assert_eq!(masked(ContactKind::Address, "北京市西城区金融大街15号"), "北京市西城区***");
        assert_eq!(masked(ContactKind::Address, "金融大街"), "金融***");
        assert_eq!(masked(ContactKind::Wechat, "wxid_fang88"), "wx***");
        assert_eq!(mask_identity(&Personal::new("11010519491231002X")), "1***X");
        assert_eq!(mask_identity(&Personal::new("123")), "***");
    }

    #[test]
    fn one_value_written_two_ways_is_found_as_one() {
        let written = ["13800138000", "+86 138 0013 8000", "0086-13800138000"];
        for text in written {
            assert_eq!(found(ContactKind::Phone, text), "13800138000", "{text}");
        }
        assert_eq!(found(ContactKind::Phone, "8610 6677 8899"), "861066778899");
        assert_eq!(found(ContactKind::Email, " Wang.Fang@Example.COM "), "wang.fang@example.com");
        assert_eq!(found(ContactKind::Address, "北京市 西城区"), "北京市西城区");
        let (lower, spaced) = (Personal::new("11010519491231002x"), Personal::new("110105 19491231 002X"));
        assert_eq!(lookup_identity(&lower), lookup_identity(&spaced));
    }

    #[test]
    fn only_what_looks_like_a_phone_number_is_sought_as_one() {
        assert_eq!(lookups_of("+86 138 0013 8000")[0], "13800138000");
        assert_eq!(lookups_of("Fang8@Example.com"), ["fang8@example.com"]);
        assert!(lookups_of("  ").is_empty());
    }

    #[test]
    fn a_personal_value_does_not_print() {
        assert_eq!(format!("{:?}", Personal::new("13800138000")), "***");
    }
}
