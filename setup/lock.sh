#!/bin/sh
# Locks the newest versions that requirements/*.in and package.json allow: versions and hashes,
# no address to fetch them from.
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)
[ -x "$uv" ] || .venv/bin/python -m pip --quiet --disable-pip-version-check install uv
constraint=
for name in app dev; do
  "$uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header $constraint \
    "requirements/$name.in" --output-file "requirements/$name.txt"
  constraint="--constraint requirements/app.txt"
done
setup/npm.sh install --package-lock-only
if grep -n '"resolved"' package-lock.json; then
  echo "package-lock.json names addresses: see .npmrc" >&2
  exit 1
fi
