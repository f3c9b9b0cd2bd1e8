"""Random ideas with random filters, and a small world, for what planners count."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.filters import Filters
from mapper.domain.roles import Limits
from mapper.services.plan import Counter
from tests.conftest import copied_database, opened
from tests.db.test_plan_filters import World, matches
from tests.db.test_rollup import random_row
from tests.db.world import build_world

ANYTHING = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SCOPES = st.sampled_from(["internal", "public"])


def counter(session: Session, world: World, scope: Scope) -> Counter:
    return Counter(session, scope, Limits(), world.versions)


def recount(world: World, filters: Filters, scope: Scope) -> list[dict[str, Any]]:
    """The rows that match, read one by one."""
    east, north = ("e", "n") if scope == "internal" else ("pe", "pn")
    if scope == "public":
        filters = replace(filters, channels=())
    return [row for row in world.rows if matches(world, row, filters, (row[east], row[north]))]


@contextmanager
def small_town(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """The small world with known inhabitants in A (500) and B (49), of C nobody knows."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        with transaction(sessions) as session:
            session.execute(text("update district set population = 500 where key = '00000001/a'"))
            session.execute(text("update district set population = 49 where key = '00000001/b'"))
        yield sessions


def add(sessions: Sessions, *days: str, **columns: object) -> None:
    """An idea from district A on each of these days, at noon."""
    chance = random.Random(1)
    rows = [
        {
            **random_row(chance),
            "place_certainty": "district",
            "geom": None,
            "district_id": 1,
            "moderation_status": "published",
            "created_at": f"{day} 12:00+01",
            **columns,
        }
        for day in days
    ]
    with transaction(sessions) as session:
        session.execute(insert(Proposal), rows)
