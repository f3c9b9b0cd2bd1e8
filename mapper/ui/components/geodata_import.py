"""One import: what it is, what it waits for, and what can be done with it."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n.imports import STAGES
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.services.import_jobs import Import
from mapper.ui.context import Context
from mapper.ui.markup import join, text


def show_import(here: Context, one: Import) -> None:
    """Heading and facts, then what the stage asks for."""
    _show_heading(here, one)


def _show_heading(here: Context, one: Import) -> None:
    words = here.translator
    facts = [
        words.gettext("Layer “{layer}”").format(layer=one.layer),
        label(LAYER_ROLES, one.role, words),
        one.file_name or one.source,
        words.gettext("begun by {name} on {day}").format(
            name=one.created_by, day=words.format_datetime(one.created_at, "medium")
        ),
    ]
    st.html(
        Markup(
            '<h3>{}</h3><p class="ik-import-facts"><span class="ik-stage-words" '
            'data-stage="{}">{}</span>{}</p>'
        ).format(
            text(one.title),
            one.stage.value,
            label(STAGES, one.stage, words),
            join(Markup("<span>{}</span>").format(text(fact)) for fact in facts),
        )
    )
