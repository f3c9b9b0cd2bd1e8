"""Values of fields as JSON keeps them, and texts that mean numbers or days."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

Value = str | int | float | bool | list[object] | None
"""What JSON can keep."""

MOST_SIGNS = 100_000
"""Longer texts are cut; nobody reads them, and no table shows them."""

_GERMAN_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|0|[1-9]\d{0,14})(?:,\d{1,15})?")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
_WHOLE_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})")
_GROUPED = re.compile(r"[+-]?\d{1,3}\.\d{3}")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def german_number(text: str) -> int | float:
    """1234.5 for `1.234,50`.

    Raises
    ------
    ValueError
    """
    if not _GERMAN_NUMBER.fullmatch(text):
        raise ValueError(text)
    plain = text.replace(".", "").replace(",", ".")
    return float(plain) if "," in text else int(plain)


def plain_number(text: str) -> int | float:
    """1234.5 for `1234.5`.

    Raises
    ------
    ValueError
    """
    if not _PLAIN_NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text) if "." in text else int(text)


def whole_number(text: str) -> int:
    """1234 for `1234`; a number with a zero in front is a key and stays a text.

    Raises
    ------
    ValueError
    """
    if not _WHOLE_NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def german_day(text: str) -> str:
    """`2021-05-04` for `04.05.2021`.

    Raises
    ------
    ValueError
    """
    found = _GERMAN_DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    day, month, year = map(int, found.groups())
    return date(year, month, day).isoformat()


Reading = tuple[str, Callable[[str], Value]]
"""A type of `FieldInfo`, and how a text is read as such."""


def reading_of(texts: Iterable[str], *, loose: bool) -> Reading | None:
    """How all of the texts can be read as numbers or days; None: they are texts.

    Whole numbers in a text field may be keys, and stay texts unless the format knows nothing but
    texts (`loose`). `1.234` alone may be either, and stays a text as well.
    """
    given = [text.strip() for text in texts if text and text.strip()]
    if not given:
        return None
    found: list[Reading] = [("date", german_day)]
    if any("," in text for text in given):
        found.append(("number", german_number))
    if loose:
        found.append(("integer", whole_number))
    if loose and not all(map(_GROUPED.fullmatch, given)):
        found.append(("number", plain_number))
    return next((reading for reading in found if _all(reading[1], given)), None)


def clean_text(text: str) -> str:
    """The text as the database can keep it: without NUL and halves of signs, not endlessly long."""
    kept = text.replace("\x00", "")[:MOST_SIGNS]
    return kept.encode("utf-8", "replace").decode("utf-8")


def is_clean(texts: Sequence[str]) -> bool:
    """Whether none of them needs to be cleaned."""
    together = "".join(texts)
    if "\x00" in together or not (together.isascii() or _encodes(together)):
        return False
    return len(together) <= MOST_SIGNS or max(map(len, texts)) <= MOST_SIGNS


def finite(value: float) -> float | None:
    """JSON knows no infinity."""
    return value if math.isfinite(value) else None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _all(read: Callable[[str], Value], texts: Iterable[str]) -> bool:
    try:
        for text in texts:
            read(text)
    except ValueError:
        return False
    return True
