#!/usr/bin/env bash
# The whole road on a real language model: questions made, asked in the process and behind a server, judged, reported; and
# in the process once more from nothing, to the same figures.
#   tools/readers/languageModel.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
model=$PWD/packages/language/llama/build/SmolLM2-135M-Instruct.Q4_1.gguf
name=smollmroad
folder=apps/experiments/$name
scratch=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$scratch" "$folder"
}
trap finish EXIT
rm -rf "$folder"
vestige() { node apps/cli/src/vestige.js "$@"; }

vestige new questions "$scratch/coins.jsonl" --task coin --from 0 --depth 1 --count 40
vestige new experiment "$name" --questions "$scratch/coins.jsonl" --gguf "$model"

python=packages/language/llama/.venv/bin/python
"$python" packages/language/llama/serve.py "$model" 2048 >"$scratch/address" 2>"$scratch/server.log" &
server=$!
for _ in $(seq 120); do
  [ ! -s "$scratch/address" ] || break
  sleep 0.5
done
address=$(head -1 "$scratch/address")
vestige doctor --endpoint "$address"

node tools/readers/src/shortRoad.ts "$folder/experiment.json" "$address"
vestige run "$name"
cp "$folder/runs/report/metrics.json" "$scratch/first.json"
rm -rf "$folder"/runs/file-s0/{journal.sqlite*,ablate} "$folder"/runs/{analyze,report}
vestige run "$name" --no-cache
node tools/readers/src/sameFigures.ts "$scratch/first.json" "$folder/runs/report/metrics.json"
