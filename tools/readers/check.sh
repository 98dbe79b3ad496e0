#!/usr/bin/env bash
# Checks the files of an experiment with Python's readers, in a virtual environment of its own.
#   tools/readers/check.sh [experiment.json] [preset]
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
venv=tools/readers/.venv
if [ ! -e "$venv/complete" ]; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r tools/readers/requirements.txt
  touch "$venv/complete"
fi
expected=$(mktemp)
trap 'rm -f "$expected"' EXIT
if [ $# -eq 0 ]; then set -- apps/experiments/loan/experiment.json quick; fi
node tools/readers/src/expected.ts "$@" > "$expected"
HF_HUB_OFFLINE=1 "$venv/bin/python" tools/readers/check.py "$expected"
