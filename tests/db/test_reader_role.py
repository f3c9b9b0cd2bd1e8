"""The read-only role for GIS programs: what is public, and nothing else."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from mapper.db.engine import Sessions
from mapper.db.tables import Base
from mapper.db.tables.base import READER, SCHEMA_API
from tests.db.world import build_world

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
