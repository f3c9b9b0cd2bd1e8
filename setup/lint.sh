#!/bin/sh
# All checks of the code; runs every one of them and fails when any failed.
cd "$(dirname "$0")/.." || exit 1
failed=

check() {
  name=$1
  shift
  if "$@" >build/lint.log 2>&1; then
    echo "ok    $name"
  else
    cat build/lint.log
    echo "FAIL  $name"
    failed="$failed $name"
  fi
}

# The models against the migrations, in a cluster made for it.
models() {
  home=$(mktemp -d "${TMPDIR:-/tmp}/ideenkarte-lint-XXXXXX") && chmod 755 "$home" || return 1
  env -u DATABASE_URL MAPPER_HOME="$home" .venv/bin/mapper db check-models
  result=$?
  rm -rf "$home"
  return $result
}

# What was begun beside the other checks.
types() {
  wait "$mypy"
  result=$?
  cat build/mypy.log
  return $result
}

mkdir -p build
.venv/bin/mypy >build/mypy.log 2>&1 &
mypy=$!
check "ruff check" .venv/bin/ruff check
check "ruff format" .venv/bin/ruff format --check
check "lint-imports" .venv/bin/lint-imports
check "alembic check" models
check "biome and tsc" setup/npm.sh run --silent lint
check "mypy" types
[ -z "$failed" ] || { echo "Failed:$failed" >&2; exit 1; }
