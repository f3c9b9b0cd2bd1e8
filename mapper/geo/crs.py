"""Coordinates between EPSG:4326 and the storage CRS."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

STORAGE_SRID = 25833
_EDGE_POINTS = 21
_ZONE = (0.0, 30.0, 30.0, 75.0)
"""West, south, east, north in degrees: further off, the storage CRS folds back on itself."""


@lru_cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: float, lat: float) -> tuple[float, float]:
    """Easting and northing in EPSG:25833, metres, of a place in EPSG:4326."""
    easting, northing = _transformer(4326, STORAGE_SRID).transform(lon, lat)
    return float(easting), float(northing)


def all_to_metres(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Easting, northing in EPSG:25833 of an array of lon, lat (last axis 2), of the same shape."""
    easting, northing = _transformer(4326, STORAGE_SRID).transform(
        coordinates[..., 0], coordinates[..., 1]
    )
    return np.stack([easting, northing], axis=-1)


def to_degrees(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lon, lat in EPSG:4326 of an array of easting, northing (last axis 2), of the same shape."""
    lon, lat = _transformer(STORAGE_SRID, 4326).transform(coordinates[..., 0], coordinates[..., 1])
    return np.stack([lon, lat], axis=-1)


def clip_to_zone(
    bbox: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """The part of a box in EPSG:4326 that the storage CRS can say; at its rim when there is none.

    A box around the whole world would otherwise turn into one that holds nothing.
    """
    west, south, east, north = _ZONE
    return (
        min(max(bbox[0], west), east),
        min(max(bbox[1], south), north),
        min(max(bbox[2], west), east),
        min(max(bbox[3], south), north),
    )


def bbox_to_metres(
    bbox: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """The smallest box in EPSG:25833 around a box in EPSG:4326.

    The edges of the one are curves in the other, so points along them are looked at.
    """
    west, south, east, north = clip_to_zone(bbox)
    lon = np.linspace(west, east, _EDGE_POINTS)
    lat = np.linspace(south, north, _EDGE_POINTS)
    lons = np.concatenate([lon, lon, np.full_like(lat, west), np.full_like(lat, east)])
    lats = np.concatenate([np.full_like(lon, south), np.full_like(lon, north), lat, lat])
    eastings, northings = _transformer(4326, STORAGE_SRID).transform(lons, lats)
    return (
        float(np.min(eastings)),
        float(np.min(northings)),
        float(np.max(eastings)),
        float(np.max(northings)),
    )
