"""Choosing another place for an idea, on a page for staff."""

from functools import partial

import streamlit as st

from mapper.mapview.citizen_map import build_map_data
from mapper.mapview.staff_map import (
    PickedPlace,
    mount_staff_map,
    read_picked,
    told_by,
    with_staff_texts,
)
from mapper.ui import cache
from mapper.ui.context import Context
from mapper.ui.provenance import provenance

_LAST = "picked_last_"


def show_place_picker(
    key: str, here: Context, *, present: PickedPlace, round_slug: str | None = None
) -> PickedPlace | None:
    """Show a map with an idea's present place, on which another is chosen.

    By mouse, finger or keys the map is moved under a crosshair; or a district is taken, or no
    place. Every choice is handed over once: in the run of the page that follows it.

    Parameters
    ----------
    key
        One per idea, for instance `f"place_{number}"`: with another key the map begins anew.
    present
        `PickedPlace(PlaceCertainty.POINT, lon, lat, district)` and so on, as stored; when it
        changes, the map shows the new one.
    round_slug
        Places outside this round's area are refused on the map already; None looks only for
        places outside the town.

    Returns
    -------
    PickedPlace | None
        What was chosen just now, for the service to check and store; None in every other run.
    """
    choices = cache.choices(here)
    data = build_map_data(
        "pick",
        here.profile,
        choices,
        here.translator,
        provenance=provenance(here),
        area_of=partial(cache.round_area, here),
        chosen_round=round_slug,
    )
    data |= {"round": round_slug or "", "present": _as_data(present)}
    told = mount_staff_map(with_staff_texts(data, here.translator), key=key)
    picked = read_picked(told, {one.key for one in choices.districts})
    if picked is None or st.session_state.get(_LAST + key) == picked[0]:
        return None
    st.session_state[_LAST + key] = picked[0]
    return picked[1]


def last_picked(key: str, here: Context) -> PickedPlace | None:
    """What was chosen last on the picker of this key, as long as it is shown.

    For the callback of a button: pressed right after a choice, it comes before the page has run
    with it.
    """
    districts = {one.key for one in cache.choices(here).districts}
    picked = read_picked(told_by(key), districts)
    return picked[1] if picked else None


def _as_data(place: PickedPlace) -> dict[str, object]:
    return {
        "place_certainty": place.place_certainty.value,
        "lon": place.lon,
        "lat": place.lat,
        "district": place.district,
    }
