"""The reading process: a request on its standard input, frames on its standard output."""

import os
import pickle
import resource
import sys

from mapper.errors import ImportRefusedError
from mapper.imports.reading.confine import confine, is_much_memory
from mapper.imports.reading.frames import Frames
from mapper.imports.reading.request import Request


def main() -> int:
    """Read what is asked for."""
    # Libraries may print; what they print must not get between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    frames = Frames(answers)
    # It comes from the process that started this one.
    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301
    try:
        confine(request.folder, request.limits)
        from mapper.imports.reading.pipeline import read_source  # noqa: PLC0415 - confined before

        frames.report(read_source(request, frames))
    except ImportRefusedError as refused:
        used_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if refused.reason == "unreadable" and is_much_memory(used_kb, request.limits):
            refused = _short_of_memory(request)
        frames.refused(refused)
    except MemoryError:
        frames.refused(_short_of_memory(request))
    return 0


def _short_of_memory(request: Request) -> ImportRefusedError:
    return ImportRefusedError("too_much_memory", most=request.limits.memory_mb)


if __name__ == "__main__":
    sys.exit(main())
