"""What a report lists of the ideas that match: the most supported, and shares of the whole."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mapper.db.plan_ideas import count_by_field_and_status, select_most_supported
from mapper.domain.filters import Filters
from mapper.domain.statuses import ResponseStatus
from mapper.services.plan import Counter


@dataclass(frozen=True, slots=True)
class ListedIdea:
    """An idea in a list; what everyone may read of it. `created_on` is a day in Berlin."""

    public_id: str
    title: str
    action_field: str
    municipality_name: str | None
    district: str | None
    district_name: str | None
    response_status: str
    supports: int
    created_on: date


@dataclass(frozen=True, slots=True)
class Share:
    """Ideas and supports of one action field, or of one response status, by its key."""

    key: str
    proposals: int
    supports: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Action fields with ideas, the most ideas first; statuses with ideas in their usual order."""

    action_fields: tuple[Share, ...] = ()
    statuses: tuple[Share, ...] = ()


def list_most_supported(counter: Counter, filters: Filters, most: int) -> tuple[ListedIdea, ...]:
    """Up to so many ideas, the most supported first, then the newest.

    Raises
    ------
    InvalidFieldError
        As for Counter.criteria.
    """
    criteria = counter.criteria(filters)
    if criteria is None:
        return ()
    rows = counter.session.execute(select_most_supported(counter.scope, criteria, most))
    return tuple(ListedIdea(*row) for row in rows)


def count_shares(counter: Counter, filters: Filters) -> Shares:
    """What the ideas are about, and how far the town is with them; errors as above."""
    criteria = counter.criteria(filters)
    if criteria is None:
        return Shares()
    rows = counter.session.execute(count_by_field_and_status(counter.scope, criteria)).all()
    order = list(ResponseStatus)
    fields = _sum((row.action_field, row.proposals, row.supports) for row in rows)
    statuses = _sum(
        (order[row.response_status - 1].value, row.proposals, row.supports) for row in rows
    )
    return Shares(
        tuple(sorted(fields, key=lambda one: (-one.proposals, -one.supports, one.key))),
        tuple(sorted(statuses, key=lambda one: order.index(ResponseStatus(one.key)))),
    )


def _sum(rows: Iterable[tuple[str, int, int]]) -> list[Share]:
    """Two municipalities may each have a field of the same key."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, proposals, supports in rows:
        sums[key][0] += proposals
        sums[key][1] += supports
    return [Share(key, *both) for key, both in sums.items()]
