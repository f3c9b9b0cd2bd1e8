"""What a person decides about a file: each decision has the file read anew."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import ImportOptions, ImportReport, Question
from mapper.errors import ImportRefusedError
from mapper.i18n import N_, Translator
from mapper.services.import_jobs import Import, change_import
from mapper.ui.components.admin_form import Form
from mapper.ui.components.geodata_crs import ask_crs, show_candidates
from mapper.ui.components.geodata_districts import ask_districts
from mapper.ui.components.geodata_fields import ask_coordinates, ask_encoding, ask_fields
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context

_QUESTIONS: Mapping[Question, tuple[str, str]] = {
    Question.LAYER: (
        N_("Which layer of the file is meant?"),
        N_("There are several in this file. One import takes one of them."),
    ),
    Question.CRS: (
        N_("Where on Earth does the data lie?"),
        N_(
            "The file does not say for certain in which coordinate reference system its numbers "
            "are. Please look at the map, and choose where the data belongs."
        ),
    ),
    Question.COORDINATES: (
        N_("Which columns hold the coordinates?"),
        N_("Please choose the column for east and the one for north."),
    ),
}


def show_question(here: Context, one: Import) -> None:
    """What the file leaves open, and nothing else."""
    _ = here.translator.gettext
    if one.report is None or one.report.question is None:
        return
    question, lead = _QUESTIONS[one.report.question]
    st.html(Markup("<h4>{}</h4><p>{}</p>").format(_(question), _(lead)))
    if one.report.question is Question.CRS:
        show_candidates(here, one)
    form = Form(here, f"import_{one.id}")
    version = form.seen(one.version)
    with st.form(key=f"admin_form_{form.name}"):
        options = _ask_open(form, one, one.report)
        sent = st.form_submit_button(_("Go on with this"), type="primary")
    if sent:
        _change(here, form, one, options, version)
    form.show_done()


def show_decisions(here: Context, one: Import, *, opened: bool) -> None:
    """Everything that can be decided, behind one heading."""
    _ = here.translator.gettext
    form = Form(here, f"import_{one.id}")
    version = form.seen(one.version)
    with st.expander(plain_label(_("Change how the file is read")), expanded=opened):
        if one.report and one.report.crs and len(one.report.crs.candidates) > 1:
            show_candidates(here, one)
        with st.form(key=f"admin_form_{form.name}"):
            options = _ask_all(form, one, one.report)
            sent = st.form_submit_button(_("Read anew"), type="primary")
        if sent:
            _change(here, form, one, options, version)
    form.show_done()


def _change(here: Context, form: Form, one: Import, options: ImportOptions, version: int) -> None:
    done = here.translator.gettext("The file is read anew.")

    def act() -> Import:
        asked = one.report and one.report.question is Question.CRS and one.report.crs
        if asked and options.crs is None:
            names = ", ".join(candidate.crs for candidate in asked.candidates)
            raise ImportRefusedError("undecided_crs", names=names or "EPSG:25833")
        return change_import(here.backoffice, here.who, one.id, options, version)

    form.attempt(act, done, item=lambda _: str(one.id))


def _ask_open(form: Form, one: Import, report: ImportReport) -> ImportOptions:
    match report.question:
        case Question.LAYER:
            return _ask_layer(form, one.options, report)
        case Question.COORDINATES:
            return ask_coordinates(form, one.options, report)
    return ask_crs(form, one.options, report)


def _ask_all(form: Form, one: Import, report: ImportReport | None) -> ImportOptions:
    options = one.options
    if report is None:
        return ask_crs(form, ask_encoding(form, options, None), None)
    if len(report.layers) > 1:
        options = _ask_layer(form, options, report)
    if report.driver == "CSV":
        options = ask_coordinates(form, options, report)
    options = ask_crs(form, options, report)
    options = ask_encoding(form, options, report.encoding)
    options = ask_fields(form, options, report)
    _ = form.here.translator.gettext
    clip = form.tick(_("Cut everything at the border of the municipalities"), "clip", options.clip)
    options = replace(options, clip=clip)
    return ask_districts(form, one.role, options, report) if report.districts else options


def _ask_layer(form: Form, options: ImportOptions, report: ImportReport) -> ImportOptions:
    _ = form.here.translator.gettext
    names = {
        one.name: _layer(one.name, one.features, form.here.translator) for one in report.layers
    }
    now = options.source_layer or report.source_layer or ""
    return replace(options, source_layer=form.choice(_("Layer of the file"), "layer", names, now))


def _layer(name: str, features: int | None, words: Translator) -> str:
    if features is None:
        return name
    count = words.ngettext("{count} object", "{count} objects", features)
    return f"{name} ({count.format(count=words.format_number(features))})"
