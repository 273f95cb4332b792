//! Small habits: nothing half done, nothing skipped, nothing that waits by the clock, every file introduced.

use lingke_tidy::{Objections, Source, read, rust, sources};
use regex::Regex;

/// This crate writes down what it looks for.
fn ours(source: &Source) -> bool {
    !source.path.starts_with("tidy/")
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || path.contains("/test/")
        || path.ends_with("/tests.rs")
        || path.starts_with("e2e/")
}

#[test]
fn nothing_on_main_is_half_done() {
    let mark = Regex::new(r"\b(TODO|FIXME|XXX|HACK)\b|\b(todo|unimplemented|dbg)!\(|console\.log\(")
        .expect("a pattern");
    let mut objections = Objections::default();
    for source in sources("", &[".rs", ".ts", ".tsx", ".sql", ".sh", ".toml"]).iter().filter(|s| ours(s)) {
        for (n, line) in source.text.lines().enumerate() {
            let told =
                mark.find(line).filter(|found| !(is_tool(&source.path) && found.as_str() == "console.log("));
            if let Some(found) = told {
                objections.add(format!("{}:{}", source.path, n + 1), found.as_str());
            }
        }
    }
    objections.none();
}

/// What is run on a terminal may print.
fn is_tool(path: &str) -> bool {
    path.starts_with("e2e/") || path.starts_with("scripts/")
}

#[test]
fn no_test_is_ignored() {
    let skipped = Regex::new(r"\b(it|test|describe)\.(skip|only|fixme|todo)\(|#\[ignore").expect("a pattern");
    let mut objections = Objections::default();
    for source in sources("", &[".rs", ".ts", ".tsx"]).iter().filter(|s| ours(s)) {
        for (n, line) in source.text.lines().enumerate() {
            objections.unless(!skipped.is_match(line), format!("{}:{}", source.path, n + 1), line.trim());
        }
    }
    objections.none();
}

#[test]
fn no_test_waits_by_the_clock() {
    let sleep = Regex::new(r"\bsleep\(|waitForTimeout\(|setTimeout\(").expect("a pattern");
    let mut objections = Objections::default();
    for source in sources("", &[".rs", ".ts", ".tsx"]).iter().filter(|s| ours(s) && is_test(&s.path)) {
        let lines: Vec<_> = source.text.lines().collect();
        for (n, line) in lines.iter().enumerate().filter(|(_, line)| sleep.is_match(line)) {
            // Whoever asks again and again may rest between two looks; a blow at a random moment waits for nothing.
            let before = &lines[n.saturating_sub(12)..n];
            let harmless = ["loop {", "while ", "random_range("];
            let looks_again = before.iter().any(|line| harmless.iter().any(|word| line.contains(word)));
            objections.unless(looks_again, format!("{}:{}", source.path, n + 1), line.trim());
        }
    }
    objections.none();
}

#[test]
fn every_rust_file_says_what_it_is_for() {
    let mut objections = Objections::default();
    // `tests.rs` beside a file is told of by that file.
    for source in rust::files().iter().filter(|source| !source.path.ends_with("/tests.rs")) {
        let first = source.text.lines().find(|line| !line.starts_with("#!["));
        let introduced = first.is_some_and(|line| line.starts_with("//!"));
        objections.unless(introduced, &source.path, "does not begin with `//!`");
    }
    objections.none();
}

#[test]
fn the_queries_of_a_capability_stand_in_its_store() {
    let query = Regex::new(r#"\bsql\(|"(SELECT|INSERT INTO|UPDATE|DELETE FROM) "#).expect("a pattern");
    let mut objections = Objections::default();
    for source in sources("capabilities", &[".rs"]) {
        let store =
            source.path.contains("/src/store") || source.path.ends_with("/store.rs") || is_test(&source.path);
        let found = source.text.lines().enumerate().find(|(_, line)| query.is_match(line));
        if let Some((n, line)) = found.filter(|_| !store) {
            objections.add(format!("{}:{}", source.path, n + 1), line.trim());
        }
    }
    objections.none();
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    let mut objections = Objections::default();
    for manifest in sources("", &["Cargo.toml"]).iter().filter(|manifest| manifest.path != "Cargo.toml") {
        let takes = manifest.text.contains("[lints]\nworkspace = true");
        objections.unless(takes, &manifest.path, "no `[lints] workspace = true`");
    }
    objections.none();
}

#[test]
fn every_make_target_that_the_documents_name_is_there() {
    let makefile = read("Makefile").unwrap_or_default();
    let named = Regex::new(r"`make ([a-z-]+)").expect("a pattern");
    let mut objections = Objections::default();
    for document in sources("", &[".md"]) {
        for target in named.captures_iter(&document.text).map(|found| found[1].to_owned()) {
            let there = makefile.contains(&format!("\n{target}:")) || target.starts_with("test-");
            objections.unless(there, &document.path, format!("`make {target}` is no target"));
        }
    }
    objections.none();
}

#[test]
fn every_setting_is_in_the_operations_manual() {
    let config = read("platform/src/config.rs").unwrap_or_default();
    let manual = read("docs/operations.md").unwrap_or_default();
    let settings = config.split("pub struct Config {").nth(1).and_then(|rest| rest.split("\n}").next());
    let name = Regex::new(r"(?m)^    pub (\w+):").expect("a pattern");
    let mut objections = Objections::default();
    for setting in name.captures_iter(settings.unwrap_or_default()).map(|found| found[1].to_owned()) {
        let told = manual.contains(&format!("| `{setting}` |"));
        objections.unless(told, "docs/operations.md", format!("does not tell of `{setting}`"));
    }
    objections.none();
}
