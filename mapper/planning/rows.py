"""The counts behind the picture as rows, each with words for its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapper.geo.crs import to_degrees, to_metres
from mapper.geo.hexgrid import cell_centres
from mapper.geo.nearest import Bearing, find_nearest
from mapper.i18n import N_, Translator
from mapper.services.counting import CellCount, DistrictCount
from mapper.services.places import NamedPlace

_NEAR_M = 400

_DIRECTIONS: Mapping[str, str] = {
    "n": N_("{distance} km north of {place}"),
    "ne": N_("{distance} km north-east of {place}"),
    "e": N_("{distance} km east of {place}"),
    "se": N_("{distance} km south-east of {place}"),
    "s": N_("{distance} km south of {place}"),
    "sw": N_("{distance} km south-west of {place}"),
    "w": N_("{distance} km west of {place}"),
    "nw": N_("{distance} km north-west of {place}"),
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """A place in words and its counts; `without_point` is None where it can only be zero.

    What follows is None where it is not asked for: inhabitants, ideas for each thousand of them,
    ideas expected by their number, ideas before.
    """

    place: str
    proposals: int
    supports: int
    without_point: int | None = None
    population: int | None = None
    rate: float | None = None
    expected: float | None = None
    before: int | None = None


def cell_rows(
    cells: Sequence[CellCount], size_m: int, places: Sequence[NamedPlace], words: Translator
) -> list[CountRow]:
    """One row per hexagon, in the order given, described by the nearest named place."""
    if not cells:
        return []
    centres = cell_centres(np.array([one.cell for one in cells], dtype=np.int32), size_m)
    texts = describe_places(centres, places, words)
    return [
        CountRow(text, one.proposals, one.supports) for text, one in zip(texts, cells, strict=True)
    ]


def district_rows(districts: Sequence[DistrictCount], words: Translator) -> list[CountRow]:
    """One row per district, and one for each place outside of all that has ideas."""
    return [
        CountRow(_district(one, words), one.proposals, one.supports, one.without_point)
        for one in districts
    ]


def by_count(rows: Sequence[CountRow]) -> list[CountRow]:
    """The most ideas first, then the most supports, then by name."""
    return sorted(rows, key=lambda row: (-row.proposals, -row.supports, row.place))


def describe_places(
    centres: NDArray[np.float64], places: Sequence[NamedPlace], words: Translator
) -> list[str]:
    """Near a place by its name; else by the nearest settlement, else by coordinates."""
    settlements = [place for place in places if place.kind == "settlement"] or list(places)
    close = find_nearest(centres, _points(places))
    far = find_nearest(centres, _points(settlements))
    if not far:
        return [_coordinates(lon, lat, words) for lon, lat in to_degrees(centres)]
    return [
        words.gettext("near {place}").format(place=places[one.index].name)
        if one.distance_m < _NEAR_M
        else _direction(other, settlements[other.index].name, words)
        for one, other in zip(close, far, strict=True)
    ]


def _points(places: Sequence[NamedPlace]) -> NDArray[np.float64]:
    return np.array([to_metres(place.lon, place.lat) for place in places]).reshape(-1, 2)


def _direction(bearing: Bearing, place: str, words: Translator) -> str:
    distance = words.format_number(round(bearing.distance_m / 1000, 1))
    return words.gettext(_DIRECTIONS[bearing.direction]).format(distance=distance, place=place)


def _coordinates(lon: float, lat: float, words: Translator) -> str:
    north, east = (words.format_number(round(float(degrees), 4)) for degrees in (lat, lon))
    return words.gettext("{north}° north, {east}° east").format(north=north, east=east)


def _district(one: DistrictCount, words: Translator) -> str:
    if one.district_name:
        names = dict.fromkeys(filter(None, (one.district_name, one.municipality_name)))
        return ", ".join(names)
    if one.municipality_name:
        return words.gettext("{place}, no district").format(place=one.municipality_name)
    return words.gettext("no particular place")
