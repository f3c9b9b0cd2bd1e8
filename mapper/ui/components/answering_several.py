"""One answer for several ideas at once."""

from collections.abc import Mapping

import streamlit as st

from mapper.domain.answers import Answer
from mapper.domain.statuses import ResponseStatus
from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.services import respond
from mapper.services.answers import list_choices
from mapper.ui import look
from mapper.ui.components import answer_drafts as drafts
from mapper.ui.components.answer_form import AnswerForm, show_said
from mapper.ui.context import Context


def show_answering_several(here: Context, versions: Mapping[str, int]) -> None:
    """One form for the same answer to several ideas.

    Parameters
    ----------
    versions
        By number the version that is on the screen.
    """
    _ = here.translator.gettext
    offices, templates = list_choices(here.backoffice, here.who)
    count = here.translator.ngettext(
        "Answer one idea", "Give {count} ideas the same answer", len(versions)
    )
    statuses = [status for status in ResponseStatus if status is not ResponseStatus.RECEIVED]
    first = Answer(ResponseStatus.IN_REVIEW)
    form = AnswerForm(here, "several", None, statuses, offices, templates, first)
    with st.container(key="answering_several"):
        look.section(count.format(count=here.translator.format_number(len(versions))))
        form.show_fields()
        st.button(
            _("Send the answer"),
            type="primary",
            key="answer_send_several",
            on_click=_send_several,
            args=(form, dict(versions)),
        )
        show_said(form.scope)
        form.show_preview()


def _send_several(form: AnswerForm, versions: dict[str, int | None]) -> None:
    here = form.here
    words = here.translator
    try:
        answer = form.read()
        refused = respond.respond_to_several(here.backoffice, here.who, versions, answer)
    except MapperError as error:
        drafts.say(form.scope, explain(error, words), wrong=True)
        return
    done = len(versions) - len(refused)
    sentence = words.ngettext("One idea was answered.", "{count} ideas were answered.", done)
    parts = [sentence.format(count=words.format_number(done))]
    parts += [f"{number}: {explain(error, words)}" for number, error in refused.items()]
    if not refused:
        drafts.forget(form.scope)
    drafts.say(form.scope, " ".join(parts), wrong=bool(refused))
