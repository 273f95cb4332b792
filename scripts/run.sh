#!/usr/bin/env bash
# From a fresh clone to a running server with a demo institution, on the embedded database.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh

lingke=${LINGKE_BIN:-}
if [ -z "$lingke" ]; then
  need_rust
  scripts/build-web.sh
  cargo build --release --package lingke
  lingke=target/release/lingke
fi

export LINGKE_DATA_DIR=${LINGKE_DATA_DIR:-data-dir}
scripts/fill-demo.sh "$lingke"

cat <<'TEXT'

  Sign in with the password lingke-demo as one of:
    agent       客户服务专员       complaints  投诉处理专员
    manager     客户服务经理       support     技术支持专员
    quality     服务质量监督       department  协同部门经办
    admin       系统管理员         auditor     审计员

TEXT
exec "$lingke" serve
