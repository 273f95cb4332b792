//! A capability calls only lower floors. Cargo refuses a cycle; this refuses a climb.

use std::collections::BTreeMap;

use lingke_tidy::{Objections, folders, read};
use regex::Regex;

struct Capability {
    floor: u8,
    calls: Vec<String>,
}

/// The crates of ours that a `Cargo.toml` names, without `lingke-`.
fn ours_in(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().expect("a Cargo.toml is TOML");
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let names =
        tables.iter().filter_map(|table| manifest.get(*table)?.as_table()).flat_map(toml::Table::keys);
    names.filter_map(|name| name.strip_prefix("lingke-")).map(str::to_owned).collect()
}

fn capabilities() -> BTreeMap<String, Capability> {
    let floor = Regex::new(r"(?m)^\s*floor: (\d),").expect("a pattern");
    let mut found = BTreeMap::new();
    for name in folders("capabilities") {
        let lib = read(&format!("capabilities/{name}/src/lib.rs")).unwrap_or_default();
        let Some(number) = floor.captures(&lib) else { continue };
        let floor = number[1].parse().expect("a digit");
        let manifest = read(&format!("capabilities/{name}/Cargo.toml")).expect("a crate has a Cargo.toml");
        found.insert(name, Capability { floor, calls: ours_in(&manifest) });
    }
    found
}

#[test]
fn every_capability_names_its_floor() {
    let known = capabilities();
    let mut objections = Objections::default();
    for name in folders("capabilities") {
        objections.unless(
            known.contains_key(&name),
            format!("capabilities/{name}/src/lib.rs"),
            "no `floor: n,`",
        );
    }
    objections.none();
}

#[test]
fn a_capability_calls_only_lower_floors_or_what_lies_below_it_on_its_own() {
    let all = capabilities();
    let mut objections = Objections::default();
    for (name, capability) in &all {
        for called in capability.calls.iter().filter_map(|called| Some((called, all.get(called)?))) {
            let (called, lower) = called;
            // `cases` lies below the others of its floor, `customers` above those of its own.
            let below = called == "cases" || name == "customers";
            let allowed = lower.floor < capability.floor || below && capability.floor == lower.floor;
            let what = format!("floor {} may not call {called} on floor {}", capability.floor, lower.floor);
            objections.unless(allowed, format!("capabilities/{name}/Cargo.toml"), what);
        }
    }
    objections.none();
}

#[test]
fn the_kernel_stands_alone_and_the_platform_knows_no_capability() {
    let mut objections = Objections::default();
    for (name, allowed) in
        [("kernel", &[][..]), ("migrations", &["kernel"]), ("platform", &["kernel", "migrations"])]
    {
        let manifest = read(&format!("{name}/Cargo.toml")).expect("a crate has a Cargo.toml");
        for called in ours_in(&manifest) {
            let holds = allowed.contains(&called.as_str());
            objections.unless(holds, format!("{name}/Cargo.toml"), format!("may not know {called}"));
        }
    }
    objections.none();
}
