"""What the filters of planning match, to take away: for everybody, or with exact places."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Select

from mapper.db.criteria import Criteria, Scope
from mapper.db.engine import Sessions
from mapper.db.plan_ideas import select_ideas, select_numbers
from mapper.db.short_reads import read_shortly
from mapper.domain.filters import Filters, to_query
from mapper.domain.roles import Right
from mapper.errors import InvalidFieldError
from mapper.geo.hexgrid import cell_centres, cell_rings
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.counting import CellCount
from mapper.services.plan import Counter, counting
from mapper.services.plan_tables import (
    CELL_COLUMNS,
    CHANNEL,
    IDEA_COLUMNS,
    PLACE,
    Column,
    Piece,
    Table,
    What,
    place_columns,
    points,
)

_AT_ONCE = 2_000


def export_ideas(office: Backoffice, who: Who, filters: Filters, scope: Scope) -> Table:
    """The ideas that match, newest first, read piece by piece; geometry None where there is none.

    Parameters
    ----------
    scope
        "public" is what everybody may see, whoever asks. "internal" are exact places and the
        channel, for planners within their limits; that somebody took it is recorded.

    Raises
    ------
    SignInNeededError, ForbiddenError
    InvalidFieldError
        A key is unknown, a layer is not shown, or the channel is asked about in public.
    """
    with ask_for(office, who, What.IDEAS, filters, scope) as counter:
        criteria, given = counter.criteria(filters), counter.scope
    exact = given == "internal"
    columns = (*IDEA_COLUMNS, *([CHANNEL] if exact else []))
    pieces = _idea_pieces(office.sessions, given, criteria, columns) if criteria else iter(())
    return Table(What.IDEAS, (*columns, *PLACE), "Point", pieces, exact)


def export_cells(office: Backoffice, who: Who, filters: Filters, scope: Scope) -> Table:
    """The hexagons of `filters.cell_size` with an idea; scope and errors as for `export_ideas`."""
    with ask_for(office, who, What.CELLS, filters, scope) as counter:
        cells, exact = counter.cells(filters), counter.scope == "internal"
    pieces = _cell_pieces(cells, filters.cell_size)
    return Table(What.CELLS, (*CELL_COLUMNS, *PLACE), "Polygon", pieces, exact)


def ask_for(
    office: Backoffice, who: Who, what: str, filters: Filters, scope: Scope
) -> AbstractContextManager[Counter]:
    """What is counted from; errors as for `export_ideas`."""
    if scope == "internal":
        with office.acting(who, Right.PLAN) as act:
            act.record("planning.exported", "planning", str(what), to_query(filters))
        return counting(office, who)
    if filters.channels:
        raise InvalidFieldError("channel", "left out: it is not public", ",".join(filters.channels))
    return counting(office, None)


def _idea_pieces(
    sessions: Sessions, scope: Scope, criteria: Criteria, columns: Sequence[Column]
) -> Iterator[Piece]:
    # What matched at first is given as it is now, where the filters still find it.
    query: Select[Any] = select_ideas(scope, replace(criteria, regions=()))
    numbers = select_numbers(scope, criteria)
    values_of = attrgetter(*(column.name for column in columns))
    for rows in read_shortly(sessions, query, numbers, _AT_ONCE):
        metres = np.array([(row.easting, row.northing) for row in rows], dtype=float)
        places = metres.reshape(-1, 2)
        values = [
            (*values_of(row), *place)
            for row, place in zip(rows, place_columns(places), strict=True)
        ]
        if values:
            yield Piece(values, points(places))


def _cell_pieces(cells: Sequence[CellCount], size_m: int) -> Iterator[Piece]:
    for start in range(0, len(cells), _AT_ONCE):
        some = cells[start : start + _AT_ONCE]
        numbers: NDArray[np.int32] = np.array([one.cell for one in some], dtype=np.int32)
        places = place_columns(cell_centres(numbers, size_m))
        rows: list[tuple[object, ...]] = [
            (one.cell, size_m, one.proposals, one.supports, *place)
            for one, place in zip(some, places, strict=True)
        ]
        yield Piece(rows, np.asarray(shapely.polygons(cell_rings(numbers, size_m)), dtype=object))
