"""Moving an item up and down the order that menus show."""

from collections.abc import Callable, Sequence

import streamlit as st

from mapper.ui.components.admin_form import Form


def show_order(form: Form, keys: Sequence[str], key: str, move: Callable[[int], object]) -> None:
    """Two buttons; the one that leads nowhere is switched off."""
    _ = form.here.translator.gettext
    place = keys.index(key)
    done = _("The order was changed.")
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Move up"), key=f"admin_up_{form.name}", disabled=place == 0):
            form.attempt(lambda: move(-1), done)
        last = place == len(keys) - 1
        if st.button(_("Move down"), key=f"admin_down_{form.name}", disabled=last):
            form.attempt(lambda: move(+1), done)
