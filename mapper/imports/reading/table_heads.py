"""What a table says of itself: separator, names of columns, which of them hold places."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import shapely

from mapper.imports.reading.coordinates import number_parser

SEPARATORS = ";\t|,"
"""The most telling first: commas may be decimal ones."""
_NAMED_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_ALIKE_SHARE = 0.7
_CLEARLY = 0.05

_PAIRS: tuple[tuple[set[str], set[str], bool], ...] = (
    (
        {"e", "east", "easting", "ost", "ostwert", "rechtswert", "rechts", "rw", "re"},
        {"n", "north", "northing", "nord", "nordwert", "hochwert", "hoch", "hw", "ho"},
        False,
    ),
    ({"x"}, {"y"}, False),
    ({"lon", "long", "lng", "longitude"}, {"lat", "latitude"}, True),
    (
        {"länge", "laenge", "längengrad", "laengengrad"},
        {"breite", "breitengrad"},
        True,
    ),
)
"""Names of columns east and north, and whether they mean degrees."""
_FILLING = re.compile(
    r"(utm|etrs|wgs|gk|koordinaten?|koord|coordinates?|coord|wert|meter|m|in|grad|dez|dezimal|geo|"
    r"geogr|geograf|geograph|geographische|geografische|punkt|point|pos|position|zone|33n?|32n?|84|"
    r"89|25833|25832|4326|centroid|mitte|dd)"
)
_WORD = re.compile(r"[^\W\d_]+|\d+[nN]?\b")
_JOINED = re.compile(r"(x|y)(?:koord|coord|wert)\w*|(?:koord|coord)\w*?(x|y)")
_SHAPE_TEXT = re.compile(
    r"\s*(SRID=(?P<srid>\d+);)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION|CURVE\w*|"
    r"SURFACE)\s*(Z|M|ZM)?\s*(\(|EMPTY)",
    re.IGNORECASE,
)
_BEGINNING = 60
_SHAPE_HEX = re.compile(r"0[01][0-9A-Fa-f]{16,}")
_ANYWHERE = ((-1e9, 1e9),)
_LON, _LAT = (-180.0, 180.0), (-90.0, 90.0)
_NEAR_LON, _NEAR_LAT = (5.0, 16.0), (46.0, 56.0)
_EASTINGS = ((200_000.0, 900_000.0), (32_200_000.0, 33_900_000.0), (2_200_000.0, 5_000_000.0))
_NORTHINGS = ((5_100_000.0, 6_200_000.0),)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the places stand: in two columns, or as shapes in one. `words` name the CRS."""

    x: int | None = None
    y: int | None = None
    shape: int | None = None
    words: str | None = None


def find_separator(lines: Sequence[str]) -> tuple[str, bool]:
    """What parts the cells, and whether the first line only names it, as spreadsheets do."""
    named = _NAMED_SEPARATOR.fullmatch(lines[0]) if lines else None
    if named:
        return named[1], True
    best, most = SEPARATORS[0], -_CLEARLY
    for separator in SEPARATORS:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        if counts and counts[0] > 1:
            alike = sum(count == counts[0] for count in counts) / len(counts)
            if alike > most + _CLEARLY:
                best, most = separator, alike
    return best, False


def has_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns, rather than being like those below it."""
    parse = number_parser(())

    def is_value(cell: str) -> bool:
        return not isnan(parse(cell)) or bool(
            _SHAPE_TEXT.match(cell[:_BEGINNING]) or _SHAPE_HEX.match(cell)
        )

    first, below = rows[0], rows[1:]
    if not below:
        return not any(map(is_value, first))
    for at, cell in enumerate(first):
        cells = [row[at] for row in below if at < len(row) and row[at]]
        alike = sum(map(is_value, cells)) > len(cells) / 2
        if alike and not is_value(cell):
            return True
    return not any(map(is_value, first))


def name_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Names that are all different, and none empty."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name = wanted = " ".join(cell.split()) or f"field_{number}"
        again = 1
        while name in names:
            again += 1
            name = f"{wanted}_{again}"
        names[name] = None
    return tuple(names)


def find_place(names: Sequence[str], columns: Sequence[Sequence[str]]) -> Place:
    """Which columns hold the places, by their names and what stands in them.

    Parameters
    ----------
    columns
        Some cells of each column, without empty ones.
    """
    for at, cells in enumerate(columns):
        texts = [found for cell in cells if (found := _SHAPE_TEXT.match(cell[:_BEGINNING]))]
        if cells and len(texts) >= _ALIKE_SHARE * len(cells):
            srid = int(texts[0]["srid"] or 0)
            return Place(shape=at, words=f"EPSG:{srid}" if srid else None)
        if cells and all(map(_SHAPE_HEX.match, cells)):
            srid = int(shapely.get_srid(shapely.from_wkb(cells[0], on_invalid="ignore")))
            return Place(shape=at, words=f"EPSG:{srid}" if srid > 0 else None)
    meanings = [
        _meaning(name) if _within(cells, _ANYWHERE) or not cells else ""
        for name, cells in zip(names, columns, strict=True)
    ]
    for xs, ys, degrees in _PAIRS:
        x = next((at for at, meaning in enumerate(meanings) if meaning in xs), None)
        y = next((at for at, meaning in enumerate(meanings) if meaning in ys), None)
        if x is None or y is None:
            continue
        if not degrees:
            return Place(x, y)
        if _within(columns[x], (_LON,)) and _within(columns[y], (_LAT,)):
            return Place(x, y, words="EPSG:4326")
    return _find_by_values(columns)


def _meaning(name: str) -> str:
    joined = _JOINED.fullmatch(name.casefold().replace("_", ""))
    if joined:
        return joined[1] or joined[2]
    words = [word for word in _WORD.findall(name.casefold()) if not _FILLING.fullmatch(word)]
    return words[0] if len(words) == 1 else ""


def _find_by_values(columns: Sequence[Sequence[str]]) -> Place:
    """The one pair of columns that holds places hereabouts; none where several might."""
    for easts, norths, words in (
        (_EASTINGS, _NORTHINGS, None),
        ((_NEAR_LON,), (_NEAR_LAT,), "EPSG:4326"),
    ):
        xs = [at for at, cells in enumerate(columns) if _within(cells, easts)]
        ys = [at for at, cells in enumerate(columns) if _within(cells, norths)]
        if len(xs) == 1 and len(ys) == 1:
            return Place(xs[0], ys[0], words=words)
    return Place()


def _within(cells: Sequence[str], ranges: Sequence[tuple[float, float]]) -> bool:
    parse = number_parser(cells)
    numbers = [parse(cell) for cell in cells]
    near = sum(any(low <= number <= high for low, high in ranges) for number in numbers)
    return bool(numbers) and near >= _ALIKE_SHARE * len(numbers)
