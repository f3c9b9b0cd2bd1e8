"""What a look at one part of the installation found."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mapper.errors import MapperError


class State(StrEnum):
    """How a part is; only WRONG makes `mapper doctor` fail."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: which part, how it is, and what was seen."""

    part: str
    state: State
    text: str


def look(part: str, finder: Callable[[], Finding]) -> Finding:
    """A finding even where looking failed: the refusal's own sentence."""
    try:
        return finder()
    except MapperError as refused:
        return Finding(part, State.WRONG, refused.message)
