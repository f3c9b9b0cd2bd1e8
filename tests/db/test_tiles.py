"""Tiles lie where PostGIS says they do, and boxes in degrees where their ideas are."""

import random

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.geo.crs import bbox_to_metres, clip_to_zone
from mapper.geo.hexgrid import cell_range
from mapper.geo.tiles import tile_bbox, tile_bounds

CHANCE = random.Random(7)
TILES = [
    (z, CHANCE.randrange(2**z), CHANCE.randrange(2**z)) for z in (0, 1, 5, 9, 14, 22) for _ in "abc"
]


def test_tiles_are_those_of_st_tileenvelope(empty_sessions: Sessions) -> None:
    for z, x, y in TILES:
        envelope = func.ST_TileEnvelope(z, x, y)
        degrees = func.ST_Transform(envelope, 4326)
        corners = [
            corner(shape)
            for shape in (envelope, degrees)
            for corner in (func.ST_XMin, func.ST_YMin, func.ST_XMax, func.ST_YMax)
        ]
        with transaction(empty_sessions) as session:
            said = tuple(session.execute(select(*corners)).one())

        assert tile_bounds(z, x, y) == pytest.approx(said[:4], abs=1e-6)
        # ST_Transform puts 180° E at 180° W in the easternmost column at most.
        assert tile_bbox(z, x, y)[1::2] == pytest.approx(said[5::2], abs=1e-9)


@pytest.mark.parametrize(
    "bbox", [(-180, -90, 180, 90), (-75, -80, 105, 80), (-180, -85, 180, 85), (0, 40, 30, 65)]
)
def test_a_box_around_everything_holds_everything(bbox: tuple[float, float, float, float]) -> None:
    town = (12.2, 51.9, 12.8, 52.3)

    outer, inner = bbox_to_metres(bbox), bbox_to_metres(town)

    assert outer[0] < inner[0]
    assert outer[1] < inner[1]
    assert outer[2] > inner[2]
    assert outer[3] > inner[3]
    first_column, last_column, first_row, last_row = cell_range(bbox, 125)
    assert -(2**15) < first_column < last_column < 2**15
    assert 0 <= first_row < last_row < 2**16


def test_a_box_far_away_keeps_its_order() -> None:
    west, south, east, north = clip_to_zone((100.0, -50.0, 120.0, 20.0))

    assert (west, east) == (30.0, 30.0)
    assert (south, north) == (30.0, 30.0)
