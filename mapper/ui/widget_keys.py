"""Keys of widgets whose values the server may change.

A step on a weak line sets off before the answer to the step before has arrived, and says of every
widget what the browser showed then. A value that the server had written meanwhile would be taken
back by that, as if somebody had done so. So a widget that is to show another value becomes another
one: its key is new, and what is said of the old one is let pass.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

_RENEWED = "widget_keys_renewed"
_SIGN = "~"


def key_of(name: str) -> str:
    """The key that a widget has now."""
    times = _renewed().get(name, 0)
    return f"{name}{_SIGN}{times}" if times else name


def renew(*names: str) -> None:
    """Let widgets show what they are given next, not what was entered in them."""
    for name in names:
        st.session_state.pop(key_of(name), None)
        _renewed()[name] = _renewed().get(name, 0) + 1


def renew_all(prefix: str, suffix: str = "") -> None:
    """The same for all that are there and whose names begin and end so."""
    names = {str(key).split(_SIGN)[0] for key in st.session_state}
    renew(*(one for one in names if one.startswith(prefix) and one.endswith(suffix)))


def write(name: str, value: object) -> None:
    """Let a widget show this, whatever was entered in it."""
    if is_there(name) and entered(name) != value:
        renew(name)
    begin(name, value)


def begin(name: str, value: object) -> str:
    """The key of a widget that shows this until something is entered."""
    key = key_of(name)
    st.session_state.setdefault(key, value)
    return key


def is_there(name: str) -> bool:
    """False for a widget that was renewed and not drawn since, and for one never drawn."""
    return key_of(name) in st.session_state


def hear(change: Callable[..., object], name: str, *others: str) -> Callable[..., None]:
    """For `on_change` of a widget drawn now: let pass what is said once it was renewed.

    The browser still tells of a widget after the server has put another one in its place.

    Parameters
    ----------
    others
        Widgets that `change` asks, too: it is called only while they are there.
    """
    key = key_of(name)

    def heard(*given: object) -> None:
        if key == key_of(name) and all(map(is_there, (name, *others))):
            change(*given)

    return heard


def entered(name: str) -> Any:
    """What a widget says; None for one that is not there."""
    return st.session_state.get(key_of(name))


def _renewed() -> dict[str, int]:
    """How often widgets were renewed in this visit."""
    found: dict[str, int] = st.session_state.setdefault(_RENEWED, {})
    return found
