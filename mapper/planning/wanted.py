"""What planners ask to see, and the address that says the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from mapper.domain.filters import (
    CELL_SIZES,
    CLUSTER_DISTANCES,
    CLUSTER_LEAST,
    PLANNING_PARAMETERS,
    Filters,
    parse_planning_filters,
    read_day,
    to_query,
)
from mapper.errors import InvalidFieldError
from mapper.services.evaluated import Order
from mapper.services.rounds import Choices

FILTER_PARAMETERS = tuple(name for name in PLANNING_PARAMETERS if name != "cell")
BANDWIDTHS = (200, 3000)
"""The least and the largest standard deviation of a smooth density, in metres."""


class Section(StrEnum):
    """The parts of the page; all follow the same filters."""

    MAP = "map"
    CLUSTERS = "clusters"
    HEARD = "heard"
    TIME = "time"
    DUPLICATES = "duplicates"
    EVALUATE = "evaluate"
    RESULT = "result"
    DOWNLOAD = "download"


FOR_PLANNERS = (
    Section.DUPLICATES,
    Section.EVALUATE,
    Section.RESULT,
)


class Display(StrEnum):
    """How the counts are drawn."""

    HEXAGONS = "hexagons"
    DENSITY = "density"
    DISTRICTS = "districts"


class Measure(StrEnum):
    """What a colour stands for."""

    IDEAS = "ideas"
    SUPPORTS = "supports"
    PER_INHABITANT = "per_inhabitant"
    DEVIATION = "deviation"
    CHANGE = "change"


class TimeStep(StrEnum):
    """What a column of the chart over time counts."""

    MONTH = "month"
    WEEK = "week"


class Goals(StrEnum):
    """Which ideas the evaluation shows, where they are not those of one goal."""

    ALL = "all"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters, the open section, and how it is drawn.

    `cell_size` None follows the map's zoom, which `zoom_cell_size` fits; an address has no zoom.
    `bandwidth_m`, `distance_m` and `least` None leave it to what the data suggest. `cluster` is the
    number of the cluster that is looked at, from 1. `other_first`, `other_last` bound the period
    that Measure.CHANGE compares with. In the evaluation, `goal` is the id of the only goal shown,
    `page` None the first page, and `lists` 1 where goals and measures themselves are edited.
    """

    filters: Filters = field(default_factory=Filters)
    section: Section = Section.MAP
    display: Display = Display.HEXAGONS
    measure: Measure = Measure.IDEAS
    cell_size: int | None = None
    zoom_cell_size: int = CELL_SIZES[0]
    bandwidth_m: int | None = None
    distance_m: int | None = None
    least: int | None = None
    cluster: int | None = None
    step: TimeStep = TimeStep.MONTH
    only: Goals = Goals.ALL
    goal: int | None = None
    order: Order = Order.SUPPORTS
    page: int | None = None
    lists: int | None = None
    other_first: date | None = None
    other_last: date | None = None


_ONE_OF: Mapping[str, tuple[str, type[StrEnum]]] = {
    "section": ("section", Section),
    "view": ("display", Display),
    "measure": ("measure", Measure),
    "step": ("step", TimeStep),
    "only": ("only", Goals),
    "order": ("order", Order),
}
_NUMBERS: Mapping[str, tuple[str, int, int]] = {
    "bandwidth": ("bandwidth_m", *BANDWIDTHS),
    "distance": ("distance_m", *CLUSTER_DISTANCES),
    "least": ("least", *CLUSTER_LEAST),
    "cluster": ("cluster", 1, 100_000),
    "goal": ("goal", 1, 2**31 - 1),
    "page": ("page", 1, 1_000_000),
    "lists": ("lists", 1, 1),
}
_DAYS: Mapping[str, str] = {"other_from": "other_first", "other_to": "other_last"}
ADDRESS = (*FILTER_PARAMETERS, *_ONE_OF, *_NUMBERS, *_DAYS, "cell")


def read_address(query: Mapping[str, str], choices: Choices) -> tuple[Wanted, tuple[str, ...]]:
    """What an address asks for, without what it asks wrongly, and the parameters left out.

    A parameter is left out when it cannot be read, names something unknown, or contradicts
    another: a district outside the municipalities, an end before the beginning.
    """
    filters, unusable = _read_filters(query, choices)
    values: dict[str, Any] = {}
    for parameter in ADDRESS[len(FILTER_PARAMETERS) :]:
        raw = query.get(parameter)
        if not raw:
            continue
        try:
            values.update(_read_one(parameter, raw))
        except ValueError:
            unusable.append(parameter)
    return Wanted(filters, **values), tuple(unusable)


def write_address(wanted: Wanted) -> dict[str, str]:
    """The parameters that give this again; what is as it is at first is left out."""
    plain = Wanted()
    values = {
        **{parameter: getattr(wanted, name) for parameter, (name, _) in _ONE_OF.items()},
        **{parameter: getattr(wanted, row[0]) for parameter, row in _NUMBERS.items()},
        **{parameter: getattr(wanted, name) for parameter, name in _DAYS.items()},
        "cell": wanted.cell_size,
    }
    at_first = {parameter: getattr(plain, row[0]) for parameter, row in _ONE_OF.items()}
    told = {
        parameter: str(value)
        for parameter, value in values.items()
        if value is not None and value != at_first.get(parameter)
    }
    return {**to_query(replace(wanted.filters, bbox=None, cell_size=Filters().cell_size)), **told}


def with_values(filters: Filters, field_name: str, values: Iterable[str]) -> Filters:
    """The filters with other values of one list, named as in Filters."""
    changed: dict[str, Any] = {field_name: tuple(values)}
    return replace(filters, **changed)


def districts_within(
    choices: Choices, municipalities: Iterable[str]
) -> tuple[tuple[str, str, str], ...]:
    """Key, name and municipality of the districts to choose from; all when no one is chosen."""
    wanted = set(municipalities)
    return tuple(
        (one.key, one.name, one.municipality)
        for one in choices.districts
        if not wanted or one.municipality in wanted
    )


def _read_one(parameter: str, raw: str) -> dict[str, object]:
    """The field of Wanted and its value; ValueError when it cannot be read."""
    if parameter in _ONE_OF:
        name, kind = _ONE_OF[parameter]
        return {name: kind(raw)}
    if parameter in _DAYS:
        try:
            return {_DAYS[parameter]: read_day({parameter: raw}, parameter)}
        except InvalidFieldError:
            raise ValueError(raw) from None
    number = int(raw) if raw.isascii() and raw.isdigit() else -1
    if parameter == "cell":
        if number not in CELL_SIZES:
            raise ValueError(raw)
        return {"cell_size": number}
    name, least, most = _NUMBERS[parameter]
    if not least <= number <= most:
        raise ValueError(raw)
    return {name: number}


def _read_filters(query: Mapping[str, str], choices: Choices) -> tuple[Filters, list[str]]:
    good: dict[str, str] = {}
    unusable: list[str] = []
    for name in FILTER_PARAMETERS:
        if query.get(name):
            known = {**good, name: _known_part(name, query[name], choices, good)}
            if _is_readable(known):
                good = known
            if good.get(name) != query[name]:
                unusable.append(name)
    return parse_planning_filters(good), unusable


def _known_part(name: str, value: str, choices: Choices, good: Mapping[str, str]) -> str:
    """The keys of a list that exist; anything but a list as it is."""
    chosen = tuple(filter(None, good.get("municipality", "").split(",")))
    known = {
        "round": {one.slug for one in choices.rounds},
        "action_field": {one.key for one in choices.action_fields},
        "municipality": {one.key for one in choices.municipalities},
        "district": {key for key, _, _ in districts_within(choices, chosen)},
    }.get(name)
    if known is None:
        return value
    return ",".join(key for key in value.split(",") if key in known)


def _is_readable(query: Mapping[str, str]) -> bool:
    try:
        parse_planning_filters(query)
    except InvalidFieldError:
        return False
    return True
