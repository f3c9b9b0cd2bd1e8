"""Administrators edit the offices that may be responsible for an idea."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.fields import name_field
from mapper.services import edit_offices
from mapper.services.edit_offices import ListedOffice, OfficeFields
from mapper.ui.components.admin_entry import ask_changes, ask_new
from mapper.ui.components.admin_form import Form
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.components.admin_order import show_order
from mapper.ui.context import Context

SECTION = "offices"


def show_offices(here: Context) -> None:
    """The list of offices and the form of one."""
    _ = here.translator.gettext
    items = {one.key: one for one in edit_offices.list_offices(here.backoffice, here.who)}
    section = Section(
        key=SECTION,
        name=_("Responsible offices"),
        lead=_("Who may be responsible for an idea, in the town hall and outside the town."),
        new=_("New office"),
        choose=_("Choose an office, or add a new one."),
        back=_("All offices"),
        entry=_entry,
        show_new=_show_new,
        show_one=lambda here, one: _show_one(here, one, list(items)),
    )
    show_section(here, section, items)


def _entry(one: ListedOffice, words: Translator) -> Entry:
    _ = words.gettext
    where = _("outside the town") if one.fields.outside else _("in the town hall")
    off = "" if one.fields.active else _("not offered")
    return Entry(one.key, one.fields.name, (where, off), quiet=not one.fields.active)


def _show_new(here: Context) -> None:
    _ = here.translator.gettext
    ask_new(
        Form(here, "office_new"),
        _("New office"),
        partial(_fields, now=OfficeFields("")),
        _("Add the office"),
        partial(edit_offices.add_office, here.backoffice, here.who),
        _("The office was added."),
    )


def _show_one(here: Context, one: ListedOffice, keys: list[str]) -> None:
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.key)
    form = Form(here, f"office_{one.key}")
    seen = form.seen(one.fields)
    st.html(Markup('<h3><bdi dir="auto">{}</bdi></h3>').format(one.fields.name))
    ask_changes(
        form,
        partial(_fields, now=one.fields),
        lambda fields: edit_offices.change_office(*act, fields, seen),
        _("The office was saved."),
    )
    with st.container(key="admin_steps"):
        show_order(form, keys, one.key, partial(edit_offices.move_office, *act))


def _fields(form: Form, now: OfficeFields) -> OfficeFields:
    _ = form.here.translator.gettext
    name = form.line(name_field("name", form.here.translator), "name", now.name)
    outside = form.tick(_("Outside the town (county, state)"), "outside", now.outside)
    active = form.tick(_("Offered for answers"), "active", now.active)
    return OfficeFields(name, outside, active)
