"""What planners ask to see, and the address that says the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from mapper.domain.filters import PARAMETERS, Filters, parse_filters, to_query
from mapper.errors import InvalidFieldError
from mapper.services.rounds import Choices

VIEW = "view"
FILTER_PARAMETERS = tuple(name for name in PARAMETERS if name != "bbox")
ADDRESS = (*FILTER_PARAMETERS, VIEW)


class Display(StrEnum):
    """How the counts are drawn."""

    HEXAGONS = "hexagons"
    DENSITY = "density"
    DISTRICTS = "districts"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters and the way they are drawn."""

    filters: Filters = field(default_factory=Filters)
    display: Display = Display.HEXAGONS


def read_address(query: Mapping[str, str], choices: Choices) -> tuple[Wanted, tuple[str, ...]]:
    """What an address asks for, without what it asks wrongly, and the parameters left out.

    A parameter is left out when it cannot be read, names something unknown, or contradicts
    another: a district outside the municipalities, an end before the beginning.
    """
    good: dict[str, str] = {}
    unusable: list[str] = []
    for name in FILTER_PARAMETERS:
        if query.get(name):
            known = {**good, name: _known_part(name, query[name], choices, good)}
            if _is_readable(known):
                good = known
            if good.get(name) != query[name]:
                unusable.append(name)
    display = Display.HEXAGONS
    if query.get(VIEW):
        try:
            display = Display(query[VIEW])
        except ValueError:
            unusable.append(VIEW)
    return Wanted(parse_filters(good), display), tuple(unusable)


def write_address(wanted: Wanted) -> dict[str, str]:
    """The parameters that give this again; what is as it is at first is left out."""
    plain = wanted.display is Display.HEXAGONS
    return {
        **to_query(replace(wanted.filters, bbox=None)),
        **({} if plain else {VIEW: wanted.display.value}),
    }


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
        parse_filters(query)
    except InvalidFieldError:
        return False
    return True
