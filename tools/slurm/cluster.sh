#!/usr/bin/env bash
# A real Slurm with two nodes on this machine, as root: no systemd, no accounting, nothing outside of its folder.
#   tools/slurm/cluster.sh start FOLDER     then: export SLURM_CONF=FOLDER/slurm.conf
#   tools/slurm/cluster.sh node FOLDER n1   starts the daemon of a node that has died
#   tools/slurm/cluster.sh stop FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
action=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
export SLURM_CONF=$folder/slurm.conf

start() {
  mkdir -p "$folder/state"
  # Munge asks that nobody else can write above its socket.
  chmod 755 "$folder"
  sed -e "s|@HOST@|$(hostname)|g" -e "s|@DIR@|$folder|g" "$here/slurm.conf.template" >"$SLURM_CONF"
  head -c 1024 /dev/urandom >"$folder/munge.key"
  chmod 400 "$folder/munge.key"
  munged --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
    --seed-file="$folder/munge.seed" --log-file="$folder/munged.log" --force
  slurmctld
  slurmd -N n1
  slurmd -N n2
  for _ in $(seq 60); do
    [ "$(sinfo --noheader --states=idle --format=%D 2>/dev/null)" = 2 ] && return
    sleep 0.5
  done
  tail -n 20 "$folder"/slurm*.log >&2
  return 1
}

stop() {
  scontrol shutdown || true
  for _ in $(seq 40); do
    ls "$folder"/slurm*.pid >/dev/null 2>&1 || break
    sleep 0.5
  done
  munged --stop --socket="$folder/munge.socket" || true
}

case $action in
start) start ;;
node) slurmd -N "$3" ;;
stop) stop ;;
*) exit 2 ;;
esac
