"""Counts under any filters of planning equal a recount of the rows one by one."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry
from sqlalchemy import insert, text, update

from mapper.db.criteria import Scope
from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import resolve_filters
from mapper.db.tables import Proposal
from mapper.domain.areas import Area, Circle, Inside, Near, Polygon
from mapper.domain.filters import CELL_SIZES, Filters, Placed
from mapper.domain.statuses import Channel, ResponseStatus
from mapper.errors import InvalidFieldError
from mapper.geo.crs import all_to_metres, to_degrees
from mapper.geo.hexgrid import cell_ids
from mapper.services.counting import count_cells, count_districts_in
from tests.conftest import copied_database, opened
from tests.db.test_rollup import random_row
from tests.db.world import SIDE, SOUTH, WEST, build_world

COUNT = 250
CHANNELS = (Channel.ONLINE, Channel.WORKSHOP, Channel.LETTER)
TEXTS = (
    ("Radwege bauen", "Die Straße ist für Kinder zu gefährlich."),
    ("Bänke im Park", "Ältere Menschen möchten dort ausruhen."),
    ("Ein Weg zum See", "Ein Radweg ist hier nicht gemeint."),
)
_WORDS: dict[str, Callable[[int], bool]] = {
    "Radweg": lambda number: number in (0, 2),
    "Strasse": lambda number: number == 0,
    "Bank oder Kind": lambda number: number in (0, 1),
    "Radweg -See": lambda number: number == 0,
    "der Weg": lambda number: number == 2,
}
_PARKS = f"""
insert into layer (slug, title, role) values ('parks', 'Parks', 'overlay');
insert into layer_version (layer_id, state, source, feature_count)
  select id, 'active', 'test', 3 from layer where slug = 'parks';
insert into feature (layer_version_id, name, geom)
  select v.id, p.name, ST_GeomFromText(p.shape, 25833)
    from layer_version v join layer l on l.id = v.layer_id and l.slug = 'parks',
         (values ('Nord', 'POLYGON(({WEST} {SOUTH + 900},{WEST + 900} {SOUTH + 900},
                   {WEST + 900} {SOUTH + 1800},{WEST} {SOUTH + 1800},{WEST} {SOUTH + 900}))'),
                 ('Nord', 'POINT({WEST + 3000} {SOUTH + 500})'),
                 ('Weg', 'LINESTRING({WEST + 3500} {SOUTH},{WEST + 5000} {SOUTH + 2000})'))
         p (name, shape)
"""


@dataclass(frozen=True, slots=True)
class World:
    """A database, its version of the parks, and their shapes by name in EPSG:25833."""

    sessions: Sessions
    versions: dict[str, int]
    parks: list[tuple[str, BaseGeometry]]
    rows: list[dict[str, Any]]


@pytest.fixture(scope="module")
def world(server_url: str, empty_template: str) -> Iterator[World]:
    """A small world with a layer and 250 ideas of all kinds."""
    chance = random.Random(5)
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        with transaction(sessions) as session:
            for statement in _PARKS.split(";\n"):
                session.execute(text(statement))
            session.execute(insert(Proposal), [_row(chance) for _ in range(COUNT)])
        with transaction(sessions) as session:
            session.execute(update(Proposal).values(support_count=Proposal.support_count + 1))
            parks = session.execute(
                text(
                    "select layer_version_id, name, ST_AsBinary(geom) from feature"
                    " where layer_version_id = (select max(id) from layer_version)"
                )
            ).all()
            rows = [dict(row._mapping) for row in session.execute(text(_STORED))]
            # As autovacuum would within a minute: plans made for empty tables are slow here.
            session.execute(text("analyze"))
        yield World(
            sessions,
            {"parks": parks[0][0]},
            [(name, shapely.from_wkb(bytes(wkb))) for _, name, wkb in parks],
            rows,
        )


_STORED = """
select p.*, a.key as field, m.ags, d.key as area, r.slug, ST_X(p.geom) as e, ST_Y(p.geom) as n,
       ST_X(p.public_geom) as pe, ST_Y(p.public_geom) as pn,
       (p.created_at at time zone 'Europe/Berlin')::date as day
  from proposal p join action_field a on a.id = p.action_field_id
  join participation_round r on r.id = p.round_id
  left join municipality m on m.id = p.municipality_id
  left join district d on d.id = p.district_id
 where moderation_status = 'published'
"""


def _row(chance: random.Random) -> dict[str, object]:
    title, body = chance.choice(TEXTS)
    return {**random_row(chance), "title": title, "body": body, "channel": chance.choice(CHANNELS)}


def place(east: float, north: float) -> tuple[float, float]:
    """Lon and lat of a place in the small world, in shares of a district's side."""
    lon, lat = to_degrees(np.array([WEST + east * SIDE, SOUTH + north * SIDE]))
    return round(float(lon), 6), round(float(lat), 6)


PLACES = st.builds(place, st.floats(-0.2, 3.2), st.floats(-0.3, 1.2))
AREAS = st.builds(
    lambda at, radius: Circle(at[0], at[1], radius), PLACES, st.integers(1, 4000)
) | st.builds(Polygon, st.lists(PLACES, min_size=3, max_size=6, unique=True).map(tuple))
FILTERS = st.builds(
    Filters,
    rounds=st.sampled_from([(), (), ("plan",)]),
    action_fields=st.sampled_from([(), (), ("green",)]),
    districts=st.sampled_from([(), (), ("00000001/a", "00000002/c")]),
    response_statuses=st.sampled_from([(), (), (ResponseStatus.PLANNED, ResponseStatus.DONE)]),
    first_day=st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    last_day=st.none() | st.dates(date(2026, 1, 1), date(2026, 8, 31)),
    cell_size=st.sampled_from(CELL_SIZES),
    text=st.sampled_from(["", "", *_WORDS]),
    channels=st.sampled_from([(), (), CHANNELS[:2]]),
    placed=st.none() | st.sampled_from(Placed),
    min_supports=st.integers(0, 4),
    near=st.none() | st.builds(Near, st.just("parks"), st.integers(0, 1500)),
    inside=st.none() | st.builds(Inside, st.just("parks"), st.sampled_from(["Nord", "Weg"])),
    area=st.none() | AREAS,
)


def lies_in(area: Area, easting: float, northing: float) -> bool:
    """Decided without any hexagon."""
    if isinstance(area, Circle):
        east, north = all_to_metres(np.array([area.lon, area.lat]))
        return bool(np.hypot(easting - east, northing - north) <= area.radius_m)
    ring = shapely.segmentize(shapely.make_valid(shapely.Polygon(area.corners)), 0.001)
    drawn = shapely.make_valid(shapely.transform(ring, all_to_metres))
    return bool(shapely.intersects_xy(drawn, easting, northing))


def matches(world: World, row: dict[str, Any], filters: Filters, at: tuple[Any, Any]) -> bool:
    """One row against all filters, in plain Python."""
    number = next(n for n, one in enumerate(TEXTS) if one[0] == row["title"])
    point = None if at[0] is None else shapely.Point(at)
    near, inside = filters.near, filters.inside
    return (
        (not filters.rounds or row["slug"] in filters.rounds)
        and (not filters.action_fields or row["field"] in filters.action_fields)
        and (not filters.districts or row["area"] in filters.districts)
        and (not filters.response_statuses or row["response_status"] in filters.response_statuses)
        and (filters.first_day is None or filters.first_day <= row["day"])
        and (filters.last_day is None or row["day"] <= filters.last_day)
        and (not filters.text or _WORDS[filters.text](number))
        and (not filters.channels or row["channel"] in filters.channels)
        and (filters.placed is None or (point is None) == (filters.placed == "none"))
        and row["support_count"] >= filters.min_supports
        and (filters.area is None or (point is not None and lies_in(filters.area, *at)))
        and (
            near is None
            or (
                (point is not None)
                and any(shape.distance(point) <= near.distance_m for _, shape in world.parks)
            )
        )
        and (
            inside is None
            or (
                (point is not None)
                and any(shape.covers(point) for name, shape in world.parks if name == inside.name)
            )
        )
    )


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(filters=FILTERS, scope=st.sampled_from(["internal", "public"]))
def test_any_filters_count_what_a_recount_counts(
    world: World, filters: Filters, scope: Scope
) -> None:
    if scope == "public":
        filters = Filters(**{**_values(filters), "channels": ()})
    east, north = ("e", "n") if scope == "internal" else ("pe", "pn")
    found = [row for row in world.rows if matches(world, row, filters, (row[east], row[north]))]

    with transaction(world.sessions) as session:
        criteria = resolve_filters(session, filters, world.versions)
        cells = count_cells(session, filters, scope, criteria)
        districts = count_districts_in(session, filters, scope, criteria)

    placed = [row for row in found if row[east] is not None]
    ids = cell_ids(
        np.array([row[east] for row in placed], dtype=float),
        np.array([row[north] for row in placed], dtype=float),
        filters.cell_size,
    )
    wanted = {
        int(cell): sum(
            row["support_count"] for row, one in zip(placed, ids, strict=True) if one == cell
        )
        for cell in ids
    }
    assert {one.cell: one.supports for one in cells} == wanted
    assert sum(one.proposals for one in cells) == len(placed)
    assert sum(one.proposals for one in districts) == len(found)
    assert sum(one.without_point for one in districts) == len(found) - len(placed)
    for one in districts:
        if one.district:
            assert one.proposals == sum(row["area"] == one.district for row in found)


def _values(filters: Filters) -> dict[str, Any]:
    return {name: getattr(filters, name) for name in Filters.__dataclass_fields__}


@pytest.mark.parametrize(
    ("filters", "parameter"),
    [
        (Filters(text="und der"), "text"),
        (Filters(near=Near("secret", 10)), "near"),
        (Filters(inside=Inside("secret", "Nord")), "inside"),
        (Filters(inside=Inside("parks", "Fort")), "inside"),
    ],
)
def test_what_cannot_be_answered_is_refused(world: World, filters: Filters, parameter: str) -> None:
    with transaction(world.sessions) as session, pytest.raises(InvalidFieldError) as refused:
        resolve_filters(session, filters, world.versions)

    assert refused.value.fields["parameter"] == parameter


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=30) | st.text("'\"\\&|!:*()<-> aboder", max_size=30))
def test_nothing_typed_breaks_the_search(world: World, typed: str) -> None:
    words = " ".join(typed.replace("\0", "").split())
    with transaction(world.sessions) as session:
        try:
            count_cells(session, Filters(text=words), "internal")
        except InvalidFieldError as refused:
            assert refused.fields["parameter"] == "text"
