"""Which coordinate reference systems a file may be in, by where they would put it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pyproj import CRS

from mapper.domain.imports import CrsCandidate
from mapper.geo.crs import to_degrees
from mapper.imports.reading.systems_known import KNOWN, MISTAKEN
from mapper.imports.reading.systems_places import Place, on_earth, spread
from mapper.imports.reading.systems_ways import GERMANY, Positions, Way, find_way
from mapper.imports.reading.systems_words import Meaning

PLAUSIBLE = 0.5
UNITS: Mapping[str, float] = {
    "kilometres": 1000.0,
    "centimetres": 0.01,
    "millimetres": 0.001,
    "gon": 0.9,
}
"""Units that no known system has, with what makes metres or degrees of them."""
_MOST_IN_ANY_UNIT = 1e12
_FEW = 5
_SAMPLE = 200
_SAME_M = 1.0
"""Two systems that differ by less are offered as one: the decision would mean nothing."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the positions; `degrees` are lon, lat."""

    crs: str
    swapped: bool
    confidence: float | None
    way: Way
    metres: Positions
    degrees: Positions
    inside: float
    around: bool
    """The municipalities lie among the positions."""
    on_area: float
    """The share of positions on the municipalities themselves."""
    at_home: float
    """The share of positions in Germany."""


def propose(
    meaning: Meaning, positions: Positions, place: Place | None, *, own_code: str | None = None
) -> tuple[CrsCandidate, ...]:
    """The systems in which data falls on the municipalities, the most plausible first.

    Where no municipality is known yet, those in which it falls on Germany.

    Parameters
    ----------
    positions
        As in the file, numbers all.
    own_code
        What the file itself says; it comes last where it is not plausible.
    """
    if not len(positions):
        return ()
    codes = dict.fromkeys((*dict(meaning.confidence), *KNOWN))
    readings = [
        one
        for code in codes
        for swapped in (False, True)
        if (one := _read(code, swapped, meaning, positions, place)) is not None
    ]
    kept = _plausible(sorted(_distinct(readings), key=_rank))
    if own_code is not None and all((one.crs, one.swapped) != (own_code, False) for one in kept):
        said = _read(own_code, False, meaning, positions, place, anywhere=True)
        kept += [said] if said and np.isfinite(said.degrees).all(axis=1).any() else []
    return _tell(kept)


def find_unit(positions: Positions, place: Place | None) -> str | None:
    """The unit in which some system would fit, where none fits as it stands."""
    positions = positions[(np.abs(positions) < _MOST_IN_ANY_UNIT).all(axis=1)]
    for unit, factor in UNITS.items():
        found = propose(Meaning(None), positions * factor, place)
        if found and found[0].inside >= PLAUSIBLE:
            return unit
    return None


def meant(meaning: Meaning, positions: Positions, place: Place | None) -> tuple[CrsCandidate, ...]:
    """The systems that the file's words may mean, the surest first, and what is taken for them."""
    if not len(positions):
        return ()
    codes = dict(meaning.confidence)
    readings = [
        _read(one, False, meaning, positions, place, anywhere=True)
        for one in dict.fromkeys((*codes, *(MISTAKEN[one] for one in codes if one in MISTAKEN)))
    ]
    return _tell([one for one in readings if one is not None])


def _tell(readings: list[_Reading]) -> tuple[CrsCandidate, ...]:
    return tuple(_tell_one(one, readings[0]) for one in readings)


def _tell_one(reading: _Reading, first: _Reading) -> CrsCandidate:
    finite = np.isfinite(reading.degrees).all(axis=1)
    degrees = reading.degrees[finite]
    return CrsCandidate(
        crs=reading.crs,
        name=CRS.from_user_input(reading.crs).name,
        swapped=reading.swapped,
        confidence=reading.confidence,
        inside=round(reading.inside, 4),
        shift_m=_apart(reading, first),
        accuracy_m=reading.way.accuracy_m,
        sample=tuple(
            (round(float(lon), 6), round(float(lat), 6))
            for lon, lat in degrees[spread(len(degrees), _SAMPLE)]
        )
        if len(degrees)
        else (),
    )


def _read(
    code: str,
    swapped: bool,
    meaning: Meaning,
    positions: Positions,
    place: Place | None,
    *,
    anywhere: bool = False,
) -> _Reading | None:
    """None where it puts nothing here, unless asked for that too."""
    way = find_way(code, place.box if place else None)
    if way is None:
        return None
    metres = way.projection(swapped=swapped)(positions.copy())
    metres[np.abs(metres) > 1e7] = np.inf  # noqa: PLR2004 - off the zone, and PROJ says inf itself
    degrees = to_degrees(metres)
    west, south, east, north = GERMANY
    at_home = float(
        np.mean(
            (degrees[:, 0] > west)
            & (degrees[:, 0] < east)
            & (degrees[:, 1] > south)
            & (degrees[:, 1] < north)
        )
    )
    inside = place.inside(metres) if place else at_home
    around = place.lies_within(metres) if place else inside > 0
    if not (inside or around or anywhere):
        return None
    return _Reading(
        crs=code,
        swapped=swapped,
        confidence=meaning.confidence_of(code),
        way=way,
        metres=metres,
        degrees=degrees,
        inside=inside,
        around=around,
        on_area=place.on_area(metres) if place else 0.0,
        at_home=at_home,
    )


def _rank(reading: _Reading) -> tuple[float, ...]:
    return (
        -round(reading.inside, 2),
        -(reading.confidence or 0.0),
        -round(reading.on_area, 3),
        -round(reading.at_home, 1),
        reading.swapped,
    )


def _plausible(readings: list[_Reading]) -> list[_Reading]:
    likely = [one for one in readings if one.inside >= PLAUSIBLE]
    return likely or readings[:_FEW]


def _distinct(readings: list[_Reading]) -> list[_Reading]:
    """Of those that put the data in the same place what the words mean, else the likeliest."""
    kept: list[_Reading] = []
    for one in sorted(readings, key=lambda reading: -(reading.confidence or 0.0)):
        if one.confidence is not None or all(_apart(one, other) >= _SAME_M for other in kept):
            kept.append(one)
    return kept


def _apart(one: _Reading, other: _Reading) -> float:
    """The usual distance between two readings in metres, infinite ones left out; 0 of none."""
    both = on_earth(one.metres) & on_earth(other.metres)
    distance = np.hypot(*(one.metres[both] - other.metres[both]).T)
    return round(float(np.median(distance)), 2) if len(distance) else 0.0
