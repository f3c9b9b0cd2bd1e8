"""A zipped shapefile of many polygons in another system, one in a hundred broken."""

import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

CORNERS = 30
BROKEN_EVERY = 100
SYSTEM = "EPSG:25832"
_STEM = "polygons"


def write_polygons(folder: Path, rows: int, area: shapely.Geometry) -> Path:
    """Write rough circles of 20 to 70 m with three fields; every hundredth crosses itself.

    They lie in an area in EPSG:25833.
    """
    random = np.random.default_rng(1)
    centres = _inside(area, rows, random)
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radii = random.uniform(20, 60, (rows, 1)) * random.uniform(0.8, 1.2, (rows, CORNERS))
    rings = centres[:, None, :] + radii[..., None] * np.stack([np.cos(angles), np.sin(angles)], -1)
    broken = np.arange(0, rows, BROKEN_EVERY)
    rings[broken, 3], rings[broken, 17] = rings[broken, 17], rings[broken, 3].copy()
    to_source = Transformer.from_crs(25833, SYSTEM, always_xy=True)
    x, y = to_source.transform(rings[..., 0].ravel(), rings[..., 1].ravel())
    rings = np.stack([np.reshape(x, (rows, CORNERS)), np.reshape(y, (rows, CORNERS))], -1)
    polygons = shapely.polygons(np.concatenate([rings, rings[:, :1]], 1))
    pyogrio.raw.write(
        folder / f"{_STEM}.shp",
        geometry=shapely.to_wkb(polygons),
        field_data=[
            np.array([f"Fläche {row}" for row in range(rows)], dtype=object),
            np.arange(rows, dtype=np.int32),
            np.round(random.uniform(0, 9, rows), 2),
        ],
        fields=["NAME", "NR", "WERT"],
        driver="ESRI Shapefile",
        geometry_type="Polygon",
        crs=SYSTEM,
        encoding="UTF-8",
    )
    packed = folder / f"{_STEM}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in sorted(folder.glob(f"{_STEM}.*")):
            if part != packed:
                target.write(part, part.name)
    return packed


def _inside(area: shapely.Geometry, count: int, random: np.random.Generator) -> NDArray[np.float64]:
    """So many positions in an area, everywhere as likely."""
    west, south, east, north = shapely.bounds(area)
    shapely.prepare(area)
    found = np.empty((0, 2))
    while len(found) < count:
        tried = random.uniform((west, south), (east, north), (count, 2))
        found = np.concatenate([found, tried[shapely.contains_xy(area, tried)]])
    return found[:count]
