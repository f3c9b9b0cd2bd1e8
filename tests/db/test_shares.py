"""Counts by hexagon and district equal a recount of the ideas, grouped by plain SQL."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, text

from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.filters import CELL_SIZES, Filters
from mapper.domain.geodata import DistrictFact, Facts, SettlementPart
from mapper.domain.statuses import ResponseStatus
from mapper.geo.crs import to_metres
from mapper.services.counting import count_cells, count_shares
from mapper.services.measures import find_homes
from tests.conftest import copied_database, opened
from tests.db.test_rollup import random_row
from tests.db.world import SIDE, SOUTH, WEST, build_world

COUNT = 200


@pytest.fixture(scope="module")
def world(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """The small world with 200 ideas of all kinds."""
    chance = random.Random(11)
    rows = [random_row(chance) for _ in range(COUNT)]
    for number, row in enumerate(rows):
        row["created_at"] = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        with transaction(sessions) as session:
            session.execute(insert(Proposal), rows)
        yield sessions


PERIOD = "(created_at at time zone 'Europe/Berlin')::date between '2026-02-10' and '2026-06-15'"


@pytest.mark.parametrize("scope", ["public", "internal"])
@pytest.mark.parametrize("size", CELL_SIZES)
@pytest.mark.parametrize(
    ("filters", "where"),
    [
        (Filters(), "true"),
        (Filters(action_fields=("green",)), "a.key = 'green'"),
        (Filters(districts=("00000001/b",)), "d.key = '00000001/b'"),
        (Filters(first_day=date(2026, 2, 10), last_day=date(2026, 6, 15)), PERIOD),
        (
            Filters(min_supports=2, response_statuses=(ResponseStatus.PLANNED,)),
            "support_count >= 2 and response_status = 'planned'",
        ),
    ],
)
def test_shares_are_those_of_a_recount(
    world: Sessions, filters: Filters, where: str, size: int, scope: Scope
) -> None:
    column = f"public_cell_{size}" if scope == "public" else f"cell_{size}"
    asked = replace(filters, cell_size=size)

    with transaction(world) as session:
        shares = count_shares(session, asked, scope)
        cells = count_cells(session, asked, scope)
        recount = session.execute(
            text(
                f"select {column}, d.key, count(*), sum(support_count) from proposal p "
                "left join district d on d.id = p.district_id "
                "join action_field a on a.id = p.action_field_id "
                f"where moderation_status = 'published' and {column} is not null and {where} "
                "group by 1, 2"
            )
        ).all()

    found = {(one.cell, one.district): (one.proposals, one.supports) for one in shares}
    assert found == {(row[0], row[1]): (row[2], row[3]) for row in recount}
    assert sum(one.proposals for one in shares) == sum(one.proposals for one in cells)


def test_people_live_at_their_settlement_else_in_its_parts_else_in_the_middle(
    world: Sessions,
) -> None:
    own, part = (12.5, 52.1), (12.6, 52.2)
    facts = Facts(
        districts=(
            DistrictFact("00000001", "A", "district", None, (own,)),
            DistrictFact("00000001", "B", "district", None, ()),
        ),
        settlement_parts=(
            SettlementPart("00000001", "Hof", ("00000001/a",), (part,)),
            SettlementPart("00000001", "Au", ("00000001/b",), (part,)),
            SettlementPart("00000001", "Grenze", ("00000001/b", "00000002/c"), (own,)),
        ),
    )

    homes = find_homes(world, facts, ["00000001/a", "00000001/b", "00000002/c", "00000002/none"])

    ((lon, lat),) = homes.pop("00000002/c")
    assert homes == {"00000001/a": (own,), "00000001/b": (part,)}
    # The district is a square; ST_PointOnSurface gives its middle.
    assert to_metres(lon, lat) == pytest.approx((WEST + 2.5 * SIDE, SOUTH + SIDE / 2), abs=1)
