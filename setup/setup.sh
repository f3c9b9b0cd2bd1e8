#!/bin/sh
# Sets up everything the app (or, with "dev", its tests and checks) needs: setup/setup.sh app|dev
# A step whose inputs have not changed since it last ran is skipped.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
kind=${1:-app}
case $kind in app | dev) ;; *) echo "setup/setup.sh app|dev" >&2; exit 2 ;; esac
. setup/steps.sh
# Two at once would tear each other's .venv apart: the second waits for the first.
exec 9>"$stamps/lock"
flock 9
setup/debian.sh "$kind"
. setup/python.sh
. setup/browser.sh
wait
