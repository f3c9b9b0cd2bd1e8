"""The section for taking data away: what the filters match, in files for people and programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup, escape

from mapper.domain.filters import Filters, to_query
from mapper.handout.origin import TITLES
from mapper.i18n import N_, Translator
from mapper.i18n.labels import label
from mapper.markup import items, join, link, text
from mapper.planning.names import PARAMETER_NAMES
from mapper.planning.survey import answerable
from mapper.planning.wanted import write_address
from mapper.services.plan import counting
from mapper.services.plan_tables import What
from mapper.ui import look, widget_keys
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_chips import list_chips
from mapper.ui.components.planning_download_link import file_link
from mapper.ui.components.planning_download_map import tell_maps
from mapper.ui.components.planning_download_report import tell_report
from mapper.ui.components.planning_store import WIDGETS

PUBLIC, INTERNAL = "public", "internal"
_SCOPE = "planning_download_scope"
_SCOPES: Mapping[str, str] = {
    PUBLIC: N_("To pass on: only what is public"),
    INTERNAL: N_("For work at the town: exact places and channel"),
}
_ABOUT: Mapping[What, str] = {
    What.IDEAS: N_("Each idea with its text, place, status and supports; coordinates as columns."),
    What.CELLS: N_("How many ideas and supports lie in each hexagon; with its outline."),
    What.CLUSTERS: N_("Groups of ideas close together, as set under “Clusters”; with outlines."),
}
_CELL = f"{WIDGETS}download_cell"
_FORMATS: Mapping[str, tuple[str, str]] = {
    "xlsx": (N_("Excel workbook"), N_("to read, sort and calculate")),
    "csv": (N_("CSV table"), N_("opens in every spreadsheet")),
    "gpkg": (N_("GeoPackage"), N_("for QGIS and other GIS")),
    "geojson": (N_("GeoJSON"), N_("for websites and programs")),
    "shp.zip": (N_("Shapefile"), N_("for older GIS; texts are cut")),
}
_EXCHANGE: Mapping[str, tuple[str, str]] = {
    "pds.json": (N_("PDS (JSON)"), N_("for other participation platforms")),
}
"""Of ideas alone, and only of what is public."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be taken away: filters in force, how many ideas, what had to be left out."""

    filters: Filters
    scope: str
    ideas: int
    left_out: tuple[str, ...] = ()


def show_download_section(bench: Workbench) -> None:
    """What is exported in words, in which version, and a link for each kind of file."""
    words, _ = bench.words, bench.words.gettext
    look.add_style("planning_download")
    with bench.places.wide, st.container(key="planning_download"):
        look.section(_("Download"))
        scope = _choose_scope(words) if bench.survey.exact else PUBLIC
        wanted = _public(bench) if scope == PUBLIC and bench.survey.exact else _as_seen(bench)
        st.html(_told(bench, wanted))
        st.html(tell_report(bench, wanted.filters, wanted.scope))
        for group in tell_maps(bench, wanted.filters, wanted.scope):
            st.html(group)
        for what in What:
            _show_files(what, bench, wanted)
        st.html(_licence(bench, wanted))


def _choose_scope(words: Translator) -> str:
    st.session_state.setdefault(_SCOPE, PUBLIC)
    chosen: str = st.radio(
        words.gettext("Version"),
        list(_SCOPES),
        format_func=lambda one: words.gettext(_SCOPES[one]),
        key=_SCOPE,
    )
    return chosen


def _as_seen(bench: Workbench) -> _Wanted:
    scope = INTERNAL if bench.survey.exact else PUBLIC
    return _Wanted(bench.survey.seen, scope, bench.survey.matching)


def _public(bench: Workbench) -> _Wanted:
    """What the planner's filters match for everybody, without what only staff can ask for."""
    with counting(bench.here.backoffice, None) as counter:
        filters, left_out = answerable(counter, bench.survey.seen)
        ideas = sum(one.proposals for one in counter.districts(filters))
    return _Wanted(filters, PUBLIC, ideas, left_out)


def _told(bench: Workbench, wanted: _Wanted) -> Markup:
    """What will be in the files, in words."""
    words, _ = bench.words, bench.words.gettext
    ideas = words.ngettext("{count} idea", "{count} ideas", wanted.ideas)
    chips = list_chips(replace(bench.wanted, filters=wanted.filters), bench.names, words)
    filtered = (
        join((Markup("{} ").format(_("Filtered by:")), _in_a_row(chip.words for chip in chips)))
        if chips
        else escape(_("No filter is set: everything that is published."))
    )
    return Markup(
        '<div class="ik-download-told" role="status"><h3>{}</h3><p>{}</p>{}</div>'
    ).format(ideas.format(count=words.format_number(wanted.ideas)), filtered, _note(wanted, words))


def _in_a_row(parts: Iterable[str]) -> Markup:
    return Markup(" · ").join(text(part) for part in parts)


def _note(wanted: _Wanted, words: Translator) -> Markup:
    _ = words.gettext
    notes = []
    if wanted.scope == INTERNAL:
        notes.append(
            _(
                "These files hold exact places that their authors do not show to everybody. "
                "Do not pass them on. That you took them is recorded."
            )
        )
    if wanted.left_out:
        named = ", ".join(label(PARAMETER_NAMES, one, words) for one in wanted.left_out)
        left_out = _("Not public, so not filtered by in this version: {names}.")
        notes.append(left_out.format(names=named))
    return join(Markup('<p class="ik-note">{}</p>').format(one) for one in notes)


def _show_files(what: What, bench: Workbench, wanted: _Wanted) -> None:
    """One kind of data with a link for each format."""
    words = bench.words
    st.html(
        Markup('<div class="ik-download-row"><h3>{}</h3><p>{}</p></div>').format(
            words.gettext(TITLES[what]), words.gettext(_ABOUT[what])
        )
    )
    if what is What.CELLS:
        _choose_cell_size(bench)
    passed_on = what is What.IDEAS and wanted.scope == PUBLIC
    formats = {**_FORMATS, **(_EXCHANGE if passed_on else {})}
    links = (_link(what, ending, named, bench, wanted) for ending, named in formats.items())
    st.html(items(links, class_="ik-download-files"))


def _choose_cell_size(bench: Workbench) -> None:
    st.selectbox(
        label(PARAMETER_NAMES, "cell", bench.words),
        list(bench.names.cell_sizes),
        format_func=bench.names.cell_sizes.__getitem__,
        key=widget_keys.begin(_CELL, bench.survey.cell_size),
        on_change=widget_keys.hear(_cell_size_chosen, _CELL),
    )


def _cell_size_chosen() -> None:
    size: int = widget_keys.entered(_CELL)
    planning_store.apply(replace(planning_store.stored(), cell_size=size))


def _link(
    what: What, ending: str, named: tuple[str, str], bench: Workbench, wanted: _Wanted
) -> Markup:
    address = f"/api/planning/{what}.{ending}?{urlencode(_query(what, bench, wanted))}"
    return file_link(address, *map(bench.words.gettext, (TITLES[what], *named)))


def _query(what: What, bench: Workbench, wanted: _Wanted) -> dict[str, str]:
    query = {**to_query(replace(wanted.filters, cell_size=Filters().cell_size))}
    if what is What.CELLS:
        query["cell"] = str(bench.survey.cell_size)
    if what is What.CLUSTERS:
        asked = write_address(bench.wanted)
        query |= {name: asked[name] for name in ("distance", "least") if name in asked}
    if wanted.scope == INTERNAL:
        query["scope"] = INTERNAL
    return {**query, "lang": bench.here.lang}


def _licence(bench: Workbench, wanted: _Wanted) -> Markup:
    """Whose data it is, and what may be done with it."""
    _, profile = bench.words.gettext, bench.here.profile
    if wanted.scope == INTERNAL:
        return Markup('<p class="ik-download-licence">{}</p>').format(
            _("Attribution: {name}. Not licensed for others.").format(name=profile.operator)
        )
    return Markup('<p class="ik-download-licence">{} {}. {}</p>').format(
        _("Licence:"),
        link(profile.licence.url, profile.licence.name, class_="ik-link"),
        _("Attribution: {name}. Both stand in the files.").format(name=profile.operator),
    )
