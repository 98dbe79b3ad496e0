#!/usr/bin/env bash
# Checks the files of an experiment with Python's readers, in a virtual environment of its own.
#   tools/readers/check.sh [experiment.json] [preset]
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
venv=tools/readers/.venv
bash tools/readers/venv.sh "$venv" -r tools/readers/requirements.txt
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
expected=$scratch/expected.json
if [ $# -eq 0 ]; then
  set -- apps/experiments/loan/experiment.json quick
  node apps/cli/src/vestige.js export loan --quick --gguf >/dev/null
fi
node tools/readers/src/expected.ts "$@" > "$expected"
export HF_HUB_OFFLINE=1 HF_DATASETS_CACHE=$scratch/datasets HF_DATASETS_DISABLE_PROGRESS_BARS=1
"$venv/bin/python" tools/readers/check.py "$expected"
