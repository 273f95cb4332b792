//! One name, five places: crate, console feature, words, story test and glossary entry.

use lingke_tidy::{Objections, folders, read, root};

/// Capabilities without a page of their own: they are seen through others' pages.
const WITHOUT_PAGES: [&str; 0] = [];
/// Pages of what is no capability: the platform's own, and the frame's.
const WITHOUT_CAPABILITY: [&str; 3] = ["operations", "home", "account"];

#[test]
fn a_capability_has_the_same_name_in_five_places() {
    let glossary = read("docs/glossary.md").expect("the glossary is there");
    let mut objections = Objections::default();
    for name in folders("capabilities") {
        let mut place = |path: String| objections.unless(root().join(&path).exists(), &path, "is missing");
        if !WITHOUT_PAGES.contains(&name.as_str()) {
            place(format!("web/src/features/{name}"));
        }
        place(format!("locales/zh-CN/{name}.json"));
        place(format!("locales/en-US/{name}.json"));
        let story = format!("server/tests/it/{name}");
        let in_a_folder = root().join(&story).is_dir();
        place(if in_a_folder { format!("{story}/mod.rs") } else { format!("{story}.rs") });
        let entry = glossary.contains(&format!("| `{name}` |"));
        objections.unless(entry, "docs/glossary.md", format!("has no entry `{name}`"));
        let manifest = read(&format!("capabilities/{name}/Cargo.toml")).unwrap_or_default();
        let named = manifest.contains(&format!("name = \"lingke-{name}\""));
        objections.unless(
            named,
            format!("capabilities/{name}/Cargo.toml"),
            format!("is not called lingke-{name}"),
        );
        let lib = read(&format!("capabilities/{name}/src/lib.rs")).unwrap_or_default();
        let told = lib.contains(&format!("name: \"{name}\","));
        objections.unless(
            told,
            format!("capabilities/{name}/src/lib.rs"),
            format!("CAPABILITY is not called {name}"),
        );
    }
    objections.none();
}

#[test]
fn a_console_feature_is_named_after_a_capability() {
    let capabilities = folders("capabilities");
    let mut objections = Objections::default();
    for feature in folders("web/src/features") {
        let known = capabilities.contains(&feature) || WITHOUT_CAPABILITY.contains(&feature.as_str());
        objections.unless(known, format!("web/src/features/{feature}"), "no capability has this name");
    }
    objections.none();
}

#[test]
fn the_schema_names_each_step_once_and_in_order() {
    let mut objections = Objections::default();
    let told = read("migrations/src/lib.rs").unwrap_or_default();
    for (n, step) in lingke_tidy::sources("migrations", &[".sql"]).iter().enumerate() {
        let name = step.path.trim_start_matches("migrations/").trim_end_matches(".sql");
        objections.unless(
            name.starts_with(&format!("{:04}_", n + 1)),
            &step.path,
            "is not numbered in order",
        );
        objections.unless(
            told.contains(&format!("\"{name}\"")),
            "migrations/src/lib.rs",
            format!("does not run {name}"),
        );
    }
    objections.none();
}
