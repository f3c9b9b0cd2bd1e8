"""Internal remarks in the moderators' page."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.answers import REMARK_LENGTH
from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.markup import paragraphs
from mapper.services.remarks import WrittenRemark, add_remark, delete_remark, list_remarks
from mapper.ui import look
from mapper.ui.components import answer_drafts as drafts
from mapper.ui.components.answer_form import show_said
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context


def show_remarks(here: Context, number: str) -> None:
    """What colleagues have noted about an idea, and room for one more; never public."""
    _ = here.translator.gettext
    scope = f"{number}_remark"
    with st.container(key="remarks"):
        look.section(_("Internal remarks"))
        with st.container(key="remarks_written"):
            for remark in list_remarks(here.backoffice, here.who, number):
                _show(here, number, remark)
        st.text_area(
            _("New remark (only the administration reads it)"),
            key=drafts.show_value(scope, "body", ""),
            max_chars=REMARK_LENGTH[1],
            height=100,
            on_change=drafts.keeping(scope, "body"),
        )
        st.button(
            _("Save the remark"), key=f"remark_save_{number}", on_click=_add, args=(here, number)
        )
        show_said(scope)


def _show(here: Context, number: str, remark: WrittenRemark) -> None:
    _ = here.translator.gettext
    when = here.translator.format_datetime(remark.created_at)
    name = remark.by or _("an account that is gone")
    st.html(
        Markup('<div class="ik-remark"><p class="ik-given">{} · {}</p>{}</div>').format(
            name, when, paragraphs(remark.body)
        )
    )
    if remark.own:
        st.button(
            plain_label(_("Delete my remark of {when}").format(when=when)),
            key=f"remark_delete_{remark.id}",
            type="tertiary",
            on_click=_delete,
            args=(here, number, remark.id),
        )


def _add(here: Context, number: str) -> None:
    scope = f"{number}_remark"
    words = drafts.shown(scope, "body", "")
    drafts.unsay(scope)
    try:
        add_remark(here.backoffice, here.who, number, words)
    except MapperError as error:
        drafts.say(scope, explain(error, here.translator), wrong=True)
        return
    drafts.forget(scope)


def _delete(here: Context, number: str, remark_id: int) -> None:
    scope = f"{number}_remark"
    drafts.unsay(scope)
    try:
        delete_remark(here.backoffice, here.who, number, remark_id)
    except MapperError as error:
        drafts.say(scope, explain(error, here.translator), wrong=True)
