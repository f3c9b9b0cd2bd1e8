"""Where circles lie, said so that a person understands it."""

import numpy as np

from mapper.domain.areas import DECIMALS, Circle
from mapper.geo.crs import to_metres
from mapper.i18n import Translator
from mapper.planning.names import Names
from mapper.planning.rows import describe_places
from mapper.services.places import NamedPlace


def describe_circle(circle: Circle, names: Names, words: Translator) -> str:
    """Its radius, and the place it is drawn around or the nearest one."""
    metres = words.format_number(circle.radius_m)
    around = next((name for name, one in names.places.items() if is_around(circle, one)), None)
    if around:
        return words.gettext("{metres} m around {place}").format(metres=metres, place=around)
    centre = np.array([to_metres(circle.lon, circle.lat)])
    where = describe_places(centre, list(names.places.values()), words)[0]
    return words.gettext("Circle of {metres} m: {where}").format(metres=metres, where=where)


def circle_around(place: NamedPlace, radius_m: int) -> Circle:
    """A circle around a place, as its address gives it again."""
    return Circle(round(place.lon, DECIMALS), round(place.lat, DECIMALS), radius_m)


def is_around(circle: Circle, place: NamedPlace) -> bool:
    """True when the place is the centre."""
    return circle_around(place, circle.radius_m) == circle
