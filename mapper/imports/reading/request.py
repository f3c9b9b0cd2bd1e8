"""What the reading process is asked for."""

from dataclasses import dataclass, field
from pathlib import Path

from mapper.domain.imports import Ground, ImportLimits, ImportOptions


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be read: the files in `folder`/given, as somebody decided.

    The features are written as rows of `feature` with the given version (see
    `mapper.imports.reading.rows`), `folder`/problems.csv beside them, and with `preview` also
    preview.geojson.
    """

    folder: Path
    version_id: int
    options: ImportOptions = field(default_factory=ImportOptions)
    limits: ImportLimits = field(default_factory=ImportLimits)
    ground: Ground = field(default_factory=Ground)
    role: str = "overlay"
    file_name: str | None = None
    preview: bool = True
