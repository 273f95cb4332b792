//! Reads this repository as text, for tests that keep what a machine can keep of its style.
//!
//! Each test collects everything it objects to and shows all of it at once: [`Objections::none`].
//! The rules and their reasons are in `docs/architecture.md`; begin with the tests themselves.

use std::fs;
use std::path::{Path, PathBuf};

pub mod rust;
pub mod words;

/// Folders that hold what others wrote or a program made.
const NOT_OURS: [&str; 9] = [
    ".git",
    ".mirror",
    "target",
    "node_modules",
    "dist",
    "data-dir",
    "test-results",
    "playwright-report",
    "images",
];

/// One file: its path from the root with `/`, and its text.
#[derive(Debug)]
pub struct Source {
    /// `platform/src/ctx.rs`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// Where the repository begins.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("this crate lies in the repository").to_owned()
}

/// The text of one file; none when it is not there.
pub fn read(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// All our files below `folder` whose name ends in one of `endings`, by path.
pub fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending))
            && let Ok(text) = fs::read_to_string(&path)
        {
            let from_root = path.strip_prefix(root()).expect("walked from the root");
            found.push(Source { path: from_root.to_string_lossy().replace('\\', "/"), text });
        }
    }
}

/// The names of the folders directly below `folder`.
pub fn folders(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What a test objects to.
#[derive(Debug, Default)]
pub struct Objections(Vec<String>);

impl Objections {
    /// Objects to `what`, at `place`.
    pub fn add(&mut self, place: impl std::fmt::Display, what: impl std::fmt::Display) {
        self.0.push(format!("{place}: {what}"));
    }

    /// Objects unless `holds`.
    pub fn unless(&mut self, holds: bool, place: impl std::fmt::Display, what: impl std::fmt::Display) {
        if !holds {
            self.add(place, what);
        }
    }

    /// Fails the test with everything in `self`, if there is anything.
    ///
    /// # Panics
    /// When there is an objection.
    pub fn none(self) {
        let count = self.0.len();
        assert!(self.0.is_empty(), "{count} objections:\n  {}", self.0.join("\n  "));
    }
}
