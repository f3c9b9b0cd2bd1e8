"""The command `mapper`, run as an operator runs it."""

import os
import subprocess
import sys
from pathlib import Path

MAPPER = Path(sys.executable).with_name("mapper")


def mapper(
    *arguments: str, typed: str = "", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run a command with some variables of its own; what it printed, and how it ended."""
    return subprocess.run(
        [str(MAPPER), *arguments],
        env={**os.environ, **environment},
        input=typed,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
