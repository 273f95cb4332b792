//! Every link in a document leads somewhere.

use std::path::{Component, Path, PathBuf};

use lingke_tidy::{Objections, Source, root, sources};
use regex::Regex;

/// Pictures are written by `make screenshots`, not by hand.
const WRITTEN_LATER: &str = "docs/images";

#[test]
fn every_relative_link_in_the_documents_resolves() {
    let link = Regex::new(r"\]\(([^)\s]+)[^)]*\)").expect("a pattern");
    let mut objections = Objections::default();
    for document in sources("", &[".md"]) {
        for (n, line) in outside_code(&document.text) {
            for target in link.captures_iter(line).map(|found| found[1].to_owned()) {
                if let Some(why) = broken(&document, &target) {
                    objections.add(format!("{}:{}", document.path, n + 1), why);
                }
            }
        }
    }
    objections.none();
}

fn outside_code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    text.lines().enumerate().filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

fn broken(document: &Source, target: &str) -> Option<String> {
    if target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = Path::new(&document.path).parent().unwrap_or(Path::new(""));
    let there = if path.is_empty() { PathBuf::from(&document.path) } else { plain(&folder.join(path)) };
    if there.starts_with(WRITTEN_LATER) {
        return None;
    }
    if !root().join(&there).exists() {
        return Some(format!("{target} is not there"));
    }
    let text = std::fs::read_to_string(root().join(&there)).unwrap_or_default();
    let known = anchor.is_empty() || anchors(&text).iter().any(|heading| heading == anchor);
    (!known).then(|| format!("{target}: no heading makes #{anchor}"))
}

/// Takes `..` out.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The anchors of a document's headings, as code hosts make them.
fn anchors(text: &str) -> Vec<String> {
    let headings = outside_code(text).filter(|(_, line)| line.starts_with('#'));
    headings
        .map(|(_, line)| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}
