"""Sample ideas: many, marked, and gone without touching what people wrote."""

import random

from sqlalchemy import func, insert, select

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import count_differences
from mapper.db.tables import Proposal, Response
from mapper.services.demo import clear, count_samples, seed
from tests.db.test_rollup import random_row
from tests.db.world import NO_DIFFERENCE, build_world

SAMPLES = {"green": [("Trees in {place}", "Plant trees in {place}.")], "unknown": [("A", "B")]}


def test_samples_are_inside_counted_and_removable(empty_sessions: Sessions) -> None:
    build_world(empty_sessions)
    with transaction(empty_sessions) as session:
        session.execute(insert(Proposal), [random_row(random.Random(1))])

    added = seed(empty_sessions, SAMPLES, {}, 120)

    with transaction(empty_sessions) as session:
        outside = session.scalar(
            select(func.count())
            .select_from(Proposal)
            .where(Proposal.demo, Proposal.geom.is_not(None), Proposal.district_id.is_(None))
        )
        titles = set(session.scalars(select(Proposal.title).where(Proposal.demo)))
        assert count_differences(session) == NO_DIFFERENCE
    assert (added, outside, count_samples(empty_sessions)) == (120, 0, 120)
    assert titles == {"Trees in A", "Trees in B", "Trees in C"}

    with transaction(empty_sessions) as session:
        unlike = session.execute(
            select(Proposal.response_status, func.array_agg(Response.response_status))
            .outerjoin(Response)
            .where(Proposal.demo)
            .group_by(Proposal.id)
        ).all()
    assert all(given == ([None] if status == "received" else [status]) for status, given in unlike)

    assert clear(empty_sessions) == 120
    with transaction(empty_sessions) as session:
        assert session.scalar(select(func.count()).select_from(Proposal)) == 1
        assert count_differences(session) == NO_DIFFERENCE
