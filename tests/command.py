"""The command `mapper`, run as an operator runs it.

Most of a short command's time goes into loading its modules. `mapper` takes a process split off
from one that has loaded them; `fresh_mapper` starts from nothing, as an operator's shell does.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

from tests.split_off import LONGEST_MESSAGE, start_loaded

MAPPER = Path(sys.executable).with_name("mapper")

Done = subprocess.CompletedProcess[str]


def mapper(*arguments: str, typed: str = "", **environment: str) -> Done:
    """Run a command with some variables of its own; what it printed, and how it ended."""
    return run_command(arguments, {**os.environ, **environment}, typed)


def fresh_mapper(*arguments: str, typed: str = "", **environment: str) -> Done:
    """The same with an interpreter of its own."""
    return subprocess.run(
        [str(MAPPER), *arguments],
        env={**os.environ, **environment},
        input=typed,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def run_command(
    arguments: tuple[str, ...], environment: Mapping[str, str], typed: str = ""
) -> Done:
    """Run a command with these variables and no others."""
    command = [str(MAPPER), *arguments]
    message = json.dumps([command, dict(environment), str(Path.cwd())]).encode()
    assert len(message) < LONGEST_MESSAGE
    with TemporaryFile("w+") as given, TemporaryFile("w+") as out, TemporaryFile("w+") as errors:
        given.write(typed)
        given.seek(0)
        told, tell = os.pipe()
        with os.fdopen(told) as ended:
            files = [given.fileno(), out.fileno(), errors.fileno(), tell]
            socket.send_fds(_loaded_process(), [message], files)
            os.close(tell)
            code = int(ended.read() or -signal.SIGKILL)
        for file in (out, errors):
            file.seek(0)
        return Done(command, code, out.read(), errors.read())


@cache
def _loaded_process() -> socket.socket:
    """Where the process hears that has the modules loaded."""
    return start_loaded("tests.loaded_command")
