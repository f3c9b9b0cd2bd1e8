"""Rows of a file of districts or municipalities, and the known ones they stand for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from mapper.domain.geodata import district_key
from mapper.domain.imports import DistrictMatch, KnownDistrict
from mapper.imports.reading.parse_shapes import Shapes
from mapper.imports.reading.place_names import core, fold, most_slips, slips

_NEW = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGS_DIGITS, _ARS_DIGITS = 8, 12
_MOSTLY = 0.5
"""A row lies in a known district from this share of its area on."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its shape in EPSG:25833; `values` are all that may be a key."""

    number: int
    name: str | None
    values: tuple[object, ...]
    shape: shapely.Geometry


class Matcher:
    """Finds the known district of rows: by choice, key, name, a name nearly so, or place."""

    def __init__(self, known: Sequence[KnownDistrict], chosen: Mapping[str, str]) -> None:
        self._known = {one.key: one for one in known}
        self._chosen = chosen
        self._ags = {one.municipality for one in known}
        placed = [one for one in known if one.area is not None]
        self._keys = [one.key for one in placed]
        self._areas = np.array([shapely.from_wkb(one.area) for one in placed], dtype=object)

    def match(self, rows: Sequence[Row]) -> list[DistrictMatch]:
        """One match per row, in their order."""
        found = {row.number: self._surely(row) for row in rows}
        for row in self._namesakes(rows, found):
            found[row.number] = None
        taken = {one.key for one in found.values() if one is not None}
        for row in rows:
            if found[row.number] is None:
                found[row.number] = self._perhaps(row, taken)
        return [one for one in found.values() if one is not None]

    def place_of(self, shape: shapely.Geometry) -> str | None:
        """The key of the known one that most of a shape lies in."""
        around = self._around(shape)
        best = max(around, key=lambda one: around[one], default=None)
        return best if best is not None and around[best] >= _MOSTLY else None

    def _namesakes(
        self, rows: Sequence[Row], found: Mapping[int, DistrictMatch | None]
    ) -> list[Row]:
        """Rows off all known districts, named like one that other rows lie in: of other towns."""
        by_key: defaultdict[str | None, list[Row]] = defaultdict(list)
        for row in rows:
            one = found[row.number]
            if one is not None and one.how == "name":
                by_key[one.key].append(row)
        namesakes = []
        for several in by_key.values():
            away = [row for row in several if not self._around(row.shape)] if several[1:] else []
            namesakes += away if len(away) < len(several) else []
        return namesakes

    def _surely(self, row: Row) -> DistrictMatch | None:
        name = row.name or ""
        if name in self._chosen:
            return self._as_chosen(row, self._chosen[name])
        texts = [str(value).strip() for value in row.values if value is not None]
        key = next((text for text in texts if text in self._known), None)
        if key is not None:
            return DistrictMatch(row.number, name, key, "key")
        there = self._of_municipality(texts)
        if len(there) == 1 and there[0].key == there[0].municipality:
            return DistrictMatch(row.number, name, there[0].key, "key")
        for spell in (fold, core):
            key = _only(one.key for one in there if name and spell(one.name) == spell(name))
            if key is not None:
                return DistrictMatch(row.number, name, key, "name")
        return None

    def _as_chosen(self, row: Row, key: str) -> DistrictMatch:
        """A known one, or a new one of a known municipality; empty leaves the row out."""
        ags, _, new = key.partition("/")
        if not key or key in self._known or (ags in self._ags and _NEW.fullmatch(new)):
            return DistrictMatch(row.number, row.name or "", key or None, "chosen")
        return DistrictMatch(row.number, row.name or "", None, "none")

    def _perhaps(self, row: Row, taken: set[str | None]) -> DistrictMatch:
        name = row.name or ""
        around = self._around(row.shape)
        small = fold(name)
        most = most_slips(small)
        alike = {
            key: slips(small, fold(one.name), most)
            for key, one in self._known.items()
            if key not in taken and (one.area is None or key in around)
        }
        best = min(alike.values(), default=most + 1)
        key = _only(key for key, wrong in alike.items() if wrong == best)
        if key is not None and best <= most and small:
            return DistrictMatch(row.number, name, key, "alike")
        place = self.place_of(row.shape)
        if place is not None:
            return DistrictMatch(row.number, name, place, "place")
        return DistrictMatch(row.number, name, None, "none")

    def _of_municipality(self, texts: Iterable[str]) -> list[KnownDistrict]:
        """Those of the municipality that a value names; all of them where none does."""
        ags = next((one for text in texts if (one := ags_of(text)) in self._ags), None)
        return [one for one in self._known.values() if ags is None or one.municipality == ags]

    def _around(self, shape: shapely.Geometry) -> dict[str, float]:
        """The share of the shape in each known district that it meets."""
        if not len(self._areas):
            return {}
        shared = shapely.area(shapely.intersection(self._areas, shape))
        whole = max(float(shapely.area(shape)), 1e-9)
        return {
            key: float(area) / whole
            for key, area in zip(self._keys, shared, strict=True)
            if area > 0
        }


def ags_of(text: str) -> str | None:
    """The AGS in a value: eight digits, or those of the twelve-digit regional key.

    A leading zero that a spreadsheet has lost is put back.
    """
    if not text.isdecimal():
        return None
    if len(text) in (_AGS_DIGITS - 1, _AGS_DIGITS):
        return text.zfill(_AGS_DIGITS)
    if len(text) in (_ARS_DIGITS - 1, _ARS_DIGITS):
        whole = text.zfill(_ARS_DIGITS)
        return whole[:5] + whole[9:]
    return None


def name_anew(rows: Sequence[Row], municipalities: Sequence[KnownDistrict]) -> list[DistrictMatch]:
    """Keys for the districts of a town that knows none yet: municipality and name."""
    known = {one.key for one in municipalities}
    place = Matcher(municipalities, {})
    matches = []
    for row in rows:
        named = next((one for value in row.values if (one := ags_of(str(value))) in known), None)
        ags = named or place.place_of(row.shape)
        key = district_key(ags, row.name) if ags and row.name else None
        matches.append(DistrictMatch(row.number, row.name or "", key, "new" if key else "none"))
    return matches


def overlaps(shapes: Shapes, least_m2: float = 1.0) -> list[tuple[int, int, float]]:
    """Pairs that cover the same ground, by index, and how much of it, in m²."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    return [
        (int(one), int(other), float(area))
        for one, other, area in zip(first, second, shared, strict=True)
        if area >= least_m2
    ]


def _only(keys: Iterable[str]) -> str | None:
    """The one key there is; None where there are none or several."""
    found = list(keys)
    return found[0] if len(found) == 1 else None
