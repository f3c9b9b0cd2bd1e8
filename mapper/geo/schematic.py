"""Schematic districts: area-fitted cells around the settlements' points, never boundaries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from math import dist, inf

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.domain.geodata import Facts
from mapper.errors import SchematicError
from mapper.geo.crs import to_metres
from mapper.geo.schematic_diagram import Floats, Generators, add_ring, outline
from mapper.geo.schematic_weights import fit_weights

# Raised whenever the same facts give other polygons, so that loaded versions are drawn anew.
ALGORITHM = "area-fitted power diagram, 1"

# Points of one district are joined by a chain of generators this far apart, so that the
# district does not fall apart between them.
_CHAIN_M = 500.0
_M2_PER_KM2 = 1_000_000.0


@dataclass(frozen=True, slots=True)
class SchematicDistrict:
    """A district's cell in EPSG:25833; `area_error` is drawn over published area minus 1."""

    key: str
    polygon: shapely.Polygon | shapely.MultiPolygon
    area_error: float | None


def draw_districts(facts: Facts) -> tuple[SchematicDistrict, ...]:
    """Draw every district of the facts.

    Returns
    -------
    tuple
        One district per row of the facts, in their order: without gaps and overlaps among
        them, each with every point known of it inside, and in one piece unless another
        district lies between its points. Equal facts give equal polygons.

    Raises
    ------
    SchematicError
        A district has no point, or two districts have the same.
    """
    homes = [np.array(points).reshape(-1, 2) for points in _home_points(facts).values()]
    generators = _generators(homes, facts)
    targets = np.array(
        [one.area_km2 * _M2_PER_KM2 if one.area_km2 else np.nan for one in facts.districts]
    )
    weights = fit_weights(generators, homes, targets)
    polygons = _without_strays(outline(generators, weights), homes)
    return tuple(
        SchematicDistrict(
            key=fact.key,
            polygon=polygon,
            area_error=float(polygon.area / target - 1) if np.isfinite(target) else None,
        )
        for fact, polygon, target in zip(facts.districts, polygons, targets, strict=True)
    )


def district_points(facts: Facts) -> Mapping[str, tuple[shapely.Point, ...]]:
    """Per district key the points that are known to lie in it, in EPSG:25833."""
    return {key: tuple(map(shapely.Point, points)) for key, points in _home_points(facts).items()}


def _home_points(facts: Facts) -> dict[str, list[tuple[float, float]]]:
    found = {one.key: [to_metres(*point) for point in one.points] for one in facts.districts}
    for part in facts.settlement_parts:
        points = [to_metres(*point) for point in part.points]
        if points:
            found[_nearest(part.districts, points[0], found)] += points
    for key, points in found.items():
        if not points:
            raise SchematicError(f"district '{key}' has no point in the facts")
    owners = [(point, key) for key, points in found.items() for point in set(points)]
    if len({point for point, _ in owners}) < len(owners):
        raise SchematicError("two districts have the same point in the facts")
    return found


def _nearest(
    keys: Sequence[str],
    point: tuple[float, float],
    found: Mapping[str, list[tuple[float, float]]],
) -> str:
    """The district with the nearest point: where a part is split, it goes there as a whole."""
    return min(keys, key=lambda key: min((dist(point, one) for one in found[key]), default=inf))


def _generators(homes: Sequence[Floats], facts: Facts) -> Generators:
    outside = len(homes)
    chains = [_chain(points) for points in homes]
    around = [to_metres(*place.point) for place in facts.neighbouring_places]
    points = np.concatenate([*chains, np.array(around).reshape(-1, 2)])
    owners = np.repeat(np.arange(outside + 1), [*map(len, chains), len(around)])
    return add_ring(points, owners, outside)


def _chain(points: Floats) -> Floats:
    """The points and, along the shortest tree between them, further ones every 500 m."""
    linked, rest, found = [points[0]], list(points[1:]), [points]
    while rest:
        pairs = [
            (float(np.hypot(*(there - here))), index, here)
            for here in linked
            for index, there in enumerate(rest)
        ]
        length, index, here = min(pairs, key=lambda pair: pair[0])
        there = rest.pop(index)
        linked.append(there)
        shares = np.linspace(0.0, 1.0, int(length // _CHAIN_M) + 2)[1:-1, None]
        found.append(here + shares * (there - here))
    return np.concatenate(found)


def _without_strays(
    faces: list[list[shapely.Polygon]], homes: Sequence[Floats]
) -> list[shapely.Polygon | shapely.MultiPolygon]:
    """One geometry per district: faces without a point of it go to the neighbour they adjoin."""
    kept: list[BaseGeometry] = []
    strays: list[shapely.Polygon] = []
    for parts, points in zip(faces, homes, strict=True):
        inhabited = [bool(shapely.covers(face, shapely.points(points)).any()) for face in parts]
        kept.append(shapely.unary_union(list(compress(parts, inhabited))))
        strays += [face for face, lived_in in zip(parts, inhabited, strict=True) if not lived_in]
    for stray in strays:
        walls = [face.intersection(stray).length for face in kept]
        if max(walls) > 0:
            longest = int(np.argmax(walls))
            kept[longest] = shapely.unary_union([kept[longest], stray])
    return [shape for shape in kept if isinstance(shape, shapely.Polygon | shapely.MultiPolygon)]
