"""The report of an import in plain words: what was read, and what was wrong with some rows."""

import streamlit as st
from markupsafe import Markup, escape

from mapper.domain.imports import CrsFinding, ImportReport, Note, Problem
from mapper.errors import NOTES
from mapper.i18n import Translator
from mapper.i18n.import_words import explain_problem
from mapper.i18n.imports import CRS_STATES, ENCODING_SOURCES, GEOMETRIES
from mapper.i18n.labels import label
from mapper.i18n.systems import name_reading, tell_accuracy, tell_missing_grid
from mapper.markup import items, join, link, text
from mapper.ui.context import Context

_FORMATS = {
    "ESRI Shapefile": "Shapefile",
    "GPKG": "GeoPackage",
    "OpenFileGDB": "File Geodatabase",
}
_MOST_LISTED = 20
_MANY_UMLAUTS = 6


def show_report(here: Context, report: ImportReport, problems: str | None) -> None:
    """Facts, notes and problems; `problems` is the address of the whole list."""
    words = here.translator
    st.html(
        Markup('<h4>{}</h4><dl class="ik-dl">{}</dl>{}').format(
            words.gettext("What was read"), _facts(report, words), _notes(report.notes, words)
        )
    )
    if report.counts:
        st.html(_problems(report, words, problems))


def name_source(file_name: str | None, source: str) -> str:
    """The file's name, of loose parts once; else a service's address."""
    names = (file_name or source).split(", ")
    stems = {name.rpartition(".")[0] for name in names}
    if len(names) == 1 or len(stems) > 1:
        return ", ".join(names)
    endings = ", ".join(f".{name.rpartition('.')[2]}" for name in names)
    return f"{stems.pop()} ({endings})"


def _facts(report: ImportReport, words: Translator) -> Markup:
    _, number = words.gettext, words.format_number
    facts: list[tuple[str, Markup | str]] = [
        (_("Rows in the file"), number(report.rows_read)),
        (_("Objects that are kept"), _kept(report, words)),
        (_("Format"), _format(report)),
    ]
    if report.crs:
        facts.append((_("Coordinate reference system"), _crs(report.crs, words)))
    if report.encoding:
        facts.append((_("Encoding of texts"), _encoding(report, words)))
    if report.name_field:
        facts.append((_("Names from the field"), text(report.name_field)))
    if report.outside:
        facts.append((_("Outside the municipalities"), number(report.outside)))
    if report.clipped:
        facts.append((_("Cut at their border"), number(report.clipped)))
    rows = (Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return join(rows)


def _kept(report: ImportReport, words: Translator) -> str:
    kinds = [
        f"{words.format_number(count)} {label(GEOMETRIES, kind, words)}"
        for kind, count in report.geometry_types.items()
    ]
    total = words.format_number(report.features)
    return f"{total} ({', '.join(kinds)})" if kinds else total


def _format(report: ImportReport) -> Markup | str:
    name = _FORMATS.get(report.driver, report.driver)
    if report.source_layer and len(report.layers) > 1:
        return Markup("{}, {}").format(name, text(report.source_layer))
    return name


def _crs(found: CrsFinding, words: Translator) -> Markup:
    _ = words.gettext
    name = name_reading(found.crs, words, swapped=found.swapped) if found.crs else "–"
    said = [escape(f"{name}: {label(CRS_STATES, found.state, words)}")]
    if found.words and found.state != "given":
        said.append(escape(_("in the file: {words}")).format(words=text(found.words)))
    if found.accuracy_m is not None:
        said.append(escape(tell_accuracy(found.accuracy_m, words).rstrip(".")))
    if found.missing_grid:
        said.append(escape(tell_missing_grid(found.missing_grid, words).rstrip(".")))
    return Markup("; ").join(said)


def _encoding(report: ImportReport, words: Translator) -> Markup:
    found = report.encoding
    assert found is not None
    source = label(ENCODING_SOURCES, found.source, words)
    said = escape(f"{found.encoding} ({source})")
    if found.umlauts:
        examples = ", ".join(found.umlauts[:_MANY_UMLAUTS])
        read = escape(words.gettext("for example {words}"))
        said += Markup("; ") + read.format(words=text(examples))
    return said


def _notes(notes: tuple[Note, ...], words: Translator) -> Markup:
    sentences = [
        words.gettext(NOTES[one.reason]).format(names=", ".join(one.names))
        for one in notes
        if one.reason in NOTES
    ]
    return items(map(escape, sentences), class_="ik-notes") if sentences else Markup("")


def _problems(report: ImportReport, words: Translator, address: str | None) -> Markup:
    _ = words.gettext
    lost = {one.reason for one in report.problems if one.lost}
    counts = [_count(reason, number, reason in lost, words) for reason, number in _by(report)]
    listed = [_problem(one, words) for one in report.problems[:_MOST_LISTED]]
    details = Markup("")
    if listed:
        details = Markup("<details><summary>{}</summary>{}</details>").format(
            _("Which rows"), items(listed, class_="ik-problems")
        )
    whole = Markup("")
    if address:
        whole = Markup("<p>{}</p>").format(
            link(address, _("All of them as a table (CSV)"), class_="ik-link", download="")
        )
    return Markup('<h4>{}</h4>{}<div class="ik-rows">{}{}</div>').format(
        _("What was the matter with some rows"), items(counts, class_="ik-counts"), details, whole
    )


def _by(report: ImportReport) -> list[tuple[str, int]]:
    return sorted(report.counts.items(), key=lambda item: -item[1])


def _count(reason: str, number: int, lost: bool, words: Translator) -> Markup:
    rows = words.ngettext("{count} row", "{count} rows", number)
    sentence = f"{rows.format(count=words.format_number(number))}: {explain_problem(reason, words)}"
    mark = words.gettext("not kept")
    kept = Markup(' <span class="ik-lost">{}</span>').format(mark) if lost else Markup("")
    return escape(sentence) + kept


def _problem(one: Problem, words: Translator) -> Markup:
    row = words.gettext("Row {row}").format(row=words.format_number(one.row))
    name = Markup(" ({})").format(text(one.name)) if one.name else Markup("")
    areas = ""
    if one.area_before is not None and one.area_after is not None:
        sentence = words.gettext("{before} m² before, {after} m² after")
        before, after = (words.format_number(round(a)) for a in (one.area_before, one.area_after))
        areas = "; " + sentence.format(before=before, after=after)
    return Markup("{}{}: {}{}").format(row, name, explain_problem(one.reason, words), areas)
