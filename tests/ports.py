"""Ports for the servers of the tests, never the same one twice, also in tests side by side."""

import itertools
import os
import socket

_FIRST, _PER_WORKER = 20_000, 1_000
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_NEXT = itertools.cycle(range(_FIRST + _WORKER * _PER_WORKER, _FIRST + (_WORKER + 1) * _PER_WORKER))


def free_port() -> int:
    """A port nobody listens on, out of a range that is this process's own.

    Below the ports that the system gives to outgoing connections, which could take one between
    the look at it and its use; a system that listens in that range is met by trying the next.
    """
    for port in itertools.islice(_NEXT, _PER_WORKER):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("no free port")
