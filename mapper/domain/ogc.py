"""What a reader asks of the OGC API: systems of coordinates, windows, spans of time.

Source: OGC API - Features, Part 1: Core 1.0.1 and Part 2: Coordinate Reference Systems 1.0.1.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mapper.domain.berlin import begin_of, end_of
from mapper.errors import InvalidFieldError


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate reference system by its address.

    `flipped` says that latitude comes first there; `decimals` are about a centimetre.
    """

    uri: str
    srid: int
    decimals: int
    flipped: bool = False

    @property
    def in_degrees(self) -> bool:
        """True where coordinates are angles."""
        return self.srid == _WGS84


_WGS84 = 4326
_WEB_MERCATOR = 3857
CRS84 = System("http://www.opengis.net/def/crs/OGC/1.3/CRS84", _WGS84, 7)
STORED = System("http://www.opengis.net/def/crs/EPSG/0/25833", 25833, 2)
SYSTEMS = (
    CRS84,
    System("http://www.opengis.net/def/crs/EPSG/0/4326", _WGS84, 7, flipped=True),
    STORED,
    System(f"http://www.opengis.net/def/crs/EPSG/0/{_WEB_MERCATOR}", _WEB_MERCATOR, 2),
)
"""All that are offered, the default first."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """Boxes in one system, a place in any of which counts; easting or longitude first.

    Only degrees and metres of the storage CRS occur: Web Mercator's boxes are boxes in degrees.
    """

    boxes: tuple[Box, ...]
    srid: int


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from the first to the last, both included; None is open."""

    first: datetime | None
    last: datetime | None

    def meets(self, first: datetime, last: datetime) -> bool:
        """Whether another span has a moment in common with this one."""
        return (self.last is None or first <= self.last) and (
            self.first is None or last >= self.first
        )


MOST_ITEMS = 10_000
USUAL_ITEMS = 100
_MOST_OFFSET = 10**9
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_PLAIN_NUMBERS = 4
_NUMBERS_WITH_HEIGHT = 6
_MERCATOR_RADIUS_M = 6378137.0
_BOX_EXPECTED = (
    "four numbers (or six with heights), lower corner first, in the axis order of the CRS"
)
_TIME_EXPECTED = "a moment as 2026-05-04T09:30:00Z, a day, or an interval a/b with .. for open ends"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE
)


def read_system(query: Mapping[str, str], name: str) -> System:
    """The system named by a parameter; longitude and latitude where it is absent.

    Raises
    ------
    InvalidFieldError
    """
    uri = query.get(name, CRS84.uri)
    for system in SYSTEMS:
        if system.uri == uri:
            return system
    raise InvalidFieldError(name, f"one of {', '.join(one.uri for one in SYSTEMS)}", uri)


def read_limit(query: Mapping[str, str]) -> int:
    """How many items at once; more than 10,000 are as many as there may be, as the standard asks.

    Raises
    ------
    InvalidFieldError
    """
    number = _whole(query, "limit", USUAL_ITEMS, f"1 to {MOST_ITEMS}")
    if number < 1:
        raise InvalidFieldError("limit", f"1 to {MOST_ITEMS}", query["limit"])
    return min(number, MOST_ITEMS)


def read_offset(query: Mapping[str, str]) -> int:
    """How many items to pass over; InvalidFieldError for what is no such number."""
    number = _whole(query, "offset", 0, "a whole number from 0")
    if number > _MOST_OFFSET:
        raise InvalidFieldError("offset", f"at most {_MOST_OFFSET}", query["offset"])
    return number


def read_window(query: Mapping[str, str]) -> Window | None:
    """The window of `bbox` in `bbox-crs`, None where none is asked for; heights are passed over.

    In degrees a box whose west lies east of its east crosses the antimeridian.

    Raises
    ------
    InvalidFieldError
    """
    system = read_system(query, "bbox-crs")
    raw = query.get("bbox")
    if raw is None:
        return None
    west, south, east, north = _corners(raw, system)
    if south > north or (west > east and not system.in_degrees):
        raise InvalidFieldError("bbox", _BOX_EXPECTED, raw)
    if system.srid == _WEB_MERCATOR:
        west, east = _mercator_lon(west), _mercator_lon(east)
        south, north = _mercator_lat(south), _mercator_lat(north)
    if system.srid == STORED.srid:
        return Window(((west, south, east, north),), STORED.srid)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and south >= -90 and north <= 90):  # noqa: PLR2004
        raise InvalidFieldError("bbox", _BOX_EXPECTED, raw)
    if west > east:
        return Window(((west, south, 180.0, north), (-180.0, south, east, north)), _WGS84)
    return Window(((west, south, east, north),), _WGS84)


def read_span(query: Mapping[str, str]) -> Span | None:
    """The span of `datetime`, None where none is asked for; a day is one on clocks in Berlin.

    Raises
    ------
    InvalidFieldError
    """
    raw = query.get("datetime")
    if raw is None:
        return None
    parts = raw.split("/")
    if len(parts) == 1:
        return Span(*_moment(raw, raw))
    if len(parts) != 2 or all(part in ("", "..") for part in parts):  # noqa: PLR2004
        raise InvalidFieldError("datetime", _TIME_EXPECTED, raw)
    first, last = (None if part in ("", "..") else _moment(part, raw) for part in parts)
    span = Span(first[0] if first else None, last[1] if last else None)
    if span.first and span.last and span.first > span.last:
        raise InvalidFieldError("datetime", "an end that is not before the beginning", raw)
    return span


def day_span(day: date) -> tuple[datetime, datetime]:
    """First and last moment of a day on clocks in Berlin."""
    return begin_of(day), end_of(day) - timedelta(microseconds=1)


def _moment(text: str, raw: str) -> tuple[datetime, datetime]:
    try:
        if _DAY.fullmatch(text):
            return day_span(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text.upper())
            return moment, moment
    except (ValueError, OverflowError):
        pass
    raise InvalidFieldError("datetime", _TIME_EXPECTED, raw)


def _whole(query: Mapping[str, str], name: str, usual: int, expected: str) -> int:
    raw = query.get(name)
    if raw is None:
        return usual
    if not _NUMBER.fullmatch(raw):
        raise InvalidFieldError(name, expected, raw)
    return int(raw)


def _corners(raw: str, system: System) -> Box:
    try:
        numbers = [float(part) for part in raw.split(",")]
    except ValueError:
        raise InvalidFieldError("bbox", _BOX_EXPECTED, raw) from None
    if len(numbers) == _NUMBERS_WITH_HEIGHT:
        del numbers[5], numbers[2]
    if len(numbers) != _PLAIN_NUMBERS or not all(abs(one) < 1e9 for one in numbers):  # noqa: PLR2004
        raise InvalidFieldError("bbox", _BOX_EXPECTED, raw)
    west, south, east, north = numbers
    return (south, west, north, east) if system.flipped else (west, south, east, north)


def _mercator_lon(easting: float) -> float:
    return min(max(math.degrees(easting / _MERCATOR_RADIUS_M), -180.0), 180.0)


def _mercator_lat(northing: float) -> float:
    bounded = min(max(northing / _MERCATOR_RADIUS_M, -10.0), 10.0)
    return math.degrees(math.atan(math.sinh(bounded)))
