//! The words of the screens: `locales/<language>/<namespace>.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The languages; the first is the one the others are held against.
pub const LANGUAGES: [&str; 2] = ["zh-CN", "en-US"];

/// Sentences by key; nested objects are joined with `.`.
pub type Sentences = BTreeMap<String, String>;

/// All sentences of a language, by namespace.
///
/// # Panics
/// When a file is not a JSON object of texts.
pub fn of(language: &str) -> BTreeMap<String, Sentences> {
    let files = crate::sources(&format!("locales/{language}"), &[".json"]);
    let read = |file: crate::Source| {
        let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json").to_owned();
        let value: Value = serde_json::from_str(&file.text).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        let mut sentences = Sentences::new();
        flatten("", &value, &mut sentences);
        (name, sentences)
    };
    files.into_iter().map(read).collect()
}

fn flatten(prefix: &str, value: &Value, sentences: &mut Sentences) {
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&key, value, sentences);
            }
        }
        Value::String(text) => {
            sentences.insert(prefix.to_owned(), text.clone());
        }
        other => panic!("{prefix} is {other}, not a text"),
    }
}

/// A key without its plural form: English has `_one` and `_other`, Chinese only `_other`.
pub fn singular(key: &str) -> &str {
    let forms = ["_zero", "_one", "_two", "_few", "_many", "_other"];
    forms.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key)
}

/// The names between `{{` and `}}`, without their format.
pub fn placeholders(sentence: &str) -> BTreeSet<String> {
    let parts = sentence.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
    parts.map(|(inside, _)| inside.split(',').next().unwrap_or_default().trim().to_owned()).collect()
}
