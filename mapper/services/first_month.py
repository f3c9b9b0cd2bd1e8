"""When the first idea came, by the rollups."""

from datetime import date

from mapper.db.counts_in_time import count_by_month
from mapper.db.criteria import Criteria
from mapper.db.engine import Sessions, transaction


def find_first_month(sessions: Sessions) -> date | None:
    """The first day of the month of the first published idea; None as long as there is none."""
    with transaction(sessions) as session:
        rows = session.execute(count_by_month("public", Criteria()))
        first = min((row.period for row in rows), default=None)
    return date(first // 100, first % 100, 1) if first else None
