#!/usr/bin/env bash
# Builds the console into web/dist, when their sources are newer.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/need.sh

need_web
built=web/dist/index.html
if [ -e "$built" ]; then
  newer=$(find web/src web/public web/*.html web/*.json web/*.ts locales -type f -newer "$built" -print -quit)
  [ -z "$newer" ] && exit
fi
cd web
npm run --silent build
touch dist/index.html
