"""The form of one entry, new or stored: its fields over a button, and what comes of pressing it."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from mapper.ui.components.admin_form import Form

F = TypeVar("F")


def ask(form: Form, draw: Callable[[Form], F], label: str) -> F | None:
    """Draw fields and their button; what they hold, in the run that follows a press of it."""
    with st.form(key=f"admin_form_{form.name}"):
        fields = draw(form)
        sent = st.form_submit_button(label, type="primary")
    return fields if sent else None


def ask_new(
    form: Form,
    name: str,
    draw: Callable[[Form], F],
    label: str,
    add: Callable[[F], str],
    done: str,
) -> None:
    """A heading and empty fields; `add` stores what they hold and names what is shown next."""
    st.html(Markup("<h3>{}</h3>").format(name))
    fields = ask(form, draw, label)
    if fields is not None:
        form.attempt(partial(add, fields), done, item=str)


def ask_changes(
    form: Form, draw: Callable[[Form], F], change: Callable[[F], object], done: str
) -> None:
    """Fields filled with what is stored; `change` stores what they hold now."""
    fields = ask(form, draw, form.here.translator.gettext("Save"))
    if fields is not None:
        form.attempt(partial(change, fields), done)
    form.show_done()
