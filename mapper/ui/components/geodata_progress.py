"""How far an import has come, kept up to date without disturbing anybody."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import AT_WORK, Stage
from mapper.errors import MapperError
from mapper.i18n import Translator
from mapper.i18n.errors import explain
from mapper.i18n.imports import STAGES
from mapper.i18n.labels import label
from mapper.services.import_jobs import Import, find_import
from mapper.ui import cache
from mapper.ui.components.admin_form import show_problem
from mapper.ui.context import Context

LOOK_EVERY_S = 1.0
_PERCENT = 100


def show_progress(here: Context, one: Import) -> None:
    """The stage in words, and a bar; the page is drawn anew once there is something to do."""
    _ = here.translator.gettext

    @st.fragment(run_every=LOOK_EVERY_S)
    def look() -> None:
        try:
            now = find_import(here.backoffice, here.who, one.id)
        except MapperError as error:
            show_problem(explain(error, here.translator))
            return
        if now.stage not in AT_WORK:
            cache.forget_edited()
            st.rerun()
        st.html(_bar(now, here.translator))

    look()
    leave = _("You may leave this page or close the window: the work goes on.")
    st.html(Markup('<p class="ik-quiet">{}</p>').format(leave))


def _bar(one: Import, words: Translator) -> Markup:
    """Only the stage is said aloud: it changes seldom, unlike the numbers."""
    stage = label(STAGES, one.stage, words)
    known = one.total > 0
    percent = min(_PERCENT, _PERCENT * one.done // one.total) if known else 0
    value = Markup(' value="{}"').format(percent) if known else Markup("")
    return Markup(
        '<div class="ik-progress"><p role="status">{stage}</p>'
        '<progress max="100"{value} aria-label="{stage}"></progress>'
        '<p class="ik-quiet" aria-hidden="true">{counts}</p></div>'
    ).format(stage=stage, value=value, counts=_counts(one, percent, words))


def _counts(one: Import, percent: int, words: Translator) -> str:
    if one.total and one.stage is Stage.READING:
        sentence = words.gettext("{done} of {total} objects ({percent} %)")
        done, total = words.format_number(one.done), words.format_number(one.total)
        return sentence.format(done=done, total=total, percent=percent)
    if one.done and one.stage is Stage.READING:
        return words.gettext("{done} objects").format(done=words.format_number(one.done))
    return f"{percent} %" if one.total else ""
