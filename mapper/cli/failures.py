"""What a command says when it cannot go on: one line, never a trace."""

import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import sqlalchemy.exc

from mapper.db.errors import DiskFullError
from mapper.errors import DatabaseAwayError, MapperError, is_no_room
from mapper.logs import describe
from mapper.settings import load_settings

LOG = "mapper.log"


def refuse(message: str) -> None:
    """Say on stderr, in one line, why nothing was done."""
    print(" ".join(message.split()), file=sys.stderr)  # noqa: T201


def report_unexpected(error: Exception) -> None:
    """Say what is known of an unforeseen error: a reason if it has one, else a reference.

    Kind and place go to the log under that reference; the text of an unknown exception may hold
    people's words.
    """
    known = known_reason(error)
    if known is not None:
        refuse(known.message)
        return
    reference = secrets.token_hex(4)
    try:
        log = _write_log(reference, error)
    except (OSError, MapperError):
        print(describe(error), file=sys.stderr)  # noqa: T201
        refuse(f"Something unforeseen happened (reference {reference}); the details are above.")
        return
    refuse(f"Something unforeseen happened (reference {reference}): the details are in {log}.")


def known_reason(error: BaseException) -> MapperError | None:
    """The sentence for a full disk or a database that went away, wherever it came up."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg.errors.DiskFull):
            return DiskFullError("the database's folder")
        if isinstance(seen, OSError) and is_no_room(seen):
            return DiskFullError(seen.filename or "the folder written to")
        if isinstance(seen, psycopg.OperationalError | sqlalchemy.exc.InterfaceError):
            return DatabaseAwayError()
        seen = seen.__cause__ or seen.__context__
    return None


def _write_log(reference: str, error: Exception) -> Path:
    log = load_settings().home / LOG
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()} {reference}\n{describe(error)}\n")
    log.chmod(0o600)
    return log
