"""A process with the modules of `mapper` loaded: for each call it splits off one that runs it."""

import atexit
import gc
import json
import os
import signal
import sys
import threading
from importlib import import_module

from mapper.cli import GROUPS, main
from tests.split_off import wait_for_calls

_LONGEST_S = 180


def serve(descriptor: int) -> None:
    """Run every command that is asked for, until whoever asks has gone."""
    for name in GROUPS:
        import_module(f"mapper.cli.{name}")
    # What is never looked through again stays shared with the processes split off.
    gc.freeze()
    call = wait_for_calls(descriptor, 4)
    if call is None:
        return
    message, (*streams, tell) = call
    command, environment, folder = json.loads(message)
    _become(command, environment, folder, streams)
    code = _run()
    os.write(tell, str(code).encode())
    os._exit(code)


def _become(command: list[str], environment: dict[str, str], folder: str, files: list[int]) -> None:
    """What a process is given by whoever starts it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.alarm(_LONGEST_S)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", 1)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = command


def _run() -> int:
    """Its exit code, once all is done that an interpreter does at its end but tidying memory."""
    code: object = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else int(code is not None)
