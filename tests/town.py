"""The municipalities and districts that imports are held against in the tests.

The real ones where their folder is beside the checkout, else squares in their place.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from mapper.domain.imports import Ground
from tests.conftest import REAL_GEODATA
from tests.geodesy import Floats, in_system


@dataclass(frozen=True)
class Shape:
    """A named area; positions are lon, lat in ETRS89."""

    name: str
    area: shapely.Geometry

    @property
    def positions(self) -> Floats:
        return shapely.get_coordinates(self.area)


def districts() -> Sequence[Shape]:
    """All districts of the two municipalities."""
    found = _file("ortsteile_osm2021.geojson", "name")
    return found or [
        Shape(f"Ortsteil Größe {row}{column}", shapely.box(west, south, west + 0.09, south + 0.06))
        for row, south in enumerate((52.03, 52.1, 52.17))
        for column, west in enumerate((12.3, 12.4, 12.5, 12.6, 12.7))
    ]


def neighbours() -> Sequence[Shape]:
    """The municipalities around, none of the two themselves."""
    found = _file("gemeinden_nachbarn_vg5000_2021.geojson", "GEN")
    own = shapely.union_all([one.area for one in districts()])
    made = [
        Shape("Im Norden", shapely.box(12.3, 52.35, 12.7, 52.5)),
        Shape("Im Westen", shapely.box(11.9, 52.0, 12.15, 52.25)),
    ]
    return [
        one
        for one in found or made
        if shapely.area(shapely.intersection(one.area, own)) < 0.1 * shapely.area(one.area)
    ]


def ground() -> Ground:
    """Where the municipalities lie, in EPSG:25833 by formulas of our own."""
    both = shapely.union_all([shapely.make_valid(one.area) for one in districts()])
    metres = shapely.transform(both, lambda degrees: in_system(degrees, "EPSG:25833"))
    return Ground(area=shapely.to_wkb(shapely.make_valid(metres)))


def positions(shapes: Sequence[Shape]) -> Floats:
    return np.concatenate([one.positions for one in shapes])


def _file(name: str, field: str) -> list[Shape]:
    path = REAL_GEODATA / name
    if not path.is_file():
        return []
    return [
        Shape(one["properties"][field], shapely.from_geojson(json.dumps(one["geometry"])))
        for one in json.loads(path.read_text("utf-8"))["features"]
    ]
