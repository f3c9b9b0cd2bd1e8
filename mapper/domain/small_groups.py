"""Tables of counts in which a few people could be recognised: what of them may be shown."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST_SHOWN = 3
"""Counts below it, but for zero, are not shown."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A count as a table may tell it: the number, or only on which side of LEAST_SHOWN it is.

    A hidden zero is told as below LEAST_SHOWN, as hidden ones and twos are.
    """

    count: int
    hidden: bool

    @property
    def is_small(self) -> bool:
        """True below LEAST_SHOWN."""
        return self.count < LEAST_SHOWN


def guard_table(
    counts: Sequence[Sequence[int]], *, columns_told: bool = True
) -> tuple[tuple[Guarded, ...], ...] | None:
    """The table with its small counts hidden, and more where totals would give them away.

    The totals of rows are told, with `columns_told` those of columns, too. For each hidden count
    another value fits all that is told: along a closed walk over hidden cells, alternately one
    more and one less, no total changes and each cell stays on its side of LEAST_SHOWN. Where such
    a walk needs cells that are not hidden yet, the walk that hides least is taken. None where a
    small count has no such walk: such a table must not be shown.

    Source
    ------
    Cox (1995), Network models for complementary cell suppression, Journal of the American
    Statistical Association 90.
    """
    small = [place for place, count in _cells(counts) if 0 < count < LEAST_SHOWN]
    hidden, safe = set(small), set[Place]()
    for place in small:
        if place in safe:
            continue
        walks = (_cheapest_walk(counts, hidden, place, step, columns_told) for step in (1, -1))
        found = min((walk for walk in walks if walk is not None), default=None)
        if found is None:
            return None
        hidden.update(found[1])
        safe.update(found[1])
    return tuple(
        tuple(Guarded(count, (row, column) in hidden) for column, count in enumerate(line))
        for row, line in enumerate(counts)
    )


def _cells(counts: Sequence[Sequence[int]]) -> Iterator[tuple[Place, int]]:
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            yield (row, column), count


def _may_step(count: int, step: int) -> bool:
    """Whether one more or one less stays on the count's side of LEAST_SHOWN, and not below 0."""
    return count + step >= 0 and (count + step < LEAST_SHOWN) == (count < LEAST_SHOWN)


def _cheapest_walk(
    counts: Sequence[Sequence[int]],
    hidden: set[Place],
    start: Place,
    step: int,
    columns_told: bool,
) -> tuple[int, list[Place]] | None:
    """The cost of the closed walk through `start` that hides least, and its cells; None for none.

    A step leads from a row to a column by adding to their cell, back by taking away. Dijkstra's
    shortest path from the column of `start`, which gets `step`, back to its row; columns whose
    totals are not told are one and the same.
    """
    if not _may_step(counts[start[0]][start[1]], step):
        return None
    row, column = start
    begin, end = (_column(column, columns_told), ("row", row))
    reached: dict[tuple[str, int], int] = {begin: 0}
    queue: list[tuple[int, tuple[str, int], list[Place]]] = [(0, begin, [start])]
    while queue:
        cost, node, path = heapq.heappop(queue)
        if node == end:
            return cost, path
        if cost > reached[node]:
            continue
        for place, after in _next_steps(counts, node, step, columns_told):
            price = cost + (0 if place in hidden else 1 + counts[place[0]][place[1]])
            if place not in path and price < reached.get(after, price + 1):
                reached[after] = price
                heapq.heappush(queue, (price, after, [*path, place]))
    return None


def _column(column: int, told: bool) -> tuple[str, int]:
    return ("column", column if told else -1)


def _next_steps(
    counts: Sequence[Sequence[int]], node: tuple[str, int], step: int, columns_told: bool
) -> Iterator[tuple[Place, tuple[str, int]]]:
    """Cells that can balance what has reached a row or a column, and where that leads."""
    kind, at = node
    if kind == "row":
        for column, count in enumerate(counts[at]):
            if _may_step(count, step):
                yield (at, column), _column(column, columns_told)
        return
    for row, line in enumerate(counts):
        for column in (at,) if columns_told else range(len(line)):
            if _may_step(line[column], -step):
                yield (row, column), ("row", row)
