"""What a reader asks to see: the filters of map, lists, exports and planning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from mapper.domain.areas import (
    Area,
    Inside,
    Near,
    read_area,
    read_inside,
    read_near,
    write_area,
)
from mapper.domain.statuses import Channel, ResponseStatus
from mapper.errors import InvalidFieldError

CELL_SIZES = (1000, 500, 250, 125)
"""Edge lengths of the hexagons, in metres."""
CLUSTER_DISTANCES = (25, 2000)
"""The least and the largest distance by which clusters may be asked for, in metres."""
CLUSTER_LEAST = (2, 100)
"""The least and the largest number of ideas from which on there is a cluster."""

_KEY = re.compile(r"[\w./-]{1,80}")
_BBOX_NUMBERS = 4
_MOST_LETTERS = 200
_One = TypeVar("_One", bound=StrEnum)


class Placed(StrEnum):
    """With a point, or without one."""

    WITH_POINT = "point"
    WITHOUT_POINT = "none"


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty tuples and None ask for everything; days are inclusive, Europe/Berlin.

    `bbox` is west, south, east, north in EPSG:4326 and looks at public positions only. What
    follows `cell_size` is for planning, see `parse_planning_filters`; an idea without a point lies
    in no area and near nothing.
    """

    rounds: tuple[str, ...] = ()
    action_fields: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    response_statuses: tuple[ResponseStatus, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    bbox: tuple[float, float, float, float] | None = None
    cell_size: int = 1000
    text: str = ""
    channels: tuple[Channel, ...] = ()
    placed: Placed | None = None
    min_supports: int = 0
    near: Near | None = None
    inside: Inside | None = None
    area: Area | None = None

    @property
    def by_area(self) -> bool:
        """True when only ideas in some area are asked for, besides municipalities, districts."""
        return bool(self.area or self.near or self.inside)


PARAMETERS = (
    *("round", "action_field", "municipality", "district", "response_status"),
    *("from", "to", "bbox", "cell"),
)
PLANNING_PARAMETERS = (
    *(name for name in PARAMETERS if name != "bbox"),
    *("text", "channel", "placed", "supports", "near", "inside", "area"),
)


def parse_filters(query: Mapping[str, str]) -> Filters:
    """Filters from the parameters of an address; lists are separated by commas.

    Parameters that are no filter are not looked at.

    Raises
    ------
    InvalidFieldError
        A parameter holds what it may not; it is named with what was expected.
    """
    filters = Filters(
        rounds=_keys(query, "round"),
        action_fields=_keys(query, "action_field"),
        municipalities=_keys(query, "municipality"),
        districts=_keys(query, "district"),
        response_statuses=_ones(query, "response_status", ResponseStatus),
        first_day=read_day(query, "from"),
        last_day=read_day(query, "to"),
        bbox=_bbox(query),
        cell_size=_cell_size(query),
    )
    if filters.first_day and filters.last_day and filters.first_day > filters.last_day:
        raise InvalidFieldError("to", "a day not before 'from'", query["to"])
    return filters


def parse_planning_filters(query: Mapping[str, str]) -> Filters:
    """Filters from an address of the planning page; errors as for `parse_filters`."""
    return replace(
        parse_filters({name: value for name, value in query.items() if name != "bbox"}),
        text=_text(query),
        channels=_ones(query, "channel", Channel),
        placed=next(iter(_ones(query, "placed", Placed)), None),
        min_supports=_min_supports(query),
        near=read_near(query),
        inside=read_inside(query),
        area=read_area(query),
    )


def to_query(filters: Filters) -> dict[str, str]:
    """The parameters that give these filters again; what is not asked for is left out."""
    values = {
        "round": ",".join(filters.rounds),
        "action_field": ",".join(filters.action_fields),
        "municipality": ",".join(filters.municipalities),
        "district": ",".join(filters.districts),
        "response_status": ",".join(filters.response_statuses),
        "from": filters.first_day.isoformat() if filters.first_day else "",
        "to": filters.last_day.isoformat() if filters.last_day else "",
        "bbox": ",".join(f"{number:g}" for number in filters.bbox or ()),
        "cell": str(filters.cell_size) if filters.cell_size != Filters().cell_size else "",
        "text": filters.text,
        "channel": ",".join(filters.channels),
        "placed": filters.placed or "",
        "supports": str(filters.min_supports or ""),
        "near": f"{filters.near.layer}:{filters.near.distance_m}" if filters.near else "",
        "inside": f"{filters.inside.layer}:{filters.inside.name}" if filters.inside else "",
        "area": write_area(filters.area),
    }
    return {name: value for name, value in values.items() if value}


def _keys(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(part for part in query.get(name, "").split(",") if part))
    for key in keys:
        if not _KEY.fullmatch(key):
            raise InvalidFieldError(name, "known keys separated by commas", query[name])
    return keys


def _ones(query: Mapping[str, str], name: str, kind: type[_One]) -> tuple[_One, ...]:
    keys = _keys(query, name)
    try:
        return tuple(kind(key) for key in keys)
    except ValueError:
        raise InvalidFieldError(name, f"some of {', '.join(kind)}", query[name]) from None


def _text(query: Mapping[str, str]) -> str:
    words = " ".join(query.get("text", "").split())
    if len(words) > _MOST_LETTERS or not words.isprintable():
        raise InvalidFieldError("text", f"at most {_MOST_LETTERS} signs", words[:_MOST_LETTERS])
    return words


def _min_supports(query: Mapping[str, str]) -> int:
    raw = query.get("supports") or "0"
    if not re.fullmatch(r"[0-9]{1,6}", raw):
        raise InvalidFieldError("supports", "a whole number", raw)
    return int(raw)


def read_day(query: Mapping[str, str], name: str) -> date | None:
    """A day of the query as YYYY-MM-DD; None where it is absent, InvalidFieldError for others."""
    raw = query.get(name)
    if not raw:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw, re.ASCII):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise InvalidFieldError(name, "a day as YYYY-MM-DD", raw)


def _bbox(query: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    raw = query.get("bbox")
    if not raw:
        return None
    expected = "west,south,east,north in degrees, west and south first"
    try:
        numbers = tuple(float(part) for part in raw.split(","))
    except ValueError:
        raise InvalidFieldError("bbox", expected, raw) from None
    if len(numbers) != _BBOX_NUMBERS:
        raise InvalidFieldError("bbox", expected, raw)
    west, south, east, north = numbers
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004
        raise InvalidFieldError("bbox", expected, raw)
    return west, south, east, north


def _cell_size(query: Mapping[str, str]) -> int:
    raw = query.get("cell")
    if not raw:
        return Filters().cell_size
    if raw not in {str(size) for size in CELL_SIZES}:
        raise InvalidFieldError("cell", f"one of {', '.join(map(str, CELL_SIZES))}", raw)
    return int(raw)
