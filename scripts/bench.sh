#!/usr/bin/env bash
# Measures the release build on SQLite and PostgreSQL on this machine and prints one table. What is filled once is kept
# in target/bench; `scripts/bench.sh --clear` throws it away, `--help` lists what can be measured by itself.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
need_rust
need_postgres
need_browser
scripts/build-web.sh
# Two commands: built together, the server would be built again with what only the measuring needs.
cargo build --release --package lingke
cargo build --release --package lingke-bench
# Thousands of open live streams, on both ends.
ulimit -n "$(ulimit -Hn)"
exec target/release/lingke-bench --server target/release/lingke --postgres "$LINGKE_TEST_POSTGRES" "$@"
