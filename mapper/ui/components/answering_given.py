"""The answers an idea has, each with the way to mend it and to take it back."""

import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.services import respond
from mapper.services.answers import Answering, GivenAnswer
from mapper.ui.answers import timeline
from mapper.ui.components import answer_drafts as drafts
from mapper.ui.context import Context

_CORRECTING = "answer_correcting"
_TAKING_BACK = "answer_taking_back"


def show_given(here: Context, answering: Answering) -> None:
    """Every answer, the first one first."""
    for number, given in enumerate(answering.given, 1):
        _show(here, answering, given, number)


def find_correcting(answering: Answering) -> GivenAnswer | None:
    """The answer that is being mended; None for a new one."""
    wanted = st.session_state.get(_CORRECTING, {}).get(answering.number)
    return next((one for one in answering.given if one.id == wanted), None)


def _correct(number: str, response_id: int) -> None:
    st.session_state.setdefault(_CORRECTING, {})[number] = response_id
    drafts.unsay(number)


def stop_correcting(number: str, scope: str) -> None:
    """Back to a new answer; what was changed in the old one is dropped."""
    st.session_state.get(_CORRECTING, {}).pop(number, None)
    drafts.forget(scope)
    drafts.unsay(scope)


def _show(here: Context, answering: Answering, given: GivenAnswer, number: int) -> None:
    words = here.translator
    _ = words.gettext
    by = _("by {name}").format(name=given.by) if given.by else ""
    internal = "" if given.public else _("internal: everyone sees the status only")
    note = " · ".join(filter(None, (by, words.format_datetime(given.created_at), internal)))
    st.html(Markup('{}<p class="ik-given">{}</p>').format(timeline([given.answer], words), note))
    if st.session_state.get(_TAKING_BACK) == given.id:
        _ask_back(here, answering, given)
        return
    with st.container(horizontal=True):
        if answering.answerable:
            st.button(
                _("Correct answer {number}").format(number=number),
                key=f"answer_correct_{given.id}",
                type="tertiary",
                on_click=_correct,
                args=(answering.number, given.id),
            )
        st.button(
            _("Take back answer {number}").format(number=number),
            key=f"answer_back_{given.id}",
            type="tertiary",
            on_click=_start_taking_back,
            args=(answering.number, given.id),
        )


def _ask_back(here: Context, answering: Answering, given: GivenAnswer) -> None:
    _ = here.translator.gettext
    question = _("Really take it back? Its text is then gone, and the status before counts again.")
    st.html(Markup('<p role="status">{}</p>').format(question))
    with st.container(horizontal=True):
        st.button(
            _("Yes, take it back"),
            key=f"answer_back_yes_{given.id}",
            on_click=_take_back,
            args=(here, answering, given.id),
        )
        st.button(_("Leave it"), key="answer_back_no", on_click=_set_taking_back, args=(None,))


def _start_taking_back(number: str, response_id: int) -> None:
    _set_taking_back(response_id)
    drafts.unsay(number)


def _set_taking_back(response_id: int | None) -> None:
    st.session_state[_TAKING_BACK] = response_id


def _take_back(here: Context, answering: Answering, response_id: int) -> None:
    _ = here.translator.gettext
    number, scope = answering.number, f"{answering.number}_back"
    try:
        respond.take_back(here.backoffice, here.who, number, response_id, version=answering.version)
    except MapperError as error:
        drafts.say(scope, explain(error, here.translator), wrong=True)
        return
    finally:
        _set_taking_back(None)
    stop_correcting(number, f"{number}_{response_id}")
    drafts.see_anew(number)
    drafts.say(scope, _("The answer was taken back."))
