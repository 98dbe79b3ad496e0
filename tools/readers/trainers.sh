#!/usr/bin/env bash
# Lets TRL, Inspect and verifiers write rollouts, and checks that Vestige imports what their own readers find in them.
#   tools/readers/trainers.sh            # without verifiers 0.1, which takes minutes to install
#   tools/readers/trainers.sh folder     # keeps the files there, all of them
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
here=$PWD/tools/readers/trainers

bash tools/readers/venv.sh "$here/.venv/tools" -r "$here/requirements.txt"
python=$here/.venv/tools/bin/python

# The tools write down where they run, and in which repository.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
written=$scratch/written
mkdir -p "$scratch/home" "$written"
quietly() {
  (cd "$scratch" && HOME=$scratch/home "$@") >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    return 1
  }
}
# What is imported is compiled, not all that was installed, and nothing beside the scripts.
export HF_HUB_OFFLINE=1 PYTHONPYCACHEPREFIX=$here/.venv/compiled
quietly "$python" "$here/trl_rollouts.py" "$written/trl"
quietly "$python" "$here/inspect_log.py" "$written/inspect"
quietly "$python" "$here/verifiers_traces.py" "$written/verifiers"
# They hold where they ran, which is nobody's business.
sed -i "s#$scratch/home#/home/user#g" "$written/verifiers/traces/traces.jsonl"
if [ $# -gt 0 ]; then
  # The last that saves results.jsonl; it needs an older `datasets`.
  bash tools/readers/venv.sh "$here/.venv/verifiers-0.1" -r "$here/requirements-verifiers-0.1.txt"
  quietly "$here/.venv/verifiers-0.1/bin/python" "$here/verifiers_results.py" "$written/verifiers"
fi
rm -rf "$written/verifiers/traces/"{configs,logs}
"$python" "$here/expected.py" "$written" >"$written/expected.json"
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  cp -R "$written/." "$1"
fi
VESTIGE_GENUINE=$written vitest run packages/trainers/src/genuine.test.ts
