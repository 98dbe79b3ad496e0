#!/usr/bin/env bash
# Makes a virtual environment with packages in it, unless it is there.
#   tools/readers/venv.sh FOLDER (-r requirements.txt | PACKAGE)...
# uv installs them, in a quarter of pip's time, with what pip is told of indexes; pip itself where uv fails.
set -euo pipefail
venv=$1
shift
[ ! -e "$venv/complete" ] || exit 0
uv=$(dirname "$0")/.venv-uv
plain=(--quiet --disable-pip-version-check --no-compile)
if [ ! -e "$uv/complete" ]; then
  rm -rf "$uv"
  python3 -m venv "$uv"
  "$uv/bin/pip" install "${plain[@]}" uv && touch "$uv/complete" || true
fi

with_uv() {
  [ -e "$uv/complete" ] || return 1
  local name value settings
  settings=$("$uv/bin/pip" config list)
  local -A names=([index-url]=UV_DEFAULT_INDEX [extra-index-url]=UV_EXTRA_INDEX_URL [find-links]=UV_FIND_LINKS
    [constraint]=UV_CONSTRAINT [cert]=SSL_CERT_FILE)
  for name in "${!names[@]}"; do
    # Of the environment, else of a file.
    value=$(sed -n "s/^[^=]*\.$name='\(.*\)'\$/\1/p" <<<"$settings" | head -1 | sed 's/\\n/ /g')
    [ -z "$value" ] || export "${names[$name]}=$value"
  done
  "$uv/bin/uv" venv --quiet --python "$(command -v python3)" "$venv" || return 1
  # As pip does: the newest of all indexes.
  "$uv/bin/uv" pip install --quiet --cache-dir "$uv/cache" --index-strategy unsafe-best-match --python "$venv/bin/python" "$@"
}

rm -rf "$venv"
with_uv "$@" || {
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install "${plain[@]}" "$@"
}
touch "$venv/complete"
