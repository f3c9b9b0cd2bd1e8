"""What somebody at the town has begun to write, kept for her visit until it is stored.

Streamlit forgets a widget that is not on the page for one run; this does not: a text typed for one
idea is there again after a look at another, after a refusal, and when somebody else was faster.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from mapper.ui import widget_keys

_DRAFTS = "answer_drafts"
_VERSION = "version"
_NOTICE = "answer_notices"


def widget_name(scope: str, field: str) -> str:
    """The name of the widget for a field; `scope` names what is written, an idea for instance."""
    return f"answer_{scope}_{field}"


def show_value(scope: str, field: str, default: object, offered: Sequence[object] = ()) -> str:
    """Let the widget drawn next show the draft's value; its key.

    Parameters
    ----------
    offered
        What a menu offers now; a value that is not among it gives way to the default.
    """
    value = shown(scope, field, default)
    if offered and value not in offered:
        value = default
    widget_keys.write(widget_name(scope, field), value)
    return widget_keys.key_of(widget_name(scope, field))


def shown(scope: str, field: str, default: object) -> Any:
    """What a field says; of one that is not on the page what the draft says."""
    name = widget_name(scope, field)
    there = widget_keys.is_there(name)
    return widget_keys.entered(name) if there else draft(scope).get(field, default)


def draft(scope: str) -> dict[str, Any]:
    """The fields that were changed, by name."""
    drafts: dict[str, dict[str, Any]] = st.session_state.setdefault(_DRAFTS, {})
    return drafts.get(scope, {})


def keeping(scope: str, field: str, version: object = None) -> Callable[[], None]:
    """For `on_change` of the widget drawn now."""
    return widget_keys.hear(lambda: keep(scope, field, version), widget_name(scope, field))


def keep(scope: str, field: str, version: object = None) -> None:
    """Remember what the widget holds, and which version was seen meanwhile."""
    put(scope, {field: widget_keys.entered(widget_name(scope, field))}, version)
    notice = said(scope)
    if notice and not notice[1]:
        unsay(scope)


def put(scope: str, values: Mapping[str, object], version: object = None) -> None:
    """Change fields from outside their widgets; before these are drawn."""
    kept = st.session_state.setdefault(_DRAFTS, {}).setdefault(scope, {_VERSION: version})
    kept.update(values)
    for field, value in values.items():
        widget_keys.write(widget_name(scope, field), value)


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
    widget_keys.renew_all(widget_name(scope, ""))


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
