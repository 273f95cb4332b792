#!/usr/bin/env bash
# The server, built again and restarted when a Rust source, a migration or a data file changes, and the
# console's own development server on http://127.0.0.1:5173, which shows each change at once.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh
need_rust
need_web
[ -e web/dist/index.html ] || scripts/build-web.sh

export LINGKE_DATA_DIR=${LINGKE_DATA_DIR:-data-dir}
watched=(kernel platform capabilities server migrations data Cargo.toml)
server='' vite=''

stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  server=''
}
start() {
  cargo build --package lingke || { say "not built; the next change is tried"; return; }
  scripts/fill-demo.sh target/debug/lingke || { say "no demo institution; the next change is tried"; return; }
  target/debug/lingke serve &
  server=$!
}
changed() {
  if have inotifywait; then
    inotifywait --quiet --recursive --event close_write,move,delete --include '\.(rs|sql|toml|json)$' "${watched[@]}" >/dev/null
  else
    until find "${watched[@]}" -type f -newer "$mark" -print -quit | grep -q .; do sleep 1; done
  fi
}

mark=$(mktemp)
trap 'stop; [ -n "$vite" ] && kill "$vite" 2>/dev/null; rm -f "$mark"' EXIT
(cd web && exec npx vite --host 127.0.0.1) &
vite=$!
start
while changed; do
  touch "$mark"
  sleep 0.3
  stop
  start
done
