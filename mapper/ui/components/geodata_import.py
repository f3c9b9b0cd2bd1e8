"""One import: what it is, what it waits for, and what can be done with it."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import AT_WORK, OVER, Stage
from mapper.errors import ImportRefusedError
from mapper.i18n.errors import explain
from mapper.i18n.imports import STAGES
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.markup import join, text
from mapper.services.import_jobs import Import, cancel_import
from mapper.ui.components.admin_form import show_problem
from mapper.ui.components.geodata_decide import show_decisions, show_question
from mapper.ui.components.geodata_done import show_done
from mapper.ui.components.geodata_preview import show_preview
from mapper.ui.components.geodata_progress import show_progress
from mapper.ui.components.geodata_report import name_source
from mapper.ui.components.geodata_steps import show_confirmed, show_told
from mapper.ui.context import Context

_HOPELESS = frozenset(
    {
        *("unreadable", "unknown_format", "empty_file", "zip_in_zip", "unsafe_name"),
        *("duplicate_name", "unsafe_zip", "packing_method", "document_type", "foreign_tables"),
        *("encrypted", "incomplete_shapefile", "several_sources", "surfaces_in_space"),
        *("too_large", "unpacked_too_large", "suspicious_ratio", "too_many_files", "gone"),
    }
)
"""Reasons that no decision changes: another file is needed."""


def show_import(here: Context, one: Import) -> None:
    """Heading and facts, then what the stage asks for."""
    _show_heading(here, one)
    focus = show_told(said_below=one.stage in (Stage.DONE, Stage.CANCELLED))
    with st.container(key=f"geodata_import_{one.stage.value}"):
        if one.stage in AT_WORK:
            show_progress(here, one)
        elif one.stage is Stage.ASKING:
            show_question(here, one)
        elif one.stage is Stage.READY:
            _show_refusal(here, one)
            show_preview(here, one)
        elif one.stage is Stage.FAILED:
            _show_failure(here, one)
        elif one.stage is Stage.DONE:
            show_done(here, one, focus)
        else:
            words = here.translator.gettext("The import was cancelled. Nothing was changed.")
            st.html(Markup('<p class="ik-note"{}>{}</p>').format(focus, words))
    if one.stage not in OVER:
        _show_cancel(here, one)


def _show_heading(here: Context, one: Import) -> None:
    words = here.translator
    begun = words.gettext("begun by {name} on {day}").format(
        name=one.created_by, day=words.format_datetime(one.created_at, "medium")
    )
    kind = label(LAYER_ROLES, one.role, words)
    facts = [f"{kind}: {one.layer}", name_source(one.file_name, one.source), begun]
    stage = Markup('<span class="ik-stage-words">{}</span>').format(label(STAGES, one.stage, words))
    st.html(
        Markup('<h3>{}</h3><p class="ik-import-facts">{}{}</p>').format(
            text(one.title),
            # While the server is at work the stage is said beside its bar, which goes on.
            Markup("") if one.stage in AT_WORK else stage,
            join(Markup("<span>{}</span>").format(text(fact)) for fact in facts),
        )
    )


def _show_refusal(here: Context, one: Import) -> bool:
    """Why it could not be read or stored, in one sentence."""
    if not one.refusal:
        return False
    fields = dict(one.refusal)
    try:
        error = ImportRefusedError(str(fields.pop("reason", "")), **fields)
        sentence = explain(error, here.translator)
    except (KeyError, TypeError):
        sentence = here.translator.gettext("This file cannot be imported.")
    show_problem(sentence)
    return True


def _show_failure(here: Context, one: Import) -> None:
    """The sentence, and what can be decided otherwise without sending the file again."""
    _show_refusal(here, one)
    hopeless = one.refusal.get("reason") in _HOPELESS
    if not hopeless and here.room.folder_of(one.id).is_dir():
        show_decisions(here, one, opened=False)


def _show_cancel(here: Context, one: Import) -> None:
    _ = here.translator.gettext
    with st.container(key="geodata_cancel"):
        show_confirmed(
            here,
            f"cancel_{one.id}",
            _("Give the import up"),
            _("Give this import up? The uploaded file is removed, and nothing is changed."),
            _("Yes, give it up"),
            partial(cancel_import, here.backoffice, here.room, here.who, one.id),
            _("The import was cancelled. Nothing was changed."),
            begins=True,
        )
