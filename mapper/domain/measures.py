"""Measures of a development concept, and where each stands."""

from enum import StrEnum


class MeasureStatus(StrEnum):
    """Where a measure stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DEFERRED = "deferred"
