# Sourced by the set-up's scripts: steps that run once per state of their inputs.
# Expects: top (the checkout), kind (app or dev).
stamps=$top/build/setup
mkdir -p "$stamps"

fail() {
  echo "Set-up stopped: $*" >&2
  exit 1
}

# digest FILE…: one sum over the contents of files and folders
digest() {
  find "$@" -type f ! -name '*.pyc' -print0 2>/dev/null | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# done_for STEP DIGEST: true when the step last ended well with these inputs
done_for() {
  [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]
}

# quietly "WHAT" COMMAND…: run it, its words into a log; on failure the log's end and one sentence
quietly() {
  what=$1
  shift
  echo "… $what"
  if ! "$@" >"$stamps/log" 2>&1 </dev/null 9>&-; then
    tail -n 15 "$stamps/log" >&2
    fail "$what failed (all of it: $stamps/log)"
  fi
}
