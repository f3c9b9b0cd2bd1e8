"""A web server that splits off from a process which has loaded most of its modules.

As `python -m mapper.api.serve`, only sooner. Streamlit is not loaded before, for it takes its
secret from the environment as it is loaded, and registers pages and components then.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules
from typing import IO

from tests.split_off import LONGEST_MESSAGE, start_loaded, wait_for_calls

_PACKAGES = ("mapper.services", "mapper.oidc", "mapper.mail", "mapper.charts", "mapper.profile")
_BEFORE = (
    *("geopandas", "folium", "scipy.ndimage", "scipy.spatial", "pandas", "pyogrio", "pyarrow"),
    *("starlette.routing", "starlette.middleware.gzip", "uvicorn", "websockets", "jinja2"),
    *("xlsxwriter", "docx", "mapper.i18n.labels", "mapper.settings"),
)


class SplitOff:
    """A running server, with what `subprocess.Popen` offers of it."""

    def __init__(self, variables: Mapping[str, str], output: IO[bytes], folder: Path) -> None:
        message = json.dumps([dict(variables), str(folder)]).encode()
        assert len(message) < LONGEST_MESSAGE
        told, tell = os.pipe()
        with os.fdopen(told) as number:
            socket.send_fds(_loaded_process(), [message], [output.fileno(), tell])
            os.close(tell)
            self.pid = int(number.read())
        self._handle = os.pidfd_open(self.pid)

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """None while it runs; how it ended is not known."""
        return 0 if self._ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended."""
        if not self._ended(timeout):
            raise subprocess.TimeoutExpired("mapper.api.serve", timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        """Nothing happens once it has ended."""
        if not self._ended(0):
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, within_s: float | None) -> bool:
        return bool(select.select([self._handle], [], [], within_s)[0])


@cache
def _loaded_process() -> socket.socket:
    """Where the process hears that has the modules loaded."""
    return start_loaded("tests.loaded_server")


def serve(descriptor: int) -> None:
    """Split off a server whenever one is asked for, until whoever asks has gone."""
    within = (iter_modules(import_module(one).__path__, f"{one}.") for one in _PACKAGES)
    for name in (*_BEFORE, *(one.name for one in chain.from_iterable(within))):
        import_module(name)
    assert "streamlit" not in sys.modules
    call = wait_for_calls(descriptor, 2)
    if call is None:
        return
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, (output, tell) = call
    variables, folder = json.loads(message)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.close(output)
    os.write(tell, str(os.getpid()).encode())
    os.close(tell)
    sys.argv = ["mapper.api.serve"]
    sys.exit(import_module("mapper.api.serve").main())
