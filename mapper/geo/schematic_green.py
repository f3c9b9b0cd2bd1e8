"""Schematic green spaces: rounded blobs of the published area at or near the published place."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.domain.geodata import DIRECTIONS, Facts, GreenSpaceFact, SettlementPart
from mapper.geo.crs import to_metres

ALGORITHM = "blobs, 1"

# Areas assumed where none is published, in hectares: a village churchyard, a small town park,
# a protected valley, a single protected thing and what surrounds it.
ASSUMED_AREA_HA: Mapping[str, float] = {
    "cemetery": 1.0,
    "park": 4.0,
    "nature_reserve": 50.0,
    "nature_monument": 1.0,
}
_ASSUMED_OTHERWISE_HA = 2.0
_M2_PER_HA = 10_000.0
_OUTLINE_POINTS = 64
# A green space of which only the district is known stands this far beside the village.
_BESIDE_M = 300.0


@dataclass(frozen=True, slots=True)
class SchematicGreenSpace:
    """A blob in EPSG:25833; `area_assumed` where no area is published."""

    fact: GreenSpaceFact
    polygon: BaseGeometry
    area_assumed: bool


def draw_green_spaces(
    facts: Facts, districts: Mapping[str, BaseGeometry]
) -> tuple[SchematicGreenSpace, ...]:
    """Draw every green space of the facts.

    Parameters
    ----------
    facts
        Green spaces, and the settlements they may lie near.
    districts
        Polygons in EPSG:25833 by district key, schematic or not.

    Returns
    -------
    tuple
        One per green space whose district is drawn or whose point is known, with the published
        area; smaller where it would leave the municipalities, or its districts when only these
        are known of its place.
    """
    drawn = (_draw(fact, facts, districts) for fact in facts.green_spaces)
    return tuple(one for one in drawn if one is not None)


def _draw(
    fact: GreenSpaceFact, facts: Facts, districts: Mapping[str, BaseGeometry]
) -> SchematicGreenSpace | None:
    own = [districts[key] for key in fact.districts if key in districts]
    if fact.point is None and not own:
        return None
    hectares = fact.area_ha or ASSUMED_AREA_HA.get(fact.kind, _ASSUMED_OTHERWISE_HA)
    radius_m = float(np.sqrt(hectares * _M2_PER_HA / np.pi))
    if fact.point is not None:
        centre, limit = to_metres(*fact.point), list(districts.values())
    else:
        centre, limit = _place(fact, facts, own, radius_m), own
    blob = _blob(fact.name, centre, radius_m)
    clipped = blob.intersection(shapely.union_all(limit)) if limit else blob
    polygon = blob if clipped.is_empty else _largest(clipped)
    return SchematicGreenSpace(fact, polygon, area_assumed=fact.area_ha is None)


def _place(
    fact: GreenSpaceFact, facts: Facts, own: Sequence[BaseGeometry], radius_m: float
) -> tuple[float, float]:
    """Where a green space goes of which only the surroundings are known."""
    villages = _villages(fact, facts)
    start = np.mean(villages or own[0].representative_point().coords, axis=0)
    if len(own) > 1:
        return float(start[0]), float(start[1])
    if fact.direction is not None:
        bearing = DIRECTIONS.index(fact.direction) * 2 * np.pi / len(DIRECTIONS)
        towards = np.array([np.sin(bearing), np.cos(bearing)])
    else:
        towards = np.array(own[0].representative_point().coords[0]) - start
    length = float(np.hypot(*towards)) or 1.0
    easting, northing = start + towards / length * (radius_m + _BESIDE_M)
    return float(easting), float(northing)


def _villages(fact: GreenSpaceFact, facts: Facts) -> list[tuple[float, float]]:
    """The places it is said to be near, else the main places of its districts."""
    parts: list[SettlementPart] = [
        part for part in facts.settlement_parts if part.name == fact.near and part.points
    ]
    points = [part.points[0] for part in parts] or [
        one.points[0] for one in facts.districts if one.key in fact.districts and one.points
    ]
    return [to_metres(*point) for point in points]


def _blob(name: str, centre: tuple[float, float], radius_m: float) -> shapely.Polygon:
    """A rounded shape with the area of a disc of this radius, the same for the same name."""
    seed = hashlib.sha256(name.encode()).digest()
    turns = np.frombuffer(seed[:2], dtype=np.uint8) / 256 * 2 * np.pi
    angles = np.linspace(0.0, 2 * np.pi, _OUTLINE_POINTS, endpoint=False)
    wave = 1 + 0.12 * np.sin(2 * angles + turns[0]) + 0.06 * np.sin(3 * angles + turns[1])
    unit = np.stack([wave * np.cos(angles), wave * np.sin(angles)], axis=1)
    scale = radius_m * np.sqrt(np.pi / shapely.Polygon(unit).area)
    return shapely.Polygon((np.array(centre) + scale * unit).round(1))


def _largest(shape: BaseGeometry) -> BaseGeometry:
    parts: list[BaseGeometry] = shapely.get_parts(shape).tolist()
    return max(parts, key=lambda part: part.area)
