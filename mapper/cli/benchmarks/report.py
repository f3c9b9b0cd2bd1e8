"""What a benchmark says: its cases with their figures, and the machine they were taken on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg

Figure = str | int | float
"""`median_ms`, `peer_ms`, `ratio`, `bytes`, `per_second`, … by name."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing measured; `goal` holds the most a figure may be, or the least of a ratio."""

    name: str
    figures: dict[str, Figure]
    goal: dict[str, float] = field(default_factory=dict)

    def missed(self) -> list[str]:
        """The figures that do not reach their goal."""
        return [name for name, goal in self.goal.items() if not self._reached(name, goal)]

    def _reached(self, name: str, goal: float) -> bool:
        figure = self.figures[name]
        if not isinstance(figure, int | float):
            return False
        return figure >= goal if name in ("ratio", "per_second") else figure <= goal


@dataclass(frozen=True, slots=True)
class Report:
    """One benchmark; `rows` is None where it does not depend on how much is stored.

    `counted` says what the rows are.
    """

    bench: str
    rows: int | None
    cases: tuple[Case, ...]
    machine: dict[str, Figure]
    notes: tuple[str, ...] = ()
    counted: str = "ideas"

    def as_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        return {
            "bench": self.bench,
            "rows": self.rows,
            "cases": [{"case": one.name, **one.figures} for one in self.cases],
            "machine": self.machine,
        }


def describe_machine(url: str) -> dict[str, Figure]:
    """Processor, memory, system and versions, by which figures of two runs may be compared."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select current_setting('server_version'), postgis_lib_version(), "
            "current_setting('shared_buffers')"
        ).fetchone()
    postgres, postgis, buffers = row or ("", "", "")
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(os.sysconf("SC_PAGESIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": str(postgres).split()[0],
        "postgis": str(postgis),
        "shared_buffers": str(buffers),
        "load_before": round(os.getloadavg()[0], 1),
        "date": date.today().isoformat(),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def median_ms(seconds: Sequence[float]) -> float:
    """The median of several durations, in milliseconds."""
    return round(statistics.median(seconds) * 1000, 2)
