"""What was wrong with rows: all of it as a table beside the file, the first of it in the report."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from mapper.domain.imports import Problem
from mapper.domain.spreadsheets import MARK, csv_lines, safe_cell

FILE_NAME = "problems.csv"
COLUMNS = ("row", "reason", "lost", "name", "area_before_m2", "area_after_m2")
IN_REPORT = 200
_MOST_LINES = 1_000_000


class ProblemList:
    """Problems as they are found; `first` holds those for the report, `counts` all by reason."""

    def __init__(self, folder: Path) -> None:
        self.first: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.lost: int = 0
        self._out = (folder / FILE_NAME).open("wb")
        self._out.write(MARK + csv_lines([COLUMNS]))

    def __enter__(self) -> "ProblemList":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._out.close()

    def add(self, problems: Iterable[Problem]) -> None:
        """Keep them in the order in which they come."""
        found = list(problems)
        if not found:
            return
        self.first += found[: IN_REPORT - len(self.first)]
        if self.counts.total() < _MOST_LINES:
            self._out.write(csv_lines(map(_line, found)))
        self.counts.update(one.reason for one in found)
        self.lost += sum(one.lost for one in found)

    def count(self, reason: str, number: int) -> None:
        """Something that befell so many rows alike, and is not listed row by row."""
        if number:
            self.counts[reason] += number


def _line(one: Problem) -> tuple[object, ...]:
    areas = (
        "" if area is None else f"{area:.2f}".replace(".", ",")
        for area in (one.area_before, one.area_after)
    )
    return (one.row, one.reason, "yes" if one.lost else "no", safe_cell(one.name or ""), *areas)
