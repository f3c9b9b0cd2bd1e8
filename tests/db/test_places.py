"""Districts on borders, public positions, and cells, as the database keeps them."""

import random
from collections.abc import Iterator
from uuid import uuid4

import numpy as np
import pytest
import shapely
from geoalchemy2.shape import to_shape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point, box
from sqlalchemy import bindparam, func, insert, select, text

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.filters import CELL_SIZES
from mapper.domain.tokens import new_public_id
from mapper.geo.crs import bbox_to_metres, to_degrees, to_metres
from mapper.geo.hexgrid import cell_ids, cell_range, cell_rings, meet_window
from tests.conftest import copied_database, opened
from tests.db.world import SIDE, SOUTH, WEST, build_world


@pytest.fixture(scope="module")
def world(server_url: str, empty_template: str) -> Iterator[Sessions]:
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        build_world(sessions)
        yield sessions


def store(sessions: Sessions, easting: float, northing: float, precision: str) -> Proposal:
    """A proposal at a point, as the database completed it."""
    row = {
        "public_id": new_public_id(),
        "client_key": uuid4(),
        "round_id": 1,
        "place_certainty": "point",
        "geom": f"SRID=25833;POINT({easting!r} {northing!r})",
        "public_precision": precision,
        "title": "Title",
        "body": "A body of text",
        "action_field_id": 1,
    }
    with transaction(sessions) as session:
        return session.scalars(insert(Proposal).values(row).returning(Proposal)).one()


def test_a_point_on_a_border_belongs_to_the_lowest_key(world: Sessions) -> None:
    on_two_districts = store(world, WEST + SIDE, SOUTH + 700, "exact")
    on_two_towns = store(world, WEST + 2 * SIDE, SOUTH + 700, "exact")

    assert (on_two_districts.municipality_id, on_two_districts.district_id) == (1, 1)
    assert (on_two_towns.municipality_id, on_two_towns.district_id) == (1, 2)


def test_outside_every_district_the_municipality_counts(world: Sessions) -> None:
    in_the_strip = store(world, WEST + 2.5 * SIDE, SOUTH - 200, "100m")
    nowhere = store(world, WEST - 5000, SOUTH, "exact")

    assert (in_the_strip.municipality_id, in_the_strip.district_id) == (2, None)
    assert (nowhere.municipality_id, nowhere.district_id) == (None, None)


@settings(max_examples=60, deadline=None)
@given(
    easting=st.floats(WEST, WEST + 3 * SIDE),
    northing=st.floats(SOUTH, SOUTH + SIDE),
)
def test_the_public_position_is_the_cell_centre_or_nearest_inside(
    world: Sessions, easting: float, northing: float
) -> None:
    stored = store(world, easting, northing, "100m")
    west, south = np.floor(easting / 100) * 100, np.floor(northing / 100) * 100
    cell, centre = box(west, south, west + 100, south + 100), Point(west + 50, south + 50)
    number = (stored.district_id or 0) - 1
    district = box(WEST + number * SIDE, SOUTH, WEST + (number + 1) * SIDE, SOUTH + SIDE)

    public = to_shape(stored.public_geom)  # type: ignore[arg-type]

    assert public.distance(cell) < 1e-6
    assert public.distance(district) < 1e-6
    assert public.distance(centre) == pytest.approx(
        district.intersection(cell).distance(centre), abs=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_two_places_of_one_cell_and_district_share_all_that_is_public(
    world: Sessions, seed: int
) -> None:
    chance = random.Random(seed)
    west = WEST + 100 * chance.randrange(3 * SIDE // 100)
    south = SOUTH + 100 * chance.randrange(SIDE // 100)
    one, other = (
        store(world, west + 100 * chance.random(), south + 100 * chance.random(), "100m")
        for _ in range(2)
    )
    public = ("public_cell_1000", "public_cell_500", "public_cell_250", "public_cell_125")

    assert to_shape(one.public_geom) == to_shape(other.public_geom)  # type: ignore[arg-type]
    assert [getattr(one, name) for name in public] == [getattr(other, name) for name in public]


def test_district_precision_has_no_public_place(world: Sessions) -> None:
    stored = store(world, WEST + 10, SOUTH + 10, "district")

    assert stored.public_geom is None
    assert stored.public_cell_125 is None
    assert stored.district_id == 1


@pytest.mark.parametrize("size", CELL_SIZES)
def test_ids_and_rings_are_those_of_the_hexagon_grid(world: Sessions, size: int) -> None:
    chance = np.random.default_rng(size)
    eastings = chance.uniform(300_000, 360_000, 200)
    northings = chance.uniform(5_740_000, 5_820_000, 200)
    ids = cell_ids(eastings, northings, size)
    grid = text(
        "select (i << 16) | j, geom from ST_HexagonGrid(:size, ST_Buffer(ST_SetSRID("
        "ST_MakePoint(:e, :n), 25833), 1)) where ST_Covers(geom, ST_SetSRID("
        "ST_MakePoint(:e, :n), 25833)) limit 1"
    ).bindparams(bindparam("size", size))

    with transaction(world) as session:
        for easting, northing, cell in zip(eastings, northings, ids, strict=True):
            where = {"e": float(easting), "n": float(northing)}
            assert session.execute(grid, where).one()[0] == cell
            in_sql = session.scalar(select(func.hex_cell(where["e"], where["n"], size)))
            assert in_sql == cell
        ring = cell_rings(ids[:1], size)[0]
        hexagon = select(func.ST_AsEWKB(func.hex_geom(int(ids[0]), size)))
        drawn = shapely.from_wkb(bytes(session.scalar(hexagon) or b""))
    assert shapely.hausdorff_distance(drawn, shapely.Polygon(ring)) < 1e-6


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lon=st.floats(12.2, 12.8),
    lat=st.floats(51.9, 52.3),
    width=st.floats(0.001, 0.1),
    size=st.sampled_from(CELL_SIZES),
)
def test_the_cells_of_a_window_are_those_that_meet_it(
    lon: float, lat: float, width: float, size: int
) -> None:
    bbox = (lon, lat, lon + width, lat + width / 2)
    first_column, last_column, first_row, last_row = cell_range(bbox, size)
    west, south, east, north = bbox_to_metres(bbox)
    window = box(west, south, east, north)
    columns = np.arange(first_column - 2, last_column + 3)
    rows = np.arange(first_row - 2, last_row + 3)
    cells = ((columns[:, None] << 16) | rows[None, :]).ravel().astype(np.int32)

    meet = meet_window(cells, size, bbox)
    for cell, ring, meets in zip(cells, cell_rings(cells, size), meet, strict=True):
        column, row = cell >> 16, cell & 0xFFFF
        in_range = first_column <= column <= last_column and first_row <= row <= last_row
        assert meets == box(*ring.min(axis=0), *ring.max(axis=0)).buffer(1e-6).intersects(window)
        assert in_range or not meets


@given(easting=st.floats(300_000, 360_000), northing=st.floats(5_740_000, 5_820_000))
def test_there_and_back_again_stays_within_a_millimetre(easting: float, northing: float) -> None:
    lon, lat = to_degrees(np.array([easting, northing]))

    assert to_metres(lon, lat) == pytest.approx((easting, northing), abs=0.001)


def test_reprojection_agrees_with_postgis(world: Sessions) -> None:
    point = func.ST_Transform(func.ST_SetSRID(func.ST_MakePoint(12.595556, 52.142222), 4326), 25833)
    with transaction(world) as session:
        expected = session.execute(select(func.ST_X(point), func.ST_Y(point))).one()

    assert to_metres(12.595556, 52.142222) == pytest.approx(tuple(expected), abs=0.01)
