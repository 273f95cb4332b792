//! Phone numbers, read as their country writes them and kept in one way of writing.

use phonenumber::{Mode, country};

/// Whose numbers are written without a country code.
pub const COUNTRY: &str = "CN";
/// Numbers of services such as 95588 and 12315 are dialled as they are, from one country only.
const SERVICE_DIGITS: std::ops::RangeInclusive<usize> = 5..=6;

/// Whether `code` is a country whose numbers are known: two capital letters as ISO 3166-1 has them.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && code.parse::<country::Id>().is_ok()
}

/// Whether phone numbers are written with `c`.
pub fn is_phone_char(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')')
}

/// The number as it is kept: of the mainland as people there write it, of elsewhere with its country code; none when
/// the country has no such numbers.
pub fn normalised(typed: &str, country: Option<&str>) -> Option<String> {
    let typed = typed.trim();
    let code = country.unwrap_or(COUNTRY);
    if typed.len() > 40 || !typed.chars().all(is_phone_char) {
        return None;
    }
    let service = code == COUNTRY && SERVICE_DIGITS.contains(&typed.len()) && typed.starts_with(['1', '9']);
    if service && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(typed.to_owned());
    }
    let number = phonenumber::parse(Some(code.parse().ok()?), typed).ok()?;
    if !number.is_valid() {
        return None;
    }
    if number.code().value() != 86 {
        return Some(number.format().mode(Mode::International).to_string());
    }
    let written = number.format().mode(Mode::National).to_string();
    let mut parts = written.split(['-', ' ']).filter(|part| !part.is_empty());
    let first = parts.next()?.to_owned();
    let rest: String = parts.collect();
    let mobile = number.national().value().to_string();
    let mobile = Some(mobile).filter(|digits| digits.len() == 11 && digits.starts_with('1'));
    Some(mobile.unwrap_or_else(|| if rest.is_empty() { first } else { format!("{first}-{rest}") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_mainland_are_kept_in_one_way_of_writing() {
        for typed in ["13800138000", "+86 138-0013-8000", "0086 (138) 00138000", "138 0013 8000"] {
            assert_eq!(normalised(typed, None).as_deref(), Some("13800138000"), "{typed}");
        }
        for typed in ["010-66778899", "(010) 6677 8899", "+86 10 6677 8899", "01066778899"] {
            assert_eq!(normalised(typed, None).as_deref(), Some("010-66778899"), "{typed}");
        }
        assert_eq!(normalised("0571 8765 4321", None).as_deref(), Some("0571-87654321"));
        assert_eq!(normalised("400-820-8820", None).as_deref(), Some("400-8208820"));
        assert_eq!(normalised("95588", None).as_deref(), Some("95588"));
    }

    #[test]
    fn numbers_of_elsewhere_keep_their_country() {
        let kept = normalised("(415) 555-2671", Some("US"));
        assert_eq!(kept.as_deref(), Some("+1 415-555-2671"));
        assert_eq!(normalised("+1 415 555 2671", None), kept);
        assert_eq!(normalised("+852 2123 4567", None), normalised("2123 4567", Some("HK")));
        let kept = kept.expect("it is one");
        assert_eq!(
            normalised(&kept, None).as_deref(),
            Some(kept.as_str()),
            "what is kept reads back as itself"
        );
    }

    #[test]
    fn what_no_country_has_is_refused() {
        for typed in [
            "",
            "1234",
            "12345678901",
            "123456789012345678901",
            "138x0013",
            "１３８００１３８０００",
            "138\n00138000",
        ] {
            assert_eq!(normalised(typed, None), None, "{typed}");
        }
        assert_eq!(normalised("13800138000", Some("US")), None);
        assert!(is_country("HK") && !is_country("XX") && !is_country("hk") && !is_country("CHN"));
    }
}
