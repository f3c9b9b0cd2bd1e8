"""Items of the OGC API: a page of them, or one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import Select

from mapper.db.engine import Sessions, transaction
from mapper.db.ogc import (
    of_ideas,
    of_layer,
    select_count,
    select_features,
    select_ideas,
    select_numbers,
)
from mapper.db.short_reads import read_shortly
from mapper.db.views import FEATURE, PROPOSAL
from mapper.domain.ogc import Span, System, Window, day_span
from mapper.errors import NotFoundError
from mapper.services.layers import check_shown
from mapper.services.ogc_collections import Collection

_FETCH_ROWS = 500
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of a collection's items; `equals` holds values by property."""

    system: System
    limit: int
    offset: int
    window: Window | None = None
    span: Span | None = None
    equals: Mapping[str, str] | None = None


def count_items(sessions: Sessions, collection: Collection, wanted: Wanted) -> int:
    """How many items match, whatever the page."""
    if _is_of_another_time(collection, wanted):
        return 0
    if collection.layer and not (wanted.window or wanted.equals):
        return collection.layer.feature_count
    with transaction(sessions) as session:
        return session.scalar(select_count(_rows(collection, wanted))) or 0


def stream_items(sessions: Sessions, collection: Collection, wanted: Wanted) -> Iterator[str]:
    """The items of a page as GeoJSON, one by one and never all in memory.

    Raises
    ------
    NotFoundError
        The layer has just been hidden, or replaced: also after the first items.
    """
    if _is_of_another_time(collection, wanted):
        return
    query = _rows(collection, wanted)
    numbers = select_numbers(query).limit(wanted.limit).offset(wanted.offset)
    check = partial(check_shown, layer=collection.layer) if collection.layer else None
    some = read_shortly(sessions, query, numbers, _FETCH_ROWS, check)
    yield from (row.item for row in chain.from_iterable(some))


def find_item(sessions: Sessions, collection: Collection, number: str, system: System) -> str:
    """One item as GeoJSON.

    Raises
    ------
    NotFoundError
        There is none with this number in the version in use.
    """
    with transaction(sessions) as session:
        row = session.execute(_one(collection, number, system)).first()
    if row is None:
        raise NotFoundError("item", number)
    return str(row.item)


def _one(collection: Collection, number: str, system: System) -> Select[Any]:
    if collection.layer is None:
        return select_ideas([PROPOSAL.c.public_id == number], system)
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise NotFoundError("item", number)
    mine = of_layer(collection.layer.version_id, None, {})
    return select_features([*mine, FEATURE.c.id == int(number)], system)


def _rows(collection: Collection, wanted: Wanted) -> Select[Any]:
    equals = wanted.equals or {}
    if collection.layer is None:
        return select_ideas(of_ideas(wanted.window, wanted.span, equals), wanted.system)
    return select_features(
        of_layer(collection.layer.version_id, wanted.window, equals), wanted.system
    )


def _is_of_another_time(collection: Collection, wanted: Wanted) -> bool:
    """A layer has one date for all its features; without one it is of every time."""
    day = collection.layer.data_date if collection.layer else None
    if wanted.span is None or day is None:
        return False
    return not wanted.span.meets(*day_span(day))
