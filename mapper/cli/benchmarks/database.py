"""A database of a benchmark's own on the server the settings name; the user's is never touched."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from mapper.cli.database import database
from mapper.db.engine import make_engine, make_sessions
from mapper.db.migrate import migrate
from mapper.db.server import connect
from mapper.errors import MapperError
from mapper.profile import load_profile
from mapper.services.load_geodata import load_geodata
from mapper.settings import Settings

_OURS = "Ideenkarte benchmark"
# Changes of what is filled in that the digest of the SQL files does not show.
_RECIPE = 2


class NotOursError(MapperError):
    """A database has the name of a benchmark's, but was not made by one."""

    code = "bench_database"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The database '{name}' was not made by 'mapper bench': rename it, or measure on "
            "another server.",
            got=name,
        )


class MayNotCreateError(MapperError):
    """The account in DATABASE_URL may not create databases."""

    code = "bench_account"

    def __init__(self) -> None:
        super().__init__(
            "The account in DATABASE_URL may not create the database to measure in: name one that "
            "may, or leave DATABASE_URL out for a private server."
        )


@contextmanager
def bench_database(
    settings: Settings, name: str, fill: Callable[[str], None] | None = None
) -> Iterator[str]:
    """The address of a database with the profile's geodata, kept for the next time.

    Parameters
    ----------
    name
        What it is called; it stands for what is in it.
    fill
        Puts more into a new one.

    Raises
    ------
    NotOursError, MayNotCreateError
    """
    with database(settings) as server:
        recipe = f"{_OURS} {_RECIPE} {_sql_digest()} {settings.geodata_dir}"
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
        if _prepare(server, name, recipe):
            _load(settings, url)
            if fill:
                fill(url)
            _remark(server, name, recipe)
        yield url


def _prepare(server: str, name: str, recipe: str) -> bool:
    """True when the database is empty now and has to be filled, False when it can be reused."""
    with connect(server) as connection:
        row = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
            [name],
        ).fetchone()
        if row and row[0] == recipe:
            return False
        if row and not str(row[0]).startswith(_OURS):
            raise NotOursError(name)
        try:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise MayNotCreateError from None
    _remark(server, name, f"{_OURS}, being filled")
    return True


def _load(settings: Settings, url: str) -> None:
    engine = make_engine(url)
    try:
        migrate(engine)
        load_geodata(
            make_sessions(engine),
            load_profile(settings.profile_dir),
            geodata_dir=settings.geodata_dir,
            network=False,
        )
    finally:
        engine.dispose()


def _remark(server: str, name: str, remark: str) -> None:
    with connect(server) as connection:
        connection.execute(
            sql.SQL("comment on database {} is {}").format(sql.Identifier(name), remark)
        )


def _sql_digest() -> str:
    """Changes whenever the tables, triggers or rollups may have changed."""
    digest = hashlib.sha256()
    for folder in ("sql", "migrations/versions"):
        for file in sorted((files("mapper.db") / folder).iterdir(), key=lambda one: one.name):
            if file.name.endswith((".sql", ".py")):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
