#!/usr/bin/env bash
# Loads the backends `wasm` and `tensorflow` on Node 20, 22 and 24, and runs the tests of the transformer on both on 22: on
# 24 the workspace runs all tests.
# Node comes from npm. On Node 20, which does not strip types, the packages are loaded without Vestige's own code.
#   tools/native/nodes.sh [version...]
set -euo pipefail
cd "$(dirname "$0")/../.."
# Not the workspace's: npm would take its version of the package `node`.
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT

# The path of a Node of a major version.
node_of() {
  (cd "$elsewhere" && npm exec --yes --loglevel=error --package="node@$1" -- node -p process.execPath)
}

if [ $# -eq 0 ]; then set -- 20 22 24; fi
for version; do
  node=$(node_of "$version")
  "$node" tools/native/smoke.mjs wasm tensorflow
  [ "$version" -ne 22 ] || VESTIGE_BACKEND=tensorflow "$node" node_modules/vitest/vitest.mjs run \
    packages/model/src/backends.test.ts packages/model/src/transformer.test.ts
done
