#!/bin/sh
# Runs the tests with a MAPPER_HOME of their own, away from a demo that may be running.
set -eu
cd "$(dirname "$0")/.."
MAPPER_HOME=$(mktemp -d "${TMPDIR:-/tmp}/ideenkarte-test-XXXXXX")
export MAPPER_HOME
unset DATABASE_URL MAPPER_PORT MAPPER_BASE_URL MAPPER_PROFILE_DIR MAPPER_MODERATION
# The tests start hundreds of processes: none is to compile again what another has compiled.
unset PYTHONDONTWRITEBYTECODE
chmod 755 "$MAPPER_HOME" # the account postgres goes through it
if [ -z "${MAPPER_GEODATA_DIR:-}" ] && [ -d ../shared/geodata ]; then
  MAPPER_GEODATA_DIR=$(cd ../shared/geodata && pwd)
  export MAPPER_GEODATA_DIR
fi
status=0
# Each worker takes up to 2 GB and often waits, so that three keep two cores busy; a file's tests
# share what they set up.
workers=3
[ "$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)" -gt 7500000 ] || workers=2
.venv/bin/python -m pytest ${PYTEST_OPTIONS:--q -n $workers --dist loadfile} || status=$?
.venv/bin/mapper db stop --force >/dev/null 2>&1 || true
rm -rf "$MAPPER_HOME"
exit $status
