"""The database a command works on: the server in DATABASE_URL, or the private cluster."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from mapper.db import erasures
from mapper.db.cluster import running_cluster
from mapper.db.engine import Sessions, make_engine, make_sessions
from mapper.db.migrate import check_tables
from mapper.db.server import check_server
from mapper.profile import load_profile
from mapper.profile.rules import make_import_limits, make_rules
from mapper.services.access import Operator
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from mapper.settings import Settings, secret_key


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Address of a database that was looked at and can be used.

    The private cluster runs at least as long as the block.

    Raises
    ------
    DatabaseSetupError
        In one sentence: away, login refused, too old, no PostGIS, other storage SRID, disk full.
    """
    if settings.database_url:
        check_server(settings.database_url)
        yield settings.database_url
        return
    with running_cluster(settings.home) as url:
        check_server(url)
        yield url


@contextmanager
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine over that database, closed at the end of the block."""
    with database(settings) as url:
        made = make_engine(url)
        try:
            yield made
        finally:
            made.dispose()


@contextmanager
def sessions(settings: Settings) -> Iterator[Sessions]:
    """A session factory over that database."""
    with engine(settings) as made:
        yield make_sessions(made)


@contextmanager
def backoffice(settings: Settings) -> Iterator[Backoffice]:
    """What services for staff work with, over that database; its tables must be this version's."""
    rules = make_rules(settings, load_profile(settings.profile_dir))
    with engine(settings) as made:
        check_tables(made)
        opened = make_sessions(made)
        yield Backoffice(opened, secret_key(settings), rules, settings.home / erasures.FILE)


def import_room(settings: Settings) -> ImportRoom:
    """Where the files of imports lie, also those of the server."""
    limits = make_import_limits(settings)
    return ImportRoom.at_home(settings.home, limits, settings.private_places)


def operator() -> Operator:
    """Whoever runs this command on the server itself."""
    return Operator(f"cli:{getpass.getuser()}")
