#!/usr/bin/env bash
# Builds the backend `tensorflow` from what npm and PyPI serve, for networks on which the download of
# @tensorflow/tfjs-node is not reachable. README.md says how; what has been built once is taken from a cache.
#   npm run native
#   VESTIGE_NATIVE_CACHE=folder npm run native
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
package=node_modules/@tensorflow/tfjs-node
cache=${VESTIGE_NATIVE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vestige/native}
unpacked=

say() { printf 'native: %s\n' "$*"; }
fail() {
  printf 'native: %s\n' "$*" >&2
  exit 1
}
trap 'rm -rf "$unpacked"' EXIT

# need COMMAND APT_PACKAGE
need() {
  command -v "$1" >/dev/null || fail "$1 is missing; on Debian or Ubuntu: apt-get install $2"
}

check() { TF_CPP_MIN_LOG_LEVEL=1 node "$here/smoke.mjs" tensorflow; }

# The files of the npm package and what it depends on, as package-lock.json has them, without their install scripts.
install_package() {
  [ -e "$package/package.json" ] && return
  say 'npm package @tensorflow/tfjs-node, without its download'
  npm install --ignore-scripts --no-save --no-audit --no-fund --loglevel=error
  [ -e "$package/package.json" ] || fail "npm did not install @tensorflow/tfjs-node; is it left out (--omit=optional)?"
}

# Fills $cache/<digest of requirements.txt>/libtensorflow; the wheel itself is not kept.
fetch_libtensorflow() {
  if [ -e "$libtensorflow/libtensorflow_cc.so.2" ]; then
    say 'libtensorflow: from the cache'
    return
  fi
  need python3 python3
  python3 -m pip --version >/dev/null 2>&1 || fail 'pip is missing; on Debian or Ubuntu: apt-get install python3-pip'
  mkdir -p "$cache"
  unpacked=$(mktemp -d "$cache/unpacked.XXXXXX")
  say "$(grep -o '^tensorflow-cpu==[0-9.]*' "$here/requirements.txt") from PyPI: some 200 MB, 600 MB unpacked"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    --implementation cp --python-version 3.11 --platform manylinux2014_x86_64 \
    --dest "$unpacked" -r "$here/requirements.txt"
  python3 "$here/extract.py" "$unpacked"/tensorflow_cpu-*.whl "$unpacked"
  rm "$unpacked"/tensorflow_cpu-*.whl
  mkdir -p "$(dirname "$libtensorflow")"
  rm -rf "$libtensorflow"
  mv "$unpacked/libtensorflow" "$libtensorflow"
}

build_binding() {
  if [ -e "$binding" ]; then
    say 'binding: from the cache'
    return
  fi
  need "${CXX:-g++}" g++
  say 'binding: compiling'
  local headers
  headers=$(node -p "require('node-api-headers').include_dir")
  "${CXX:-g++}" -std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=8 -I "$headers" -I "$libtensorflow/include" \
    -o "$binding.partial" "$package"/binding/*.cc \
    -L"$libtensorflow" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 -Wl,-rpath,'$ORIGIN/../../deps/lib'
  mv "$binding.partial" "$binding"
}

# Puts a file where the package looks for it: linked where the cache is on the same file system.
place() {
  mkdir -p "$2"
  ln -f "$1" "$2/$(basename "$1")" 2>/dev/null || cp -f "$1" "$2/"
}

[ -e node_modules/.package-lock.json ] || fail 'the workspace is not installed: npm ci'
if [ -e "$package/lib" ] && check 2>/dev/null; then
  say 'nothing to do'
  exit
fi
[ "$(uname -sm)" = 'Linux x86_64' ] || fail "made for Linux on x64, not $(uname -sm); try npm rebuild @tensorflow/tfjs-node"
install_package
digest() { cat "$@" | sha256sum | cut -c1-16; }
libtensorflow=$cache/$(digest "$here/requirements.txt" "$here/extract.py")/libtensorflow
binding=$(dirname "$libtensorflow")/$(digest "$here/build.sh" "$package"/binding/*)-tfjs_binding.node
fetch_libtensorflow
build_binding
place "$libtensorflow/libtensorflow_cc.so.2" "$package/deps/lib"
place "$libtensorflow/libtensorflow_framework.so.2" "$package/deps/lib"
mkdir -p "$package/lib/napi-v8"
cp "$binding" "$package/lib/napi-v8/tfjs_binding.node"
check || fail 'the backend was built and does not work; see above'
