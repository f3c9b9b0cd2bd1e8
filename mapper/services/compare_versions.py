"""How what was read differs from what is shown."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mapper.db.compare import compare, find_match
from mapper.db.copy_features import FEATURE
from mapper.domain.imports import Difference


def find_difference(
    session: Session, old: int | None, new: int, field: str | None, *, table: str = FEATURE
) -> Difference | None:
    """The difference of two versions, the new one's objects in `table`; None without an old one.

    Parameters
    ----------
    field
        The attribute by which a person says objects are the same.
    """
    if old is None:
        return None
    session.execute(select(func.set_config("work_mem", "64MB", True)))
    match = find_match(session, table, old, new, field)
    found = {one.what: one for one in compare(session, table, old, new, match, field)}
    counts = {what: one.number for what, one in found.items()}
    return Difference(
        matched_by=match,
        added=counts.get("added", 0),
        removed=counts.get("removed", 0),
        moved=counts.get("moved", 0),
        changed=counts.get("changed", 0),
        unchanged=counts.get("unchanged", 0),
        area_before=sum(one.area_before for one in found.values()),
        area_after=sum(one.area_after for one in found.values()),
        examples={what: one.examples for what, one in found.items() if what != "unchanged"},
    )
