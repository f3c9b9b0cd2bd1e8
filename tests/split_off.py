"""Processes that split off, one for each call, from one that has loaded modules."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

LONGEST_MESSAGE = 200_000
"""What a call may say, in bytes."""


def start_loaded(module: str) -> socket.socket:
    """Where a new process hears that runs `serve` of a module; it ends with this one."""
    code = f"import sys; from {module} import serve; serve(int(sys.argv[1]))"
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-c", code, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL,
        )
    return ours


def wait_for_calls(descriptor: int, most_files: int) -> tuple[bytes, list[int]] | None:
    """What was asked for, with the files that came along: in the process split off for it.

    None in the loaded process itself, once whoever asks has gone.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as asked:
        while True:
            message, files, _, _ = socket.recv_fds(asked, LONGEST_MESSAGE, most_files)
            if not message:
                return None
            if os.fork() == 0:
                return message, files
            for file in files:
                os.close(file)
