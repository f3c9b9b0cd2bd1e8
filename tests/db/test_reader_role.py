"""The read-only role for GIS programs: what is public, and nothing else."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from mapper.db.engine import Sessions
from mapper.db.tables import Base
from mapper.db.tables.base import READER, SCHEMA_API
from tests.db.ideas import add_idea
from tests.db.layers import add_layer, squares
from tests.db.world import build_world

SECRET = "Grundwasserschaden"
HIDING = (
    ("feature", "attributes::text"),
    ("layer", "title"),
    ("proposal", "title"),
    ("response", "body"),
)
"""Views that leave rows out, and a column of each."""
ANSWER = (
    "insert into response (proposal_id, response_status, body)"
    f" select id, 'done', '{SECRET}' from proposal"
)
TELLS = """
create function pg_temp.tells(words text) returns boolean cost 0.0000001 language plpgsql as
'begin if words ~ ''Grundwasser'' then raise exception ''%'', words; end if; return true; end'
"""
# As it would read a large table, which here only has a few rows.
LARGE = [f"set local enable_{way} = off" for way in ("indexscan", "bitmapscan", "nestloop")]
PUBLIC_ROWS = {"feature": 5, "layer": 2, "proposal": 0, "response": 0}
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
    add_idea(empty_sessions, title=SECRET, moderation_status="pending")
    add_layer(empty_sessions, "geheim", squares(3, note=SECRET), title=SECRET, public=False)
    with empty_sessions.begin() as session:
        session.execute(text(ANSWER))

    with empty_sessions() as session:
        session.execute(text(f"set role {READER}"))
        for statement in (*LARGE, TELLS):
            session.execute(text(statement))
        query = f"select count(*) from {SCHEMA_API}.{view} where pg_temp.tells({column})"

        assert session.scalar(text(query)) == PUBLIC_ROWS[view]
