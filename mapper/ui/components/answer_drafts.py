"""What somebody at the town has begun to write, kept for her visit until it is stored.

Streamlit forgets a widget that is not on the page for one run; this does not: a text typed for one
idea is there again after a look at another, after a refusal, and when somebody else was faster.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

_DRAFTS = "answer_drafts"
_VERSION = "version"
_NOTICE = "answer_notices"


def widget_key(scope: str, field: str) -> str:
    """The key of the widget for a field; `scope` names what is written, an idea for instance."""
    return f"answer_{scope}_{field}"


def show_value(scope: str, field: str, default: object, offered: Sequence[object] = ()) -> str:
    """Let the widget drawn next show the draft's value; its key.

    Parameters
    ----------
    offered
        What a menu offers now; a value that is not among it gives way to the default.
    """
    key = widget_key(scope, field)
    value = st.session_state.get(key, draft(scope).get(field, default))
    if offered and value not in offered:
        value = default
    # Set at every run, a menu opened in the meantime would close again.
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def draft(scope: str) -> dict[str, Any]:
    """The fields that were changed, by name."""
    drafts: dict[str, dict[str, Any]] = st.session_state.setdefault(_DRAFTS, {})
    return drafts.get(scope, {})


def keep(scope: str, field: str, version: object = None) -> None:
    """For `on_change`: remember what the widget holds, and which version was seen meanwhile."""
    put(scope, {field: st.session_state[widget_key(scope, field)]}, version)
    notice = said(scope)
    if notice and not notice[1]:
        unsay(scope)


def put(scope: str, values: Mapping[str, object], version: object = None) -> None:
    """Change fields from outside their widgets; before these are drawn."""
    kept = st.session_state.setdefault(_DRAFTS, {}).setdefault(scope, {_VERSION: version})
    kept.update(values)
    for field, value in values.items():
        st.session_state[widget_key(scope, field)] = value


def seen_version(scope: str, shown: Any) -> Any:
    """The version that was on the screen when the writing began; `shown` where none has."""
    seen = draft(scope).get(_VERSION)
    return shown if seen is None else seen


def see_anew(scope: str) -> None:
    """From now on the version that is shown next counts as seen."""
    if scope in st.session_state.get(_DRAFTS, {}):
        st.session_state[_DRAFTS][scope][_VERSION] = None


def forget(scope: str) -> None:
    """Begin anew with an empty form."""
    st.session_state.get(_DRAFTS, {}).pop(scope, None)
    for key in [key for key in st.session_state if str(key).startswith(widget_key(scope, ""))]:
        del st.session_state[key]


def say(scope: str, sentence: str, *, wrong: bool = False) -> None:
    """Leave a sentence beside the form: good news until something is typed, others until sent."""
    st.session_state.setdefault(_NOTICE, {})[scope] = (sentence, wrong)


def said(scope: str) -> tuple[str, bool] | None:
    """The sentence that was left, and whether something is wrong."""
    notice: tuple[str, bool] | None = st.session_state.get(_NOTICE, {}).get(scope)
    return notice


def unsay(scope: str) -> None:
    """Take the sentence away."""
    st.session_state.get(_NOTICE, {}).pop(scope, None)
