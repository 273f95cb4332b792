//! What a password must be, by the profile the institution has chosen. Pure.
//!
//! `mlps3` is what assessors of China's classified protection, level 3, look for (GB/T 22239-2019, 8.1.4.1 wants
//! complexity and regular change; eight characters of three kinds and ninety days are the common reading). `asvs` is
//! OWASP ASVS 5.0, 6.2: length counts, what is easily guessed is refused, and nothing is changed for the sake of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zxcvbn::{Score, zxcvbn};

/// Longest password taken, in characters, so that hashing is bounded.
pub const LENGTH_MAX: usize = 200;
/// Longest that the institution may ask for as the least.
pub const LENGTH_MIN_MAX: i32 = 32;
/// Characters whose guessing is worked out: what follows only makes it harder.
const GUESSED_CHARACTERS: usize = 60;
/// Of the four kinds of characters.
const CLASSES: usize = 3;

/// A set of rules for passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProfile {
    /// Classified protection, level 3: kinds of characters, changed every 90 days, none of the last five again.
    Mlps3,
    /// OWASP ASVS: long, not easily guessed, changed when there is a reason.
    Asvs,
}

impl PasswordProfile {
    /// The least length it allows the institution to ask for.
    pub fn length_min(self) -> i32 {
        match self {
            Self::Mlps3 => 8,
            Self::Asvs => 12,
        }
    }
    /// After how many days a password must be changed.
    pub fn days_max(self) -> Option<i64> {
        match self {
            Self::Mlps3 => Some(90),
            Self::Asvs => None,
        }
    }
    /// How many of the last passwords must not come again, the present one among them.
    pub fn not_again(self) -> u32 {
        match self {
            Self::Mlps3 => 5,
            Self::Asvs => 1,
        }
    }
}

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PasswordRule {
    /// At least so many characters.
    Length,
    /// At least so many of: small letters, capital letters, digits, others.
    Classes,
    /// Neither the login nor the name.
    NotOneself,
    /// Not among the common ones, nor easily guessed.
    NotGuessed,
    /// None of the last so many.
    NotAgain,
}

/// A rule and whether a password meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasswordRuleMet {
    /// The rule.
    pub rule: PasswordRule,
    /// Its number, where it has one.
    pub number: Option<i64>,
    /// Whether it is met; none where only the change itself can tell.
    pub met: Option<bool>,
}

/// What is asked of a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// The set of rules.
    pub profile: PasswordProfile,
    /// The least length, in characters.
    pub length_min: i32,
}

impl PasswordRules {
    /// Each rule and whether `password` meets it; `oneself` is the login and the name of whose it is to be.
    pub fn look_at(self, password: &str, oneself: &[&str]) -> Vec<PasswordRuleMet> {
        let length = password.chars().count();
        let enough = length >= usize::try_from(self.length_min).unwrap_or_default() && length <= LENGTH_MAX;
        let one = |rule, number, met| PasswordRuleMet { rule, number, met: Some(met) };
        let mut rules = vec![one(PasswordRule::Length, Some(i64::from(self.length_min)), enough)];
        match self.profile {
            PasswordProfile::Mlps3 => {
                let met = classes(password) >= CLASSES;
                rules.push(one(PasswordRule::Classes, Some(CLASSES as i64), met));
                rules.push(one(PasswordRule::NotOneself, None, length > 0 && !is_oneself(password, oneself)));
            }
            PasswordProfile::Asvs => {
                let met = length > 0 && !is_oneself(password, oneself) && !is_guessed(password, oneself);
                rules.push(one(PasswordRule::NotGuessed, None, met));
            }
        }
        let number = Some(i64::from(self.profile.not_again()));
        rules.push(PasswordRuleMet { rule: PasswordRule::NotAgain, number, met: None });
        rules
    }

    /// The first rule that `password` does not meet.
    pub fn unmet(self, password: &str, oneself: &[&str]) -> Option<PasswordRuleMet> {
        self.look_at(password, oneself).into_iter().find(|one| one.met == Some(false))
    }
}

fn classes(password: &str) -> usize {
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_ascii_lowercase(),
        |c| c.is_ascii_uppercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_ascii_alphanumeric(),
    ];
    kinds.iter().filter(|kind| password.chars().any(kind)).count()
}

/// Whether it is a word for oneself, forwards or backwards, with whatever little around it.
fn is_oneself(password: &str, oneself: &[&str]) -> bool {
    let password = password.to_lowercase();
    // `Agent@123`, the most common of all.
    let around = 4;
    oneself.iter().filter(|word| word.chars().count() >= 2).any(|word| {
        let word = word.to_lowercase();
        let backwards: String = word.chars().rev().collect();
        let little = password.chars().count() <= word.chars().count() + around;
        little && (password.contains(&word) || password.contains(&backwards))
    })
}

/// Whether it can be guessed in under ten to the eighth attempts: from lists of common passwords, words and names, and
/// from patterns of the keyboard, dates and repetition.
fn is_guessed(password: &str, oneself: &[&str]) -> bool {
    let beginning: String = password.chars().take(GUESSED_CHARACTERS).collect();
    zxcvbn(&beginning, oneself).score() < Score::Three
}

#[cfg(test)]
mod tests {
    use super::*;

    const MLPS3: PasswordRules = PasswordRules { profile: PasswordProfile::Mlps3, length_min: 8 };
    const ASVS: PasswordRules = PasswordRules { profile: PasswordProfile::Asvs, length_min: 12 };
    const ME: &[&str] = &["li.na", "李娜"];

    fn unmet(rules: PasswordRules, password: &str) -> Option<PasswordRule> {
        rules.unmet(password, ME).map(|one| one.rule)
    }

    #[test]
    fn mlps3_wants_eight_characters_of_three_kinds() {
        assert_eq!(unmet(MLPS3, ""), Some(PasswordRule::Length));
        assert_eq!(unmet(MLPS3, "Abcdef1"), Some(PasswordRule::Length));
        for two in ["abcdefgh", "abcdefg1", "ABCDEFG1", "abcdefg!", "12345678"] {
            assert_eq!(unmet(MLPS3, two), Some(PasswordRule::Classes), "{two}");
        }
        for three in ["Abcdefg1", "abcdef1!", "ABCDEF1!", "Abcdefg!", "密码Abcde1"] {
            assert_eq!(unmet(MLPS3, three), None, "{three}");
        }
        assert_eq!(unmet(MLPS3, "Li.Na123"), Some(PasswordRule::NotOneself));
        assert_eq!(unmet(MLPS3, &"Aa1".repeat(67)), Some(PasswordRule::Length), "201 characters");
    }

    #[test]
    fn asvs_wants_length_and_refuses_what_is_easily_guessed() {
        assert_eq!(unmet(ASVS, "Tr0ub4dor&3"), Some(PasswordRule::Length), "eleven characters");
        for easy in [
            "password1234",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "iloveyou2025",
            "passwordpassword",
        ] {
            assert_eq!(unmet(ASVS, easy), Some(PasswordRule::NotGuessed), "{easy}");
        }
        for fine in ["correct horse battery", "沧海一声笑滔滔两岸潮浮沉随浪", "vexing lamp otter nine"]
        {
            assert_eq!(unmet(ASVS, fine), None, "{fine}");
        }
    }

    #[test]
    fn a_longer_least_length_is_the_institutions_own() {
        let rules = PasswordRules { length_min: 16, ..ASVS };
        assert_eq!(unmet(rules, "vexing lamp 999"), Some(PasswordRule::Length));
        assert_eq!(rules.look_at("", ME)[0].number, Some(16));
    }
}
