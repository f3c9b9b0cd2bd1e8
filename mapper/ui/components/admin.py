"""The administrators' page: its sections, and the one that is open."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from mapper.domain.roles import Right
from mapper.i18n import N_
from mapper.markup import items, link
from mapper.ui import look
from mapper.ui.components.admin_accounts import show_accounts
from mapper.ui.components.admin_fields import show_themes
from mapper.ui.components.admin_list import SECTION, section_link
from mapper.ui.components.admin_offices import show_offices
from mapper.ui.components.admin_pages import show_pages
from mapper.ui.components.admin_rounds import show_rounds
from mapper.ui.components.admin_texts import show_blocks
from mapper.ui.components.personal_data import show_personal_data
from mapper.ui.context import Context


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its key in the address, its name, who may see it, and how it is drawn."""

    key: str
    name: str
    right: Right
    show: Callable[[Context], None]


SECTIONS = (
    Section("accounts", N_("Accounts"), Right.MANAGE_ACCOUNTS, show_accounts),
    Section("rounds", N_("Rounds"), Right.MANAGE_CONTENT, show_rounds),
    Section("themes", N_("Themes"), Right.MANAGE_CONTENT, show_themes),
    Section("texts", N_("Text blocks"), Right.MANAGE_CONTENT, show_blocks),
    Section("offices", N_("Offices"), Right.MANAGE_CONTENT, show_offices),
    Section("pages", N_("Legal texts"), Right.MANAGE_CONTENT, show_pages),
    Section("persons", N_("Personal data"), Right.PROTECT_DATA, show_personal_data),
)


def show_administration(here: Context) -> None:
    """The sections that are for whoever is signed in, and one of them."""
    _ = here.translator.gettext
    inject_admin_style()
    sections = [one for one in SECTIONS if here.actor and here.actor.may(one.right)]
    wanted = here.query.get(SECTION)
    chosen = next((one for one in sections if one.key == wanted), sections[0])
    look.page_title(_(chosen.name), here)
    with st.container(key="admin"):
        look.heading(_("Administration"))
        st.html(_navigation(here, sections, chosen))
        chosen.show(here)


def inject_admin_style() -> None:
    """Send the look of this page, which the record of changes shares."""
    look.add_style("admin")


def _navigation(here: Context, sections: list[Section], chosen: Section) -> Markup:
    _ = here.translator.gettext
    links = [
        link(
            section_link(here, one.key),
            _(one.name),
            **({"aria_current": "page"} if one is chosen else {}),
        )
        for one in sections
    ]
    return Markup('<nav class="ik-sections" aria-label="{}">{}</nav>').format(
        _("Sections of the administration"), items(links)
    )
