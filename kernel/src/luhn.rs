//! The check digit of card numbers, customer numbers and case numbers (ISO/IEC 7812-1, annex B): one wrong digit and
//! most swapped neighbours are noticed.

/// The check digit that belongs behind `digits`. What is no digit is passed over.
pub fn check_digit(digits: &str) -> u32 {
    let digits = digits.chars().rev().filter_map(|c| c.to_digit(10));
    // Every second digit from the right counts double, and a double of two digits as their sum.
    let counted = digits.enumerate().map(|(place, digit)| {
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        if doubled > 9 { doubled - 9 } else { doubled }
    });
    (10 - counted.sum::<u32>() % 10) % 10
}

/// Whether the last of `digits` is the check digit of those before it.
pub fn holds(digits: &str) -> bool {
    let mut front = digits.chars();
    let last = front.next_back().and_then(|c| c.to_digit(10));
    last == Some(check_digit(front.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard, and a test number of a card scheme.
    #[test]
    fn published_numbers_hold() {
        assert_eq!(check_digit("7992739871"), 3);
        assert!(holds("79927398713") && holds("4111111111111111"));
        assert!(!holds("79927398710") && !holds("4111111111111112"));
        assert!(!holds(""));
    }
}
