"""Keeping the counts up to date."""

from mapper.db.engine import Sessions, transaction
from mapper.db.rollup import any_waiting, fold

_AT_ONCE = 20_000


def fold_waiting(sessions: Sessions) -> int:
    """Fold all deltas that wait, in portions of a transaction each; the number folded."""
    total = 0
    while True:
        with transaction(sessions) as session:
            folded = fold(session, _AT_ONCE) if any_waiting(session) else 0
        total += folded
        if folded < _AT_ONCE:
            return total
