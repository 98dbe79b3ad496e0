#!/usr/bin/env bash
# Holds manifests against the schemas of the API of Kubernetes, for several of its versions, in a virtual environment of
# its own. Without files, those of made-up submissions.
#   tools/readers/kubernetes.sh [manifest.yaml ...]
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
venv=tools/readers/kubernetes/.venv
bash tools/readers/venv.sh "$venv" -r tools/readers/kubernetes/requirements.txt
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ $# -eq 0 ]; then
  node tools/readers/src/manifests.ts "$scratch"
  set -- "$scratch"/*.yaml
fi
"$venv/bin/python" tools/readers/kubernetes/validate.py "$@"
