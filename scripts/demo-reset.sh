#!/usr/bin/env bash
# Throws away the demo institution in ./data-dir and makes it anew. Touches no other database.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
[ -z "${LINGKE_DATABASE_URL:-}" ] || fail "LINGKE_DATABASE_URL is set: only the embedded database is ever thrown away"
need_rust
scripts/build-web.sh
cargo build --release --package lingke
rm -rf data-dir
LINGKE_DATA_DIR=data-dir exec scripts/fill-demo.sh target/release/lingke
