"""Filters of place and words, said so that a person understands them."""

from collections.abc import Iterator

import numpy as np

from mapper.domain.areas import DECIMALS, Area, Circle, Inside, Near, Polygon
from mapper.domain.filters import Filters
from mapper.geo.crs import to_metres
from mapper.geo.regions import draw_area
from mapper.i18n import Translator
from mapper.services.places import NamedPlace
from mapper.ui.components.planning_names import Names
from mapper.ui.components.planning_rows import describe_places

_SQUARE_KM = 1_000_000


def describe_single(filters: Filters, names: Names, words: Translator) -> Iterator[tuple[str, str]]:
    """Field and words of each filter that has one value, in the order of the page."""
    if filters.text:
        yield "text", words.gettext("Text: {words}").format(words=filters.text)
    if filters.area:
        yield "area", describe_area(filters.area, names, words)
    if filters.near:
        yield "near", describe_near(filters.near, names, words)
    if filters.inside:
        yield "inside", describe_inside(filters.inside, names, words)
    if filters.placed:
        yield "placed", names.placed.get(filters.placed, filters.placed)
    if filters.min_supports:
        count = filters.min_supports
        sentence = words.ngettext("At least {count} support", "At least {count} supports", count)
        yield "min_supports", sentence.format(count=words.format_number(count))


def describe_area(area: Area, names: Names, words: Translator) -> str:
    """A circle by its radius and the nearest place, a polygon by its size."""
    if isinstance(area, Polygon):
        size = float(f"{draw_area(area).area / _SQUARE_KM:.2g}")
        return words.gettext("Drawn area ({size} km²)").format(size=words.format_number(size))
    metres = words.format_number(area.radius_m)
    around = next((name for name, one in names.places.items() if is_around(area, one)), None)
    if around:
        return words.gettext("{metres} m around {place}").format(metres=metres, place=around)
    centre = np.array([to_metres(area.lon, area.lat)])
    where = describe_places(centre, list(names.places.values()), words)[0]
    return words.gettext("Circle of {metres} m: {where}").format(metres=metres, where=where)


def describe_near(near: Near, names: Names, words: Translator) -> str:
    """How far from which layer."""
    if near.distance_m == 0:
        return words.gettext("In or on: {layer}").format(layer=names.layer(near.layer))
    return words.gettext("At most {metres} m from: {layer}").format(
        metres=words.format_number(near.distance_m), layer=names.layer(near.layer)
    )


def describe_inside(inside: Inside, names: Names, words: Translator) -> str:
    """Which object, and of which layer."""
    return words.gettext("Inside {name} ({layer})").format(
        name=inside.name, layer=names.layer(inside.layer)
    )


def circle_around(place: NamedPlace, radius_m: int) -> Circle:
    """A circle around a place, as its address gives it again."""
    return Circle(round(place.lon, DECIMALS), round(place.lat, DECIMALS), radius_m)


def is_around(circle: Circle, place: NamedPlace) -> bool:
    """True when the place is the centre."""
    return circle_around(place, circle.radius_m) == circle
