"""Measures of counts: by inhabitants, and against what their number suggests."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.views import FEATURE, LAYER
from mapper.domain.filters import Filters
from mapper.domain.geodata import Facts, LonLat
from mapper.geo.crs import to_metres
from mapper.geo.expected import Homes
from mapper.geo.rates import LEAST_POPULATION, PER_INHABITANTS
from mapper.services.counting import CellCount, CellShare, DistrictCount

Points = dict[str, tuple[LonLat, ...]]
"""Where people live in each district, by key, in EPSG:4326."""


def inhabitants(districts: Sequence[DistrictCount], filters: Filters) -> dict[str, int]:
    """The inhabitants of the districts that filters let through, by key.

    Without those whose number is not known, or so small that one household would count for many.
    """
    return {
        one.district: one.population
        for one in districts
        if one.district
        and one.population is not None
        and one.population >= LEAST_POPULATION
        and (not filters.districts or one.district in filters.districts)
        and (not filters.municipalities or one.municipality in filters.municipalities)
    }


def cells_of(shares: Sequence[CellShare], people: Mapping[str, int]) -> tuple[CellCount, ...]:
    """Counts by hexagon of ideas in districts whose inhabitants are known, in order of the ids."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in shares:
        if one.district in people:
            sums[one.cell][0] += one.proposals
            sums[one.cell][1] += one.supports
    return tuple(CellCount(cell, *sums[cell]) for cell in sorted(sums))


def rate_by_cell(shares: Sequence[CellShare], people: Mapping[str, int]) -> dict[int, float]:
    """Ideas for each thousand inhabitants of the district they lie in, by hexagon.

    In a hexagon on a border each idea counts by the inhabitants of its own district. Ideas in a
    district that `people` does not name are left out.
    """
    rates: dict[int, float] = defaultdict(float)
    for one in shares:
        if one.district and one.district in people:
            rates[one.cell] += PER_INHABITANTS * one.proposals / people[one.district]
    return dict(rates)


def expected_by_district(
    districts: Sequence[DistrictCount], people: Mapping[str, int]
) -> dict[str, float]:
    """As many of the ideas in all these districts as each has of their inhabitants, by key.

    All together as many as there are ideas.
    """
    total = sum(one.proposals for one in districts if one.district in people)
    everybody = sum(people.values())
    return {key: total * count / everybody for key, count in people.items()}


def homes_of(people: Mapping[str, int], points: Points) -> list[Homes]:
    """Where the inhabitants of these districts are assumed, all of which have a point."""
    return [
        Homes(count, np.array([to_metres(*point) for point in points[key]]))
        for key, count in people.items()
    ]


def find_homes(sessions: Sessions, facts: Facts, districts: Iterable[str]) -> Points:
    """Points around which people live in districts given by key; none where nothing is known.

    A district's own settlement's; else those of the settlements in it; else one on its area.
    """
    own = {one.key: one.points for one in facts.districts}
    found = {key: own.get(key) or _of_parts(facts, key) for key in districts}
    unknown = [key for key, points in found.items() if not points]
    on_areas = _on_areas(sessions, unknown) if unknown else {}
    return {key: points for key, points in (found | on_areas).items() if points}


def _of_parts(facts: Facts, district: str) -> tuple[LonLat, ...]:
    return tuple(
        point
        for part in facts.settlement_parts
        if part.districts == (district,)
        for point in part.points
    )


def _on_areas(sessions: Sessions, keys: Sequence[str]) -> Points:
    place = func.ST_Transform(func.ST_PointOnSurface(FEATURE.c.geom), 4326)
    query = (
        select(FEATURE.c.key, func.ST_X(place), func.ST_Y(place))
        .join(LAYER, LAYER.c.slug == FEATURE.c.layer)
        .where(LAYER.c.role == "districts", FEATURE.c.key.in_(keys))
    )
    with transaction(sessions) as session:
        return {key: ((lon, lat),) for key, lon, lat in session.execute(query)}
