"""What a report is made of, as the typesetter's template knows it: finished texts, no markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mapper.charts.drawing import clean

_LONG = re.compile(r"[^\s\u00ad-]{29,}")
_STEP = 14
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; of kind `note` it is small and quiet, `warning` stands in a frame."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the section; one that is not `listed` is a bookmark only."""

    heading: str
    listed: bool = True
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Points:
    """A list with bullets."""

    points: Sequence[str]
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Terms:
    """Names with what is to be said of each; of several lines it is a list.

    What is `kept` together stands on one page.
    """

    terms: Sequence[tuple[str, str]]
    kept: bool = False
    kind: str = "terms"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, `alt` for those who do not see it; its colours' names, and notes."""

    caption: str
    svg: str
    alt: str
    legend: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads that are repeated on every page.

    `widths` are shares of the page, 0 for as much as the words need; `numbers` are the places of
    columns that are aligned at their end. A cell may have small words under it, after a newline.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    numbers: Sequence[int] = ()
    kind: str = "table"


Block = Text | Heading | Points | Terms | Picture | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading of its own."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `stamp` says for whom it is, empty for everybody; `figures` are large,
    and `first` stands before the contents."""

    lang: str
    title: str
    places: str
    stamp: str
    facts: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, str]]
    first: Section | None
    sections: Sequence[Section]
    labels: dict[str, str] = field(default_factory=dict)


def tidy(value: Any) -> Any:
    """The same with every text as it can be set: in lines, without marks that turn it around.

    Words longer than any line may be parted. Drawings stay as they are.
    """
    if isinstance(value, str):
        return "\n".join(_tidy(line) for line in value.split("\n"))
    if isinstance(value, dict):
        return {key: one if key == "svg" else tidy(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(one) for one in value]
    return value


def _tidy(line: str) -> str:
    return _LONG.sub(_part, clean(line))


def _part(found: re.Match[str]) -> str:
    word = found[0]
    return _SOFT_HYPHEN.join(word[at : at + _STEP] for at in range(0, len(word), _STEP))
