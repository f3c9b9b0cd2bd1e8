"""The coordinate reference system: where each that may be meant would put the data."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import CrsCandidate, ImportOptions, ImportReport
from mapper.i18n import Translator
from mapper.i18n.systems import (
    name_reading,
    name_system,
    tell_accuracy,
    tell_shift,
    tell_unit,
)
from mapper.mapview.candidates_map import COLOURS, candidates_layer
from mapper.services.import_jobs import Import
from mapper.ui.components.admin_form import Form
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context
from mapper.ui.folium_map import show_folium_map

MOST_SHOWN = len(COLOURS)
_ASK, _SWAPPED = "ask", "|swapped"
_HEIGHT = 420


def show_candidates(here: Context, one: Import) -> None:
    """All candidates on one map, numbered as in the list."""
    unit = one.report.crs.unit if one.report and one.report.crs else None
    if unit:
        st.html(Markup("<p><strong>{}</strong></p>").format(tell_unit(unit, here.translator)))
    found = _candidates(one.report)
    if not found:
        return
    words = here.translator
    points = [candidate.sample for candidate in found]
    names = [_name(number, one, words) for number, one in enumerate(found, 1)]
    title = words.gettext("Map of where the data would lie. The list below says the same in words.")
    layer = candidates_layer(points, names, here.profile.extent)
    show_folium_map("geodata_candidates", layer, here, title=title, height=_HEIGHT)


def ask_crs(form: Form, options: ImportOptions, report: ImportReport | None) -> ImportOptions:
    """One of the candidates, or a code typed by somebody who knows it; a code goes before."""
    _ = form.here.translator.gettext
    words = form.here.translator
    found = _candidates(report)
    names = {_key(one): _name(number, one, words) for number, one in enumerate(found, 1)}
    captions = [_caption(one, words) for one in found]
    now = _now(options, report)
    if now is not None and now not in names:
        names, captions = {now: _as_read(now, words), **names}, ["", *captions]
    if options.crs:
        names[_ASK] = _("Ask me again, with a map of what fits")
        captions.append("")
    labels = {key: plain_label(name) for key, name in names.items()}
    chosen = None
    if labels:
        heading = _("Coordinate reference system")
        chosen = form.pick(
            heading, "crs", labels, now, [*map(plain_label, captions)] if any(captions) else None
        )
    typed = form.line(_("Another one: its EPSG code, for example EPSG:25833"), "crs_code")
    swap = form.tick(_("In that one east and north are exchanged"), "swap")
    if typed.strip():
        return replace(options, crs=_code(typed), swap_axes=swap)
    if chosen == _ASK:
        return replace(options, crs=None, swap_axes=False)
    if chosen is None or chosen == now:
        return options
    crs, _bar, swapped = chosen.partition("|")
    return replace(options, crs=crs, swap_axes=bool(swapped))


def _code(typed: str) -> str:
    """The code as programs write it; a number alone is meant as one."""
    code = typed.strip().upper().replace(" ", "")
    return f"EPSG:{code}" if code.isdigit() else code


def _candidates(report: ImportReport | None) -> Sequence[CrsCandidate]:
    return report.crs.candidates[:MOST_SHOWN] if report and report.crs else ()


def _key(one: CrsCandidate) -> str:
    return f"{one.crs}{_SWAPPED if one.swapped else ''}"


def _now(options: ImportOptions, report: ImportReport | None) -> str | None:
    """What the file was read with; None as long as nobody has decided."""
    if options.crs:
        return f"{options.crs}{_SWAPPED if options.swap_axes else ''}"
    if report and report.crs and report.crs.crs and report.question is None:
        return f"{report.crs.crs}{_SWAPPED if report.crs.swapped else ''}"
    return None


def _as_read(now: str, words: Translator) -> str:
    return words.gettext("as now: {crs}").format(crs=name_system(now.partition("|")[0], words))


def _name(number: int, one: CrsCandidate, words: Translator) -> str:
    return f"{number} · {name_reading(one.crs, words, swapped=one.swapped)}"


def _caption(one: CrsCandidate, words: Translator) -> str:
    _ = words.gettext
    said = [_("{share} % lie in the municipalities").format(share=round(100 * one.inside))]
    if one.shift_m > 0:
        said.append(tell_shift(one.shift_m, words))
    if one.accuracy_m is not None:
        said.append(tell_accuracy(one.accuracy_m, words))
    if one.confidence is not None:
        fits = _("what the file says fits to {share} %")
        said.append(fits.format(share=round(100 * one.confidence)))
    return " · ".join(part.rstrip(".") for part in said)
