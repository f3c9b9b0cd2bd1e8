"""Logins at the database server for GIS programs: members of the read-only role, nothing more."""

import re

from sqlalchemy import text
from sqlalchemy.exc import InternalError, ProgrammingError
from sqlalchemy.orm import Session

from mapper.db.errors import DatabaseSetupError
from mapper.db.tables.base import READER

MOST_CONNECTIONS = 8
"""QGIS opens several at once for one person."""

_NO_RIGHT = "42501"
_WHY_KEPT = {
    _NO_RIGHT: "the account in DATABASE_URL may not remove this login or end its connections. "
    "Let the administrator of the server run: drop role {name};",
    "2BP01": "it owns something or has rights of its own at the database server. Let the "
    "administrator of the server run in each database: drop owned by {name}; drop role {name};",
}
"""By what PostgreSQL says: insufficient privilege, dependent objects."""
_END = "select pg_terminate_backend(pid) from pg_stat_activity where usesysid = :login"
_NAME = re.compile(r"[a-z][a-z0-9_]{2,39}", re.ASCII)
_MEMBERS = """
select m.rolname from pg_auth_members a
  join pg_roles m on m.oid = a.member and m.rolcanlogin
  join pg_roles r on r.oid = a.roleid and r.rolname = :reader
 where not m.rolsuper order by 1"""


class ReaderRefusedError(DatabaseSetupError):
    """A login for reading cannot be made or removed."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"'{name}': {reason}", name=name)


def create_reader(session: Session, name: str, password: str) -> None:
    """A login that may read what is public.

    The server gets no more than what it needs to check the password, so that none stands in logs.

    Raises
    ------
    ReaderRefusedError
    """
    if not _NAME.fullmatch(name) or name.startswith("pg_"):
        raise ReaderRefusedError(name, "a name is 3 to 40 of a-z, 0-9 and _, a letter first.")
    if session.scalar(text("select 1 from pg_roles where rolname = :name"), {"name": name}):
        raise ReaderRefusedError(name, "the database server has a login of this name already.")
    connection = session.connection()
    driver = connection.connection.driver_connection
    assert driver is not None
    checked = driver.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
    try:
        # A colon in it is no parameter.
        connection.exec_driver_sql(
            f"create role {name} login nosuperuser nocreatedb nocreaterole inherit"
            f" connection limit {MOST_CONNECTIONS} password '{checked.decode()}'"
            f" in role {READER}"
        )
        for setting in (
            *("default_transaction_read_only = on", "statement_timeout = '60s'"),
            "search_path = public_api, public",
        ):
            session.execute(text(f"alter role {name} set {setting}"))
    except ProgrammingError as refused:
        if getattr(refused.orig, "sqlstate", "") != _NO_RIGHT:
            raise
        raise ReaderRefusedError(
            name,
            "the account in DATABASE_URL may not make logins. Let the administrator of the "
            f"server run: create role {name} login password '…' in role {READER};",
        ) from None


def drop_reader(session: Session, name: str) -> None:
    """Remove a login, and end the connections of programs that use it.

    Raises
    ------
    ReaderRefusedError
        It was not made for reading; it owns something, or may not be removed from here.
    """
    if name not in list_readers(session):
        raise ReaderRefusedError(name, "there is no such login for GIS programs.")
    try:
        login = session.scalar(text("select oid from pg_roles where rolname = :n"), {"n": name})
        session.execute(text(f'drop role "{name}"'))
        session.execute(text(_END), {"login": login})
    except (ProgrammingError, InternalError) as refused:
        reason = _WHY_KEPT.get(getattr(refused.orig, "sqlstate", ""))
        if reason is None:
            raise
        raise ReaderRefusedError(name, reason.format(name=name)) from None


def list_readers(session: Session) -> list[str]:
    """All logins that are members of the read-only role, but for administrators of the server."""
    return list(session.scalars(text(_MEMBERS), {"reader": READER}))
