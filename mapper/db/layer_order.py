"""The order in which layers and other servers' maps lie on each other, lowest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, literal, select, union_all, update
from sqlalchemy.orm import Session

from mapper.db.tables import Layer, MapService

# Where nobody has ordered anything: pictures, ground, borders, and what is imported on top.
_RANKS = {"base": 1, "green_spaces": 2, "districts": 3, "municipalities": 4}
_HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer (`layer`) or another server's map (`service`) and where it lies."""

    kind: str
    id: int
    slug: str
    position: int


def rank_of(role: str) -> int:
    """Where a layer of this role lies among those of the same position."""
    return _RANKS.get(role, _HIGHEST)


def select_order() -> Select[str, int, str, int]:
    """Rows `kind, id, slug, position` of all layers and services, the lowest first."""
    rank = case(_RANKS, value=Layer.role, else_=_HIGHEST)
    both = union_all(
        select(
            literal("layer").label("kind"), Layer.id, Layer.slug, Layer.position, rank.label("rank")
        ),
        select(
            literal("service").label("kind"),
            MapService.id,
            MapService.slug,
            MapService.position,
            literal(0).label("rank"),
        ),
    ).subquery("placed")
    columns = both.c
    return select(columns.kind, columns.id, columns.slug, columns.position).order_by(
        columns.position, columns.rank, columns.id
    )


def read_order(session: Session) -> list[Placed]:
    """Layers and services, the lowest first."""
    return [Placed(*row) for row in session.execute(select_order())]


def write_order(session: Session, placed: Sequence[Placed]) -> None:
    """Let them lie in this order."""
    tables: dict[str, type[Layer | MapService]] = {"layer": Layer, "service": MapService}
    for position, one in enumerate(placed):
        if one.position != position:
            table = tables[one.kind]
            session.execute(update(table).where(table.id == one.id).values(position=position))


def position_on_top(session: Session) -> int:
    """The position of a new layer; as long as nobody has ordered anything, that of all."""
    highest = session.scalar(select(func.max(select_order().subquery().c.position)))
    return highest + 1 if highest else 0


def position_below(session: Session) -> int:
    """The position of a new map of another server, which would cover what lies below it."""
    lowest = session.scalar(select(func.min(select_order().subquery().c.position)))
    return lowest - 1 if lowest is not None else 0
