"""Steps that are taken by a button, and what became of them.

A step gets what was drawn when it was pressed: what somebody else changed since then is refused,
never taken for what was looked at.
"""

from collections.abc import Callable
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.ui import cache
from mapper.ui.components.admin_form import show_item
from mapper.ui.context import Context

_TOLD = "geodata_told"
_COUNT = "geodata_told_count"
_ASKED = "geodata_asked"
Act = Callable[[], object]


def show_told(*, said_below: bool = False) -> Markup:
    """What became of the last step, said once; it takes the focus.

    Parameters
    ----------
    said_below
        The work is over, and what became of it is said below; what was said of its begin is not.

    Returns
    -------
    Markup
        The attributes of what is said below: it takes the focus in place of what is left out.
    """
    # It comes and goes: without a place of its own, what follows would be made anew.
    place = st.empty()
    kind, words = st.session_state.pop(_TOLD, (None, ""))
    focus = Markup(' tabindex="-1" data-take-focus="geodata-{}"').format(
        st.session_state.get(_COUNT, 0)
    )
    if kind is None:
        return Markup("")
    if kind == "begun" and said_below:
        return focus
    look, role = ("problem", "alert") if kind == "problem" else ("done", "status")
    place.html(Markup('<p class="ik-{}" role="{}"{}>{}</p>').format(look, role, focus, words))
    return Markup("")


def tell(kind: str, words: str) -> None:
    """Say in the next run what was done (`done`) or begun (`begun`), or why not (`problem`)."""
    st.session_state[_TOLD] = (kind, words)
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1


def show_step(
    here: Context,
    key: str,
    label: str,
    act: Act,
    done: str | Callable[[object], str],
    *,
    primary: bool = False,
    begins: bool = False,
    to_list: bool = False,
) -> None:
    """A button, and what it does.

    Parameters
    ----------
    done
        What is said afterwards, or what makes that of the act's answer.
    begins
        Whether it only begins what goes on by itself.
    to_list
        Whether the list is shown afterwards, in place of the item.
    """
    st.button(
        label,
        key=f"geodata_{key}",
        type="primary" if primary else "secondary",
        on_click=partial(_take, here, act, done, begins, to_list),
    )


def show_confirmed(
    here: Context,
    key: str,
    label: str,
    question: str,
    yes: str,
    act: Act,
    done: str | Callable[[object], str],
    *,
    begins: bool = False,
    to_list: bool = False,
) -> None:
    """A button whose step is taken only after a second one."""
    if st.session_state.get(_ASKED) != key:
        st.button(label, key=f"geodata_{key}", on_click=partial(_ask, key))
        return
    with st.container(key=f"geodata_sure_{key}"):
        st.html(Markup('<p class="ik-question" role="alert">{}</p>').format(question))
        with st.container(horizontal=True, gap="small"):
            show_step(
                *(here, f"{key}_yes", yes, act, done),
                primary=True,
                begins=begins,
                to_list=to_list,
            )
            no = here.translator.gettext("No")
            st.button(no, key=f"geodata_{key}_no", on_click=partial(_ask, None))


def _ask(key: str | None) -> None:
    st.session_state[_ASKED] = key


def _take(
    here: Context, act: Act, done: str | Callable[[object], str], begins: bool, to_list: bool
) -> None:
    st.session_state[_ASKED] = None
    try:
        answer = act()
    except MapperError as error:
        tell("problem", explain(error, here.translator))
        return
    cache.forget_edited()
    tell("begun" if begins else "done", done if isinstance(done, str) else done(answer))
    if to_list:
        show_item(None)
