"""Reading what is public: one idea, lists, pins, counts by hexagon and by district."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from mapper.db.counts import count_by_district
from mapper.db.criteria import Criteria
from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import resolve_filters
from mapper.db.public_proposals import matching, newest_first, select_proposals
from mapper.db.short_reads import read_shortly
from mapper.db.views import PROPOSAL
from mapper.domain.filters import Filters
from mapper.domain.pages import Paged, page_within
from mapper.domain.statuses import PlaceCertainty, PublicPrecision, ResponseStatus
from mapper.services.counting import (
    CellCount,
    DistrictCount,
    count_cells,
    count_districts_in,
)

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
class Page(Paged):
    """Some of a list: its proposals, the page's number from 1, and how many there are in all."""

    proposals: tuple[PublicProposal, ...]
    number: int
    total: int
    size: int = PAGE_SIZE


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
        number = page_within(number, total, PAGE_SIZE)
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
    yield from stream_proposals(sessions, query, query.with_only_columns(PROPOSAL.c.id))


def stream_proposals(
    sessions: Sessions, query: Select[Any], numbers: Select[int]
) -> Iterator[PublicProposal]:
    """What a query with the columns of `select_proposals` finds; see `read_shortly`."""
    for rows in read_shortly(sessions, query, numbers, _FETCH_ROWS):
        yield from map(_proposal, rows)


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


def count_ideas(sessions: Sessions, round_slug: str) -> int:
    """The published ideas of one round, with or without a place; InvalidFieldError for none."""
    filters = Filters(rounds=(round_slug,))
    with transaction(sessions) as session:
        return _count(session, resolve_filters(session, filters), filters)


def heatmap(sessions: Sessions, filters: Filters) -> tuple[CellCount, ...]:
    """Public counts by hexagon; see `counting.count_cells`."""
    with transaction(sessions) as session:
        return count_cells(session, filters)


def count_districts(sessions: Sessions, filters: Filters) -> list[DistrictCount]:
    """Public counts by district; see `counting.count_districts_in`."""
    with transaction(sessions) as session:
        return count_districts_in(session, filters)


def _proposal(row: Row[Any]) -> PublicProposal:
    values = dict(row._mapping)
    values["response_status"] = ResponseStatus(values["response_status"])
    values["place_certainty"] = PlaceCertainty(values["place_certainty"])
    values["public_precision"] = PublicPrecision(values["public_precision"])
    return PublicProposal(**values)
