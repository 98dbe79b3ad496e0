#!/usr/bin/env bash
# Installs llama.cpp's server, for tests, in a virtual environment of its own.
#   npm run llama-server
set -euo pipefail
cd "$(dirname "$0")"
[ -e .venv/complete ] && exit
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
touch .venv/complete
