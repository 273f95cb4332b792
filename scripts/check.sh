#!/usr/bin/env bash
# What can be said without running the product: form, lints, types, and what the tidy tests keep
# (floors, names, sizes, words, links). Meant to be quick enough to run before each commit.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
need_rust
need_rust_checks
need_web
modules e2e

failed=()
check() {
  local name=$1
  shift
  say "== $name"
  "$@" || failed+=("$name")
}

# What is built on: licences, sources and bans as deny.toml says, and known weaknesses where their lists can be reached.
# Whoever has no cargo-deny (scripts/need.sh deny) or no network is told so, and nothing fails.
crates() {
  have cargo-deny || { say "cargo-deny is not installed: licences and sources of crates were not looked at"; return 0; }
  # Those of other systems too: it looks at the whole lock file.
  cargo fetch --quiet --locked 2>/dev/null || { say "crates could not be fetched: they were not looked at"; return 0; }
  cargo deny --log-level error --offline check --hide-inclusion-graph bans licenses sources || return 1
  if timeout 30 cargo deny --log-level off fetch db >/dev/null 2>&1; then
    cargo deny --log-level error --offline check --hide-inclusion-graph advisories
  else
    say "the list of advisories was not reached: crates were not audited"
  fi
}

packages_known_weak() {
  local folder=$1 report
  report=$(cd "$folder" && timeout 60 npm audit --omit=dev --json 2>/dev/null)
  node -e '
    let report;
    try { report = JSON.parse(process.argv[1]); } catch { report = {}; }
    const found = report.metadata && report.metadata.vulnerabilities;
    if (!found) { console.error("the registry did not answer: packages were not audited"); process.exit(0); }
    if (found.high + found.critical === 0) process.exit(0);
    for (const [name, one] of Object.entries(report.vulnerabilities)) console.error(`${name}: ${one.severity}`);
    process.exit(1);' "$report"
}

check form cargo fmt --all --check
check lints cargo clippy --workspace --all-targets --quiet -- --deny warnings
check console npm --prefix web run --silent check
check journeys npm --prefix e2e run --silent check
check crates crates
check packages packages_known_weak web
check tidy cargo test --quiet --package lingke-tidy

if [ ${#failed[@]} -gt 0 ]; then
  say "failed: ${failed[*]}"
  exit 1
fi
say "all good"
