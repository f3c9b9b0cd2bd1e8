"""Answering in the moderators' page: what was answered, a new answer, mending and taking back."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.answers import Answer
from mapper.errors import ChangedMeanwhileError, MapperError
from mapper.i18n.errors import explain
from mapper.services import respond
from mapper.services.answers import Answering, GivenAnswer, open_answering
from mapper.ui import look
from mapper.ui.components import answer_drafts as drafts
from mapper.ui.components.answer_form import AnswerForm, show_said
from mapper.ui.components.answering_given import find_correcting, show_given, stop_correcting
from mapper.ui.context import Context


def show_answering(here: Context, number: str) -> None:
    """The answers to one idea, and the form for the next one; for those who may answer."""
    _ = here.translator.gettext
    answering = open_answering(here.backoffice, here.who, number)
    with st.container(key="answering"):
        look.section(_("Answers of the administration"))
        # One place each, so that the form keeps its own, and the focus in it, when answers come.
        with st.container(key="answers_given"):
            if not answering.given:
                _quiet(_("Nobody has answered yet."))
            show_given(here, answering)
        with st.container(key="answer_form"):
            if answering.answerable:
                _show_form(here, answering, find_correcting(answering))
            else:
                _quiet(_("An idea can be answered once it is published."))


def _quiet(sentence: str) -> None:
    st.html(Markup('<p class="ik-quiet">{}</p>').format(sentence))


def _show_form(here: Context, answering: Answering, given: GivenAnswer | None) -> None:
    _ = here.translator.gettext
    form = _form(here, answering, given)
    st.html(Markup("<h3>{}</h3>").format(_("Correct the answer") if given else _("A new answer")))
    form.show_fields()
    with st.container(horizontal=True):
        st.button(
            _("Save the correction") if given else _("Send the answer"),
            type="primary",
            key=f"answer_send_{form.scope}",
            on_click=_send,
            args=(form, answering, given),
        )
        if given:
            st.button(
                _("Cancel"),
                key=f"answer_cancel_{form.scope}",
                on_click=stop_correcting,
                args=(answering.number, form.scope),
            )
    show_said(form.scope)
    show_said(answering.number if given else f"{answering.number}_back")
    form.show_preview()
    form.show_other_ways()


def _form(here: Context, answering: Answering, given: GivenAnswer | None) -> AnswerForm:
    first = Answer(answering.response_status)
    if given:
        read = given.answer
        keys = {one.name: one.key for one in answering.offices}
        office = keys.get(read.office, read.office) if read.office else None
        first = Answer(
            *(read.status, read.body or "", read.decided_on, office, read.paper_url or ""),
            public=given.public,
        )
    return AnswerForm(
        here,
        f"{answering.number}_{given.id}" if given else answering.number,
        answering.version,
        answering.statuses(given.id if given else None),
        answering.offices,
        answering.templates,
        first,
    )


def _send(form: AnswerForm, answering: Answering, given: GivenAnswer | None) -> None:
    here = form.here
    _ = here.translator.gettext
    drafts.unsay(f"{answering.number}_back")
    try:
        answer = form.read()
        _store(form, answering, given, answer, drafts.seen_version(form.scope, form.version))
    except ChangedMeanwhileError as error:
        drafts.see_anew(form.scope)
        drafts.say(form.scope, _explain_change(error, here), wrong=True)
        return
    except MapperError as error:
        drafts.say(form.scope, explain(error, here.translator), wrong=True)
        return
    drafts.forget(form.scope)
    if given:
        stop_correcting(answering.number, form.scope)
    drafts.say(answering.number, _done(answer, here))


def _store(
    form: AnswerForm,
    answering: Answering,
    given: GivenAnswer | None,
    answer: Answer,
    version: int | None,
) -> None:
    """Store it; what the writer herself changed elsewhere meanwhile she has seen."""
    office, who, number = form.here.backoffice, form.here.who, answering.number
    try:
        if given:
            respond.correct(office, who, number, given.id, answer, version=version)
        else:
            respond.respond(office, who, number, answer, version=version)
    except ChangedMeanwhileError as error:
        me = form.here.actor.display_name if form.here.actor else None
        if version == form.version or error.fields.get("by") != me:
            raise
        _store(form, answering, given, answer, form.version)


def _explain_change(error: ChangedMeanwhileError, here: Context) -> str:
    _ = here.translator.gettext
    sentence = _(
        "{name} changed this idea in the meantime. Your text is still here, and nothing was "
        "overwritten. Look at the answers above, then send it again."
    )
    return sentence.format(name=error.fields.get("by") or _("Somebody else"))


def _done(answer: Answer, here: Context) -> str:
    _ = here.translator.gettext
    if answer.public:
        return _("The answer is stored. Everyone can read it.")
    return _("The answer is stored. Everyone sees the status, the rest stays internal.")
