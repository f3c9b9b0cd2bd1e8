"""The preview: what would be shown, and how it differs, before anything is stored."""

from contextlib import suppress
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import ImportReport
from mapper.i18n import Translator
from mapper.i18n.imports import FIELD_TYPES
from mapper.i18n.labels import label
from mapper.mapview.heat import MOST_OBJECTS
from mapper.mapview.preview_map import preview_layer
from mapper.markup import join, text
from mapper.services.import_jobs import Import, accept_import
from mapper.ui.components.geodata_decide import show_decisions
from mapper.ui.components.geodata_difference import show_difference
from mapper.ui.components.geodata_districts import show_matches, tell_doubts
from mapper.ui.components.geodata_report import show_report
from mapper.ui.components.geodata_steps import show_step
from mapper.ui.components.geodata_terms import tell_missing
from mapper.ui.context import Context
from mapper.ui.folium_map import show_folium_map

_HEIGHT = 420


def show_preview(here: Context, one: Import) -> None:
    """Map, report, difference and table; then the step that takes it over."""
    report = one.report
    if report is None:
        return
    _show_map(here, one, report)
    _show_accept(here, one)
    show_report(here, report, f"/api/imports/{one.id}/problems.csv")
    show_difference(here, one)
    _show_table(here, report)
    if report.districts:
        show_matches(here, one, report)
    show_decisions(here, one, opened=False)


def _show_map(here: Context, one: Import, report: ImportReport) -> None:
    _ = here.translator.gettext
    layer = preview_layer(
        f"/api/imports/{one.id}/preview.geojson",
        f"{one.id} {one.version}",
        report.bbox,
        here.profile.extent,
        _("The preview cannot be loaded just now."),
    )
    title = _("Map of what was read. The table below shows the first rows.")
    show_folium_map("geodata_preview", layer, here, title=title, height=_HEIGHT)
    if report.features > MOST_OBJECTS:
        total = here.translator.format_number(report.features)
        note = _("The map shows a part of the {total} objects, simplified.").format(total=total)
        st.html(Markup('<p class="ik-quiet">{}</p>').format(note))


def _show_accept(here: Context, one: Import) -> None:
    _ = here.translator.gettext
    accept = partial(accept_import, here.backoffice, here.who, one.id, one.version)
    if one.same_as_version is not None:
        sentence = _("The same file was imported before, as version {number}.")
        note = sentence.format(number=one.same_as_version)
        st.html(Markup('<p class="ik-note">{}</p>').format(note))
    for doubt in tell_doubts(here, one):
        st.html(Markup('<p class="ik-note">{}</p>').format(doubt))
    missing = tell_missing(one.licence, one.attribution, here.translator)
    if missing:
        later = _(
            "It belongs under the map and into downloads. It can be added under “Versions” once "
            "the import is taken over."
        )
        st.html(Markup('<p class="ik-note">{} {}</p>').format(missing, later))
    with st.container(key="geodata_accept"):
        show_step(
            here,
            f"accept_{one.id}",
            _("Take over and show"),
            partial(accept, activate=True),
            _("The import is being taken over."),
            primary=True,
            begins=True,
        )
        show_step(
            here,
            f"store_{one.id}",
            _("Only store it"),
            partial(accept, activate=False),
            _("The import is being stored."),
            begins=True,
        )


def _show_table(here: Context, report: ImportReport) -> None:
    """The first rows as they are kept; a person's words never become markup."""
    if not report.rows:
        return
    words = here.translator
    heads = join(
        Markup('<th scope="col">{}<span class="ik-type">{}</span></th>').format(
            text(one.title or one.name), label(FIELD_TYPES, one.type, words)
        )
        for one in report.fields
    )
    rows = join(
        Markup("<tr>{}</tr>").format(
            join(
                Markup("<td>{}</td>").format(_cell(cell, one.type, words))
                for one, cell in zip(report.fields, row, strict=False)
            )
        )
        for row in report.rows
    )
    title = words.ngettext("The first row", "The first {count} rows", len(report.rows))
    st.html(
        Markup(
            '<h4>{title}</h4><div class="ik-table" role="region" tabindex="0" '
            'aria-label="{title}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>'
            "</table></div>"
        ).format(title=title.format(count=len(report.rows)), heads=heads, rows=rows)
    )


def _cell(value: str | None, type_: str, words: Translator) -> Markup | str:
    if value is None:
        return "–"
    if type_ == "number":
        with suppress(ValueError):
            return words.format_number(float(value))
    return text(value)
