"""Published ideas with a point: their places as arrays, their clusters, and those of a cluster."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.errors import QueryCanceled
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Integer,
    Select,
    any_,
    cast,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mapper.db.views import PROPOSAL
from mapper.errors import TakesTooLongError

DAY_ZERO = date(1970, 1, 1)

Conditions = Sequence[ColumnElement[bool]]
"""Those of `matching_facts`, on a relation of `facts_of`."""


@contextmanager
def at_most(session: Session, seconds: int) -> Iterator[None]:
    """Statements in here end after so many seconds each.

    Raises
    ------
    TakesTooLongError
        One did; the transaction can only be rolled back.
    """
    before = session.scalar(select(func.current_setting("statement_timeout")))
    session.execute(select(func.set_config("statement_timeout", f"{seconds}s", True)))
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, QueryCanceled):
            raise TakesTooLongError(seconds) from error
        raise
    session.execute(select(func.set_config("statement_timeout", before, True)))


def read_points(
    session: Session, facts: FromClause, conditions: Conditions, every: int = 1
) -> dict[str, NDArray[Any]]:
    """One array for each of id, easting, northing, supports, day, district, action field.

    Days are counted from 1970-01-01, no district is 0; in order of ids. With `every` those whose
    id it divides.
    """
    day = type_coerce(facts.c.created_day - cast(literal(DAY_ZERO), Date), Integer)
    columns: dict[str, ColumnElement[Any]] = {
        "id": facts.c.proposal_id,
        "easting": facts.c.easting,
        "northing": facts.c.northing,
        "supports": facts.c.support_count,
        "day": day,
        "district": func.coalesce(facts.c.district_id, 0),
        "action_field": facts.c.action_field_id,
    }
    some = [facts.c.proposal_id % every == 0] if every > 1 else []
    row = session.execute(
        select(*(func.array_agg(column) for column in columns.values())).where(
            *conditions, facts.c.easting.is_not(None), *some
        )
    ).one()
    kinds = {"easting": np.float64, "northing": np.float64}
    arrays = {
        name: np.array(values or (), dtype=kinds.get(name, np.int64))
        for name, values in zip(columns, row, strict=True)
    }
    order = np.argsort(arrays["id"])
    return {name: values[order] for name, values in arrays.items()}


def read_labels(
    session: Session, facts: FromClause, conditions: Conditions, distance_m: int, least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids, and for each its cluster counted from 0, or -1 in none.

    An idea counts among its own neighbours. A border point of two clusters is in one of them:
    the order by place decides, not where rows happen to lie. It also halves the time, because
    neighbours are looked at one after the other.

    Source: DBSCAN, Ester et al. (1996), by PostGIS's ST_ClusterDBSCAN.
    """
    point = func.ST_MakePoint(facts.c.easting, facts.c.northing)
    order = (facts.c.easting, facts.c.northing, facts.c.proposal_id)
    label = func.ST_ClusterDBSCAN(point, distance_m, least).over(order_by=order)
    rows = (
        select(facts.c.proposal_id, func.coalesce(label, -1).label("label"))
        .where(*conditions, facts.c.easting.is_not(None))
        .subquery("labelled")
    )
    ids, labels = session.execute(
        select(func.array_agg(rows.c.proposal_id), func.array_agg(rows.c.label))
    ).one()
    return np.array(ids or (), dtype=np.int64), np.array(labels or (), dtype=np.int64)


def dense_squares(
    facts: FromClause, conditions: Conditions, side_m: float, least: int
) -> Select[*tuple[Any, ...]]:
    """Rows `column, row, proposals, supports, easting, northing, first_day, last_day`.

    Of squares with at least so many ideas; easting and northing are sums over them.
    """
    column, row = _square(facts, side_m)
    total = func.count()
    return (
        select(
            column.label("column"),
            row.label("row"),
            total.label("proposals"),
            func.sum(facts.c.support_count).label("supports"),
            func.sum(facts.c.easting).label("easting"),
            func.sum(facts.c.northing).label("northing"),
            func.min(facts.c.created_day).label("first_day"),
            func.max(facts.c.created_day).label("last_day"),
        )
        .where(*conditions, facts.c.easting.is_not(None))
        .group_by(column, row)
        .having(total >= least)
        .order_by(column, row)
    )


def count_in_squares(
    facts: FromClause,
    conditions: Conditions,
    side_m: float,
    squares: tuple[list[int], list[int], list[int]],
) -> Select[*tuple[Any, ...]]:
    """Rows `label, district_id, action_field_id, proposals` of squares: columns, rows, labels."""
    given = _squares(squares)
    column, row = _square(facts, side_m)
    keys = (given.c.label, func.coalesce(facts.c.district_id, 0), facts.c.action_field_id)
    return (
        select(*keys, func.count())
        .select_from(facts.join(given, (given.c.column == column) & (given.c.row == row)))
        .where(*conditions)
        .group_by(*keys)
    )


def is_one_of(facts: FromClause, ids: list[int]) -> ColumnElement[bool]:
    """True for the ideas of these ids."""
    return facts.c.proposal_id == any_(literal(ids, ARRAY(BigInteger)))


def is_in_squares(
    facts: FromClause, side_m: float, columns: list[int], rows: list[int]
) -> ColumnElement[bool]:
    """True for what lies in one of n squares."""
    given = _squares((columns, rows, [0] * len(rows)))
    return tuple_(*_square(facts, side_m)).in_(select(given.c.column, given.c.row))


def select_members(facts: FromClause, conditions: Conditions) -> Select[*tuple[Any, ...]]:
    """Ideas as everyone may read them, the most supported first, then in order of ids."""
    names = ("public_id", "title", "district_name", "municipality_name", "response_status")
    return (
        select(*(PROPOSAL.c[name] for name in names), facts.c.support_count)
        .join(facts, facts.c.proposal_id == PROPOSAL.c.id)
        .where(*conditions)
        .order_by(facts.c.support_count.desc(), facts.c.proposal_id)
    )


def select_texts(ids: list[int]) -> Select[*tuple[Any, ...]]:
    """Rows `id, public_id, title, body, support_count` of ideas, in order of ids."""
    names = ("id", "public_id", "title", "body", "support_count")
    wanted = PROPOSAL.c.id == any_(literal(ids, ARRAY(BigInteger)))
    return select(*(PROPOSAL.c[name] for name in names)).where(wanted).order_by(PROPOSAL.c.id)


def _square(facts: FromClause, side_m: float) -> tuple[ColumnElement[int], ColumnElement[int]]:
    east, north = (
        cast(func.floor(facts.c[name] / cast(literal(side_m), Double)), BigInteger)
        for name in ("easting", "northing")
    )
    return east, north


def _squares(squares: tuple[list[int], list[int], list[int]]) -> FromClause:
    arrays = (literal(numbers, ARRAY(BigInteger)) for numbers in squares)
    given = func.unnest(*arrays).table_valued("column", "row", "label")
    return given.render_derived("given")
