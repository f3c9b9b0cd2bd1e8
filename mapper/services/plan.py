"""Counts for the planning page: exact for planners, public for everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mapper.db.counts import Scope
from mapper.db.engine import transaction
from mapper.domain.filters import Filters
from mapper.domain.roles import Limits, Right
from mapper.services.access import Who, identify
from mapper.services.backoffice import Backoffice
from mapper.services.counting import (
    CellCount,
    DistrictCount,
    count_cells,
    count_districts_in,
    narrow,
)


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts in one transaction, as far as somebody may see."""

    session: Session
    scope: Scope
    limits: Limits

    def cells(self, filters: Filters) -> tuple[CellCount, ...]:
        seen = narrow(filters, self.limits)
        return count_cells(self.session, seen, self.scope) if seen else ()

    def districts(self, filters: Filters) -> list[DistrictCount]:
        seen = narrow(filters, self.limits)
        return count_districts_in(self.session, seen, self.scope) if seen else []


@contextmanager
def counting(office: Backoffice, who: Who) -> Iterator[Counter]:
    """What somebody may count at this moment.

    With Right.PLAN ideas are counted where they lie, within the account's limits; without it,
    and for nobody, where the public may see them.
    """
    with transaction(office.sessions) as session:
        actor = identify(session, who, office.rules)
        if actor is not None and actor.may(Right.PLAN):
            yield Counter(session, "internal", actor.limits)
        else:
            yield Counter(session, "public", Limits())
