"""What the programme says to its operator: a line a message, and nobody's words or address in it.

Messages of our own name kinds, lines of code and reference numbers. Those of libraries may carry an
exception, whose text can quote what people wrote: of exceptions only kind and place are kept.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Readable(logging.Formatter):
    """A line for people; where something went wrong, the way to it follows."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's own name
        """Kind and place of an exception, without its text."""
        return describe(ei[1])


class Structured(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The object: `at`, `level`, `logger`, `message`, and `trace` where something failed."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            line["trace"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def describe(error: BaseException | None) -> str:
    """The kind of an exception and the lines it came by, one a line."""
    if error is None:
        return ""
    lines = traceback.format_tb(error.__traceback__)
    return "".join([*lines, type(error).__name__])


def set_up_logs(log_format: str) -> None:
    """Everything from warnings on goes to stderr in one format, and what ends the programme too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured() if log_format == "json" else Readable())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _kind, error, _trace: _log_uncaught(error)
    threading.excepthook = lambda raised: _log_uncaught(raised.exc_value)


def adopt(logger: logging.Logger) -> None:
    """Let a library's logger speak through ours, where it had a handler and format of its own."""
    logger.handlers.clear()
    logger.propagate = True


def _log_uncaught(error: BaseException | None) -> None:
    logging.getLogger("mapper").critical("Something ended: %s", describe(error))
