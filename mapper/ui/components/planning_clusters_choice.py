"""Which cluster is looked at: in the address; which page of its ideas, for the visit."""

from dataclasses import replace
from itertools import count

import streamlit as st

from mapper.ui.components import planning_store

_PAGE = "planning_cluster_page"
_FOCUS = "planning_cluster_focus"
_TOKENS = count(1)


def choose(number: int | None) -> None:
    """Look at a cluster, or at all; what is shown then takes the focus."""
    planning_store.apply(replace(planning_store.stored(), cluster=number))
    take_focus()


def take_focus() -> None:
    """Let the heading of what is shown next take the focus."""
    st.session_state[_FOCUS] = f"cluster-{next(_TOKENS)}"


def focus_token() -> str:
    """Changes whenever the focus is to go to what is shown; empty as long as it never was."""
    token: str = st.session_state.get(_FOCUS, "")
    return token


def page_of(number: int) -> int:
    """The page of a cluster's ideas; the first for another one than before."""
    cluster, page = st.session_state.get(_PAGE, (number, 1))
    return int(page) if cluster == number else 1


def turn_page(number: int, page: int) -> None:
    """Show another page of a cluster's ideas."""
    st.session_state[_PAGE] = (number, page)
