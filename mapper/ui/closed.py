"""In the place of a page that is not for whoever asks: what it needs, and the way there."""

import streamlit as st

from mapper.errors import DatabaseAwayError
from mapper.markup import link
from mapper.ui import look, staff_menu
from mapper.ui.context import Context
from mapper.ui.errors import show_notice
from mapper.ui.site import SitePage


def show_closed(page: SitePage, here: Context) -> None:
    """Say in a sentence what the page needs, and link to signing in.

    Raises
    ------
    DatabaseAwayError
        Nobody can say now who is signed in.
    """
    if here.away:
        raise DatabaseAwayError
    _ = here.translator.gettext
    look.heading(_(page.name))
    if here.actor is not None:
        show_notice(_("Your account may not do this. An administrator can change that."))
        return
    show_notice(_("This page is for staff. Please sign in."))
    st.html(link(sign_in_address(page, here), _("Sign in"), class_="ik-button", data_reload=""))


def sign_in_address(page: SitePage, here: Context) -> str:
    """Where to sign in and come back from."""
    return staff_menu.sign_in_address(page.url_path, here.query)
