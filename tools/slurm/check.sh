#!/usr/bin/env bash
# `vestige submit` on a real Slurm of two nodes, which starts here and ends here: the quick loan under three seeds from
# `submit` to report, bit for bit that of `vestige run`; then nodes and jobs that are killed at random. As root, on Debian.
#   tools/slurm/check.sh [--kills 3] [--seed 1] [--only loan|kills|limit]
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"

if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y slurm-wlm munge >/dev/null
fi
scratch=$(mktemp -d)
export SLURM_CONF=$scratch/cluster/slurm.conf
# Where jobs keep their workspaces.
export TMPDIR=$scratch/tmp
mkdir "$TMPDIR"
trap 'bash tools/slurm/cluster.sh stop "$scratch/cluster"; rm -rf "$scratch"' EXIT
bash tools/slurm/cluster.sh start "$scratch/cluster"
node tools/slurm/src/check.ts "$scratch" "$@"
