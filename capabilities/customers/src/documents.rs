//! What an identity document may be: its kinds, and the form and check digit of those that have one.

use jiff::civil::Date;
use lingke_kernel::credit_code::is_credit_code;
use lingke_kernel::personal::is_identity_number;
use lingke_platform::http::extract::Errors;

use crate::model::NewIdentityDocument;
use crate::protection::{Personal, identity_form};

/// How many identity documents one customer may have.
pub const IDENTITY_DOCUMENTS_MAX: usize = 10;

/// Adds to `errors` what is wrong with the documents. What is said never holds a number.
pub(crate) fn check_all(errors: &mut Errors, documents: &[NewIdentityDocument]) {
    if documents.len() > IDENTITY_DOCUMENTS_MAX {
        errors.add("identity_documents", "too_many", format!("at most {IDENTITY_DOCUMENTS_MAX}"));
        return;
    }
    for (n, document) in documents.iter().enumerate() {
        let at = format!("identity_documents[{n}]");
        check(errors, &format!("{at}."), document);
        let same = |earlier: &NewIdentityDocument| {
            earlier.kind == document.kind.as_str() && form(earlier) == form(document)
        };
        if documents[..n].iter().any(same) {
            errors.add(format!("{at}.number"), "duplicate", "the same was given before");
        }
    }
}

fn form(document: &NewIdentityDocument) -> String {
    identity_form(&Personal::new(&document.number))
}

/// The same of one document; `at` stands before the names of its fields.
pub(crate) fn check(errors: &mut Errors, at: &str, document: &NewIdentityDocument) {
    let (kind, number) = (document.kind.as_str(), document.number.trim());
    // The kind goes into the journal: without digits it cannot hold a number by mistake.
    let plain = kind.starts_with(|c: char| c.is_ascii_lowercase())
        && kind.len() <= 40
        && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if !plain {
        errors.add(format!("{at}kind"), "wrong_form", "1 to 40 lower-case letters and _");
    }
    let field = format!("{at}number");
    errors.length(&field, number, 2, 40);
    if !number.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | ' ' | '(' | ')' | '/')) {
        errors.add(&field, "wrong_form", "letters, digits, - / ( ) and spaces");
    } else if let Some((code, message)) = wrong(kind, &form(document)) {
        errors.add(&field, code, message);
    }
    if document.expires_on.is_some_and(|day| day < Date::constant(1950, 1, 1)) {
        errors.add(format!("{at}expires_on"), "out_of_range", "a day since 1950");
    }
}

/// What is wrong with the number of a kind whose numbers have a known form.
fn wrong(kind: &str, form: &str) -> Option<(&'static str, &'static str)> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let alphanumeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match kind {
        "resident_id_card" if !is_identity_number(form) => Some((
            "wrong_check_digit",
            "18 characters with a possible day of birth and its check digit (GB 11643)",
        )),
        // Nine at most by ICAO 9303; of the mainland a letter or two and seven or eight digits.
        "passport" if !(6..=9).contains(&form.len()) || !alphanumeric(form) => {
            Some(("wrong_form", "6 to 9 letters and digits"))
        }
        "unified_social_credit_code" if !is_credit_code(form) => {
            Some(("wrong_check_digit", "18 characters with their check character (GB 32100)"))
        }
        // Since 2015 a licence bears the credit code; older ones 15 digits.
        "business_licence" if !(is_credit_code(form) || form.len() == 15 && digits(form)) => {
            Some(("wrong_check_digit", "a credit code with its check character (GB 32100), or 15 digits"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_check_digit_are_checked_and_others_by_their_form() {
        for (kind, number) in [
            ("resident_id_card", "11010519491231002X"),
            ("passport", "E12345678"),
            ("passport", "EA1234567"),
            ("unified_social_credit_code", "91350100M000100Y43"),
            ("business_licence", "91350100M000100Y43"),
            ("business_licence", "110000012345678"),
            ("military_id", "军字第1234号"),
        ] {
            assert_eq!(wrong(kind, number), None, "{kind} {number}");
        }
        for (kind, number) in [
            ("resident_id_card", "110105194912310021"),
            ("passport", "E1234"),
            ("passport", "护照12345678"),
            ("unified_social_credit_code", "91350100M000100Y44"),
            ("business_licence", "1234"),
        ] {
            assert!(wrong(kind, number).is_some(), "{kind} {number}");
        }
    }
}
