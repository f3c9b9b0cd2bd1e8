"""Words for coordinate reference systems and for how exact a conversion is."""

from collections.abc import Mapping
from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from mapper.i18n.translator import N_, Translator

_UTM = N_("ETRS89 / UTM zone {zone}")
_UTM_8 = N_("ETRS89 / UTM zone {zone}, eastings with {zone} in front (8 digits)")
_UTM_7 = N_("ETRS89 / UTM zone {zone}, eastings with 3 in front (7 digits)")
_GAUSS_BESSEL = N_("Gauss-Krüger zone {zone}, Bessel (DHDN)")
_GAUSS_RAUENBERG = N_("Gauss-Krüger zone {zone}, Bessel (RD/83)")
_GAUSS_KRASSOWSKI = N_("Gauss-Krüger zone {zone}, Krassowski (S42/83)")
_UTM_WGS84 = N_("WGS 84 / UTM zone {zone}")

_NAMES: Mapping[str, tuple[str, int]] = {
    "EPSG:25832": (_UTM, 32),
    "EPSG:25833": (_UTM, 33),
    "EPSG:4647": (_UTM_8, 32),
    "EPSG:5650": (_UTM_8, 33),
    "ESRI:102328": (_UTM_7, 32),
    "ESRI:102359": (_UTM_7, 33),
    "EPSG:32632": (_UTM_WGS84, 32),
    "EPSG:32633": (_UTM_WGS84, 33),
    "EPSG:31466": (_GAUSS_BESSEL, 2),
    "EPSG:31467": (_GAUSS_BESSEL, 3),
    "EPSG:31468": (_GAUSS_BESSEL, 4),
    "EPSG:31469": (_GAUSS_BESSEL, 5),
    "EPSG:5676": (_GAUSS_BESSEL, 2),
    "EPSG:5677": (_GAUSS_BESSEL, 3),
    "EPSG:5678": (_GAUSS_BESSEL, 4),
    "EPSG:5679": (_GAUSS_BESSEL, 5),
    "EPSG:3398": (_GAUSS_RAUENBERG, 4),
    "EPSG:3399": (_GAUSS_RAUENBERG, 5),
    "EPSG:2398": (_GAUSS_KRASSOWSKI, 4),
    "EPSG:2399": (_GAUSS_KRASSOWSKI, 5),
    "EPSG:5674": (_GAUSS_KRASSOWSKI, 4),
    "EPSG:5675": (_GAUSS_KRASSOWSKI, 5),
    "EPSG:4326": (N_("WGS 84, degrees of longitude and latitude (GPS)"), 0),
    "EPSG:4258": (N_("ETRS89, degrees of longitude and latitude"), 0),
    "EPSG:3857": (N_("WGS 84 / Web Mercator (web maps)"), 0),
    "EPSG:3068": (N_("Soldner Berlin"), 0),
    "EPSG:3035": (N_("ETRS89 / LAEA Europe"), 0),
}

_METRE_M = 0.005
_KILOMETRE_M = 10_000.0


def name_system(code: str, translator: Translator) -> str:
    """A system by the name that people know, with its code: Gauß-Krüger … (EPSG:31468)."""
    if code in _NAMES:
        words, zone = _NAMES[code]
        return f"{translator.gettext(words).format(zone=zone)} ({code})"
    registered = _registered(code)
    return f"{registered} ({code})" if registered else code


def name_reading(code: str, translator: Translator, *, swapped: bool = False) -> str:
    """A system and the order of its axes where that is the other way round."""
    name = name_system(code, translator)
    if not swapped:
        return name
    return translator.gettext("{system}, axes swapped").format(system=name)


def tell_accuracy(accuracy_m: float | None, translator: Translator) -> str:
    """A sentence: how exact a conversion is. None means exactly, below 0 that nobody knows."""
    if accuracy_m is None:
        return translator.gettext("The conversion is exact.")
    if accuracy_m < 0:
        return translator.gettext("Nobody states how exact the conversion is in this place.")
    words = translator.gettext("Accuracy of the conversion: about {distance}")
    return words.format(distance=tell_distance(accuracy_m, translator))


def tell_missing_grid(grid: str | None, translator: Translator) -> str:
    """A sentence where a file on the server would make the conversion better; else empty."""
    if grid is None:
        return ""
    words = translator.gettext("It would be more exact if the server had the file {file}.")
    return words.format(file="BETA2007.gsb" if "BETA2007" in grid else grid)


UNIT_HINTS: Mapping[str, str] = {
    "kilometres": N_(
        "The coordinates seem to be in kilometres. Please have the file saved in metres."
    ),
    "centimetres": N_(
        "The coordinates seem to be in centimetres. Please have the file saved in metres."
    ),
    "millimetres": N_(
        "The coordinates seem to be in millimetres. Please have the file saved in metres."
    ),
    "gon": N_("The coordinates seem to be in gon. Please have the file saved in degrees."),
}
"""What to do where numbers fit in another unit only, by `CrsFinding.unit`."""


def tell_unit(unit: str | None, translator: Translator) -> str:
    """A sentence where the numbers of a file are in a unit that no system has; else empty."""
    return translator.gettext(UNIT_HINTS.get(unit or "", ""))


def tell_shift(shift_m: float, translator: Translator) -> str:
    """A sentence: how far from the first candidate another one puts the data."""
    if shift_m < _METRE_M:
        return translator.gettext("In the same place as the first")
    words = translator.gettext("{distance} away from the first")
    return words.format(distance=tell_distance(shift_m, translator))


def tell_distance(metres: float, translator: Translator) -> str:
    """A distance as 0,1 m, 589 m or 411 km."""
    if metres >= _KILOMETRE_M:
        return f"{translator.format_number(round(metres / 1000))} km"
    digits = 0 if metres >= 10 else 1 if metres >= 0.1 else 2  # noqa: PLR2004
    return f"{translator.format_number(round(metres, digits))} m"


@lru_cache(maxsize=256)
def _registered(code: str) -> str | None:
    """The name in the register; None where the code is in none."""
    try:
        return str(CRS.from_user_input(code).name)
    except CRSError:
        return None
