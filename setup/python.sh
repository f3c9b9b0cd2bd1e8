# Sourced by setup.sh: .venv with the locked packages, every download checked against its hash.
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  python=$(setup/find-python.sh) || fail "no Python 3.11 or later with venv was found"
  rm -rf .venv
  rm -f "$stamps"/python-*
  quietly "making .venv with $("$python" --version)" "$python" -m venv .venv
fi

pip() {
  quietly "$1" .venv/bin/python -m pip --quiet --disable-pip-version-check --no-input install $2
}

sum=$(digest "requirements/$kind.txt")
# dev.txt holds all of app.txt: whoever has the one needs not the other.
if ! done_for python-dev "$(digest requirements/dev.txt)" && ! done_for "python-$kind" "$sum"; then
  pip "installing Python packages" \
    "--no-compile --require-hashes --requirement requirements/$kind.txt"
  # Beside what follows, by all cores; pip would compile with one. Not all that is in packages can
  # be compiled, examples for other versions for instance.
  .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 9>&- &
  echo "$sum" >"$stamps/python-$kind"
fi

sum=$(digest pyproject.toml)
if ! done_for python-self "$sum" || [ ! -x .venv/bin/mapper ]; then
  pip "installing mapper itself" "--no-deps --no-build-isolation --editable ."
  echo "$sum" >"$stamps/python-self"
fi
