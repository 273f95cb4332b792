//! Placeholders in saved replies: `{{customer.name}}`. Pure.

use std::collections::BTreeMap;

use lingke_platform::http::extract::Errors;

/// What can stand between the braces.
pub const KNOWN: [&str; 11] = [
    "customer.name",
    "customer.number",
    "customer.phone",
    "case.number",
    "case.subject",
    "case.opened_on",
    "product.name",
    "me.name",
    "me.unit",
    "institution.name",
    "today",
];

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Placeholder { name: &'a str, whole: &'a str },
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find("{{") {
        let Some(length) = rest[start..].find("}}") else { break };
        let whole = &rest[start..start + length + 2];
        found.push(Piece::Words(&rest[..start]));
        found.push(Piece::Placeholder { name: whole[2..length].trim(), whole });
        rest = &rest[start + length + 2..];
    }
    found.push(Piece::Words(rest));
    found
}

/// The names between braces, in their order.
pub fn names_in(text: &str) -> Vec<&str> {
    let names = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Placeholder { name, .. } => Some(name),
        Piece::Words(_) => None,
    });
    names.collect()
}

/// Adds each name that nobody knows.
pub fn check(errors: &mut Errors, field: &str, text: &str) {
    for name in names_in(text).into_iter().filter(|name| !KNOWN.contains(name)) {
        let name: String = name.chars().take(40).collect();
        errors.add(field, "unknown_placeholder", format!("{{{{{name}}}}} is no placeholder"));
    }
}

/// A text with its placeholders filled.
#[derive(Debug, PartialEq, Eq)]
pub struct Filled {
    /// The words; what has no value stays as it is written.
    pub text: String,
    /// The placeholders without a value.
    pub missing: Vec<String>,
}

/// Fills the placeholders from `values`.
pub fn fill(text: &str, values: &BTreeMap<&'static str, String>) -> Filled {
    let mut filled = Filled { text: String::with_capacity(text.len()), missing: Vec::new() };
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.text.push_str(words),
            Piece::Placeholder { name, whole } => match values.get(name) {
                Some(value) => filled.text.push_str(value),
                None => {
                    filled.text.push_str(whole);
                    if !filled.missing.iter().any(|one| one == name) {
                        filled.missing.push(name.to_owned());
                    }
                }
            },
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_those_without_a_value_stay_and_are_named() {
        let values =
            BTreeMap::from([("customer.name", "王芳".to_owned()), ("case.number", "26-1".to_owned())]);
        let filled =
            fill("{{customer.name}}您好，工单 {{ case.number }}，{{product.name}}{{product.name}}", &values);
        assert_eq!(filled.text, "王芳您好，工单 26-1，{{product.name}}{{product.name}}");
        assert_eq!(filled.missing, ["product.name"]);
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        let values =
            BTreeMap::from([("customer.name", "{{me.name}}".to_owned()), ("me.name", "x".to_owned())]);
        assert_eq!(fill("{{customer.name}}", &values).text, "{{me.name}}");
    }

    #[test]
    fn unknown_names_are_found_and_braces_that_do_not_close_are_words() {
        assert_eq!(names_in("{{a}} {{ b.c }} {{"), ["a", "b.c"]);
        assert_eq!(names_in("{ {a} }"), Vec::<&str>::new());
        assert!(KNOWN.iter().all(|name| names_in(&format!("{{{{{name}}}}}")) == [*name]));
    }
}
