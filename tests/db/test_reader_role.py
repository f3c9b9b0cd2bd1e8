"""The read-only role for GIS programs: what is public, and nothing else."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from mapper.db.engine import Sessions, transaction
from mapper.db.readers import ReaderRefusedError, create_reader, drop_reader, list_readers
from mapper.db.tables import Base
from mapper.db.tables.base import APP, READER, SCHEMA_API
from tests.db.ideas import add_idea
from tests.db.layers import add_layer, squares
from tests.db.world import build_world

WORD = "ein-langes-Wort-für-QGIS"
SECRET = "Grundwasserschaden"
HIDING = (
    ("feature", "attributes::text"),
    ("layer", "title"),
    ("merged_proposal", "title"),
    ("proposal", "title"),
    ("response", "body"),
)
"""Views that leave rows out, and a column of each."""
ANSWER = (
    "insert into response (proposal_id, response_status, body)"
    f" select id, 'done', '{SECRET}' from proposal where moderation_status = 'pending'"
)
MERGE = (
    "insert into proposal_merge (proposal_id, into_id, whole_id, former_status)"
    " select part.id, whole.id, whole.id,"
    f" case part.title when '{SECRET}' then 'pending' else 'published' end"
    " from proposal part, proposal whole"
    " where part.moderation_status = 'merged' and whole.moderation_status = 'published'"
)
TELLS = """
create function pg_temp.tells(words text) returns boolean cost 0.0000001 language plpgsql as
'begin if words ~ ''Grundwasser'' then raise exception ''%'', words; end if; return true; end'
"""
# As it would read a large table, which here only has a few rows.
LARGE = [f"set local enable_{way} = off" for way in ("indexscan", "bitmapscan", "nestloop")]
PUBLIC_ROWS = {"feature": 5, "layer": 2, "merged_proposal": 1, "proposal": 1, "response": 0}
VIEWS = "select table_name from information_schema.views where table_schema = :schema"


def test_it_reads_every_public_view(empty_sessions: Sessions) -> None:
    build_world(empty_sessions)
    with empty_sessions() as session:
        views = session.scalars(text(VIEWS), {"schema": SCHEMA_API}).all()
        session.execute(text(f"set role {READER}"))
        counts = {
            view: session.scalar(text(f"select count(*) from {SCHEMA_API}.{view}"))
            for view in views
        }

    assert (counts["district"], counts["municipality"], counts["feature"]) == (3, 2, 5)
    assert counts["proposal"] == 0


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_it_reads_no_table_itself(empty_sessions: Sessions, table: str) -> None:
    with empty_sessions() as session:
        session.execute(text(f"set role {READER}"))

        with pytest.raises(ProgrammingError, match="permission denied"):
            session.execute(text(f"select 1 from {table}"))


def test_it_writes_nothing(empty_sessions: Sessions) -> None:
    build_world(empty_sessions)
    for statement in (
        "update public_api.municipality set name = 'x'",
        "delete from proposal",
        "insert into municipality (ags, name) values ('9', 'x')",
    ):
        with empty_sessions() as session:
            session.execute(text(f"set role {READER}"))
            with pytest.raises(ProgrammingError, match="permission denied"):
                session.execute(text(statement))


@pytest.mark.parametrize(("view", "column"), HIDING)
def test_no_condition_of_its_own_meets_what_is_not_public(
    empty_sessions: Sessions, view: str, column: str
) -> None:
    build_world(empty_sessions)
    for status in ("pending", "merged"):
        add_idea(empty_sessions, title=SECRET, moderation_status=status)
    for status in ("published", "merged"):
        add_idea(empty_sessions, moderation_status=status)
    add_layer(empty_sessions, "geheim", squares(3, note=SECRET), title=SECRET, public=False)
    with empty_sessions.begin() as session:
        session.execute(text(ANSWER))
        session.execute(text(MERGE))

    with empty_sessions() as session:
        session.execute(text(f"set role {READER}"))
        for statement in (*LARGE, TELLS):
            session.execute(text(statement))
        query = f"select count(*) from {SCHEMA_API}.{view} where pg_temp.tells({column})"

        assert session.scalar(text(query)) == PUBLIC_ROWS[view]


@pytest.fixture
def login(empty_sessions: Sessions) -> Iterator[str]:
    """A login for reading, removed with all it has at the end."""
    name = f"gis_{uuid4().hex[:8]}"
    with transaction(empty_sessions) as session:
        create_reader(session, name, WORD)
    yield name
    with transaction(empty_sessions) as session:
        if name in list_readers(session):
            session.execute(text(f"drop owned by {name}"))
            session.execute(text(f"drop role {name}"))


def removed(sessions: Sessions, login: str, *before: str) -> str | None:
    """Why a login was not removed after these statements; None when it was."""
    try:
        with transaction(sessions) as session:
            for statement in before:
                session.execute(text(statement))
            drop_reader(session, login)
    except ReaderRefusedError as refused:
        return refused.message
    return None


def test_whoever_may_not_remove_a_login_is_told_who_may(
    empty_sessions: Sessions, login: str
) -> None:
    told = removed(empty_sessions, login, f"set local role {APP}")

    assert told is not None
    assert told.endswith(f"Let the administrator of the server run: drop role {login};")


def test_a_login_that_owns_something_stays_and_the_way_is_told(
    empty_sessions: Sessions, login: str
) -> None:
    with transaction(empty_sessions) as session:
        session.execute(text(f"create schema {login} authorization {login}"))

    told = removed(empty_sessions, login)

    assert told is not None
    assert f"drop owned by {login}; drop role {login};" in told
    with transaction(empty_sessions) as session:
        assert login in list_readers(session)


def test_programs_that_are_connected_are_cut_off(
    empty_url: str, empty_sessions: Sessions, login: str
) -> None:
    address = make_url(empty_url).set(drivername="postgresql", username=login, password=WORD)
    with psycopg.connect(address.render_as_string(hide_password=False)) as program:
        told = removed(empty_sessions, login, f"set local role {APP}")

        assert told is not None
        assert program.execute("select 1").fetchone() == (1,)
        assert removed(empty_sessions, login) is None
        with pytest.raises(psycopg.OperationalError):
            program.execute("select 1")
    with transaction(empty_sessions) as session:
        assert login not in list_readers(session)
