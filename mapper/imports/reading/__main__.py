"""The reading process: a request on its standard input, frames on its standard output."""

import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

from mapper.errors import ImportRefusedError, is_no_room
from mapper.imports.reading.arrange import lay_down
from mapper.imports.reading.confine import confine, is_much_memory, peak_kb
from mapper.imports.reading.frames import Frames
from mapper.imports.reading.request import Request

_SWITCH_S = 0.0002
"""Threads that come back from GEOS wait no longer than that for the one that writes rows."""


def main() -> int:
    """Read what is asked for."""
    # Libraries may print; what they print must not get between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    frames = Frames(answers)
    sys.setswitchinterval(_SWITCH_S)
    # It comes from the process that started this one.
    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301
    try:
        confine(request.folder, request.limits)
        with ThreadPoolExecutor(1) as beside:
            # Files are unpacked while the libraries are loaded that will read them.
            laid = beside.submit(lay_down, request.folder, request.limits)
            from mapper.imports.reading.pipeline import read_source  # noqa: PLC0415 - confined

        frames.report(read_source(request, frames, laid.result()))
    except ImportRefusedError as refused:
        if refused.reason == "unreadable" and is_much_memory(peak_kb(), request.limits):
            refused = _short_of_memory(request)
        frames.refused(refused)
    except MemoryError:
        frames.refused(_short_of_memory(request))
    except OSError as fault:
        if not is_no_room(fault):
            raise
        frames.refused(ImportRefusedError("disk_full"))
    return 0


def _short_of_memory(request: Request) -> ImportRefusedError:
    return ImportRefusedError("too_much_memory", most=request.limits.memory_mb)


if __name__ == "__main__":
    sys.exit(main())
