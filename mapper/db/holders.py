"""Who has an idea: whoever took it, or her deputy while she is away."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    SQLColumnExpression,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from mapper.db.tables import Proposal, StaffAccount

TAKER = aliased(StaffAccount, name="taker")
DEPUTY = aliased(StaffAccount, name="deputy")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an idea, and for whom when she is a deputy."""

    account_id: int
    login: str
    name: str
    stands_in_for: str | None = None


def today() -> ColumnElement[date]:
    """The day on the towns' clocks."""
    return cast(func.timezone("Europe/Berlin", func.now()), Date)


def taker_is_away() -> ColumnElement[bool]:
    """Away until today or later, or gone for good."""
    return or_(TAKER.disabled_at.is_not(None), func.coalesce(TAKER.away_until >= today(), False))


def deputy_is_there() -> ColumnElement[bool]:
    """There is a deputy whose account works; her own absence moves nothing on to a third."""
    return DEPUTY.id.is_not(None) & DEPUTY.disabled_at.is_(None)


def holder_id() -> ColumnElement[int | None]:
    """Id of the account that has the idea; null when nobody has.

    An idea of an account that was disabled and has no deputy is nobody's again.
    """
    return _of_holder(DEPUTY.id, TAKER.id)


def _of_holder(
    deputys: SQLColumnExpression[T], takers: SQLColumnExpression[T]
) -> ColumnElement[T | None]:
    return case(
        (taker_is_away() & deputy_is_there(), deputys),
        (TAKER.disabled_at.is_(None), takers),
        else_=None,
    )


def join_holders(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The query over proposals with `TAKER` and `DEPUTY` joined."""
    return query.outerjoin(TAKER, TAKER.id == Proposal.assigned_to).outerjoin(
        DEPUTY, DEPUTY.id == TAKER.deputy_id
    )


def holder_name() -> ColumnElement[str | None]:
    """Name of the account that has the idea; null when nobody has."""
    return _of_holder(DEPUTY.display_name, TAKER.display_name)


def count_by_holder(*sums: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Rows `holder_id, holder_name, ideas` and these aggregates, to be given conditions."""
    columns = (holder_id().label("holder_id"), holder_name().label("holder_name"))
    query = select(*columns, func.count().label("ideas"), *sums).select_from(Proposal)
    return join_holders(query).group_by("holder_id", "holder_name")


def with_holders(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The query over proposals with the columns that `read_holder` reads."""
    return join_holders(query).add_columns(
        holder_id().label("holder_id"),
        TAKER.id.label("taker_id"),
        TAKER.login.label("taker_login"),
        TAKER.display_name.label("taker_name"),
        DEPUTY.login.label("deputy_login"),
        DEPUTY.display_name.label("deputy_name"),
    )


def read_holder(row: Row[Any]) -> Holder | None:
    """Who has the idea of a row of such a query."""
    if row.holder_id is None:
        return None
    if row.holder_id == row.taker_id:
        return Holder(row.taker_id, row.taker_login, row.taker_name)
    return Holder(row.holder_id, row.deputy_login, row.deputy_name, row.taker_name)
