"""Tiles of layers with very many objects: nothing is pushed out, and nothing vanishes."""

import math
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.db.engine import Sessions
from mapper.geo.crs import to_degrees
from mapper.services.layers import find_layer
from mapper.services.tiles import Tile, draw_layer_tile
from tests.conftest import copied_database, opened
from tests.db.layers import Object, add_layer
from tests.db.world import SOUTH, WEST

SIDE_M, STEP_M, PER_ROW = 8, 20, 150
"""22,500 plots of 8 m on 3 km by 3 km: more than twice as many as a tile may hold."""


def plots() -> list[Object]:
    """The plots, row by row from the south-west."""
    return [
        (f"P{row}/{column}", None, {}, shapely.box(east, north, east + SIDE_M, north + SIDE_M))
        for row in range(PER_ROW)
        for column in range(PER_ROW)
        for east, north in [(WEST + column * STEP_M, SOUTH + row * STEP_M)]
    ]


@pytest.fixture(scope="module")
def town(server_url: str, empty_template: str) -> Iterator[Sessions]:
    """A database with the plots."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        add_layer(sessions, "plots", plots())
        yield sessions


def tile_at(easting: float, northing: float, zoom: int) -> Tile:
    """The tile of a place."""
    lon, lat = to_degrees(shapely.get_coordinates(shapely.Point(easting, northing)))[0]
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return Tile(zoom, int(across * 2**zoom), int(down * 2**zoom))


def drawn(sessions: Sessions, tile: Tile, folder: Path) -> BaseGeometry:
    """All that a tile shows, as one geometry in EPSG:25833."""
    path = folder / f"{tile.z}-{tile.x}-{tile.y}.mvt"
    path.write_bytes(draw_layer_tile(sessions, tile, find_layer(sessions, "plots")))
    table = pyogrio.read_dataframe(path, X=str(tile.x), Y=str(tile.y), Z=str(tile.z), CLIP="NO")
    shapes = table.set_crs(3857, allow_override=True).to_crs(25833).geometry
    return shapely.union_all(shapes.to_numpy())


@pytest.mark.parametrize("zoom", [9, 10, 11, 12])
def test_zoomed_out_the_ground_is_covered_where_plots_lie(
    town: Sessions, zoom: int, tmp_path: Path
) -> None:
    middle = WEST + PER_ROW * STEP_M / 2, SOUTH + PER_ROW * STEP_M / 2
    tile = tile_at(*middle, zoom)

    shown = drawn(town, tile, tmp_path)

    # A plot may be off by a hundredth of the tile's side.
    cell = 40_075_000 / 2**zoom / 100
    near = shapely.box(middle[0] - 900, middle[1] - 900, middle[0] + 900, middle[1] + 900)
    west, south, east, north = shown.bounds
    inside = near.intersection(shapely.box(west, south, east, north))
    assert inside.area > 0
    for _name, _kind, _attributes, plot in plots()[::97]:
        if inside.contains(plot):
            assert shown.distance(plot) <= cell
    assert shown.bounds[0] >= WEST - cell
    assert shown.bounds[3] <= SOUTH + PER_ROW * STEP_M + cell


@pytest.mark.parametrize("zoom", [10, 11, 12])
def test_zoomed_out_plots_are_dots_between_which_the_ground_is_seen(
    town: Sessions, zoom: int, tmp_path: Path
) -> None:
    middle = WEST + PER_ROW * STEP_M / 2, SOUTH + PER_ROW * STEP_M / 2
    tile = tile_at(*middle, zoom)

    shown = drawn(town, tile, tmp_path)

    # A dot is two fifths of a cell wide, and there is one a cell: 16 % of what was built on.
    dots = list(shapely.get_parts(shown))
    west, south, east, north = shown.bounds
    assert len(dots) > 20
    assert shown.area < 0.25 * (east - west) * (north - south)


def test_near_by_every_plot_is_drawn_as_it_is(town: Sessions, tmp_path: Path) -> None:
    tile = tile_at(WEST + 500, SOUTH + 500, 15)
    shown = drawn(town, tile, tmp_path)

    plot = shapely.box(WEST + 500, SOUTH + 500, WEST + 508, SOUTH + 508)
    assert shown.intersection(plot.buffer(6)).area == pytest.approx(plot.area, rel=0.2)
    # Half of the way to the next plot is empty.
    assert shown.distance(shapely.Point(WEST + 514, SOUTH + 514)) > 4
