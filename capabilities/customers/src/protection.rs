//! All handling of personal values: how they are kept, found and shown.
//!
//! A value in the clear is a [`Personal`], which neither prints nor serialises. It leaves as [`mask_contact`] or
//! [`mask_identity`], or by [`Personal::in_the_clear`], which has few callers and should keep few. The database has it
//! only as [`seal`] makes it, under a key of its customer's own, and finds it by what [`lookup_contact`] and
//! [`lookup_identity`] say of it, which means nothing to whoever lacks the key.

use std::fmt;

use anyhow::anyhow;
use lingke_platform::failure::Answer;
use lingke_platform::keys::{Keys, Secret};
use sha2::{Digest, Sha256};

use crate::address;
use crate::holdings::model::HoldingKind;
use crate::model::ContactKind;
use crate::phone::{is_phone_char, normalised};

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

/// What the database keeps of the value of the row `id`: sealed by the key of its customer, for this row only.
pub fn seal(key: &Secret, id: impl fmt::Display, value: &Personal) -> Answer<String> {
    key.seal(&place(id), value.0.as_bytes())
}

/// The value of what the database keeps. See [`seal`].
///
/// # Errors
/// When it was changed, or moved here from another row.
pub fn open(key: &Secret, id: impl fmt::Display, sealed: &str) -> Answer<Personal> {
    let opened = key.open(&place(id), sealed)?;
    let text = std::str::from_utf8(&opened).map_err(|_| anyhow!("a sealed value is no text"))?;
    Ok(Personal(text.to_owned()))
}

/// The id tells the table, and both tables have their values in a column of this name.
fn place(id: impl fmt::Display) -> String {
    format!("{id}.value")
}

/// What a contact value is found by, however it was written.
pub fn lookup_contact(keys: &Keys, kind: ContactKind, value: &Personal) -> String {
    keys.lookup(kind_code(kind), &contact_form(kind, value))
}

/// What a phone number is found by when only its last four digits are known.
pub fn lookup_tail(keys: &Keys, kind: ContactKind, value: &Personal) -> Option<String> {
    let digits = Some(phone_digits(&value.0)).filter(|_| kind == ContactKind::Phone)?;
    let start = digits.len().checked_sub(TAIL_DIGITS)?;
    Some(keys.lookup(TAIL, &digits[start..]))
}

/// What an identity document is found by, however its number was written.
pub fn lookup_identity(keys: &Keys, number: &Personal) -> String {
    keys.lookup("identity", &identity_form(number))
}

/// What a holding is found by, however its number was written.
pub fn lookup_holding(keys: &Keys, kind: HoldingKind, number: &Personal) -> String {
    keys.lookup(holding_code(kind), &identity_form(number))
}

/// What a holding is found by when only its last four are known.
pub fn lookup_holding_tail(keys: &Keys, number: &Personal) -> Option<String> {
    let form = identity_form(number);
    let start = form.len().checked_sub(TAIL_DIGITS)?;
    form.get(start..).map(|tail| keys.lookup(HOLDING_TAIL, tail))
}

/// What somebody typed is looked up by as the whole number of a holding of whatever kind; nothing when it cannot be one.
pub fn holdings_of(keys: &Keys, sought: &str) -> Vec<String> {
    let number = Personal::new(sought);
    if identity_form(&number).len() < IDENTITY_LETTERS_MIN || !number.0.is_ascii() {
        return Vec::new();
    }
    let kinds = [HoldingKind::Account, HoldingKind::Card, HoldingKind::Policy, HoldingKind::Loan];
    kinds.map(|kind| lookup_holding(keys, kind, &number)).to_vec()
}

/// The same as the last four of a holding's number; none when it is something else.
pub fn holding_tail_of(keys: &Keys, sought: &str) -> Option<String> {
    let four = sought.trim().to_uppercase();
    let plain = four.len() == TAIL_DIGITS && four.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| keys.lookup(HOLDING_TAIL, &four))
}

fn holding_code(kind: HoldingKind) -> &'static str {
    match kind {
        HoldingKind::Account => "account",
        HoldingKind::Card => "card",
        HoldingKind::Policy => "policy",
        HoldingKind::Loan => "loan",
    }
}

/// What the ends of holdings' numbers are looked up as.
const HOLDING_TAIL: &str = "holding_tail";
/// What the ends of phone numbers are looked up as.
const TAIL: &str = "phone_tail";
/// Shorter ones are not sought as identity numbers.
const IDENTITY_LETTERS_MIN: usize = 6;
/// How many digits at its end a phone number is also found by.
const TAIL_DIGITS: usize = 4;

fn kind_code(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Phone => "phone",
        ContactKind::Email => "email",
        ContactKind::Address => "address",
        ContactKind::Wechat => "wechat",
    }
}

/// What two ways of writing the same contact value have in common.
pub fn contact_form(kind: ContactKind, value: &Personal) -> String {
    match kind {
        ContactKind::Phone => phone_digits(&value.0),
        ContactKind::Email | ContactKind::Wechat => value.0.to_lowercase(),
        ContactKind::Address => address::line(value).to_lowercase().split_whitespace().collect(),
    }
}

/// What two ways of writing the same identity number have in common.
pub fn identity_form(number: &Personal) -> String {
    number.0.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What somebody typed into a search box is looked up by, as a whole contact value of whatever kind.
pub fn lookups_of(keys: &Keys, sought: &str) -> Vec<String> {
    let forms = forms_of(sought).into_iter();
    forms.map(|(kind, form)| keys.lookup(kind_code(kind), &form)).collect()
}

/// The same as a whole identity number; none when it cannot be one.
pub fn identity_of(keys: &Keys, sought: &str) -> Option<String> {
    let number = Personal::new(sought);
    let long = identity_form(&number).len() >= IDENTITY_LETTERS_MIN && number.0.is_ascii();
    long.then(|| lookup_identity(keys, &number))
}

/// The same as the last four digits of a phone number; none when it is something else.
pub fn tail_of(keys: &Keys, sought: &str) -> Option<String> {
    let digits = sought.trim();
    let four = digits.len() == TAIL_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    four.then(|| keys.lookup(TAIL, digits))
}

fn forms_of(sought: &str) -> Vec<(ContactKind, String)> {
    let phone = normalised(sought, None).unwrap_or_else(|| sought.to_owned());
    let (sought, phone) = (Personal::new(sought), Personal::new(&phone));
    let kinds = [ContactKind::Phone, ContactKind::Email, ContactKind::Address, ContactKind::Wechat];
    let phone_like = sought.0.chars().all(is_phone_char);
    let kinds = kinds.into_iter().filter(|kind| *kind != ContactKind::Phone || phone_like);
    let mut forms: Vec<_> = kinds
        .map(|kind| (kind, contact_form(kind, if kind == ContactKind::Phone { &phone } else { &sought })))
        .collect();
    forms.retain(|(_, form)| !form.is_empty());
    forms
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
        ContactKind::Address => match address::Address::of(value) {
            Some(address) => format!("{}***", address.masked().line()),
            None => format!("{}***", front(&value.0, 6)),
        },
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

/// The number of an account, card, policy or loan as screens show it: its last four.
pub fn mask_holding(number: &Personal) -> String {
    let form: Vec<char> = identity_form(number).chars().collect();
    let end: String = form[form.len().saturating_sub(TAIL_DIGITS)..].iter().collect();
    format!("****{end}")
}

/// The name of a person who is no customer: its first character.
pub fn mask_name(name: &str) -> String {
    let letters = name.trim().chars().count();
    let front: String = name.trim().chars().take(1).collect();
    format!("{front}{}", "*".repeat(letters.saturating_sub(1).clamp(1, 3)))
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
        contact_form(kind, &Personal::new(text))
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
        assert_eq!(identity_form(&lower), identity_form(&spaced));
    }

    #[test]
    fn an_address_in_parts_is_masked_to_its_district_and_found_as_its_line() {
        let kept = Personal::new("浙江省\u{1F}杭州市\u{1F}西湖区\u{1F}文三路 90 号");
        assert_eq!(mask_contact(ContactKind::Address, &kept), "浙江省杭州市西湖区***");
        assert_eq!(contact_form(ContactKind::Address, &kept), "浙江省杭州市西湖区文三路90号");
    }

    #[test]
    fn lookups_tell_kinds_apart_and_say_nothing_of_the_value() {
        let keys = Keys::random();
        let (phone, spaced) = (Personal::new("13800138000"), Personal::new("+86 138 0013 8000"));
        let lookup = lookup_contact(&keys, ContactKind::Phone, &phone);
        assert_eq!(lookup, lookup_contact(&keys, ContactKind::Phone, &spaced));
        assert_ne!(lookup, lookup_contact(&keys, ContactKind::Wechat, &phone));
        assert_ne!(lookup, lookup_identity(&keys, &phone));
        assert!(lookup.len() == 32 && !lookup.contains("1380013"));
        assert!(lookups_of(&keys, " 0086-13800138000 ").contains(&lookup));
    }

    #[test]
    fn four_digits_alone_are_sought_as_the_end_of_a_phone_number() {
        let keys = Keys::random();
        let tail = lookup_tail(&keys, ContactKind::Phone, &Personal::new("138-0013-8000"));
        assert!(tail.is_some());
        assert_eq!(tail_of(&keys, " 8000 "), tail);
        assert_ne!(tail_of(&keys, "0138"), tail);
        for text in ["800", "18000", "8 000", "80a0", "８０００", "8000@", ""] {
            assert_eq!(tail_of(&keys, text), None, "{text}");
        }
        assert_eq!(lookup_tail(&keys, ContactKind::Wechat, &Personal::new("13800138000")), None);
        assert_eq!(lookup_tail(&keys, ContactKind::Phone, &Personal::new("123")), None);
    }

    #[test]
    fn a_holding_is_found_by_its_number_or_its_end_and_shows_its_end_only() {
        let keys = Keys::random();
        let card = Personal::new("6222 0212 3456 7890");
        assert_eq!(mask_holding(&card), "****7890");
        assert_eq!(lookup_holding_tail(&keys, &card), holding_tail_of(&keys, " 7890 "));
        let written = holdings_of(&keys, "6222021234567890");
        assert!(written.contains(&lookup_holding(&keys, HoldingKind::Card, &card)));
        assert!(holdings_of(&keys, "7890").is_empty() && holdings_of(&keys, "王芳王芳王芳").is_empty());
        assert_ne!(
            lookup_holding_tail(&keys, &card),
            tail_of(&keys, "7890"),
            "a phone's end is another thing"
        );
    }

    #[test]
    fn a_name_shows_its_first_character() {
        assert_eq!(mask_name("王芳"), "王*");
        assert_eq!(mask_name("欧阳娜娜"), "欧***");
        assert_eq!((mask_name("王").as_str(), mask_name("").as_str()), ("王*", "*"));
    }

    #[test]
    fn a_value_opens_in_its_own_row_only() {
        let keys = Keys::random();
        let (key, _) = keys.new_key("cus_1").unwrap();
        let sealed = seal(&key, "cpt_1", &Personal::new("北京市西城区")).unwrap();
        assert!(!sealed.contains("北京"));
        assert_eq!(open(&key, "cpt_1", &sealed).unwrap().in_the_clear(), "北京市西城区");
        assert!(open(&key, "cpt_2", &sealed).is_err());
        assert!(open(&key, "cpt_1", "北京市西城区").is_err(), "a value in the clear does not pass for one");
    }

    #[test]
    fn only_what_looks_like_a_phone_number_is_sought_as_one() {
        assert!(forms_of("+86 138 0013 8000").contains(&(ContactKind::Phone, "13800138000".to_owned())));
        let forms = forms_of("Fang8@Example.com");
        assert!(forms.iter().all(|(kind, form)| *kind != ContactKind::Phone && form == "fang8@example.com"));
        assert!(forms_of("  ").is_empty());
    }

    #[test]
    fn a_personal_value_does_not_print() {
        assert_eq!(format!("{:?}", Personal::new("13800138000")), "***");
    }
}
