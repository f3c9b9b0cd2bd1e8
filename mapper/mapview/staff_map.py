"""The map on pages for staff: mounts its component and reads what it hands back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

import streamlit as st

from mapper.domain.geodata import is_lon_lat
from mapper.domain.statuses import PlaceCertainty
from mapper.i18n import Translator
from mapper.i18n.component_staff import STAFF_MESSAGES
from mapper.i18n.labels import translate_labels

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_PICKED = "picked"


@dataclass(frozen=True, slots=True)
class PickedPlace:
    """A place of an idea: `lon, lat` in EPSG:4326 for a point, a district's key for a district.

    Of a point the district is what is known of it; whoever stores a point works it out anew.
    """

    place_certainty: PlaceCertainty
    lon: float | None = None
    lat: float | None = None
    district: str | None = None


def with_staff_texts(data: Mapping[str, Any], translator: Translator) -> dict[str, Any]:
    """The component's data with the words that only pages for staff show."""
    own = translate_labels(STAFF_MESSAGES, translator)
    return {**data, "messages": {**data["messages"], **own}}


def mount_staff_map(data: Mapping[str, Any], *, key: str) -> object:
    """Mount the component; what it told with `picked` last, None before it told anything."""
    default = {_PICKED: None}
    result = _component()(key=key, data=dict(data), default=default, on_picked_change=lambda: None)
    return result.get(_PICKED)


def told_by(key: str) -> object:
    """What a mounted component told last, also in a callback, before the page is drawn anew."""
    state = st.session_state.get(key)
    return state.get(_PICKED) if isinstance(state, Mapping) else None


def read_picked(value: object, districts: Collection[str]) -> tuple[str, PickedPlace] | None:
    """The key of a choice, and the place chosen; None for anything a browser made up."""
    if not isinstance(value, Mapping) or not isinstance(value.get("key"), str):
        return None
    match value.get("place_certainty"):
        case "point":
            lon, lat = value.get("lon"), value.get("lat")
            if _is_number(lon) and _is_number(lat) and is_lon_lat(lon, lat):
                return value["key"], PickedPlace(PlaceCertainty.POINT, float(lon), float(lat))
        case "district":
            district = value.get("district")
            if isinstance(district, str) and district in districts:
                return value["key"], PickedPlace(PlaceCertainty.DISTRICT, district=district)
        case "none":
            return value["key"], PickedPlace(PlaceCertainty.NONE)
    return None


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component("mapper.staff_map", js="staff.js", css="staff.css")
