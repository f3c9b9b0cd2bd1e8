"""Keeping the counts beside the proposals: folding, comparing, building anew."""

from mapper.db import rollup
from mapper.db.engine import Sessions, transaction


def fold_waiting(sessions: Sessions) -> int:
    """Fold what waits; the number of changes folded."""
    with transaction(sessions) as session:
        return rollup.fold(session) if rollup.any_waiting(session) else 0


def compare_rollups(sessions: Sessions) -> dict[str, int]:
    """For each rollup the number of rows that differ from a recount."""
    with transaction(sessions) as session:
        return rollup.count_differences(session)


def rebuild_rollups(sessions: Sessions) -> None:
    """Build both rollups from the proposals; everyone else waits until it is done."""
    with transaction(sessions) as session:
        rollup.rebuild(session)
