"""The case `report_10k`: a whole report as PDF, of about 10,000 ideas."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from mapper.cli.benchmarks.report import Figure, median_ms
from mapper.cli.database import operator
from mapper.domain.profile import TownProfile
from mapper.i18n import get_translator
from mapper.report.pdf import write_report
from mapper.report.view import View, read_view
from mapper.services.backoffice import Backoffice

Days = tuple[date, date]

_REPETITIONS = 3


class Reports:
    """Reports as a planner asks for them, by exact places."""

    def __init__(self, office: Backoffice, profile: TownProfile) -> None:
        self._office, self._profile = office, profile

    def measure(self, periods: list[Days]) -> dict[str, Figure]:
        """From the address to the file; the first of the periods is not counted."""
        durations, ideas, size = [], 0, 0
        with tempfile.TemporaryDirectory(prefix="ideenkarte-bench-") as folder:
            path = Path(folder) / "report.pdf"
            for days in periods[: _REPETITIONS + 1]:
                begin = perf_counter()
                view = self._view(days)
                write_report(path, view)
                durations.append(perf_counter() - begin)
                ideas, size = view.survey.matching, path.stat().st_size
        return {
            "median_ms": median_ms(durations[1:]),
            "ideas": ideas,
            "megabytes": round(size / 1_000_000, 1),
        }

    def _view(self, days: Days) -> View:
        words = get_translator(self._profile.languages[0])
        query = {"from": days[0].isoformat(), "to": days[1].isoformat()}
        who, now = operator(), datetime.now(UTC)
        return read_view(self._office, who, self._profile, "report", query, "internal", now, words)
