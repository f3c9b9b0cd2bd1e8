#!/bin/sh
# Runs the tests with a MAPPER_HOME of their own, away from a demo that may be running.
set -eu
cd "$(dirname "$0")/.."
MAPPER_HOME=$(mktemp -d "${TMPDIR:-/tmp}/ideenkarte-test-XXXXXX")
export MAPPER_HOME
unset DATABASE_URL MAPPER_PORT MAPPER_BASE_URL MAPPER_PROFILE_DIR MAPPER_MODERATION
chmod 755 "$MAPPER_HOME" # the account postgres goes through it
if [ -z "${MAPPER_GEODATA_DIR:-}" ] && [ -d ../shared/geodata ]; then
  MAPPER_GEODATA_DIR=$(cd ../shared/geodata && pwd)
  export MAPPER_GEODATA_DIR
fi
status=0
# Two workers fit the smallest machine; a file's tests share what they set up.
.venv/bin/python -m pytest ${PYTEST_OPTIONS:--q -n 2 --dist loadfile} || status=$?
.venv/bin/mapper db stop --force >/dev/null 2>&1 || true
rm -rf "$MAPPER_HOME"
exit $status
