"""What a round's result says in numbers: counts of what everybody may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from mapper.db.views import ACTION_FIELD, FACT, PROPOSAL, ROUND
from mapper.domain.filters import Filters
from mapper.domain.statuses import ResponseStatus
from mapper.services.counting import count_cells, count_districts_in

CELL_SIZE_M = 500
"""Edge length of the hexagons that are kept, in metres."""
MOST_SUPPORTED, MOST_DECIDED = 5, 50
_STATUSES = tuple(ResponseStatus)
DECIDED = (ResponseStatus.PLANNED, ResponseStatus.DONE)
_DECIDED = [_STATUSES.index(one) + 1 for one in DECIDED]


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """Ideas of a district (its key), or of a municipality (AGS) outside of all of its districts.

    Both are None for ideas without any place.
    """

    municipality: str | None
    district: str | None
    ideas: int


@dataclass(frozen=True, slots=True)
class SupportedIdea:
    """An idea by its number, and how many supported it."""

    number: str
    supports: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Public counts of one round; nothing in them that a citizen wrote.

    `without_point` counts ideas without a public point, `first_day` and `last_day` are those of
    the ideas (Europe/Berlin). `by_field` has keys of action fields, `by_status` response statuses,
    `cells` hexagons of CELL_SIZE_M by public place; none has zeros. Ideas are named by number
    alone: `most_supported` (of equal ones the older first) and `decided`, those planned or done.
    """

    ideas: int = 0
    supports: int = 0
    without_point: int = 0
    first_day: date | None = None
    last_day: date | None = None
    by_field: Mapping[str, int] = field(default_factory=dict)
    by_status: Mapping[str, int] = field(default_factory=dict)
    places: tuple[PlaceFigure, ...] = ()
    cells: Mapping[int, int] = field(default_factory=dict)
    most_supported: tuple[SupportedIdea, ...] = ()
    decided: tuple[str, ...] = ()


def count_figures(session: Session, slug: str) -> RoundFigures:
    """The figures of a round as they are now; all zero for one without ideas.

    Raises
    ------
    InvalidFieldError
        There is no such round.
    """
    filters = Filters(rounds=(slug,), cell_size=CELL_SIZE_M)
    places = count_districts_in(session, filters)
    supported = _highest(slug, MOST_SUPPORTED, FACT.c.support_count > 0)
    decided = _highest(slug, MOST_DECIDED, FACT.c.response_status.in_(_DECIDED))
    return RoundFigures(
        **_sums(session, slug),
        places=tuple(
            PlaceFigure(one.municipality, one.district, one.proposals)
            for one in places
            if one.proposals
        ),
        cells={one.cell: one.proposals for one in count_cells(session, filters)},
        most_supported=tuple(SupportedIdea(*row) for row in session.execute(supported)),
        decided=tuple(row.public_id for row in session.execute(decided)),
    )


def to_json(figures: RoundFigures) -> dict[str, Any]:
    """The figures as a column keeps them."""
    return {
        **{name: getattr(figures, name) for name in _NUMBERS},
        **{name: _write_day(getattr(figures, name)) for name in _DAYS},
        "by_field": dict(figures.by_field),
        "by_status": dict(figures.by_status),
        "places": [[one.municipality, one.district, one.ideas] for one in figures.places],
        "cell_size_m": CELL_SIZE_M,
        "cells": [[cell, ideas] for cell, ideas in figures.cells.items()],
        "most_supported": [[one.number, one.supports] for one in figures.most_supported],
        "decided": list(figures.decided),
    }


def from_json(kept: Mapping[str, Any]) -> RoundFigures:
    """The figures that `to_json` has written."""
    days = {name: _read_day(kept[name]) for name in _DAYS}
    return RoundFigures(
        kept["ideas"],
        kept["supports"],
        kept["without_point"],
        days["first_day"],
        days["last_day"],
        by_field=kept["by_field"],
        by_status=kept["by_status"],
        places=tuple(PlaceFigure(*one) for one in kept["places"]),
        cells=dict(kept["cells"]),
        most_supported=tuple(SupportedIdea(*one) for one in kept["most_supported"]),
        decided=tuple(kept["decided"]),
    )


_NUMBERS = ("ideas", "supports", "without_point")
_DAYS = ("first_day", "last_day")


def _read_day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _of_round(slug: str) -> ColumnElement[bool]:
    ids = select(ROUND.c.id).where(ROUND.c.slug == slug).scalar_subquery()
    return FACT.c.round_id == ids


def _highest(slug: str, most: int, which: ColumnElement[bool]) -> Select[Any]:
    """Number and supports of a round's most supported facts; their ideas are looked up after."""
    picked = (
        select(FACT.c.proposal_id, FACT.c.support_count)
        .where(_of_round(slug), which)
        .order_by(FACT.c.support_count.desc(), FACT.c.proposal_id)
        .limit(most)
        .subquery()
    )
    query = select(PROPOSAL.c.public_id, picked.c.support_count)
    query = query.join_from(picked, PROPOSAL, PROPOSAL.c.id == picked.c.proposal_id)
    return query.order_by(picked.c.support_count.desc(), picked.c.proposal_id)


def _sums(session: Session, slug: str) -> dict[str, Any]:
    """All that one way through the round's facts gives."""
    facts = (
        select(
            FACT.c.action_field_id,
            FACT.c.response_status,
            func.count().label("ideas"),
            func.sum(FACT.c.support_count).label("supports"),
            func.count().filter(FACT.c.easting.is_(None)).label("without_point"),
            func.min(FACT.c.created_day).label("first_day"),
            func.max(FACT.c.created_day).label("last_day"),
        )
        .where(_of_round(slug))
        .group_by(FACT.c.action_field_id, FACT.c.response_status)
    )
    fields = session.execute(select(ACTION_FIELD.c.id, ACTION_FIELD.c.key))
    keys = {row.id: row.key for row in fields}
    rows = session.execute(facts).all()
    by_field: dict[str, int] = {}
    by_status: dict[str, int] = {}
    for row in rows:
        key, status = keys[row.action_field_id], str(_STATUSES[row.response_status - 1])
        by_field[key] = by_field.get(key, 0) + row.ideas
        by_status[status] = by_status.get(status, 0) + row.ideas
    return {
        **{name: sum(getattr(row, name) for row in rows) for name in _NUMBERS},
        "first_day": min((row.first_day for row in rows), default=None),
        "last_day": max((row.last_day for row in rows), default=None),
        "by_field": by_field,
        "by_status": by_status,
    }
