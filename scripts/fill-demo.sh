#!/usr/bin/env bash
# fill-demo.sh BINARY: fills the database with the demo institution, when there is none yet.
# A demo that was interrupted is thrown away and made again; a database with anything else is left alone.
set -euo pipefail
lingke=$1
database="${LINGKE_DATA_DIR:?}/lingke.db"

if [ -n "${LINGKE_DATABASE_URL:-}" ]; then
  "$lingke" demo --size "${SIZE:-small}" || echo "the database is not empty: kept as it is" >&2
  exit
fi
unfinished="$LINGKE_DATA_DIR/demo-unfinished"
[ -e "$database" ] && [ ! -e "$unfinished" ] && exit
mkdir -p "$LINGKE_DATA_DIR"
rm -f "$database" "$database"-wal "$database"-shm
touch "$unfinished"
"$lingke" demo --size "${SIZE:-small}"
rm "$unfinished"
