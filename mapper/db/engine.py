"""The engine: one per process, whichever server it speaks to."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from mapper.db.tables.base import APP
from mapper.errors import DatabaseAwayError

Sessions = sessionmaker[Session]


def make_engine(database_url: str, *, pool_size: int = 10, as_app: bool = False) -> Engine:
    """An engine over psycopg 3 for any spelling of a PostgreSQL address.

    With `as_app` it works as the application's role, which owns nothing and cannot change what
    was audited; where the server has no such role, as the account of the address.

    Durable commits and UTC are asked for on every connection, so that a promise to a citizen
    does not hang on a server's settings. Prepared statements are left out: behind PgBouncer the
    next statement may meet another server process.
    """
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        # Errors would quote what people wrote, and end in logs.
        hide_parameters=True,
        connect_args={
            "prepare_threshold": None,
            "connect_timeout": 5,
            "options": "-c synchronous_commit=on -c timezone=UTC",
        },
    )
    if as_app:
        event.listen(engine, "connect", _become_app)
    return engine


def _become_app(connection: Any, _record: object) -> None:
    """For the length of the connection; committed, or a rollback would undo it."""
    connection.execute(
        "select set_config('role', rolname, false) from pg_roles "
        "where rolname = %s and pg_has_role(oid, 'member')",
        [APP],
    )
    connection.commit()


def make_sessions(engine: Engine) -> Sessions:
    """A session factory whose objects stay readable after commit."""
    return sessionmaker(engine, expire_on_commit=False)


@cache
def shared_sessions(database_url: str) -> Sessions:
    """The process's one session factory for an address, so that pages and routes share a pool."""
    return make_sessions(make_engine(database_url, as_app=True))


@contextmanager
def transaction(sessions: Sessions) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any error.

    Raises
    ------
    DatabaseAwayError
        The server is gone or going; what was written in here is not stored, as far as is known.
    """
    with _noticing_absence(), sessions.begin() as session:
        yield session


@contextmanager
def single_statements(sessions: Sessions) -> Iterator[Connection]:
    """A connection on which each statement stands for itself, without BEGIN and COMMIT on the way.

    For what many requests do one after the other to the same row: no lock waits for another
    answer of the server.

    Raises
    ------
    DatabaseAwayError
    """
    engine: Engine = sessions.kw["bind"].execution_options(isolation_level="AUTOCOMMIT")
    with _noticing_absence(), engine.connect() as connection:
        yield connection


def allow_memory(session: Session) -> None:
    """Let the queries of this transaction remember every row that words or areas found.

    Without room for that PostgreSQL remembers pages, and compares each row on them anew: twenty
    times as long for a word in half a million ideas of ten million. Only what is needed is taken.
    """
    session.execute(text("set local work_mem = '128MB'"))


def unchanging(sessions: Sessions) -> Sessions:
    """Sessions for reading only: in a transaction every query sees what the first one saw."""
    engine: Engine = sessions.kw["bind"].execution_options(isolation_level="REPEATABLE READ")
    return make_sessions(engine)


@contextmanager
def _noticing_absence() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as away:
        raise DatabaseAwayError from away
