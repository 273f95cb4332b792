//! Unified social credit codes 统一社会信用代码 of organisations (GB 32100-2015).

/// What a code is written with: no I, O, S, V and Z, which look like digits.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;

/// The check character that belongs behind the first 17; none when they are no code's.
pub fn check_character(first: &str) -> Option<char> {
    if first.len() != LENGTH - 1 {
        return None;
    }
    let mut weight = 1;
    let mut sum = 0;
    for byte in first.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        sum += value * weight;
        // 3^(place) modulo 31.
        weight = weight * 3 % 31;
    }
    Some(char::from(ALPHABET[(31 - sum % 31) % 31]))
}

/// Whether `text` is a credit code: 18 characters in capitals, an area code of digits, and a check character that holds.
pub fn is_credit_code(text: &str) -> bool {
    let area_is_plain =
        text.is_ascii() && text.len() == LENGTH && text[2..8].bytes().all(|b| b.is_ascii_digit());
    area_is_plain && check_character(&text[..LENGTH - 1]) == text.chars().last()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard itself.
    #[test]
    fn the_published_code_holds() {
        assert!(is_credit_code("91350100M000100Y43"));
    }

    #[test]
    fn a_wrong_character_and_swapped_neighbours_are_found() {
        let right = "91350100M000100Y43";
        for place in 0..LENGTH {
            for letter in ALPHABET {
                let mut wrong = right.as_bytes().to_vec();
                wrong[place] = *letter;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(is_credit_code(&wrong), wrong == right, "{wrong}");
            }
        }
        assert!(!is_credit_code("91350100M001000Y43"));
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "91350100M000100Y4",
            "91350100m000100y43",
            "9135010OM000100Y43",
            "九一三五",
            "91350100M000100Y433",
        ] {
            assert!(!is_credit_code(text), "{text}");
        }
    }
}
