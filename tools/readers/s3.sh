#!/usr/bin/env bash
# Tests the shared cache in a bucket of a real server of S3, moto's, in a virtual environment of its own.
#   tools/readers/s3.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
venv=tools/readers/.venv-s3
bash tools/readers/venv.sh "$venv" 'moto[s3]==5.2.5' flask flask-cors
scratch=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
port=$(node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close() })')
"$venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$scratch/moto.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  curl --silent --output /dev/null "http://127.0.0.1:$port/" && break
  sleep 0.2
done
VESTIGE_TEST_S3=http://127.0.0.1:$port vitest run packages/cache/src/store/bucketStore.test.ts
