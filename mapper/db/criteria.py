"""What is counted under which filters: criteria, where a scope is counted, and the conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, FromClause, cast
from sqlalchemy.dialects.postgresql import TSQUERY

from mapper.db.grains import FIELD, ROUND, STATUS
from mapper.db.regions import Region
from mapper.db.tables import ProposalFact, RollupDelta, RollupInternal
from mapper.db.views import EXACT_SEARCHED_FACT, FACT, ROLLUP, ROLLUP_DELTA, SEARCHED_FACT
from mapper.domain.filters import Placed
from mapper.domain.statuses import Channel, ResponseStatus

Scope = Literal["public", "internal"]


@dataclass(frozen=True, slots=True)
class Criteria:
    """Filters with keys resolved to ids; empty tuples and None ask for everything.

    `cells` is first and last column, first and last row of hexagons.
    """

    rounds: tuple[int, ...] = ()
    action_fields: tuple[int, ...] = ()
    municipalities: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    response_statuses: tuple[ResponseStatus, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    cells: tuple[int, int, int, int] | None = None
    search: str = ""
    channels: tuple[Channel, ...] = ()
    placed: Placed | None = None
    min_supports: int = 0
    regions: tuple[Region, ...] = ()

    @property
    def of_facts(self) -> bool:
        """True when something is asked that no rollup keeps."""
        return bool(
            self.search or self.channels or self.placed or self.min_supports or self.regions
        )


@dataclass(frozen=True, slots=True)
class Relations:
    """Where one scope is counted."""

    rollup: FromClause
    delta: FromClause
    facts: FromClause
    searched: FromClause
    prefix: str


RELATIONS: dict[Scope, Relations] = {
    "public": Relations(ROLLUP, ROLLUP_DELTA, FACT, SEARCHED_FACT, "public_cell_"),
    "internal": Relations(
        RollupInternal.__table__,
        RollupDelta.__table__,
        ProposalFact.__table__,
        EXACT_SEARCHED_FACT,
        "cell_",
    ),
}


def facts_of(scope: Scope, criteria: Criteria) -> FromClause:
    """One row for each published proposal, with its place as far as the scope sees it.

    Narrow rows to go through; the proposals themselves where words find few of them by an index.
    """
    relations = RELATIONS[scope]
    return relations.searched if criteria.search else relations.facts


def matching_facts(facts: FromClause, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The conditions of all filters but the window, on the relation of `facts_of` for them."""
    conditions = named_conditions(facts, criteria)
    if criteria.first_day:
        conditions.append(facts.c.created_day >= criteria.first_day)
    if criteria.last_day:
        conditions.append(facts.c.created_day <= criteria.last_day)
    if criteria.search:
        query = cast(criteria.search, TSQUERY)
        conditions.append(facts.c.search.op("@@", is_comparison=True)(query))
    if criteria.channels:
        conditions.append(facts.c.channel.in_([str(one) for one in criteria.channels]))
    if criteria.placed:
        with_point = criteria.placed is Placed.WITH_POINT
        easting = facts.c.easting
        conditions.append(easting.is_not(None) if with_point else easting.is_(None))
    if criteria.min_supports:
        conditions.append(facts.c.support_count >= criteria.min_supports)
    return [*conditions, *(region.condition(facts) for region in criteria.regions)]


def named_conditions(table: FromClause, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The filters that rollups, deltas and facts hold alike."""
    named = (
        ("round_id", criteria.rounds),
        ("action_field_id", criteria.action_fields),
        ("municipality_id", criteria.municipalities),
        ("district_id", criteria.districts),
        ("response_status", _codes(criteria.response_statuses)),
    )
    return [table.c[name].in_(ids) for name, ids in named if ids]


def day_conditions(
    table: FromClause, first: date | None, last: date | None
) -> list[ColumnElement[bool]]:
    """Days of a delta within inclusive bounds; None leaves a side open."""
    conditions = []
    if first:
        conditions.append(table.c.day >= first)
    if last:
        conditions.append(table.c.day <= last)
    return conditions


def dimensions_of(criteria: Criteria) -> int:
    """The bits of the dimensions that are filtered."""
    return (
        ROUND * bool(criteria.rounds)
        | FIELD * bool(criteria.action_fields)
        | STATUS * bool(criteria.response_statuses)
    )


def _codes(statuses: Sequence[ResponseStatus]) -> tuple[int, ...]:
    order = list(ResponseStatus)
    return tuple(order.index(status) + 1 for status in statuses)
