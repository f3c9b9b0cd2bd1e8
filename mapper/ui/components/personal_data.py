"""One person's data: searched for, handed out, erased; a section of the administrators' page.

What was searched for stays out of the address: it may be somebody's private link.
"""

import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.services.personal_data import Found, find_person, read_search
from mapper.ui import look
from mapper.ui.components.personal_erase import show_done, show_erasing
from mapper.ui.components.personal_found import show_found
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context
from mapper.ui.errors import show_notice

_TYPED = "admin_w_personal_search"
_WANTED = "personal_wanted"
MOST_SIGNS = 2500


def show_personal_data(here: Context) -> None:
    """Search, what there is, and what may be done with it."""
    look.add_style("personal_data")
    with st.container(key="personal"):
        _show_section(here)


def _show_section(here: Context) -> None:
    _ = here.translator.gettext
    st.html(
        Markup('<h2 class="ik-section">{}</h2><p class="ik-lead">{}</p>').format(
            _("Personal data"),
            _("Somebody asks what is stored about her, or wants it erased."),
        )
    )
    show_done()
    _ask(here)
    if not st.session_state.get(_WANTED, "").strip():
        return
    try:
        found = find_person(here.backoffice, here.who, read_search(st.session_state[_WANTED]))
    except MapperError as error:
        show_notice(explain(error, here.translator))
        return
    _show(here, found)


def _show(here: Context, found: Found) -> None:
    _ = here.translator.gettext
    if not found:
        nothing = _(
            "Nothing is stored under this. Only a private link, the number of an idea, an e-mail "
            "address or a login leads to a person: names are not searched."
        )
        st.html(Markup('<div class="ik-empty" role="status"><p>{}</p></div>').format(nothing))
        return
    show_found(here, found)
    with st.container(key="personal_erasing"):
        show_erasing(here, found)


def _ask(here: Context) -> None:
    _ = here.translator.gettext
    with st.form(key="admin_form_personal"):
        typed = st.text_input(
            plain_label(_("Private link, numbers of ideas, e-mail address or login")),
            key=_TYPED,
            max_chars=MOST_SIGNS,
            autocomplete="off",
        )
        if st.form_submit_button(_("Search"), type="primary"):
            st.session_state[_WANTED] = typed
