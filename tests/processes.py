"""Processes under test: waiting for what they do, and ending them at once."""

import os
import signal
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from mapper.db.cluster import ClusterPaths
from mapper.db.cluster_process import server_pid


def wait_until(
    reached: Callable[[], bool], limit_s: float = 60, told: Callable[[], object] = str
) -> None:
    """Wait for something; when it never comes to that, say what was told so far."""
    end = time.monotonic() + limit_s
    while not reached():
        assert time.monotonic() < end, f"not within {limit_s} s: {told()}"
        time.sleep(0.02)


def healthy(port: int) -> bool:
    """Whether the health check on a port answers 200 at this moment.

    Where nobody listens yet, a connection may by chance meet itself and hear what it says.
    """
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, HTTPException):
        return False


def child_of(pid: int) -> int:
    """The first child of a process: of `mapper run` the web server."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def kill_cluster(home: Path) -> int:
    """End the first process of a private cluster at once; which it was."""
    pid = server_pid(ClusterPaths(home).data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid
