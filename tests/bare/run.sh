#!/bin/bash
# Proves the set-up on a bare Debian: tests/bare/run.sh SUITE root|user [setup|demo|checks]
#
# Makes a minimal Debian (bookworm, trixie, …) in a folder, installs git and make there and
# nothing else, clones this checkout's HEAD into it and runs `make setup` or `make demo`, as
# root or as a user with sudo. `demo` also starts a second time (which must take less than 10 s)
# and checks that Ctrl-C leaves nothing running; `checks` runs .ci/run. Needs root, debootstrap
# and a few GB; the packages
# come from where this machine's own apt gets them. The folder is removed at the end unless
# KEEP=1. BARE_FOLDER (default /tmp/ideenkarte-bare) and BARE_PORT (8619) may be set;
# BARE_MEMORY=2G limits memory where control groups allow it; BARE_AGAIN_S=30 grants the second
# start more time on a busy machine.
set -euo pipefail

suite=${1:?suite, for instance bookworm}
account=${2:?root or user}
goal=${3:-demo}
folder=${BARE_FOLDER:-/tmp/ideenkarte-bare}
port=${BARE_PORT:-8619}
project=$(cd "$(dirname "$0")/../.." && pwd)
root=$folder/$suite-$account

[ "$(id -u)" -eq 0 ] || { echo "Needs root: it makes a Debian of its own." >&2; exit 1; }

# A namespace of its own for mounts and processes: all of it is gone when the script ends.
if [ -z "${BARE_INSIDE:-}" ]; then
  exec env BARE_INSIDE=1 unshare --mount --pid --fork --mount-proc --kill-child "$0" "$@"
fi

finish() {
  status=$?
  # Only with nothing of this machine mounted below it may the folder be deleted.
  umount -R "$root/proc" "$root/dev" "$root/sys" 2>/dev/null || true
  if [ -z "${KEEP:-}" ] && ! grep -q " $root/" /proc/self/mounts; then
    rm -rf --one-file-system "$root"
  fi
  exit $status
}
trap finish EXIT

limit_memory() {
  [ -n "${BARE_MEMORY:-}" ] || return 0
  local group=/sys/fs/cgroup/ideenkarte-bare
  if mkdir -p $group 2>/dev/null && echo "$BARE_MEMORY" >$group/memory.max 2>/dev/null &&
    echo 0 >$group/cgroup.procs; then
    echo "memory limited to $BARE_MEMORY"
  else
    echo "memory could not be limited on this machine"
  fi
}

make_debian() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  mkdir -p "$folder"
  if [ ! -d "$folder/base-$suite" ]; then
    debootstrap --variant=minbase "$suite" "$folder/base-$suite.new" "${mirror%/}" >"$folder/log" 2>&1 ||
      { tail -n 3 "$folder/log" >&2; exit 1; }
    mv "$folder/base-$suite.new" "$folder/base-$suite"
  fi
  rm -rf --one-file-system "$root"
  cp -a "$folder/base-$suite" "$root"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  printf "127.0.0.1 localhost\n127.0.1.1 %s\n" "$(hostname)" >"$root/etc/hosts"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --make-rslave "$root/dev"
}

# inside COMMAND: a login shell's command in the new Debian, with a bare environment plus whatever
# this machine needs to reach its package registries.
inside() {
  local certificates
  certificates=$(env | grep -E '^(PIP_CERT|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|https?_proxy|no_proxy)=' || true)
  # shellcheck disable=SC2086 # one word a variable
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    MAPPER_PORT="$port" DEBIAN_FRONTEND=noninteractive $certificates /bin/sh -ec "$1"
}

as_account() {
  if [ "$account" = root ]; then
    inside "cd /srv/ideenkarte && $1"
  else
    inside "su someone -c 'cd /srv/ideenkarte && $1'"
  fi
}

prepare() {
  inside "apt-get -q update && apt-get -q -y install git make" >"$folder/log" 2>&1
  if [ -d /usr/local/share/ca-certificates ]; then
    cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
    inside update-ca-certificates >>"$folder/log" 2>&1
  fi
  git -C "$project" bundle create "$root/tmp/project.bundle" HEAD --quiet
  inside "git -c init.defaultBranch=main clone -q -c advice.detachedHead=false /tmp/project.bundle /srv/ideenkarte"
  if [ "$account" = user ]; then
    inside "apt-get -q -y install sudo" >>"$folder/log" 2>&1
    inside "useradd --create-home someone && chown -R someone /srv/ideenkarte"
    echo "someone ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/someone"
  fi
}

# start_demo LIMIT_S: `make demo` until its health check answers; stops it again by Ctrl-C.
start_demo() {
  local begin=$SECONDS pid
  as_account "exec make demo" >"$folder/demo.log" 2>&1 &
  pid=$!
  until healthy; do
    if ! kill -0 $pid 2>/dev/null || [ $((SECONDS - begin)) -gt "$1" ]; then
      tail -n 20 "$folder/demo.log" >&2
      echo "make demo was not up within $1 s" >&2
      exit 1
    fi
    sleep 0.2
  done
  echo "make demo: up after $((SECONDS - begin)) s"
  sleep 2
  grep -E 'Ideenkarte:|Data:' "$folder/demo.log"
  # The namespace holds only what this script started.
  begin=$SECONDS
  kill -INT "$(pgrep -o -f 'mapper run')"
  wait $pid || true
  echo "stopped after $((SECONDS - begin)) s"
  if pgrep postgres; then
    echo "PostgreSQL is still running after Ctrl-C" >&2
    exit 1
  fi
}

healthy() {
  python3 - "$port" <<'P'
import sys, urllib.request
try:
    sys.exit(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthz", timeout=2).status != 200)
except OSError:
    sys.exit(1)
P
}

limit_memory
make_debian
prepare
begin=$SECONDS
as_account "make setup"
echo "make setup: $((SECONDS - begin)) s, $(du -sm --one-file-system "$root" | cut -f1) MB in all"
begin=$SECONDS
as_account "make setup"
echo "make setup again: $((SECONDS - begin)) s"
as_account ".venv/bin/mapper db start && .venv/bin/mapper db migrate && .venv/bin/mapper db stop"
if [ "$goal" = checks ]; then
  begin=$SECONDS
  as_account .ci/run
  echo ".ci/run: $((SECONDS - begin)) s"
fi
if [ "$goal" = demo ]; then
  start_demo 600
  start_demo "${BARE_AGAIN_S:-10}"
fi
echo "bare $suite as $account: all well"
