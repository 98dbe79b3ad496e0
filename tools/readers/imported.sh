#!/usr/bin/env bash
# Imports a made-up run and checks with Python's readers what is in its tables and in what is exported of it. After check.sh,
# whose virtual environment it takes.
#   tools/readers/imported.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
name=importedcheck
folder=apps/experiments/$name
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$folder"' EXIT
rm -rf "$folder"
vestige() { node apps/cli/src/vestige.js "$@"; }

vestige new rollouts "$scratch/made" --steps 20 --problems 40
vestige import "$scratch/made" --as "$name" --run made
vestige run "$name"
vestige export "$name" --parquet --to "$scratch/exported"
vestige export "$name" --jsonl --to "$scratch/exported"
export HF_HUB_OFFLINE=1 HF_DATASETS_CACHE=$scratch/datasets HF_DATASETS_DISABLE_PROGRESS_BARS=1
tools/readers/.venv/bin/python tools/readers/imported.py "$scratch/made" "$folder/runs/made" "$scratch/exported"
