"""Counts by hexagon and by district, from the rollups, for everybody or for planners."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from mapper.db.counts import count_by_cell, count_by_cell_and_district, count_by_district
from mapper.db.criteria import Criteria, Scope
from mapper.db.lookups import resolve_filters
from mapper.db.views import DISTRICT, MUNICIPALITY
from mapper.domain.filters import Filters
from mapper.domain.roles import Limits
from mapper.geo.hexgrid import meet_window


@dataclass(frozen=True, slots=True)
class CellCount:
    """Ideas and supports in one hexagon."""

    cell: int
    proposals: int
    supports: int


@dataclass(frozen=True, slots=True)
class CellShare:
    """Ideas and supports in one hexagon that belong to one district, by key; None for none."""

    cell: int
    district: str | None
    proposals: int
    supports: int


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """Ideas and supports of one district; without a name, those outside every district."""

    municipality: str | None
    municipality_name: str | None
    district: str | None
    district_name: str | None
    population: int | None
    proposals: int
    supports: int
    without_point: int


def count_cells(
    session: Session,
    filters: Filters,
    scope: Scope = "public",
    criteria: Criteria | None = None,
) -> tuple[CellCount, ...]:
    """Counts by hexagon of `filters.cell_size`; only those with an idea, in order of their ids.

    `bbox` picks the hexagons that meet it, not the ideas inside it. `criteria` are the filters
    where they have been resolved before.
    """
    criteria = criteria or resolve_filters(session, filters)
    query = count_by_cell(scope, criteria, filters.cell_size)
    counts = sorted(
        (CellCount(*row) for row in session.execute(query)), key=lambda count: count.cell
    )
    if filters.bbox is None:
        return tuple(counts)
    cells = np.array([count.cell for count in counts], dtype=np.int32)
    meets = meet_window(cells, filters.cell_size, filters.bbox)
    return tuple(count for count, shown in zip(counts, meets, strict=True) if shown)


def count_shares(
    session: Session,
    filters: Filters,
    scope: Scope = "public",
    criteria: Criteria | None = None,
) -> tuple[CellShare, ...]:
    """Counts by hexagon and district, in order of both; `filters.bbox` is not looked at."""
    criteria = criteria or resolve_filters(session, replace(filters, bbox=None))
    rows = session.execute(count_by_cell_and_district(scope, criteria, filters.cell_size))
    key = {row.id: row.key for row in session.execute(select(DISTRICT))}
    shares = (CellShare(row.cell, key.get(row.district_id), *row[2:]) for row in rows)
    return tuple(sorted(shares, key=lambda one: (one.cell, one.district or "")))


def count_districts_in(
    session: Session,
    filters: Filters,
    scope: Scope = "public",
    criteria: Criteria | None = None,
) -> list[DistrictCount]:
    """Counts for every district, also those without an idea, in order of municipality and name.

    Ideas outside every district follow as rows without a district name. `filters.bbox` is not
    looked at: a district counts as a whole.
    """
    criteria = criteria or resolve_filters(session, filters)
    rows = session.execute(count_by_district(scope, criteria)).all()
    districts = session.execute(select(DISTRICT)).all()
    municipalities = session.execute(select(MUNICIPALITY)).all()
    return _district_counts(rows, districts, municipalities)


def narrow(filters: Filters, limits: Limits) -> Filters | None:
    """The filters within an account's limits; None when nothing is left of them."""
    lists = (
        ("municipalities", limits.municipalities),
        ("rounds", limits.rounds),
        ("action_fields", limits.action_fields),
    )
    for name, allowed in lists:
        if not allowed:
            continue
        wanted: tuple[str, ...] = getattr(filters, name)
        kept = tuple(key for key in wanted if key in allowed) if wanted else allowed
        if not kept:
            return None
        changed: dict[str, Any] = {name: kept}
        filters = replace(filters, **changed)
    return filters


def _district_counts(
    rows: Sequence[Row[Any]], districts: Sequence[Row[Any]], municipalities: Sequence[Row[Any]]
) -> list[DistrictCount]:
    sums: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        total = sums.setdefault((row.municipality_id, row.district_id), [0, 0, 0])
        total[0] += row.proposals
        total[1] += row.supports
        total[2] += row.proposals if row.cell == 0 else 0
    by_ags = {row.ags: row for row in municipalities}
    counts = []
    for row in districts:
        town = by_ags[row.municipality]
        got = sums.pop((town.id, row.id), [0, 0, 0])
        counts.append(DistrictCount(town.ags, town.name, row.key, row.name, row.population, *got))
    counts.sort(key=lambda one: (one.municipality_name or "", one.district_name or ""))
    by_id = {row.id: row for row in municipalities}
    for (municipality_id, _), got in sorted(sums.items()):
        place = by_id.get(municipality_id)
        ags, name = (place.ags, place.name) if place else (None, None)
        counts.append(DistrictCount(ags, name, None, None, None, *got))
    return counts
