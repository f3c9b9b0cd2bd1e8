"""Counts for the planning page: exact for planners, public for everybody else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.orm import Session

from mapper.db.criteria import Criteria, Scope, facts_of, matching_facts
from mapper.db.engine import allow_memory, transaction, unchanging
from mapper.db.lookups import resolve_filters
from mapper.domain.filters import Filters
from mapper.domain.roles import Actor, Limits, Right
from mapper.services.access import Who, identify
from mapper.services.backoffice import Backoffice
from mapper.services.counting import (
    CellCount,
    CellShare,
    DistrictCount,
    count_cells,
    count_districts_in,
    count_shares,
    narrow,
)
from mapper.services.layers import shown_versions


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts in one transaction, as far as somebody may see.

    `versions` are the layers she may see by slug, and the version in use of each.
    """

    session: Session
    scope: Scope
    limits: Limits
    versions: Mapping[str, int]
    _resolved: dict[Filters, Criteria | None] = field(default_factory=dict)

    def seen(self, filters: Filters) -> Filters | None:
        """The filters as far as they may be asked; None when nothing is left.

        The channel is for planners: for everybody else it is no filter.
        """
        if self.scope == "public":
            filters = replace(filters, channels=())
        return narrow(filters, self.limits)

    def criteria(self, filters: Filters) -> Criteria | None:
        """The same for queries on `facts_of(scope, …)`; looked up once for the same filters.

        Raises
        ------
        InvalidFieldError
            A key is unknown, a layer is not shown, or the words say nothing.
        """
        asked = replace(filters, bbox=None, cell_size=Filters().cell_size)
        if asked not in self._resolved:
            seen = self.seen(asked)
            resolved = resolve_filters(self.session, seen, self.versions) if seen else None
            self._resolved[asked] = resolved
        return self._resolved[asked]

    def matching(self, filters: Filters) -> tuple[FromClause, list[ColumnElement[bool]]] | None:
        """Where the ideas stand and the conditions they match; None when nothing is left.

        Errors as for `criteria`.
        """
        criteria = self.criteria(filters)
        if criteria is None:
            return None
        facts = facts_of(self.scope, criteria)
        return facts, matching_facts(facts, criteria)

    def cells(self, filters: Filters) -> tuple[CellCount, ...]:
        """Counts by hexagon of `filters.cell_size`; errors as for `criteria`."""
        criteria = self.criteria(filters)
        return count_cells(self.session, filters, self.scope, criteria) if criteria else ()

    def shares(self, filters: Filters) -> tuple[CellShare, ...]:
        """Counts by hexagon and district; errors as for `criteria`."""
        criteria = self.criteria(filters)
        return count_shares(self.session, filters, self.scope, criteria) if criteria else ()

    def districts(self, filters: Filters) -> list[DistrictCount]:
        """Counts by district; errors as for `criteria`."""
        criteria = self.criteria(filters)
        return count_districts_in(self.session, filters, self.scope, criteria) if criteria else []


@contextmanager
def counting(office: Backoffice, who: Who) -> Iterator[Counter]:
    """What somebody may count at this moment.

    With Right.PLAN ideas are counted where they lie, within the account's limits; without it,
    and for nobody, where the public may see them.
    """
    with transaction(office.sessions) as session:
        allow_memory(session)
        actor: Actor | None = identify(session, who, office.rules)
        versions = shown_versions(session, actor)
        if actor is not None and actor.may(Right.PLAN):
            yield Counter(session, "internal", actor.limits, versions)
        else:
            yield Counter(session, "public", Limits(), versions)


@contextmanager
def counting_at_once(office: Backoffice, who: Who) -> Iterator[Counter]:
    """The same for many counts that have to fit together: all are of one moment."""
    with counting(office, who) as counter:
        scope, limits, versions = counter.scope, counter.limits, counter.versions
    # Who asks is noted in a transaction before: in this one two readers could get into each
    # other's way by writing.
    with transaction(unchanging(office.sessions)) as session:
        allow_memory(session)
        yield Counter(session, scope, limits, versions)
