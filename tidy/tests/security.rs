//! The page about security names every requirement once, and only files that are there.

use std::collections::{BTreeMap, BTreeSet};

use lingke_tidy::{Objections, read, root};
use regex::Regex;

const PAGE: &str = "docs/security.md";
const STATES: [&str; 4] = ["met", "partly", "not yet", "n/a"];

/// Each requirement with its state, as the page's tables say.
fn told(page: &str, objections: &mut Objections) -> BTreeMap<String, String> {
    let row = Regex::new(r"(?m)^\| (\d[\d., ]*) \| [12·]+ \| ([^|]+) \|").expect("a pattern");
    let mut told = BTreeMap::new();
    for found in row.captures_iter(page) {
        for number in found[1].split(", ").map(str::trim) {
            let state = found[2].trim().to_owned();
            objections.unless(STATES.contains(&state.as_str()), PAGE, format!("{number}: no state {state}"));
            let before = told.insert(number.to_owned(), state);
            objections.unless(before.is_none(), PAGE, format!("{number} stands there twice"));
        }
    }
    told
}

#[test]
fn every_requirement_up_to_level_2_is_told_of_once() {
    let mut objections = Objections::default();
    let page = read(PAGE).expect("the page is there");
    let told = told(&page, &mut objections);
    let list = read("data/security/asvs-5.0.0-level-2.txt").expect("the list is there");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let wanted: BTreeSet<&str> = lines.filter_map(|line| line.split(' ').next()).collect();
    for number in &wanted {
        objections.unless(told.contains_key(*number), PAGE, format!("says nothing of {number}"));
    }
    for number in told.keys() {
        objections.unless(wanted.contains(number.as_str()), PAGE, format!("{number} is no requirement"));
    }
    for state in STATES {
        let counted = told.values().filter(|one| *one == state).count();
        let said = Regex::new(&format!(r"\b{counted}\b")).expect("a pattern").is_match(&page);
        objections.unless(said, PAGE, format!("{counted} are {state}, and it does not say so"));
    }
    objections.none();
}

#[test]
fn every_file_that_the_page_names_is_there() {
    let named = Regex::new(r"`([\w./-]+/[\w.-]+\.\w+)`").expect("a pattern");
    let mut objections = Objections::default();
    for found in named.captures_iter(&read(PAGE).unwrap_or_default()) {
        let path = &found[1];
        objections.unless(root().join(path).exists(), PAGE, format!("{path} is not there"));
    }
    objections.none();
}
