"""A database that is used again is as if nobody had used it."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from mapper.db.engine import transaction
from tests.conftest import opened
from tests.db.world import build_world
from tests.pool import Pool, plain_url

_WORDS = "select row_to_json(t)::text from {} t order by 1"


@pytest.fixture
def own(server_url: str, empty_template: str) -> Iterator[Pool]:
    """A pool that no other test takes from."""
    own = Pool(server_url, empty_template)
    yield own
    own.close()


def use(own: Pool) -> str:
    """The name of a database of the pool that was filled and given back."""
    with own.database() as url, opened(url) as sessions:
        build_world(sessions)
        with transaction(sessions) as session:
            name = session.scalar(text("select current_database()"))
    return str(name)


def content(url: str) -> dict[str, object]:
    """All rows of all tables, and where the sequences stand."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid ="
            " relnamespace where relkind = 'r' and nspname not like 'pg_%' and nspname <>"
            " 'information_schema' and relname <> 'spatial_ref_sys'"
        ).fetchall()
        rows = {
            name: connection.execute(_WORDS.format(name).encode()).fetchall() for (name,) in tables
        }
        numbers = connection.execute(
            "select schemaname, sequencename, last_value from pg_sequences order by 1, 2"
        ).fetchall()
    return {**rows, "numbers": numbers}


def test_no_row_no_number_and_no_name_stays(own: Pool, empty_template: str) -> None:
    new = content(plain_url(own.server_url, empty_template))
    first = use(own)

    with own.database() as url:
        again = plain_url(url, url.rpartition("/")[2].partition("?")[0])
        assert content(again) == new
        assert first not in again
        assert own._free == []
    assert len(own._free) == 1


def test_none_is_left_on_the_server(own: Pool) -> None:
    with own.database(), own.database():
        pass
    kept = {name for name, _ in own._free}
    assert len(kept) == 2
    assert databases(own) >= kept

    own.close()

    assert not kept & databases(own)


def databases(own: Pool) -> set[str]:
    """The names of those on the server."""
    with psycopg.connect(plain_url(own.server_url, own.template)) as connection:
        return {name for (name,) in connection.execute("select datname from pg_database")}


@pytest.mark.parametrize(
    "statement",
    [
        "create table leftover (id int)",
        "create view public_api.leftover as select 1 as one",
        "drop table saved_view",
        "truncate proposal cascade",
        "alter table proposal alter column title drop not null",
        "alter table proposal disable trigger all",
        "grant select on proposal to public",
        "create or replace function refresh_area_parts(layer_role text) returns void"
        " language sql as ''",
        "delete from spatial_ref_sys where srid = 4326",
        "update alembic_version set version_num = '0000'",
        "alter database {name} set statement_timeout = 1",
        "insert into municipality (ags, name) select lpad(n::text, 8, '0'), 'Dorf'"
        " from generate_series(1, 120000) n",
    ],
)
def test_a_database_that_is_no_more_like_a_new_one_is_dropped(own: Pool, statement: str) -> None:
    with own.database() as url, psycopg.connect(plain_url(url, name_in(url))) as connection:
        connection.execute(statement.format(name=name_in(url)).encode())
        connection.commit()

    assert own._free == []


def name_in(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]
