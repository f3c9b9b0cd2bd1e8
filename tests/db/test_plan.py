"""What planners may count, and everybody else."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import insert

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.filters import Filters
from mapper.domain.roles import Role
from mapper.domain.tokens import new_public_id
from mapper.services.access import Who
from mapper.services.plan import counting
from tests.db.world import SIDE, SOUTH, WEST, build_world
from tests.staff import add_account, office_on, signed_in

WESTDORF, OSTDORF = "00000001", "00000002"


@pytest.fixture
def world(empty_sessions: Sessions) -> Iterator[Sessions]:
    """One published idea in either town; the one in Ostdorf shows its district only."""
    build_world(empty_sessions)
    with transaction(empty_sessions) as session:
        for east, precision, field in ((0.5, "exact", 1), (2.5, "district", 2)):
            point = f"SRID=25833;POINT({WEST + east * SIDE} {SOUTH + SIDE / 2})"
            session.execute(
                insert(Proposal).values(
                    public_id=new_public_id(),
                    client_key=uuid4(),
                    round_id=1,
                    place_certainty="point",
                    geom=point,
                    public_precision=precision,
                    title="Eine Bank",
                    body="Eine Bank im Schatten.",
                    action_field_id=field,
                    moderation_status="published",
                )
            )
    yield empty_sessions


def counted(sessions: Sessions, who: Who, filters: Filters) -> tuple[int, int]:
    """Ideas in hexagons, and ideas in districts."""
    with counting(office_on(sessions), who) as counter:
        cells, districts = counter.cells(filters), counter.districts(filters)
    return sum(one.proposals for one in cells), sum(one.proposals for one in districts)


def test_nobody_counts_what_is_public(world: Sessions) -> None:
    assert counted(world, None, Filters()) == (1, 2)


@pytest.mark.parametrize(
    ("role", "in_cells"),
    [
        (Role.PLANNER, 2),
        (Role.MODERATOR, 2),
        (Role.PARTNER, 1),
        (Role.GIS, 1),
        (Role.ADMIN, 1),
    ],
)
def test_exact_places_count_for_those_who_plan(world: Sessions, role: Role, in_cells: int) -> None:
    who = signed_in(world, add_account(world, "petra", role))

    assert counted(world, who, Filters()) == (in_cells, 2)


@pytest.mark.parametrize(
    ("limits", "filters", "found"),
    [
        ({"municipalities": [OSTDORF]}, Filters(), (1, 1)),
        ({"municipalities": [OSTDORF]}, Filters(municipalities=(WESTDORF,)), (0, 0)),
        ({"municipalities": [OSTDORF]}, Filters(municipalities=(WESTDORF, OSTDORF)), (1, 1)),
        ({"rounds": ["plan"]}, Filters(), (0, 0)),
        ({"action_fields": ["green"]}, Filters(), (1, 1)),
        ({"action_fields": ["green"]}, Filters(action_fields=("mobility",)), (0, 0)),
        ({"municipalities": [WESTDORF], "action_fields": ["mobility"]}, Filters(), (0, 0)),
    ],
)
def test_a_limited_planner_counts_within_her_limits(
    world: Sessions,
    limits: dict[str, list[str]],
    filters: Filters,
    found: tuple[int, int],
) -> None:
    account = add_account(world, "petra", Role.PLANNER, **limits)

    assert counted(world, signed_in(world, account), filters) == found


def test_a_session_that_has_ended_counts_like_nobody(world: Sessions) -> None:
    account = add_account(world, "petra", Role.PLANNER)
    who = signed_in(world, account)
    with transaction(world) as session:
        session.connection().exec_driver_sql("delete from staff_session")

    assert counted(world, who, Filters()) == (1, 2)
