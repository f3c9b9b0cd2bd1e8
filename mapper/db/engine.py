"""The engine: one per process, whichever server it speaks to."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from mapper.errors import DatabaseAwayError

Sessions = sessionmaker[Session]


def make_engine(database_url: str, *, pool_size: int = 10) -> Engine:
    """An engine over psycopg 3 for any spelling of a PostgreSQL address.

    Durable commits and UTC are asked for on every connection, so that a promise to a citizen
    does not hang on a server's settings. Prepared statements are left out: behind PgBouncer the
    next statement may meet another server process.
    """
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    return create_engine(
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


def make_sessions(engine: Engine) -> Sessions:
    """A session factory whose objects stay readable after commit."""
    return sessionmaker(engine, expire_on_commit=False)


@cache
def shared_sessions(database_url: str) -> Sessions:
    """The process's one session factory for an address, so that pages and routes share a pool."""
    return make_sessions(make_engine(database_url))


@contextmanager
def transaction(sessions: Sessions) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back on any error.

    Raises
    ------
    DatabaseAwayError
        The server is gone or going; what was written in here is not stored, as far as is known.
    """
    try:
        with sessions.begin() as session:
            yield session
    except (OperationalError, InterfaceError, PoolTimeoutError) as away:
        raise DatabaseAwayError from away
