"""Files read through the process that reads them, with what they were held against."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapper.domain.imports import Ground, ImportLimits, ImportOptions, ImportReport
from mapper.imports.child import read_in_child
from mapper.imports.reading.request import Request
from tests.imports.files import Upload
from tests.imports.kept_rows import KeptRow, read_rows


@dataclass(frozen=True)
class Outcome:
    """What was told, and what was kept."""

    report: ImportReport
    rows: list[KeptRow]

    @property
    def lost(self) -> dict[int, str]:
        return {one.row: one.reason for one in self.report.problems if one.lost}

    @property
    def noted(self) -> dict[int, str]:
        return {one.row: one.reason for one in self.report.problems if not one.lost}

    @property
    def names(self) -> list[str | None]:
        return [row.name for row in self.rows]


def read_files(
    upload: Upload,
    files: Mapping[str, bytes],
    options: ImportOptions | None = None,
    *,
    ground: Ground | None = None,
    role: str = "overlay",
    limits: ImportLimits | None = None,
) -> Outcome:
    """Read files as an import does."""
    upload.give(files)
    rows = bytearray()
    request = Request(
        upload.folder,
        1,
        options or ImportOptions(),
        limits or ImportLimits(),
        ground or Ground(),
        role,
    )
    report = read_in_child(request, rows.extend)
    return Outcome(report, read_rows(bytes(rows)))
