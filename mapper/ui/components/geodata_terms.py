"""Licence and attribution of a version: what is missing, and where they are added."""

from functools import partial

import streamlit as st

from mapper.domain.terms import Terms
from mapper.i18n import Translator
from mapper.i18n.fields import name_field
from mapper.services.versions import ListedVersion, change_terms
from mapper.ui.components.admin_entry import ask_changes
from mapper.ui.components.admin_form import Form
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context


def tell_missing(licence: str | None, attribution: str | None, words: Translator) -> str:
    """What nobody has said of data that everyone will see; empty when all is said."""
    _ = words.gettext
    if licence and attribution:
        return ""
    if licence:
        return _("The attribution is not stated yet.")
    if attribution:
        return _("The licence is not stated yet.")
    return _("Licence and attribution are not stated yet.")


def show_terms(here: Context, one: ListedVersion) -> None:
    """The form of both, behind a heading."""
    _ = here.translator.gettext
    form = Form(here, f"terms_{one.id}")
    seen = form.seen(Terms(one.licence, one.attribution))
    with st.expander(plain_label(_("Change licence and attribution"))):
        ask_changes(
            form,
            partial(_fields, now=seen),
            lambda terms: change_terms(here.backoffice, here.who, one.id, terms, seen),
            _("Licence and attribution were saved."),
        )


def _fields(form: Form, now: Terms) -> Terms:
    words = form.here.translator
    licence = form.line(name_field("licence", words), "licence", now.licence or "")
    attribution = form.line(name_field("attribution", words), "attribution", now.attribution or "")
    return Terms(licence, attribution)
