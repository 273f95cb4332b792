//! Customer numbers: `C`, eight digits and a check digit, so that a number misheard on the phone finds nobody.

use lingke_kernel::luhn;

/// The series of [`lingke_platform::numbers`] they come from.
pub const SERIES: &str = "customers";

/// The customer number made of the `n`th of the series. Beyond 99 999 999 it grows by a digit.
pub fn customer_number(n: i64) -> String {
    let digits = format!("{n:08}");
    format!("C{digits}{}", luhn::check_digit(&digits))
}

/// Whether `text` has the form of a customer number and its check digit is right.
pub fn is_customer_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('C') else { return false };
    let plain = (9..=18).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    plain && luhn::holds(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_nine_digits_and_ends_in_its_luhn_digit() {
        assert_eq!(customer_number(1), "C000000018");
        assert_eq!(customer_number(99_999_999).len(), 10);
        assert_eq!(customer_number(100_000_000).len(), 11);
    }

    #[test]
    fn a_wrong_digit_and_swapped_neighbours_are_found() {
        let right = customer_number(12_345_678);
        assert!(is_customer_number(&right));
        for place in 1..10 {
            for digit in b'0'..=b'9' {
                let mut wrong = right.clone().into_bytes();
                wrong[place] = digit;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(is_customer_number(&wrong), wrong == right, "{wrong}");
            }
        }
        for place in 1..9 {
            let mut swapped = right.clone().into_bytes();
            swapped.swap(place, place + 1);
            assert!(!is_customer_number(&String::from_utf8(swapped).unwrap()));
        }
        for text in ["", "C", "C00000001", "c000000018", "C0000000 18", "000000018"] {
            assert!(!is_customer_number(text), "{text}");
        }
    }
}
