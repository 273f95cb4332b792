//! Every sentence is there in both languages, every code of the server has one, and none is left over.

use std::collections::{BTreeMap, BTreeSet};

use lingke_tidy::words::{self, LANGUAGES, Sentences, placeholders, singular};
use lingke_tidy::{Objections, rust, sources};
use regex::Regex;

/// Keys without plural forms, each with the placeholders of all its forms.
fn shape(sentences: &Sentences) -> BTreeMap<String, BTreeSet<String>> {
    let mut shape = BTreeMap::<String, BTreeSet<String>>::new();
    for (key, sentence) in sentences {
        shape.entry(singular(key).to_owned()).or_default().extend(placeholders(sentence));
    }
    shape
}

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let [chinese, english] = LANGUAGES.map(words::of);
    let mut objections = Objections::default();
    let namespaces: BTreeSet<_> = chinese.keys().chain(english.keys()).collect();
    for namespace in namespaces {
        let [ours, theirs] =
            [&chinese, &english].map(|all| all.get(namespace).map(shape).unwrap_or_default());
        for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
            match (ours.get(key), theirs.get(key)) {
                (None, _) => objections.add(format!("locales/zh-CN/{namespace}.json"), format!("no `{key}`")),
                (_, None) => objections.add(format!("locales/en-US/{namespace}.json"), format!("no `{key}`")),
                (Some(a), Some(b)) => {
                    // A language may say `count` in words of its own.
                    let differ: Vec<_> = a.symmetric_difference(b).filter(|name| *name != "count").collect();
                    let what = format!("`{key}` differs in {differ:?}");
                    objections.unless(differ.is_empty(), format!("locales/*/{namespace}.json"), what);
                }
            }
        }
    }
    objections.none();
}

#[test]
fn no_sentence_is_empty_and_no_chinese_one_is_english() {
    let chinese = Regex::new(r"\p{Han}").expect("a pattern");
    let word = Regex::new(r"[a-z]{3,} [a-z]{2,}").expect("a pattern");
    let mut objections = Objections::default();
    for language in LANGUAGES {
        for (namespace, sentences) in words::of(language) {
            for (key, sentence) in sentences {
                let place = format!("locales/{language}/{namespace}.json");
                objections.unless(!sentence.trim().is_empty(), &place, format!("`{key}` is empty"));
                let untranslated =
                    language == "zh-CN" && !chinese.is_match(&sentence) && word.is_match(&sentence);
                objections.unless(!untranslated, &place, format!("`{key}` is not Chinese: {sentence}"));
            }
        }
    }
    objections.none();
}

#[test]
fn every_refusal_has_a_sentence() {
    let code = Regex::new(
        r#"(?s)(?:Refusal::(?:conflict|impossible)\(|with_status\([^;]{0,80}?,)\s*"([a-z0-9_]+)""#,
    )
    .expect("a pattern");
    let known = words::of("zh-CN").remove("problems").unwrap_or_default();
    let mut objections = Objections::default();
    for source in rust::files().iter().filter(|source| !source.path.contains("/tests/")) {
        for found in code.captures_iter(&source.text) {
            let told = known.keys().any(|key| singular(key) == &found[1]);
            objections.unless(
                told,
                &source.path,
                format!("`{}` is not in locales/*/problems.json", &found[1]),
            );
        }
    }
    objections.none();
}

/// What the sources name: whole keys, and the beginnings and ends that templates complete.
#[derive(Default)]
struct Named {
    whole: BTreeSet<String>,
    beginnings: BTreeSet<String>,
    ends: BTreeSet<String>,
}

impl Named {
    fn read(&mut self, text: &str, [whole, beginning, end]: &[Regex; 3]) {
        let all = |pattern: &Regex| -> Vec<String> {
            pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
        };
        self.whole.extend(all(whole));
        self.beginnings.extend(all(beginning));
        self.ends.extend(all(end));
    }

    /// Used when named whole, or when a template names its beginning or its end: `` t(`status.${status}`) ``.
    fn uses(&self, key: &str) -> bool {
        let mut cuts = key.char_indices().filter(|(_, c)| matches!(c, '.' | '_')).map(|(at, _)| at + 1);
        self.whole.contains(key)
            || cuts.any(|at| self.beginnings.contains(&key[..at]) || self.ends.contains(&key[at - 1..]))
    }
}

/// Reads every source once: there are thousands of keys.
fn named() -> Named {
    let patterns = [r#"([A-Za-z0-9_.-]+)["'`]"#, r"([A-Za-z0-9_.]+)\$\{", r"\}([._][A-Za-z0-9_.]*)`"]
        .map(|pattern| Regex::new(pattern).expect("a pattern"));
    let mut named = Named::default();
    for (folder, endings) in
        [("web/src", &[".ts", ".tsx"][..]), ("web/test", &[".ts", ".tsx"]), ("server/src", &[".rs"])]
    {
        for source in sources(folder, endings) {
            named.read(&source.text, &patterns);
        }
    }
    for source in rust::files().iter().filter(|source| !source.path.starts_with("tidy/")) {
        named.read(&source.text, &patterns);
    }
    named
}

#[test]
fn no_sentence_is_left_over() {
    let named = named();
    let mut objections = Objections::default();
    for (namespace, sentences) in words::of("zh-CN") {
        for key in sentences.keys().map(|key| singular(key)).collect::<BTreeSet<_>>() {
            objections.unless(
                named.uses(key),
                format!("locales/*/{namespace}.json"),
                format!("`{key}` is used nowhere"),
            );
        }
    }
    objections.none();
}

/// `const t = useWords("cases")` makes `t("key")` a key of `cases`.
#[test]
fn every_key_that_a_screen_names_has_a_sentence() {
    let names = Regex::new(r#"const (\w+) = useWords\("(\w+)"\)"#).expect("a pattern");
    let call = Regex::new(r#"\b(\w+)\(\s*"(?:(\w+):)?([A-Za-z0-9_.]+)""#).expect("a pattern");
    let known = words::of("zh-CN");
    let mut objections = Objections::default();
    for source in sources("web/src", &[".ts", ".tsx"]) {
        let spoken: BTreeMap<_, BTreeSet<_>> =
            names.captures_iter(&source.text).fold(BTreeMap::new(), |mut all, found| {
                all.entry(found[1].to_owned()).or_insert_with(BTreeSet::new).insert(found[2].to_owned());
                all
            });
        for found in call.captures_iter(&source.text) {
            let Some(namespaces) = spoken.get(&found[1]) else { continue };
            let namespaces =
                found.get(2).map_or(namespaces.clone(), |other| BTreeSet::from([other.as_str().to_owned()]));
            let has = |namespace: &String| {
                known.get(namespace).is_some_and(|all| all.keys().any(|key| singular(key) == &found[3]))
            };
            let what = format!("`{}` is not in {namespaces:?}", &found[3]);
            objections.unless(namespaces.iter().any(has), &source.path, what);
        }
    }
    objections.none();
}
