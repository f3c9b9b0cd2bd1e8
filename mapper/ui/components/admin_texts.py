"""Administrators edit the text blocks that moderators and planners use again."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from mapper.i18n import N_, Translator
from mapper.i18n.fields import name_field
from mapper.mapview.citizen_map import in_language
from mapper.services import edit_texts
from mapper.services.edit_texts import BlockFields, ListedBlock
from mapper.ui.components.admin_form import Form
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.components.admin_order import show_order
from mapper.ui.context import Context

SECTION = "texts"
KIND_NAMES: Mapping[str, str] = {
    "rejection": N_("Reason why an idea is not published"),
    "response": N_("Answer to an idea"),
}
_SHORT: Mapping[str, str] = {"rejection": N_("Rejection"), "response": N_("Answer")}


def show_blocks(here: Context) -> None:
    """The list of text blocks and the form of one."""
    _ = here.translator.gettext
    items = {one.key: one for one in edit_texts.list_blocks(here.backoffice, here.who)}
    section = Section(
        key=SECTION,
        name=_("Text blocks"),
        lead=_("Words for what is written again and again. Whoever uses one can still change it."),
        new=_("New text block"),
        choose=_("Choose a text block, or make a new one."),
        back=_("All text blocks"),
        entry=_entry,
        show_new=_show_new,
        show_one=lambda here, one: _show_one(here, one, _same_kind(items, one)),
    )
    show_section(here, section, items)


def _same_kind(blocks: Mapping[str, ListedBlock], one: ListedBlock) -> list[str]:
    return [key for key, block in blocks.items() if block.kind == one.kind]


def _entry(one: ListedBlock, words: Translator) -> Entry:
    kind = words.gettext(_SHORT[one.kind])
    off = "" if one.fields.active else words.gettext("not offered")
    title = in_language(one.fields.titles, words.lang) or one.key
    return Entry(one.key, title, (kind, off), quiet=not one.fields.active)


def _show_new(here: Context) -> None:
    _ = here.translator.gettext
    form = Form(here, "text_new")
    st.html(Markup("<h3>{}</h3>").format(_("New text block")))
    with st.form(key="admin_form_text_new"):
        kinds = {key: _(name) for key, name in KIND_NAMES.items()}
        kind = form.choice(_("Used as"), "kind", kinds, "rejection")
        fields = _fields(form, BlockFields({}, {}))
        sent = st.form_submit_button(_("Make the text block"), type="primary")
    if sent:
        form.attempt(
            lambda: edit_texts.add_block(here.backoffice, here.who, kind, fields),
            _("The text block was made."),
            item=str,
        )


def _show_one(here: Context, one: ListedBlock, keys: list[str]) -> None:
    _ = here.translator.gettext
    form = Form(here, f"text_{one.key}")
    version = form.seen(one.version)
    title = in_language(one.fields.titles, here.lang) or one.key
    st.html(
        Markup('<h3><bdi dir="auto">{}</bdi></h3><p class="ik-lead">{}</p>').format(
            title, _(KIND_NAMES[one.kind])
        )
    )
    with st.form(key=f"admin_form_{form.name}"):
        fields = _fields(form, one.fields)
        sent = st.form_submit_button(_("Save"), type="primary")
    if sent:
        form.attempt(
            lambda: edit_texts.change_block(here.backoffice, here.who, one.key, fields, version),
            _("The text block was saved."),
        )
    form.show_done()
    with st.container(key="admin_steps"):
        show_order(
            form,
            keys,
            one.key,
            lambda steps: edit_texts.move_block(here.backoffice, here.who, one.key, steps),
        )


def _fields(form: Form, now: BlockFields) -> BlockFields:
    words = form.here.translator
    titles = form.lines(words.gettext("Title for colleagues"), "titles", now.titles)
    bodies = form.texts(name_field("bodies", words), "bodies", now.bodies, height=200)
    active = form.tick(words.gettext("Offered to colleagues"), "active", now.active)
    return BlockFields(titles, bodies, active)
