"""Where ideas shall lie: a drawn area, around objects of a layer, or inside one of them."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mapper.errors import InvalidFieldError

MOST_CORNERS = 100
MOST_RADIUS_M = 50_000
MOST_DISTANCE_M = 10_000
MOST_OBJECTS = 5000
"""Of a layer with more objects nobody may ask what is near it."""
DECIMALS = 6
_SLUG = re.compile(r"[\w-]{1,80}")
_CORNERS = 3
_FLAT = 1e-12

Corner = tuple[float, float]
"""Lon and lat in EPSG:4326."""


@dataclass(frozen=True, slots=True)
class Polygon:
    """At least three corners, not closed; what lies on its border is in it."""

    corners: tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """All within `radius_m` of a place in EPSG:4326, border included."""

    lon: float
    lat: float
    radius_m: int


Area = Polygon | Circle


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many metres of any object of a layer; with 0 inside or on one."""

    layer: str
    distance_m: int


@dataclass(frozen=True, slots=True)
class Inside:
    """Inside an object of a layer, or one of several of this name, border included."""

    layer: str
    name: str


def read_area(query: Mapping[str, str]) -> Area | None:
    """`area` as `lon,lat;lon,lat;…` or, for a circle, `lon,lat,metres`; None where it is absent.

    Raises
    ------
    InvalidFieldError
        It is neither, crosses itself or covers nothing.
    """
    raw = query.get("area")
    if not raw:
        return None
    parts = raw.split(";")
    try:
        if len(parts) == 1:
            return _circle(raw)
        return _polygon(parts)
    except ValueError:
        expected = f"lon,lat;lon,lat;… with {_CORNERS} to {MOST_CORNERS} corners, or lon,lat,metres"
        raise InvalidFieldError("area", expected, raw) from None


def write_area(area: Area | None) -> str:
    """The text that gives this area again; empty for none."""
    match area:
        case None:
            return ""
        case Circle(lon, lat, radius_m):
            return f"{_degrees(lon)},{_degrees(lat)},{radius_m}"
        case Polygon(corners):
            return ";".join(f"{_degrees(lon)},{_degrees(lat)}" for lon, lat in corners)


def read_near(query: Mapping[str, str]) -> Near | None:
    """`near` as `layer:metres`; None where it is absent, InvalidFieldError for anything else."""
    raw = query.get("near")
    if not raw:
        return None
    layer, _, metres = raw.partition(":")
    if not _SLUG.fullmatch(layer) or not re.fullmatch(r"[0-9]{1,5}", metres):
        raise InvalidFieldError("near", "layer:metres", raw)
    if int(metres) > MOST_DISTANCE_M:
        raise InvalidFieldError("near", f"at most {MOST_DISTANCE_M} metres", raw)
    return Near(layer, int(metres))


def read_inside(query: Mapping[str, str]) -> Inside | None:
    """`inside` as `layer:name`; None where it is absent, InvalidFieldError for anything else."""
    raw = query.get("inside")
    if not raw:
        return None
    layer, _, name = raw.partition(":")
    if not _SLUG.fullmatch(layer) or not name.strip():
        raise InvalidFieldError("inside", "layer:name of an object", raw)
    return Inside(layer, name)


def _circle(raw: str) -> Circle:
    lon, lat, radius = raw.split(",")
    place = _corner(f"{lon},{lat}")
    if not re.fullmatch(r"[0-9]{1,5}", radius) or not 1 <= int(radius) <= MOST_RADIUS_M:
        raise ValueError(radius)
    return Circle(*place, int(radius))


def _polygon(parts: list[str]) -> Polygon:
    corners = tuple(_corner(part) for part in parts)
    if not _CORNERS <= len(corners) <= MOST_CORNERS or _in_one_line(corners):
        raise ValueError(len(corners))
    return Polygon(corners)


def _in_one_line(corners: tuple[Corner, ...]) -> bool:
    (west, south), *others = corners
    ways = [(lon - west, lat - south) for lon, lat in others]
    east, north = max(ways, key=lambda way: abs(way[0]) + abs(way[1]))
    return all(abs(east * lat - north * lon) < _FLAT for lon, lat in ways)


def _corner(part: str) -> Corner:
    lon, lat = (round(float(number), DECIMALS) for number in part.split(","))
    if not (math.isfinite(lon) and -180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004
        raise ValueError(part)
    return lon, lat


def _degrees(number: float) -> str:
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
