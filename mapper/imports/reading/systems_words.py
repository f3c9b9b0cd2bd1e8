"""What the words of a file say about its coordinate reference system."""

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyproj import CRS
from pyproj.exceptions import CRSError

from mapper.errors import ImportRefusedError
from mapper.imports.reading.systems_known import DATUMS, KNOWN, NAMES, SAME_AS, UNOFFICIAL

_DEFINITION = re.compile(r"(?i)(proj|geog|geod|compd|bound)\w*\s*[\[(]|\+(proj|init)=|epsg:")
# PROJ opens the files that a definition names, wherever they lie.
_FILES = re.compile(r"(?i)parameterfile|\b(init|file)\s*=|^\s*\{")
_GRIDS = re.compile(r"(?i)\+?\b\w*grids\s*=\s*(?!@null\b)\S*")
_EXTENSIONS = re.compile(r',?\s*\bextension\s*[\[(]\s*"[^"]*"\s*,\s*"[^"]*"\s*[\])]', re.IGNORECASE)
SURE = 0.9
"""From here on words mean a system."""
_PERHAPS = 0.5
_MOST = 20_000
_NAME_CHARACTERS = 120
_MOVED = {"DHDN": (500.0, 700.0), "S42/83": (20.0, 30.0)}
"""Metres in x to the centre of WGS84, where a definition gives no name but parameters."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words mean.

    `code` is None where they mean nothing for sure; `plain` says that they hold the code itself.
    `confidence` is by code, the best first.
    """

    name: str | None
    code: str | None = None
    plain: bool = False
    confidence: tuple[tuple[str, float], ...] = ()

    def confidence_of(self, code: str) -> float | None:
        """How surely the words mean a system; None where they say nothing of it."""
        return dict(self.confidence).get(code)


def words_of(path: Path, crs: str | None) -> str | None:
    """The words that a file itself has, where the driver has translated them already.

    Parameters
    ----------
    crs
        As the driver tells it; used for everything but shapefiles, whose .prj holds the words.
    """
    if path.suffix.lower() == ".shp":
        for beside in path.parent.glob(f"{_pattern(path.stem)}.*"):
            if beside.suffix.lower() == ".prj":
                text = (
                    beside.read_bytes()[:_MOST].decode("utf-8", errors="replace").strip("﻿\0 \r\n")
                )
                if _DEFINITION.match(text):
                    return text
    return crs or None


def _pattern(name: str) -> str:
    """A name as a pattern that matches nothing else."""
    return re.sub(r"([*?[])", r"[\1]", name)


def understand(words: str | None) -> Meaning:
    """What words say; nothing of what cannot be read is an error."""
    text = (words or "").strip()[:_MOST]
    if not text:
        return Meaning(None)
    said = _by_name(text) or _by_definition(text)
    return said or Meaning(text[:_NAME_CHARACTERS])


def canonical(code: str) -> str:
    """The code of a system that a person chose, in the one way it is written here.

    Raises
    ------
    ImportRefusedError
        Nothing is called so, or it has heights or positions in space.
    """
    text = code.strip()
    if text.isdigit():
        text = f"EPSG:{text}"
    if not re.fullmatch(r"[\w:./#+-]{1,80}", text):
        raise ImportRefusedError("unknown_crs", got=text[:80])
    meant = understand(text).code
    if meant is None:
        raise ImportRefusedError("unusable_crs" if _exists(text) else "unknown_crs", got=text)
    return meant


def _exists(text: str) -> bool:
    return _parse(text) is not None


def _by_name(text: str) -> Meaning | None:
    """Codes and names that are no definitions."""
    bare = re.sub(r"(?i)^(urn:adv:crs:|de_)", "", text)
    for pattern, code in NAMES.items():
        if re.fullmatch(pattern, bare, re.IGNORECASE):
            return Meaning(text, code, plain=False, confidence=((code, 1.0),))
    found = re.search(
        r"(?i)^(?:.*epsg\.xml#|(?:\+init=)?epsg[:/ ]*)(\d{3,6})(?:\s*\+no_defs)?\s*$", text
    )
    if not found:
        return None
    code = f"EPSG:{found[1]}"
    if code in UNOFFICIAL:
        return Meaning(text, confidence=tuple((one, _PERHAPS) for one in UNOFFICIAL[code]))
    return _by_definition(code) or _by_definition(f"ESRI:{found[1]}") or Meaning(text)


def _by_definition(text: str) -> Meaning | None:
    crs = _parse(text)
    if crs is None:
        return None
    name = text if len(text) <= _NAME_CHARACTERS and "[" not in text else _called(text, crs)
    flat = _horizontal(crs)
    if flat is None or flat.name.startswith("Undefined"):
        return Meaning(name)
    stated = _stated(flat)
    if stated is not None:
        if _agree(flat, stated):
            return Meaning(name, stated, plain=True, confidence=((stated, 1.0),))
        either = dict.fromkeys((stated, *dict(_alike(crs, flat))))
        return Meaning(name, confidence=tuple((one, _PERHAPS) for one in either))
    authority = flat.to_authority(min_confidence=100)
    if authority is not None:
        code = SAME_AS.get(":".join(authority), ":".join(authority))
        return Meaning(name, code, confidence=((code, 1.0),))
    alike = _alike(crs, flat)
    sure = [code for code, confidence in alike if confidence >= SURE]
    return Meaning(name, sure[0] if sure else None, confidence=alike)


def _parse(text: str) -> CRS | None:
    if _FILES.search(text):
        return None
    try:
        return CRS.from_user_input(_GRIDS.sub("", _EXTENSIONS.sub("", text)))
    except CRSError:
        return None


def _stated(crs: CRS) -> str | None:
    """The code that stands in a definition."""
    code = crs.to_json_dict().get("id")
    if not code:
        return None
    said = f"{code['authority']}:{code['code']}"
    return SAME_AS.get(said, said)


def _called(text: str, crs: CRS) -> str:
    """The name that stands in a definition; PROJ may have given it another one."""
    found = re.match(r"\s*\w+\s*[\[(]\s*\"([^\"]{1,120})\"", text)
    return (found[1] if found else crs.name)[:_NAME_CHARACTERS]


def _horizontal(crs: CRS) -> CRS | None:
    """The part that says where on the map; None for heights and positions in space."""
    while crs.is_bound or crs.is_compound:
        inner = crs.source_crs if crs.is_bound else crs.sub_crs_list[0]
        if inner is None:
            return None
        crs = inner
    if not (crs.is_geographic or crs.is_projected):
        return None
    return crs.to_2d() if len(crs.axis_info) > 2 else crs  # noqa: PLR2004 - third: height


def _agree(crs: CRS, code: str) -> bool:
    """Whether a definition is that of the code it carries."""
    try:
        known = CRS.from_user_input(code)
    except CRSError:
        return False
    mine, its = _signature(crs), _signature(known)
    return mine is None or its is None or mine == its


def _alike(crs: CRS, flat: CRS) -> tuple[tuple[str, float], ...]:
    """Known systems with the same ellipsoid and projection, with how sure the datum is."""
    mine = _signature(flat)
    datum = _datum(crs, flat)
    found = {}
    for code, its in KNOWN.items():
        if mine is not None and mine == _signature_of(code):
            if datum == its:
                found[code] = 0.95
            elif datum is None:
                found[code] = SURE if its in {"ETRS89", "WGS84"} else _PERHAPS
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


def _datum(crs: CRS, flat: CRS) -> str | None:
    """The datum, by name, by name of the ellipsoid for the new ones, or by given parameters."""
    base = flat.geodetic_crs
    named = " ".join(
        str(one.name) for one in (base, base and base.datum) if one is not None
    ).lower()
    named = named.split("using towgs84")[0]
    for datum, pattern in DATUMS:
        if re.search(pattern, named):
            return datum
    operation = crs.coordinate_operation if crs.is_bound else None
    shift = next(iter(operation.towgs84), None) if operation else None
    for datum, (least, most) in _MOVED.items():
        if shift is not None and least <= shift <= most:
            return datum
    return None


@lru_cache
def _signature_of(code: str) -> tuple[object, ...] | None:
    return _signature(CRS.from_user_input(code))


def _signature(crs: CRS) -> tuple[object, ...] | None:
    """Ellipsoid, unit and projection; equal ones differ in nothing but the datum."""
    ellipsoid, meridian = crs.ellipsoid, crs.prime_meridian
    if ellipsoid is None or meridian is None or meridian.longitude:
        return None
    shape = (
        round(ellipsoid.semi_major_metre, 2),
        round(ellipsoid.inverse_flattening, 6),
        round(crs.axis_info[0].unit_conversion_factor, 9),
    )
    if crs.is_geographic:
        return ("degrees", *shape)
    operation = crs.coordinate_operation
    if operation is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = {
            re.sub(r"\W+", "_", one.name.lower()): round(float(one.value), 9)
            for one in operation.params
        }
    return (operation.method_name, *shape, *sorted(values.items()))
