"""The reading process: a request on its standard input, frames on its standard output."""

import os
import pickle
import sys

from mapper.errors import ImportRefusedError
from mapper.imports.reading.confine import confine
from mapper.imports.reading.frames import Frames


def main() -> int:
    """Read what is asked for."""
    # Libraries may print; what they print must not get between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    frames = Frames(answers)
    # It comes from the process that started this one.
    request = pickle.load(sys.stdin.buffer)  # noqa: S301
    try:
        confine(request.folder, request.limits)
        from mapper.imports.reading.pipeline import read_source  # noqa: PLC0415 - confined before

        frames.report(read_source(request, frames))
    except ImportRefusedError as refused:
        frames.refused(refused)
    except MemoryError:
        frames.refused(ImportRefusedError("too_much_memory", most=request.limits.memory_mb))
    return 0


if __name__ == "__main__":
    sys.exit(main())
