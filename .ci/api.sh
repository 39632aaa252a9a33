#!/usr/bin/env bash
# The HTTP API against its own description: `demarche serve` on the examples, asked by schemathesis for whatever the
# description allows and forbids. Takes the program as its argument; needs Python 3.11, and installs what
# `api-requirements.txt` names into a virtual environment of its own (kept in target/api-check).
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-target/release/demarche}
examples=${EXAMPLES:-40}

venv=target/api-check
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement .ci/api-requirements.txt

work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

"$program" --quiet --db "$work/examples.db" read examples >/dev/null
"$program" --db "$work/examples.db" serve --listen 127.0.0.1:0 2>"$work/told" &
server=$!
for _ in $(seq 100); do
  address=$(sed -n 's|^\(http://[^ ]*\)/ shows.*|\1|p' "$work/told")
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { cat "$work/told"; echo "the server did not start"; exit 1; }
# The search index is built beside; until then search says 503.
for _ in $(seq 100); do
  "$venv/bin/python" - "$address" <<'P' && break
import sys, urllib.request
urllib.request.urlopen(sys.argv[1] + "/api/search?q=a", timeout=5)
P
  sleep 0.1
done

"$venv/bin/python" - "$address" "$work/openapi.json" <<'P'
import sys, urllib.request
open(sys.argv[2], "wb").write(urllib.request.urlopen(sys.argv[1] + "/api/openapi.json", timeout=5).read())
P
"$venv/bin/openapi-spec-validator" "$work/openapi.json"
# The stream of changes never ends; tests/answers.rs looks at it.
"$venv/bin/schemathesis" run "$address/api/openapi.json" --checks all --exclude-path /api/changes/stream \
  --max-examples "$examples" --seed 7 --workers 1 --no-color --request-timeout 20
