#!/usr/bin/env bash
# Everything that must hold: server and rules on both databases, console words and screens, browser journeys.
# `scripts/test.sh rust`, `web` or `browser` runs one part. All parts share one debug build.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh

failed=()
part() { say "== $1"; "$1" || failed+=("$1"); }

# Both databases are inside: each story runs on SQLite and on PostgreSQL.
rust() {
  if have cargo-nextest; then
    cargo nextest run --workspace --no-fail-fast
  else
    cargo test --workspace --no-fail-fast
  fi
}

web() {
  local report=target/web-tests.json
  mkdir -p target
  (cd web && npx vitest run --reporter=default --reporter=json --outputFile.json="../$report")
  local outcome=$?
  node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
    console.log(`web: ${r.numPassedTests} passed, ${r.numFailedTests} failed`)' "$report"
  return $outcome
}

# The journeys, once per database, against the binary that the Rust tests built.
browser_journeys() {
  debug_build && (cd e2e && npx playwright test)
}

need_rust && need_node && need_web && need_postgres || exit 1
scripts/build-web.sh || exit 1
case "${1:-all}" in
  rust) need_mail; need_examples; need_nextest; part rust ;;
  web) part web ;;
  browser) need_browser; part browser_journeys ;;
  all)
    need_mail
    need_examples
    need_browser
    need_nextest
    part rust
    part web
    part browser_journeys
    ;;
  *) fail "there is no part called $1: rust, web, browser" ;;
esac

if [ ${#failed[@]} -gt 0 ]; then
  say "failed: ${failed[*]}"
  exit 1
fi
