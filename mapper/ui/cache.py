"""What every reader sees alike, kept for some seconds: menus, areas, and where data come from.

Nothing in here may depend on a reader's language, address or rights.
"""

from datetime import date
from itertools import chain
from typing import Any

import streamlit as st

from mapper.mapview.overlays import Shown
from mapper.services.access import SignedIn
from mapper.services.describe_data import DataDescription, describe_data
from mapper.services.first_month import find_first_month
from mapper.services.layer_files import LAYER_FOLDER, LayerFiles
from mapper.services.layers import list_layers, list_shown
from mapper.services.map_services import list_shown_services
from mapper.services.object_names import list_object_names
from mapper.services.page_texts import read_page_texts
from mapper.services.round_area import load_area
from mapper.services.rounds import Choices, load_choices
from mapper.ui.context import Context

SECONDS = 20
MONTH_SECONDS = 60
EDITED_SECONDS = 3
"""What staff edit is seen by everyone after so long, whichever process serves them."""


def choices(here: Context) -> Choices:
    """Rounds, action fields and places."""
    return _choices(here.settings.database_url, here)


def round_area(here: Context, keys: tuple[str, ...]) -> dict[str, Any] | None:
    """Where a round asks; None for everywhere."""
    return _round_area(here.settings.database_url, keys, here)


def datasets(here: Context) -> tuple[DataDescription, ...]:
    """What the map is drawn from."""
    return _datasets(here.settings.database_url, here)


def shown(here: Context) -> list[Shown]:
    """Layers and other servers' maps, the lowest first; for staff with what is for them only."""
    if here.actor is not None:
        return _read_shown(here, here.who)
    return _shown(here.settings.database_url, here)


def file_sizes(here: Context) -> dict[str, dict[str, int]]:
    """Bytes of the files of public layers, by layer and ending, as far as they were written."""
    return _file_sizes(here.settings.database_url, here)


def page_texts(here: Context) -> dict[tuple[str, str], str]:
    """Legal texts in place of the profile's, by name and language."""
    return _page_texts(here.settings.database_url, here)


def object_names(here: Context, version_id: int) -> tuple[str, ...]:
    """Names of a layer's objects; the version is one that this reader is shown."""
    return _object_names(here.settings.database_url, version_id, here)


def first_month(here: Context) -> date | None:
    """The first day of the month of the first published idea."""
    return _first_month(here.settings.database_url, here)


def forget_edited() -> None:
    """Read anew what staff edit: what they have changed is seen at once."""
    for kept in (_choices, _page_texts, _shown, _datasets, _file_sizes, _round_area):
        kept.clear()


@st.cache_data(ttl=MONTH_SECONDS, show_spinner=False)
def _first_month(database_url: str | None, _here: Context) -> date | None:
    return find_first_month(_here.sessions)


@st.cache_data(ttl=SECONDS, show_spinner=False, max_entries=20)
def _object_names(database_url: str | None, version_id: int, _here: Context) -> tuple[str, ...]:
    return list_object_names(_here.sessions, version_id)


@st.cache_data(ttl=EDITED_SECONDS, show_spinner=False)
def _page_texts(database_url: str | None, _here: Context) -> dict[tuple[str, str], str]:
    return read_page_texts(_here.sessions)


@st.cache_data(ttl=EDITED_SECONDS, show_spinner=False)
def _choices(database_url: str | None, _here: Context) -> Choices:
    return load_choices(_here.sessions)


@st.cache_data(ttl=SECONDS, show_spinner=False)
def _file_sizes(database_url: str | None, _here: Context) -> dict[str, dict[str, int]]:
    files = LayerFiles(_here.settings.home / LAYER_FOLDER)
    return {one.slug: files.sizes(one) for one in list_layers(_here.sessions)}


@st.cache_data(ttl=EDITED_SECONDS, show_spinner=False)
def _shown(database_url: str | None, _here: Context) -> list[Shown]:
    return _read_shown(_here, None)


def _read_shown(here: Context, who: SignedIn | None) -> list[Shown]:
    both = (list_shown(here.backoffice, who), list_shown_services(here.backoffice, who))
    return sorted(chain.from_iterable(both), key=lambda one: one.place)


@st.cache_data(ttl=SECONDS, show_spinner=False)
def _round_area(
    database_url: str | None, keys: tuple[str, ...], _here: Context
) -> dict[str, Any] | None:
    return load_area(_here.sessions, keys)


@st.cache_data(ttl=EDITED_SECONDS, show_spinner=False)
def _datasets(database_url: str | None, _here: Context) -> tuple[DataDescription, ...]:
    return describe_data(_here.sessions)
