"""The page for GIS staff: its sections, and the one that is open."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from mapper.i18n import N_
from mapper.markup import items, link
from mapper.ui import look
from mapper.ui.components.admin_list import SECTION, section_link
from mapper.ui.components.geodata_imports import show_imports
from mapper.ui.components.geodata_layers import show_layers
from mapper.ui.components.geodata_qgis import show_qgis
from mapper.ui.components.geodata_services import show_services
from mapper.ui.components.geodata_versions import show_versions
from mapper.ui.context import Context


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its key in the address, its name, and how it is drawn."""

    key: str
    name: str
    show: Callable[[Context], None]


SECTIONS = (
    Section("imports", N_("Import"), show_imports),
    Section("layers", N_("Layers"), show_layers),
    Section("services", N_("Map services"), show_services),
    Section("versions", N_("Versions"), show_versions),
    Section("qgis", N_("QGIS"), show_qgis),
)


def show_geodata(here: Context) -> None:
    """The sections, and one of them."""
    _ = here.translator.gettext
    look.add_style("admin")
    for style in ("geodata", "geodata_upload", "geodata_import"):
        look.add_style(style)
    wanted = here.query.get(SECTION)
    chosen = next((one for one in SECTIONS if one.key == wanted), SECTIONS[0])
    look.page_title(_(chosen.name), here)
    with st.container(key="admin"):
        look.heading(_("Geodata"))
        st.html(_navigation(here, chosen))
        with st.container(key="geodata"):
            chosen.show(here)


def _navigation(here: Context, chosen: Section) -> Markup:
    _ = here.translator.gettext
    links = [
        link(
            section_link(here, one.key),
            _(one.name),
            **({"aria_current": "page"} if one is chosen else {}),
        )
        for one in SECTIONS
    ]
    return Markup('<nav class="ik-sections" aria-label="{}">{}</nav>').format(
        _("Sections of the geodata"), items(links)
    )
