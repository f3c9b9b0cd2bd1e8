#!/bin/sh
# Prints the first Python that the app runs on and that can make an environment; 1 when there is none.
for python in python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3; do
  if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    command -v "$python"
    exit 0
  fi
done
exit 1
