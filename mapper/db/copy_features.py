"""Features come in as a stream of PostgreSQL's binary COPY, straight into their table."""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from mapper.errors import DatabaseAwayError, ImportCancelledError

# Source: PostgreSQL documentation, COPY, "Binary Format": signature, flags, no extension.
HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
TAIL = struct.pack("!h", -1)
FEATURE, INCOMING = "feature", "incoming_feature"
"""Where features may go: what is kept, and a table that is gone at the end of the transaction."""

_COLUMNS = "layer_version_id, key, name, kind, attributes, geom"
_PIECE = 1 << 20


def make_incoming(session: Session) -> None:
    """A table like `feature`, for this transaction alone, to compare with."""
    session.execute(
        text(
            f"create temp table {INCOMING} on commit drop as "  # noqa: S608 - our own names
            f"select {_COLUMNS} from {FEATURE} where false"
        )
    )


@contextmanager
def copying(session: Session, table: str = FEATURE) -> Iterator[Callable[[bytes], object]]:
    """Take rows without head and end, in any pieces, in the session's transaction.

    When the block ends with an error nothing is stored.

    Raises
    ------
    DatabaseAwayError
    """
    raw: Any = session.connection().connection.driver_connection
    command = f"copy {table} ({_COLUMNS}) from stdin (format binary)"
    try:
        with raw.cursor() as cursor, cursor.copy(command) as copy:
            copy.write(HEAD)
            yield copy.write
            copy.write(TAIL)
    except psycopg.OperationalError as away:
        raise DatabaseAwayError from away


def copy_file(
    session: Session,
    file: Path,
    table: str = FEATURE,
    *,
    progress: Callable[[int], object] = lambda _bytes: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Take rows from a file.

    Raises
    ------
    ImportCancelledError
    """
    with file.open("rb") as rows, copying(session, table) as take:
        while piece := rows.read(_PIECE):
            if cancelled():
                raise ImportCancelledError
            take(piece)
            progress(rows.tell())
