#!/usr/bin/env bash
# Writes docs/images again, from a fresh demo institution.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
need_rust
need_browser
scripts/build-web.sh
cargo build --package lingke
cd e2e
exec npx playwright test --config playwright.screenshots.config.ts
