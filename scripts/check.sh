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

check form cargo fmt --all --check
check lints cargo clippy --workspace --all-targets --quiet -- --deny warnings
check console npm --prefix web run --silent check
check journeys npm --prefix e2e run --silent check
check tidy cargo test --quiet --package lingke-tidy

if [ ${#failed[@]} -gt 0 ]; then
  say "failed: ${failed[*]}"
  exit 1
fi
say "all good"
