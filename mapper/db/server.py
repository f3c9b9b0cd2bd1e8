"""Is a database server one that the application can work with? One sentence when it is not."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import PGconn, Ping
from psycopg.rows import TupleRow

from mapper.db.errors import (
    OLDEST_POSTGIS,
    OLDEST_POSTGRES,
    DatabaseUnknownError,
    DatabaseUrlError,
    LoginRefusedError,
    PostgisMissingError,
    ServerAwayError,
    StorageSridError,
    VersionTooOldError,
)
from mapper.db.tables.base import STORAGE_SRID

CONNECT_TIMEOUT_S = 5
# libpq gives no code for a refused connection, and servers speak English or German.
_LOGIN = re.compile(r"password|passwort|authenti|role|rolle|pg_hba|ident", re.IGNORECASE)
_NO_DATABASE = re.compile(
    r"(?:database|datenbank)\s+\S+\s+(?:does not exist|existiert nicht)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a usable server says of itself."""

    server: str
    postgres: str
    postgis: str
    database_mb: float


def check_server(url: str) -> ServerFacts:
    """Connect and look at versions and storage SRID.

    Raises
    ------
    DatabaseUrlError, ServerAwayError, LoginRefusedError, DatabaseUnknownError,
    VersionTooOldError, PostgisMissingError, StorageSridError
    """
    conninfo = libpq_url(url)
    server = describe(conninfo)
    with connect(conninfo) as connection:
        check_postgres(connection.info.server_version)
        postgis = _offered_postgis(connection)
        if postgis is None:
            raise PostgisMissingError(server)
        check_postgis(postgis)
        stored = _stored_srid(connection)
        if stored not in (None, STORAGE_SRID):
            raise StorageSridError(stored, STORAGE_SRID)
        size = connection.execute("select pg_database_size(current_database()) / 1e6").fetchone()
        return ServerFacts(
            server=server,
            postgres=str(connection.info.parameter_status("server_version")).split()[0],
            postgis=postgis,
            database_mb=round(float(size[0]), 1) if size else 0.0,
        )


def connect(url: str) -> psycopg.Connection[TupleRow]:
    """A plain connection, for looking around; refusals come as one of our sentences."""
    conninfo = libpq_url(url)
    try:
        return psycopg.connect(conninfo, connect_timeout=CONNECT_TIMEOUT_S, autocommit=True)
    except psycopg.OperationalError as refused:
        raise _reason(conninfo, str(refused)) from None


def libpq_url(url: str) -> str:
    """The address as libpq reads it: SQLAlchemy's driver name is left out.

    Raises
    ------
    DatabaseUrlError
        It is not the address of a PostgreSQL database.
    """
    plain = re.sub(r"^(?:postgresql|postgres)(?:\+\w+)?://", "postgresql://", url.strip())
    try:
        conninfo_to_dict(plain)
    except psycopg.ProgrammingError:
        raise DatabaseUrlError from None
    if urlsplit(plain).scheme != "postgresql":
        raise DatabaseUrlError
    return plain


def describe(conninfo: str) -> str:
    """Host and port of an address, without name and password."""
    parts = conninfo_to_dict(conninfo)
    host = str(parts.get("host") or "localhost")
    return host if host.startswith("/") else f"{host}:{parts.get('port') or 5432}"


def check_postgres(server_version: int) -> None:
    """Refuse a PostgreSQL older than the queries need; 150018 stands for 15.18."""
    if server_version // 10_000 < OLDEST_POSTGRES:
        found = f"{server_version // 10_000}.{server_version % 10_000}"
        raise VersionTooOldError("PostgreSQL", found, str(OLDEST_POSTGRES))


def check_postgis(version: str) -> None:
    """Refuse a PostGIS older than the queries need, by its version such as '3.3.2'."""
    found = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if found < OLDEST_POSTGIS:
        raise VersionTooOldError("PostGIS", version, ".".join(map(str, OLDEST_POSTGIS)))


def _offered_postgis(connection: psycopg.Connection[TupleRow]) -> str | None:
    """The version in use in this database, else the one that could be created."""
    row = connection.execute(
        "select coalesce(installed_version, default_version) "
        "from pg_available_extensions where name = 'postgis'"
    ).fetchone()
    return str(row[0]) if row else None


def _stored_srid(connection: psycopg.Connection[TupleRow]) -> int | None:
    """SRID of the ideas' places; None while there is no such table."""
    row = connection.execute(
        "select postgis_typmod_srid(a.atttypmod) from pg_attribute a "
        "where a.attrelid = to_regclass('proposal') and a.attname = 'geom'"
        if _has_postgis(connection)
        else "select null::int"
    ).fetchone()
    return int(str(row[0])) if row and row[0] is not None else None


def _has_postgis(connection: psycopg.Connection[TupleRow]) -> bool:
    row = connection.execute("select 1 from pg_extension where extname = 'postgis'").fetchone()
    return row is not None


def _reason(
    conninfo: str, message: str
) -> ServerAwayError | LoginRefusedError | DatabaseUnknownError:
    parts = conninfo_to_dict(conninfo)
    server = describe(conninfo)
    if PGconn.ping(conninfo.encode()) is Ping.NO_RESPONSE:
        return ServerAwayError(server)
    if _NO_DATABASE.search(message):
        return DatabaseUnknownError(server, str(parts.get("dbname") or ""))
    if _LOGIN.search(message):
        return LoginRefusedError(server, str(parts.get("user") or ""))
    return ServerAwayError(server)
