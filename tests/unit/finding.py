"""Looking for the system of a sample of positions, in and around the first town."""

import numpy as np

from mapper.domain.imports import CrsFinding, Ground, ImportOptions
from mapper.imports.reading.systems import find_crs
from tests.geodesy import Floats
from tests.town import districts, ground, neighbours, positions

HERE = ground()
DISTRICTS = positions(districts())[::7]
NOWHERE = Ground()
SYSTEMS = [
    "EPSG:25833", "EPSG:25832", "EPSG:31468", "EPSG:2398", "EPSG:4326", "EPSG:3857", "EPSG:5650",
    "ESRI:102359", "EPSG:4647",
]  # fmt: skip


def find(words: str | None, sample: Floats, around: Ground = HERE, **options: object) -> CrsFinding:
    return find_crs(words, sample, ImportOptions(**options), around)  # type: ignore[arg-type]


def box(west: float, south: float, east: float, north: float, count: int = 40) -> Floats:
    """Positions all over a box of degrees."""
    lon, lat = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    return np.column_stack([lon.ravel(), lat.ravel()])


# Around the municipalities, smallest first; all of them right.
WIDER = {
    "with its neighbours": positions([*districts(), *neighbours()]),
    "a neighbour alone": neighbours()[0].positions,
    "the county": box(12.2, 51.95, 13.6, 52.7),
    "the state": box(11.25, 51.35, 14.8, 53.6),
    "the country": box(5.9, 47.3, 15.0, 55.0),
}
