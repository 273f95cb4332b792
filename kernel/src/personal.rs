//! Personal data typed where it does not belong: recognised in free text, and masked before anything keeps it.
//!
//! What people type into a message or a note is read by many and kept for years, so what would let somebody pay or sign
//! in does not stay there. Classes after JR/T 0171-2020: card number and identity number are C2 and keep their ends, by
//! which people tell them apart; card verification codes, verification codes sent to a customer and passwords are C3
//! and keep nothing.

use std::ops::Range;

use jiff::civil::Date;

use crate::luhn;

/// What was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitive {
    /// A payment card's number: ISO/IEC 7812-1, with a check digit by Luhn.
    CardNumber,
    /// A resident identity number: GB 11643-1999.
    IdentityNumber,
    /// The three or four digits printed on a card.
    CardCode,
    /// A code that was sent to the customer to prove who they are.
    VerificationCode,
    /// A password or PIN.
    Password,
}

/// A text without what was recognised in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text to keep.
    pub text: String,
    /// What was masked, each kind once.
    pub found: Vec<Sensitive>,
}

/// Words after which a secret stands, with how it looks. The longer ones first: 动态密码 is a code, 密码 a password.
const ANNOUNCED: &[(&str, Sensitive)] = &[
    ("动态密码", Sensitive::VerificationCode),
    ("动态码", Sensitive::VerificationCode),
    ("验证码", Sensitive::VerificationCode),
    ("校验码", Sensitive::VerificationCode),
    ("verification code", Sensitive::VerificationCode),
    ("one-time password", Sensitive::VerificationCode),
    ("otp", Sensitive::VerificationCode),
    ("卡背面后三位", Sensitive::CardCode),
    ("背面末三位", Sensitive::CardCode),
    ("安全码", Sensitive::CardCode),
    ("security code", Sensitive::CardCode),
    ("cvv2", Sensitive::CardCode),
    ("cvn2", Sensitive::CardCode),
    ("cvv", Sensitive::CardCode),
    ("cvn", Sensitive::CardCode),
    ("cvc", Sensitive::CardCode),
    ("密码", Sensitive::Password),
    ("口令", Sensitive::Password),
    ("password", Sensitive::Password),
    ("passcode", Sensitive::Password),
    ("pin", Sensitive::Password),
];

/// Words between the announcement and the secret.
const LINKS: &[&str] = &["是", "为", "：", ":", "=", "＝", "is", "号", "码"];

/// How many characters of link words and blanks may stand between.
const LINK_MAX: usize = 8;

/// What is kept of a text that somebody typed: without blanks around it, and masked.
pub fn kept(typed: &str) -> String {
    masked(typed.trim()).text
}

/// The text with everything recognised masked.
pub fn masked(text: &str) -> Masked {
    let chars: Vec<char> = text.chars().collect();
    let mut found = numbers(&chars);
    found.extend(announced(&chars));
    found.sort_by_key(|(range, _)| range.start);
    let (mut kept, mut kinds, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for (range, kind) in found {
        if range.start < at {
            continue;
        }
        kept.extend(&chars[at..range.start]);
        kept.push_str(&mask(&chars[range.clone()], kind));
        kinds.push(kind);
        at = range.end;
    }
    kept.extend(&chars[at..]);
    kinds.sort_unstable();
    kinds.dedup();
    Masked { text: kept, found: kinds }
}

/// Card: six in front and four at the end. Identity number: the first and the last. Secrets: nothing.
fn mask(chars: &[char], kind: Sensitive) -> String {
    let (front, back) = match kind {
        Sensitive::CardNumber => (6, 4),
        Sensitive::IdentityNumber => (1, 1),
        _ => return "***".to_owned(),
    };
    let digits: Vec<char> = chars.iter().filter(|c| !is_separator(**c)).map(|c| plain(*c)).collect();
    let hidden = digits.len().saturating_sub(front + back);
    let mut text: String = digits[..front].iter().collect();
    text.extend(std::iter::repeat_n('*', hidden));
    text.extend(&digits[digits.len() - back..]);
    text
}

/// A digit as ASCII writes it; anything else as it is.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c),
        'ｘ' | 'Ｘ' | 'x' => 'X',
        other => other,
    }
}

fn is_digit(c: char) -> bool {
    plain(c).is_ascii_digit()
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '\u{2013}' | '\u{3000}' | '\u{A0}')
}

/// Runs of digits, a last one with the X of an identity number. Letters beside make it part of something else.
fn groups(chars: &[char]) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(chars[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && is_digit(chars[at]) {
            at += 1;
        }
        if at - start == 17 && chars.get(at).is_some_and(|c| plain(*c) == 'X') {
            at += 1;
        }
        let touches = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if !touches(start.checked_sub(1).and_then(|before| chars.get(before))) && !touches(chars.get(at)) {
            groups.push(start..at);
        }
    }
    groups
}

/// Card and identity numbers, also written in groups with one blank or hyphen between.
fn numbers(chars: &[char]) -> Vec<(Range<usize>, Sensitive)> {
    let groups = groups(chars);
    let mut found = Vec::new();
    let mut n = 0;
    while n < groups.len() {
        let joined = |last: usize| {
            let mut pairs = groups[n..=last].windows(2);
            pairs.all(|pair| pair[0].end + 1 == pair[1].start && is_separator(chars[pair[0].end]))
        };
        let longest = (n..groups.len().min(n + 8)).rev().filter(|last| joined(*last)).find_map(|last| {
            let range = groups[n].start..groups[last].end;
            kind_of(&chars[range.clone()]).map(|kind| (range, kind, last))
        });
        match longest {
            Some((range, kind, last)) => {
                found.push((range, kind));
                n = last + 1;
            }
            None => n += 1,
        }
    }
    found
}

fn kind_of(chars: &[char]) -> Option<Sensitive> {
    let text: String = chars.iter().filter(|c| !is_separator(**c)).map(|c| plain(*c)).collect();
    if is_identity_number(&text) {
        return Some(Sensitive::IdentityNumber);
    }
    is_card_number(&text).then_some(Sensitive::CardNumber)
}

/// Whether `text` is a resident identity number: 17 digits, among them a possible day of birth, and a check character
/// by ISO 7064 MOD 11-2 (GB 11643-1999).
pub fn is_identity_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |range: Range<usize>| text[range].parse::<i16>().unwrap_or_default();
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    if !(1850..=2100).contains(&year) || Date::new(year, month, day).is_err() {
        return false;
    }
    identity_check(&text[..17]) == Some(char::from(bytes[17].to_ascii_uppercase()))
}

/// The check character that belongs behind the first 17 digits of a resident identity number; none when they are not.
pub fn identity_check(first: &str) -> Option<char> {
    // 2^(17 - n) modulo 11, for each of the 17 digits.
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if first.len() != 17 || !first.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sum: u32 = first.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    Some(char::from(b"10X98765432"[(sum % 11) as usize]))
}

/// Whether `digits` may be a payment card's number: as long as one, of an issuer's range, and with its check digit.
pub fn is_card_number(digits: &str) -> bool {
    if !(13..=19).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let front = |count: usize| digits[..count].parse::<u32>().unwrap_or_default();
    let issued = match digits.as_bytes()[0] {
        b'4' => true,                                       // Visa
        b'5' => (51..=55).contains(&front(2)),              // Mastercard
        b'2' => (2221..=2720).contains(&front(4)),          // Mastercard
        b'3' => matches!(front(2), 34..=37 | 30 | 38 | 39), // American Express, JCB, Diners
        b'6' => matches!(front(2), 60 | 62 | 64 | 65),      // UnionPay, Discover
        b'9' => true,                                       // cards of China before UnionPay's range
        _ => false,
    };
    issued && luhn::holds(digits)
}

/// Secrets that a word before them gives away.
fn announced(chars: &[char]) -> Vec<(Range<usize>, Sensitive)> {
    let lower: Vec<char> = chars.iter().map(|c| c.to_ascii_lowercase()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lower.len() {
        let Some((length, kind)) = announcement(&lower, at) else {
            at += 1;
            continue;
        };
        at += length;
        let start = after_links(&lower, at);
        if let Some(length) = secret(chars, start, kind) {
            found.push((start..start + length, kind));
            at = start + length;
        }
    }
    found
}

fn starts_with(chars: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c))
}

/// The announcement that begins here. A Latin one is a word of its own: no `pin` in `shipping`.
fn announcement(lower: &[char], at: usize) -> Option<(usize, Sensitive)> {
    let (word, kind) = ANNOUNCED.iter().find(|(word, _)| starts_with(lower, at, word))?;
    let length = word.chars().count();
    let is_letter = |place: Option<usize>| {
        place.and_then(|place| lower.get(place)).is_some_and(char::is_ascii_alphabetic)
    };
    let part = word.is_ascii() && (is_letter(at.checked_sub(1)) || is_letter(Some(at + length)));
    (!part).then_some((length, *kind))
}

fn after_links(lower: &[char], from: usize) -> usize {
    let mut at = from;
    while at - from <= LINK_MAX {
        if lower.get(at).is_some_and(|c| c.is_whitespace()) {
            at += 1;
        } else if let Some(link) = LINKS.iter().find(|link| starts_with(lower, at, link)) {
            at += link.chars().count();
        } else {
            break;
        }
    }
    at
}

/// How long the secret is that begins here, if what stands here looks like one.
fn secret(chars: &[char], start: usize, kind: Sensitive) -> Option<usize> {
    let rest = &chars[start.min(chars.len())..];
    let digits = rest.iter().take_while(|c| is_digit(**c)).count();
    match kind {
        Sensitive::CardCode => (3..=4).contains(&digits).then_some(digits),
        Sensitive::VerificationCode => (4..=8).contains(&digits).then_some(digits),
        _ => {
            let length = rest.iter().take_while(|c| c.is_ascii_graphic() && !matches!(c, ',' | ';')).count();
            let written = &rest[..length];
            // `password reset` and `密码APP` are words; a secret has a digit in it.
            let secret = (4..=64).contains(&length) && written.iter().any(char::is_ascii_digit);
            secret.then(|| length - written.iter().rev().take_while(|c| matches!(c, '.' | '!' | '?')).count())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(typed: &str) -> String {
        masked(typed).text
    }

    /// The number of GB 11643's own example and the test numbers of the card schemes.
    #[test]
    fn published_numbers_are_recognised() {
        assert!(is_identity_number("11010519491231002X"));
        assert!(is_identity_number("440524188001010014"));
        assert!(!is_identity_number("110105194912310021"), "another check character");
        assert!(!is_identity_number("11010519491331002X"), "no thirteenth month");
        for card in [
            "4111111111111111",
            "5555555555554444",
            "378282246310005",
            "3530111333300000",
            "6011111111111117",
        ] {
            assert!(is_card_number(card), "{card}");
        }
        assert!(!is_card_number("4111111111111112"));
        assert!(!is_card_number("1234567890123452"), "of no issuer");
    }

    #[test]
    fn numbers_keep_their_ends() {
        assert_eq!(text("卡号4111111111111111，谢谢"), "卡号411111******1111，谢谢");
        assert_eq!(text("4111 1111 1111 1111 被盗刷"), "411111******1111 被盗刷");
        assert_eq!(text("4111-1111-1111-1111"), "411111******1111");
        assert_eq!(text("４１１１１１１１１１１１１１１１"), "411111******1111");
        assert_eq!(text("身份证11010519491231002x。"), "身份证1****************X。");
        assert_eq!(text("4111111111111111 13800138000"), "411111******1111 13800138000");
    }

    #[test]
    fn secrets_keep_nothing() {
        assert_eq!(text("验证码是 385021，请勿转发"), "验证码是 ***，请勿转发");
        assert_eq!(text("CVV2: 123"), "CVV2: ***");
        assert_eq!(text("安全码为907"), "安全码为***");
        assert_eq!(text("我的密码是Abc12345，登不上"), "我的密码是***，登不上");
        assert_eq!(text("Password: hunter22."), "Password: ***.");
        assert_eq!(text("PIN 4821 does not work"), "PIN *** does not work");
        assert_eq!(text("动态密码：661204"), "动态密码：***");
        assert_eq!(
            masked("卡号4111111111111111 CVV 123").found,
            [Sensitive::CardNumber, Sensitive::CardCode]
        );
    }

    #[test]
    fn what_is_none_of_these_stays() {
        for typed in [
            "工单 26-0000-1230，客户号 C000003723",
            "电话 13800138000，金额 1234567.89 元",
            "验证码收不到，密码也忘了",
            "shipping 1234 pinned 5678",
            "订单号20261128000012345678",
            "请重置密码。password reset please",
            "密码输错3次",
            "",
        ] {
            let masked = masked(typed);
            assert_eq!((masked.text.as_str(), masked.found.len()), (typed, 0));
        }
    }

    proptest::proptest! {
        #[test]
        fn masking_twice_is_masking_once(typed in "[0-9 \\-a-zA-Z验证码密是：]{0,60}") {
            let once = text(&typed);
            proptest::prop_assert_eq!(text(&once), once);
        }

        #[test]
        fn any_text_is_taken(typed in "\\PC{0,80}") {
            let _ = masked(&typed);
        }
    }
}
