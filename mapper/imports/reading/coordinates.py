"""Coordinates written as texts: with decimal commas, in groups of thousands, in degrees."""

import re
from collections.abc import Callable, Iterable
from math import isfinite, nan

_GAPS = re.compile(r"[\s\u00a0\u2009\u202f]+")
_GROUPED = re.compile(r"[+-]?(\d{1,3}( \d{3})+|\d\d \d{6})([.,]\d*)?")
"""In groups of thousands, or an easting behind its zone."""
_GERMAN = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d+(\.\d{3}){2,}(,\d+)?|\d+,\d+")
_ENGLISH = re.compile(r"\d{1,3}(,\d{3})+\.\d+|\d+(,\d{3}){2,}(\.\d+)?|\d+\.\d+")
_GERMAN_FOR_SURE = re.compile(r"\d{1,3}(\.\d{3})+,\d+|\d+(\.\d{3}){2,}")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[+-])?(?P<degrees>\d{1,3})\s*(?:°|º|d|\s)\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’]|\s|$)\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|′′)?\s*)?(?P<after>[NSEWO])?",
    re.IGNORECASE,
)
_SIXTY = 60
_LONGEST = 60
"""Signs of a coordinate; some expressions take long for what goes on and on."""
_NEGATIVE = "SW"

Parse = Callable[[str], float]


def number_parser(texts: Iterable[str]) -> Parse:
    """How the numbers of a column are written, judged by many of them together.

    A comma is a decimal one, unless points come after it or there are several in a number. What
    is no number becomes nan.
    """
    given = [_without_gaps(text).lstrip("+-") for text in texts if len(text) <= _LONGEST]
    sure = any(_GERMAN_FOR_SURE.fullmatch(text) for text in given)
    german = sum(bool(_GERMAN.fullmatch(text)) for text in given)
    english = sum(bool(_ENGLISH.fullmatch(text)) for text in given)
    drop, point = (".", ",") if sure or german > english else (",", ".")

    def parse(text: str) -> float:
        if len(text) > _LONGEST:
            return nan
        plain = _without_gaps(text).replace(drop, "").replace(point, ".")
        if _NUMBER.fullmatch(plain):
            value = float(plain)
            return value if isfinite(value) else nan
        return parse_degrees(text)

    return parse


def _without_gaps(text: str) -> str:
    plain = _GAPS.sub(" ", text).strip()
    return plain.replace(" ", "") if _GROUPED.fullmatch(plain) else plain


def parse_degrees(text: str) -> float:
    """52.5 for `52°30'00"N`, nan for anything else; O is the German E."""
    found = _DEGREES.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not found:
        return nan
    parts = [
        float((found[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")
    ]
    if max(parts[1:]) >= _SIXTY:
        return nan
    value = parts[0] + parts[1] / _SIXTY + parts[2] / _SIXTY**2
    half = (found["before"] or found["after"] or "").upper()
    return -value if found["sign"] == "-" or (half and half in _NEGATIVE) else value
