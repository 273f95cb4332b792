#!/usr/bin/env bash
# Writes again what is generated and committed: the API document, the permissions, the schema, the client types.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
need_rust
need_web

debug_build
for name in openapi.json permissions.md schema.sql; do
  target/debug/lingke "${name%.*}" >target/generated
  cmp --silent target/generated "docs/$name" || { mv target/generated "docs/$name" && say "docs/$name changed"; }
done
npm --prefix web run --silent api
