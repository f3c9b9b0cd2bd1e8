"""Measures of a development concept, and where each stands."""

import re
from enum import StrEnum

_NUMBERED = re.compile(r"([A-Za-z]{0,3}[ -]?\d+(?:[.\-/]\d+)*[a-z]?)[.):]?\s+(\S.*)")


class MeasureStatus(StrEnum):
    """Where a measure stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DEFERRED = "deferred"


def read_numbered_lines(text: str) -> list[tuple[str, str]]:
    """Number and title of each line that is not empty, as "2.9 Tempo 30"; no number is empty.

    Tabs, as spreadsheets copy them, part as spaces do.
    """
    lines = (" ".join(line.split()).lstrip("•*– ") for line in text.splitlines())
    return [_parted(line) for line in lines if line]


def _parted(line: str) -> tuple[str, str]:
    found = _NUMBERED.fullmatch(line)
    return (found[1], found[2]) if found else ("", line)
