# What building and testing Lingke needs: each function installs it, or says exactly what to install.
#
# Sourced by the other scripts, or run with names: `scripts/need.sh rust node browser postgres`.
# Idempotent, and quick when everything is there. Installs Debian packages as root or with sudo.

root_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rust_min=1.95
node_min=20

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# at_least HAVE WANT: whether version HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# packages NAME…: installs Debian packages.
packages() {
  have apt-get || fail "please install with your package manager what Debian calls: $*"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "please run as root: apt-get install -y $*"
    as_root=(sudo)
  fi
  say "installing $*"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 && return
  # The lists may be old or missing.
  "${as_root[@]}" apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 ||
    fail "please install: apt-get install -y $*"
}

need_rust() {
  have cargo || fail "please install Rust $rust_min or newer (https://rustup.rs), with cargo on the PATH"
  local version
  version=$(rustc --version | cut -d' ' -f2)
  at_least "$version" "$rust_min" || fail "Rust $rust_min or newer is needed, this is $version: rustup update stable"
  have cc || packages gcc libc6-dev
}

need_rust_checks() {
  cargo fmt --version >/dev/null 2>&1 || fail "please install rustfmt: rustup component add rustfmt"
  cargo clippy --version >/dev/null 2>&1 || fail "please install clippy: rustup component add clippy"
}

# Builds nextest once. Whoever cannot have it uses cargo test, which runs the same tests.
need_nextest() {
  have cargo-nextest && return
  say "installing cargo-nextest (once, some minutes)"
  cargo install cargo-nextest --locked >&2 || say "cargo-nextest could not be built; cargo test is used instead"
}

# Looks at licences, sources and advisories of crates. Not needed for anything else, so only when it is asked for.
need_deny() { have cargo-deny || cargo install cargo-deny --locked >&2 || fail "cargo-deny could not be built"; }

need_node() {
  have node && have npm || fail "please install Node $node_min or newer with npm (https://nodejs.org)"
  local version
  version=$(node --version | tr -d v)
  at_least "$version" "$node_min" || fail "Node $node_min or newer is needed, this is $version"
}

# modules FOLDER: installs what FOLDER/package-lock.json says, when it says something new.
modules() {
  local lock="$root_dir/$1/package-lock.json" installed="$root_dir/$1/node_modules/.package-lock.json"
  [ -e "$installed" ] && [ ! "$lock" -nt "$installed" ] && return
  say "installing the npm packages of $1"
  (cd "$root_dir/$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund >&2) ||
    fail "npm ci failed in $1"
  touch "$installed"
}

# Builds target/debug/lingke as the tests do: building the one package by itself would turn on other features of what
# it stands on, and build all of that a second time.
debug_build() { cargo test --workspace --no-run --quiet; }

need_web() { need_node && modules web; }

need_browser() {
  need_node && modules e2e
  browser >/dev/null || packages chromium
  # Without a Chinese font every screenshot shows boxes.
  fc-list :lang=zh-cn 2>/dev/null | grep -q . || packages fontconfig fonts-noto-cjk
}

# The browser to drive.
browser() {
  local name
  for name in ${LINGKE_CHROMIUM:-} chromium chromium-browser google-chrome; do
    command -v "$name" 2>/dev/null && return
  done
  return 1
}

# A mail server for the tests of outgoing mail.
need_mail() {
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || packages python3 python3-aiosmtpd
}

# What the commands of docs/api.md use, for the test that runs them.
need_examples() {
  need_node
  have curl && have jq && have python3 || packages curl jq python3
}

postgres_bin() {
  local folder
  folder=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$folder" ] || folder=$(dirname "$(command -v initdb 2>/dev/null || echo /none/)")
  [ -x "$folder/initdb" ] && echo "$folder"
}

# answers PORT: whether PostgreSQL on this machine lets `postgres` in without a password.
answers() {
  have psql && [ "$(psql -w -h 127.0.0.1 -p "$1" -U postgres -d postgres -Atc 'SELECT 1' 2>/dev/null)" = 1 ]
}

# Sets LINGKE_TEST_POSTGRES to a server where tests may create databases: the one named already, the one
# on 5432 when it lets us in, or a cluster of our own. Never changes a server's configuration.
need_postgres() {
  [ -n "${LINGKE_TEST_POSTGRES:-}" ] && return
  local port=5432
  if ! answers 5432; then
    postgres_bin >/dev/null && have psql || packages postgresql postgresql-client
    port=${LINGKE_TEST_POSTGRES_PORT:-54329}
    answers "$port" || start_own_postgres "$port"
  fi
  export LINGKE_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port"
}

# Durability stays on: tests kill servers and look at what was acknowledged.
start_own_postgres() {
  local port=$1 bin folder as_postgres=()
  bin=$(postgres_bin) || fail "PostgreSQL's initdb was not found; please install: apt-get install -y postgresql"
  folder="$root_dir/target/test-postgres"
  if [ "$(id -u)" -eq 0 ]; then
    # PostgreSQL refuses root, and its user may not be let into the folder of the clone.
    as_postgres=(runuser -u postgres --)
    folder="/var/tmp/lingke-test-postgres-$port"
    install -d -o postgres -m 700 "$folder"
  else
    mkdir -p "$folder"
  fi
  say "starting a PostgreSQL of our own on port $port"
  (
    cd /
    if ! "${as_postgres[@]}" test -e "$folder/data/PG_VERSION"; then
      "${as_postgres[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    fi
    "${as_postgres[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start \
      -o "-p $port -h 127.0.0.1 -c unix_socket_directories='' -c max_connections=200" >/dev/null
  ) || fail "PostgreSQL did not start; see $folder/log"
}

need_everything() { need_rust && need_web && need_browser && need_mail && need_examples && need_postgres && need_nextest; }

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  for name in "${@:-everything}"; do "need_$name"; done
fi
