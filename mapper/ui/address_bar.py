"""The address that the browser shows, as the server last wrote or read it.

On a weak line a step sets off before the address of the step before has arrived: what it says of
the address is older than what the server knows. Links and the browser's own buttons alone bring
another one, and Streamlit tells so of them.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_HELD = "address_bar"
_MOST_LEFT = 20
Query = dict[str, str]


class _Held(NamedTuple):
    """The address of a visit's page, and those it had before."""

    path: str
    query: Query
    left: tuple[Query, ...] = ()


def agree() -> None:
    """At the beginning of a run: take over where the browser is, or correct what is late."""
    here, held = st.query_params.to_dict(), _held()
    if here == held.query:
        return
    if here in held.left and not _is_moved():
        st.query_params.from_dict(held.query)
    else:
        _hold(here)


def change(own: Collection[str], given: Mapping[str, str]) -> None:
    """Let the address say this of the parameters `own`, as one step of the browser's history."""
    others = {name: text for name, text in _held().query.items() if name not in own}
    _hold({**others, **given})
    st.query_params.from_dict(_held().query)


def _held() -> _Held:
    """What is held of this page; at first what the browser says."""
    held: _Held | None = st.session_state.get(_HELD)
    path = urlsplit(st.context.url or "").path
    if held is None or held.path != path:
        held = st.session_state[_HELD] = _Held(path, st.query_params.to_dict())
    return held


def _hold(query: Query) -> None:
    path, old, left = _held()
    st.session_state[_HELD] = _Held(path, query, (*left, old)[-_MOST_LEFT:])


def _is_moved() -> bool:
    """True when a link or the browser's buttons led to the address."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation
