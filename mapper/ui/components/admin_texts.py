"""Administrators edit the text blocks that moderators and planners use again."""

from collections.abc import Mapping
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.i18n import N_, Translator
from mapper.i18n.fields import name_field
from mapper.mapview.citizen_map import in_language
from mapper.services import edit_texts
from mapper.services.edit_texts import BlockFields, ListedBlock
from mapper.ui.components.admin_entry import ask_changes, ask_new
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

    def draw(form: Form) -> tuple[str, BlockFields]:
        kinds = {key: _(name) for key, name in KIND_NAMES.items()}
        kind = form.choice(_("Used as"), "kind", kinds, "rejection")
        return kind, _fields(form, BlockFields({}, {}))

    ask_new(
        Form(here, "text_new"),
        _("New text block"),
        draw,
        _("Make the text block"),
        lambda given: edit_texts.add_block(here.backoffice, here.who, *given),
        _("The text block was made."),
    )


def _show_one(here: Context, one: ListedBlock, keys: list[str]) -> None:
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.key)
    form = Form(here, f"text_{one.key}")
    version = form.seen(one.version)
    title = in_language(one.fields.titles, here.lang) or one.key
    st.html(
        Markup('<h3><bdi dir="auto">{}</bdi></h3><p class="ik-lead">{}</p>').format(
            title, _(KIND_NAMES[one.kind])
        )
    )
    ask_changes(
        form,
        partial(_fields, now=one.fields),
        lambda fields: edit_texts.change_block(*act, fields, version),
        _("The text block was saved."),
    )
    with st.container(key="admin_steps"):
        show_order(form, keys, one.key, partial(edit_texts.move_block, *act))


def _fields(form: Form, now: BlockFields) -> BlockFields:
    words = form.here.translator
    titles = form.lines(words.gettext("Title for colleagues"), "titles", now.titles)
    bodies = form.texts(name_field("bodies", words), "bodies", now.bodies, height=200)
    active = form.tick(words.gettext("Offered to colleagues"), "active", now.active)
    return BlockFields(titles, bodies, active)
