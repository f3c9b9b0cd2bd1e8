"""A profile's facts: CSV files read into checked values."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mapper.domain.geodata import (
    DIRECTIONS,
    DistrictFact,
    Facts,
    GreenSpaceFact,
    LonLat,
    NeighbouringPlace,
    SettlementPart,
    district_key,
    is_lon_lat,
)
from mapper.domain.profile import Landmark
from mapper.errors import ProfileError

T = TypeVar("T")


class Row:
    """One row of a CSV file; every wrong cell is refused with file, line and column."""

    def __init__(self, where: str, cells: dict[str, str]) -> None:
        self._where = where
        self._cells = cells

    def refuse(self, column: str, problem: str) -> ProfileError:
        """The error that names this row's file, line and column."""
        return ProfileError(f"{self._where}: {column}", problem)

    def text(self, column: str) -> str:
        """A cell that is not empty."""
        value = self.optional(column)
        if value is None:
            raise self.refuse(column, "is missing")
        return value

    def optional(self, column: str) -> str | None:
        """A cell, or None where it is empty."""
        return (self._cells.get(column) or "").strip() or None

    def optional_of(self, column: str, allowed: tuple[str, ...]) -> str | None:
        """A cell out of `allowed`, or None where it is empty."""
        value = self.optional(column)
        if value is not None and value not in allowed:
            raise self.refuse(column, f"must be one of {', '.join(allowed)}, not '{value}'")
        return value

    def number(self, column: str) -> float | None:
        """A positive number, or None where the cell is empty."""
        value = self._float(column)
        if value is not None and value <= 0:
            raise self.refuse(column, f"must be more than 0, not {value:g}")
        return value

    def count(self, column: str) -> int | None:
        """A whole number, or None where the cell is empty."""
        value = self.optional(column)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit()):
            raise self.refuse(column, f"must be a whole number, not '{value}'")
        return int(value)

    def point(self, prefix: str = "") -> LonLat | None:
        """Longitude and latitude from `<prefix>lon` and `<prefix>lat`, or None without both."""
        lon, lat = self._float(f"{prefix}lon"), self._float(f"{prefix}lat")
        if lon is None and lat is None:
            return None
        if lon is None or lat is None or not is_lon_lat(lon, lat):
            raise self.refuse(f"{prefix}lon, {prefix}lat", "must be a longitude and a latitude")
        return lon, lat

    def points(self, *prefixes: str) -> tuple[LonLat, ...]:
        """The points under these prefixes, each once."""
        found = (self.point(prefix) for prefix in prefixes)
        return tuple(dict.fromkeys(point for point in found if point is not None))

    def ags(self, known: frozenset[str]) -> str:
        """The AGS of a municipality of the profile."""
        value = self.text("ags")
        if value not in known:
            raise self.refuse("ags", f"is no municipality of town.toml: '{value}'")
        return value

    def _float(self, column: str) -> float | None:
        value = self.optional(column)
        try:
            return None if value is None else float(value)
        except ValueError:
            raise self.refuse(column, f"must be a number, not '{value}'") from None


def read_facts(folder: Path, municipalities: frozenset[str]) -> Facts:
    """The facts of a profile folder; `municipalities` holds the AGS its rows may name."""
    districts = _each(folder / "districts.csv", lambda row: _district(row, municipalities))
    keys = frozenset(one.key for one in districts)
    if len(keys) < len(districts):
        raise ProfileError("districts.csv", "names a district twice")
    return Facts(
        districts=districts,
        settlement_parts=_each(
            folder / "settlement_parts.csv", lambda row: _part(row, municipalities, keys)
        ),
        green_spaces=_each(
            folder / "green_spaces.csv", lambda row: _green_space(row, municipalities, keys)
        ),
        neighbouring_places=_each(folder / "neighbouring_places.csv", _neighbour),
    )


def read_landmarks(folder: Path, municipalities: frozenset[str]) -> tuple[Landmark, ...]:
    """The landmarks of a profile folder, none where it holds no landmarks.csv."""
    return _each(folder / "landmarks.csv", lambda row: _landmark(row, municipalities))


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for cells in reader:
                where = f"{path.name}, line {reader.line_num}"
                if None in cells or None in cells.values():
                    raise ProfileError(where, "has more or fewer cells than the first line")
                yield Row(where, cells)
    except UnicodeDecodeError:
        raise ProfileError(path.name, "is not written in UTF-8") from None


def _each(path: Path, read: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(read(row) for row in _rows(path)) if path.is_file() else ()


def _district(row: Row, municipalities: frozenset[str]) -> DistrictFact:
    return DistrictFact(
        municipality=row.ags(municipalities),
        name=row.text("name"),
        kind=row.text("kind"),
        area_km2=row.number("area_km2"),
        points=row.points("stop_", "encyclopedia_"),
        population=row.count("population"),
        population_date=row.optional("population_date"),
        population_source=row.optional("population_source"),
    )


def _part(row: Row, municipalities: frozenset[str], keys: frozenset[str]) -> SettlementPart:
    ags = row.ags(municipalities)
    return SettlementPart(
        municipality=ags,
        name=row.text("name"),
        districts=_district_keys(row, "districts", ags, keys),
        points=row.points("stop_", "encyclopedia_"),
        source=row.optional("source"),
    )


def _green_space(row: Row, municipalities: frozenset[str], keys: frozenset[str]) -> GreenSpaceFact:
    ags = row.ags(municipalities)
    return GreenSpaceFact(
        municipality=ags,
        name=row.text("name"),
        kind=row.text("kind"),
        districts=_district_keys(row, "districts", ags, keys),
        point=row.point(),
        near=row.optional("near"),
        direction=row.optional_of("direction", DIRECTIONS),
        area_ha=row.number("area_ha"),
        position=row.text("position"),
        source=row.text("source"),
    )


def _neighbour(row: Row) -> NeighbouringPlace:
    point = row.point()
    if point is None:
        raise row.refuse("lon, lat", "are missing")
    return NeighbouringPlace(name=row.text("name"), point=point, source=row.text("source"))


def _landmark(row: Row, municipalities: frozenset[str]) -> Landmark:
    point = row.point()
    if point is None:
        raise row.refuse("lon, lat", "are missing")
    return Landmark(
        name=row.text("name"),
        kind=row.text("kind"),
        municipality=row.ags(municipalities),
        lon=point[0],
        lat=point[1],
        source=row.text("source"),
    )


def _district_keys(row: Row, column: str, ags: str, known: frozenset[str]) -> tuple[str, ...]:
    keys = tuple(district_key(ags, name.strip()) for name in row.text(column).split(";"))
    for key in keys:
        if key not in known:
            raise row.refuse(column, f"names no district of districts.csv: '{key}'")
    return keys
