"""Where ideas shall lie, without drawing: around a place, close to objects, inside of one."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.areas import Area, Circle, Inside, Near
from mapper.i18n import Translator
from mapper.i18n.labels import label
from mapper.planning.circle_words import circle_around, is_around
from mapper.planning.names import PARAMETER_NAMES, Names
from mapper.services.object_names import MOST_NAMES
from mapper.services.places import NamedPlace
from mapper.ui import cache
from mapper.ui.components import planning_store
from mapper.ui.components.planning_fields import change_filters, choose_one, entered, forget
from mapper.ui.context import Context

_RADII = (100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000)
_RADIUS = 500
_DISTANCES = (0, 25, 50, 100, 200, 300, 500, 1000, 2000, 5000)
_DISTANCE = 200


def choose_area(area: Area | None, names: Names, words: Translator) -> None:
    """A circle around a place, whose radius may also be that of a drawn one."""
    _ = words.gettext
    circle = area if isinstance(area, Circle) else None
    at = next(
        (name for name, one in names.places.items() if circle and is_around(circle, one)),
        None,
    )
    choose_one(
        "circle_place",
        _("Around a place"),
        list(names.places),
        at,
        str,
        lambda name: _place_changed(names.places.get(name)),
        placeholder=_("choose a place"),
    )
    choose_one(
        "circle_radius",
        _("Radius of the circle"),
        _RADII,
        circle.radius_m if circle else _RADIUS,
        lambda radius: _metres(radius, words),
        _radius_changed,
    )
    hint = _("Or draw on the map: “Draw an area” and “Draw a circle” are at its top left.")
    st.html(Markup('<p class="ik-help">{}</p>').format(hint))


def choose_near(near: Near | None, names: Names, words: Translator) -> None:
    """A layer, and how far from its objects."""
    _ = words.gettext
    choose_one(
        "near_layer",
        label(PARAMETER_NAMES, "near", words),
        names.near,
        near.layer if near else None,
        names.layer,
        _near_changed,
        placeholder=_("choose a layer"),
    )
    choose_one(
        "near_distance",
        _("At most so far away"),
        _DISTANCES,
        near.distance_m if near else _DISTANCE,
        lambda metres: _metres(metres, words),
        lambda _: _near_changed(entered("near_layer")),
        disabled=entered("near_layer") is None,
    )


def choose_inside(inside: Inside | None, names: Names, here: Context) -> None:
    """A layer with areas, and one of them by its name."""
    words = here.translator
    _ = words.gettext
    choose_one(
        "inside_layer",
        label(PARAMETER_NAMES, "inside", words),
        list(names.inside),
        inside.layer if inside else None,
        names.layer,
        _inside_layer_changed,
        placeholder=_("choose a layer"),
    )
    version = names.inside.get(entered("inside_layer"))
    objects = cache.object_names(here, version) if version else ()
    choose_one(
        "inside_name",
        _("Object of this layer"),
        objects[:MOST_NAMES],
        inside.name if inside and inside.layer == entered("inside_layer") else None,
        str,
        _inside_changed,
        placeholder=_("choose an object"),
        disabled=not objects,
    )
    remark = ""
    if len(objects) > MOST_NAMES:
        remark = _("This layer has more names. Only the first {count} can be chosen.").format(
            count=words.format_number(MOST_NAMES)
        )
    elif version and not objects:
        remark = _("The objects of this layer have no names.")
    place = st.empty()
    if remark:
        place.html(Markup('<p class="ik-help">{}</p>').format(remark))


def _metres(count: int, words: Translator) -> str:
    return f"{words.format_number(count)} m"


def _place_changed(place: NamedPlace | None) -> None:
    radius = entered("circle_radius") or _RADIUS
    change_filters(area=circle_around(place, radius) if place else None)


def _radius_changed(radius: int) -> None:
    area = planning_store.stored().filters.area
    if isinstance(area, Circle):
        change_filters(area=replace(area, radius_m=radius))


def _near_changed(layer: str | None) -> None:
    change_filters(near=Near(layer, entered("near_distance")) if layer else None)


def _inside_layer_changed(_: str | None) -> None:
    # Nothing is asked for before an object is chosen.
    change_filters(inside=None)
    forget("inside_name")


def _inside_changed(name: str | None) -> None:
    layer = entered("inside_layer")
    change_filters(inside=Inside(layer, name) if layer and name else None)
