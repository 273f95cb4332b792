//! The sentences of mail, from the same files as the console's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

type Sentences = BTreeMap<String, String>;

static CHINESE: LazyLock<Sentences> =
    LazyLock::new(|| read(include_str!("../../../locales/zh-CN/notifications.json")));
static ENGLISH: LazyLock<Sentences> =
    LazyLock::new(|| read(include_str!("../../../locales/en-US/notifications.json")));

/// The files are compiled in and read by a test: neither can be wrong in a running program.
fn read(text: &str) -> Sentences {
    let value: Value = serde_json::from_str(text).expect("the words are JSON");
    let mut sentences = Sentences::new();
    flatten("", &value, &mut sentences);
    sentences
}

fn flatten(prefix: &str, value: &Value, sentences: &mut Sentences) {
    if let Value::String(text) = value {
        sentences.insert(prefix.to_owned(), text.clone());
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let joined = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        flatten(&joined, inner, sentences);
    }
}

/// The sentence of a key in someone's language, with its parts filled in; `count` chooses its form.
pub fn say(locale: &str, key: &str, parts: &[(&str, &str)]) -> String {
    let sentences = if locale == "en-US" { &ENGLISH } else { &CHINESE };
    let one = parts.contains(&("count", "1"));
    let forms = [format!("{key}_one"), format!("{key}_other"), key.to_owned()];
    let found = forms.iter().skip(usize::from(!one)).find_map(|form| sentences.get(form));
    let mut text = found.map_or(key, String::as_str).to_owned();
    for (name, value) in parts {
        text = text.replace(&format!("{{{{{name}}}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Reason};
    use lingke_organisation::model::code_of;

    #[test]
    fn every_kind_and_every_reason_has_a_sentence_in_both_languages() {
        for locale in ["zh-CN", "en-US"] {
            let kinds = Kind::ALL.iter().map(|kind| format!("kind.{}", code_of(kind)));
            let reasons = Reason::ALL.iter().map(|reason| format!("reason.{}", code_of(reason)));
            for key in kinds.chain(reasons) {
                assert_ne!(say(locale, &key, &[]), key, "{locale}");
            }
        }
    }

    #[test]
    fn one_and_many_are_said_differently_where_the_language_does() {
        assert!(say("en-US", "mail.subject_digest", &[("count", "1")]).contains("1 notification "));
        assert!(say("en-US", "mail.subject_digest", &[("count", "2")]).contains("2 notifications "));
        assert!(say("zh-CN", "mail.subject_digest", &[("count", "2")]).contains('2'));
    }
}
