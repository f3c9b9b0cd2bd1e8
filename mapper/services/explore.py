"""Reading what is public: one idea, lists, pins, counts by hexagon and by district."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from mapper.db.counts import Criteria, Scope, count_by_cell, count_by_district
from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import resolve_filters
from mapper.db.public_proposals import matching, newest_first, select_proposals
from mapper.db.views import DISTRICT, MUNICIPALITY, PROPOSAL
from mapper.domain.filters import Filters
from mapper.domain.statuses import PlaceCertainty, PublicPrecision, ResponseStatus
from mapper.geo.hexgrid import meet_window

PAGE_SIZE = 20
_FETCH_ROWS = 1000


@dataclass(frozen=True, slots=True)
class PublicProposal:
    """A published idea; `lon, lat` is its public place in EPSG:4326, None where there is none."""

    public_id: str
    title: str
    body: str
    display_name: str | None
    action_field: str
    district: str | None
    district_name: str | None
    municipality: str | None
    municipality_name: str | None
    round: str
    response_status: ResponseStatus
    place_certainty: PlaceCertainty
    public_precision: PublicPrecision
    support_count: int
    created_at: datetime
    demo: bool
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list: its proposals, the page's number from 1, and how many there are in all."""

    proposals: tuple[PublicProposal, ...]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class CellCount:
    """Ideas and supports in one hexagon."""

    cell: int
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


def find_public(sessions: Sessions, public_id: str) -> PublicProposal | None:
    """The published idea with this number; None for any other, whatever its state."""
    with transaction(sessions) as session:
        row = session.execute(select_proposals().where(PROPOSAL.c.public_id == public_id)).first()
    return _proposal(row) if row else None


def list_published(sessions: Sessions, filters: Filters, number: int = 1) -> Page:
    """A page of the published ideas, newest first; a number past the end gives the last page."""
    with transaction(sessions) as session:
        criteria = resolve_filters(session, filters)
        total = _count(session, criteria, filters)
        number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
        query = newest_first(select_proposals()).where(*matching(criteria, filters.bbox))
        rows = session.execute(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(tuple(map(_proposal, rows)), number, total)


def _count(session: Session, criteria: Criteria, filters: Filters) -> int:
    """How many match: from the rollup, or one by one where a window asks for it."""
    if filters.bbox is None:
        return sum(row.proposals for row in session.execute(count_by_district("public", criteria)))
    found = select(func.count()).select_from(PROPOSAL).where(*matching(criteria, filters.bbox))
    return session.scalar(found) or 0


def stream_published(sessions: Sessions, filters: Filters) -> Iterator[PublicProposal]:
    """All published ideas that match, newest first, without holding them all in memory."""
    with transaction(sessions) as session:
        criteria = resolve_filters(session, filters)
        query = newest_first(select_proposals()).where(*matching(criteria, filters.bbox))
        rows = session.execute(query, execution_options={"yield_per": _FETCH_ROWS})
        for row in rows:
            yield _proposal(row)


def list_pins(sessions: Sessions, filters: Filters, most: int) -> Sequence[Row[Any]]:
    """`public_id, lon, lat, action_field, response_status, title` of ideas with a public point.

    The newest `most` and one more, by which a reader sees that there are more.
    """
    wanted = ("public_id", "lon", "lat", "action_field", "response_status", "title")
    with transaction(sessions) as session:
        criteria = resolve_filters(session, filters)
        query = newest_first(select_proposals()).where(
            PROPOSAL.c.public_geom.is_not(None), *matching(criteria, filters.bbox)
        )
        picked = query.with_only_columns(*(query.selected_columns[name] for name in wanted))
        return session.execute(picked.limit(most + 1)).all()


def heatmap(sessions: Sessions, filters: Filters, scope: Scope) -> tuple[CellCount, ...]:
    """Counts by hexagon of `filters.cell_size`; only those with an idea, in order of their ids.

    `bbox` picks the hexagons that meet it, not the ideas inside it.
    """
    with transaction(sessions) as session:
        query = count_by_cell(scope, resolve_filters(session, filters), filters.cell_size)
        rows = session.execute(query).all()
    counts = sorted((CellCount(*row) for row in rows), key=lambda count: count.cell)
    if filters.bbox is None:
        return tuple(counts)
    cells = np.array([count.cell for count in counts], dtype=np.int32)
    meets = meet_window(cells, filters.cell_size, filters.bbox)
    return tuple(count for count, shown in zip(counts, meets, strict=True) if shown)


def count_districts(sessions: Sessions, filters: Filters, scope: Scope) -> list[DistrictCount]:
    """Counts for every district, also those without an idea, in order of municipality and name.

    Ideas outside every district follow as rows without a district name. `filters.bbox` is not
    looked at: a district counts as a whole.
    """
    with transaction(sessions) as session:
        rows = session.execute(count_by_district(scope, resolve_filters(session, filters))).all()
        districts = session.execute(select(DISTRICT)).all()
        municipalities = session.execute(select(MUNICIPALITY)).all()
    return _district_counts(rows, districts, municipalities)


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


def _proposal(row: Row[Any]) -> PublicProposal:
    values = dict(row._mapping)
    values["response_status"] = ResponseStatus(values["response_status"])
    values["place_certainty"] = PlaceCertainty(values["place_certainty"])
    values["public_precision"] = PublicPrecision(values["public_precision"])
    return PublicProposal(**values)
