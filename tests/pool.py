"""Databases that are emptied and used again: to make one takes several times as long.

What comes back is as if it were new: under another name, without connections, rows and numbers
given out. Where more was changed than rows, or too many of them, the database is dropped.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Connection = psycopg.Connection[tuple[Any, ...]]

_MOST_USES = 50
_MOST_MORE_BYTES = 8 * 2**20
_CATALOGS = (
    *("class", "attribute", "type", "proc", "trigger", "constraint", "index", "rewrite"),
    *("namespace", "policy", "attrdef", "extension", "default_acl", "sequence"),
)
# A row that was added, changed or taken away leaves another sum.
_SHAPE = " || ',' || ".join(
    [
        f"(select concat_ws(':', count(*), sum(xmin::text::bigint)) from pg_{name})"
        for name in _CATALOGS
    ]
    + [
        "(select concat_ws(':', datdba, datacl, datconnlimit, datallowconn) from pg_database"
        " where datname = current_database())",
        "(select count(*) from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase"
        " where datname = current_database())",
    ]
)
_TABLES = (
    "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace"
    " where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema')"
    " and nspname not like 'pg_temp%'"
)
_NUMBERS = "select format('%I.%I', schemaname, sequencename), last_value from pg_sequences"
_OTHERS = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)


@dataclass(slots=True)
class Pool:
    """Copies of a template on one server."""

    server_url: str
    template: str
    _free: list[tuple[str, int]] = field(default_factory=list)
    _new: "_State | None" = None

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a copy as new, given back at the end."""
        name = f"test_{uuid4().hex[:12]}"
        used, uses = self._free.pop() if self._free else (None, 0)
        if used is None:
            copy(self.server_url, name, self.template)
        else:
            execute(self.server_url, f'alter database "{used}" rename to "{name}"')
        self._new = self._new or self._look(name)
        try:
            yield with_database(self.server_url, name)
        finally:
            if uses < _MOST_USES and self._new.restore(plain_url(self.server_url, name)):
                self._free.append((name, uses + 1))
            else:
                execute(self.server_url, f'drop database if exists "{name}" with (force)')

    def close(self) -> None:
        """Drop those that nobody uses: the server may outlast the tests."""
        while self._free:
            execute(
                self.server_url, f'drop database if exists "{self._free.pop()[0]}" with (force)'
            )

    def _look(self, name: str) -> "_State":
        with psycopg.connect(plain_url(self.server_url, name), autocommit=True) as connection:
            return _State.of(connection)


@dataclass(frozen=True, slots=True)
class _State:
    """What a database that nobody has used yet is like.

    `filled` are the tables that hold rows already, with number and latest change of them.
    """

    shape: str
    size: int
    tables: tuple[str, ...]
    filled: dict[str, str]
    numbers: dict[str, int | None]

    @classmethod
    def of(cls, connection: Connection) -> "_State":
        """As it is now."""
        shape, size = _shape_of(connection)
        tables = [name for (name,) in connection.execute(_TABLES)]
        filled = {one: _rows_of(connection, one) for one in _filled(connection, tables)}
        numbers: dict[str, int | None] = dict(connection.execute(_NUMBERS).fetchall())
        return cls(shape, size, tuple(one for one in tables if one not in filled), filled, numbers)

    def restore(self, url: str) -> bool:
        """Make it so again; False where more than rows has changed, or it is there no more."""
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                return self._restore(connection)
        except psycopg.OperationalError:
            return False

    def _restore(self, connection: Connection) -> bool:
        connection.execute(_OTHERS)
        shape, size = _shape_of(connection)
        if shape != self.shape or size > self.size + _MOST_MORE_BYTES:
            return False
        if any(_rows_of(connection, name) != rows for name, rows in self.filled.items()):
            return False
        with connection.transaction():
            # No trigger fires and no reference is looked at: everything goes.
            connection.execute("set local session_replication_role = replica")
            for name in _filled(connection, self.tables):
                connection.execute(f"delete from {name}".encode())
        for name, last in connection.execute(_NUMBERS).fetchall():
            if last != self.numbers[name]:
                _reset(connection, name, self.numbers[name])
        return True


def _shape_of(connection: Connection) -> tuple[str, int]:
    query = f"select {_SHAPE}, pg_database_size(current_database())"
    shape, size = connection.execute(query.encode()).fetchone() or ("", 0)
    return shape, size


def _filled(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Those of the tables that hold rows."""
    each = ", ".join(f"exists (select from {name})" for name in tables)
    found = connection.execute(f"select {each}".encode()).fetchone() or ()
    return [name for name, there in zip(tables, found, strict=True) if there]


def _rows_of(connection: Connection, table: str) -> str:
    query = f"select concat_ws(':', count(*), sum(xmin::text::bigint)) from {table}"
    return str((connection.execute(query.encode()).fetchone() or ("",))[0])


def _reset(connection: Connection, sequence: str, last: int | None) -> None:
    first = sql.SQL(
        "select setval({}, (select seqstart from pg_sequence where seqrelid = {}), false)"
    )
    given = sql.SQL("select setval({}, {}, true)")
    name = sql.SQL("{}::regclass").format(sql.Literal(sequence))
    connection.execute(first.format(name, name) if last is None else given.format(name, last))


def copy(server_url: str, name: str, template: str) -> None:
    """Make a database like another one; file by file is the quickest where little is waiting."""
    execute(server_url, f'create database "{name}" template "{template}" strategy file_copy')


def execute(url: str, statement: str) -> None:
    """Run one statement."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())


def with_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def plain_url(url: str, name: str) -> str:
    """The same as PostgreSQL's own library reads it."""
    changed = make_url(url).set(database=name, drivername="postgresql")
    return changed.render_as_string(hide_password=False)
