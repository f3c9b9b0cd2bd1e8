"""The maps among what can be taken away, as pictures and as a page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.i18n import N_
from mapper.markup import items, join, link
from mapper.planning.wanted import Section, write_address
from mapper.ui.components.planning import Workbench

_FORMATS: Mapping[str, tuple[str, str]] = {
    "png": (N_("PNG picture"), N_("for letters, slides and websites")),
    "html": (N_("Page (HTML)"), N_("with table; opens without network")),
    "svg": (N_("SVG drawing"), N_("for print and drawing programs")),
}
_MAPS: Mapping[Section, tuple[str, str]] = {
    Section.MAP: (
        N_("Map"),
        N_("Drawn as set under “Map”, with filters, legend, date and sources."),
    ),
    Section.CLUSTERS: (
        N_("Map of the clusters"),
        N_("Outlines with their numbers, as set under “Clusters”; with sources."),
    ),
}


def tell_maps(bench: Workbench, filters: Filters, scope: str) -> Iterator[Markup]:
    """A group for each map; `filters` and `scope` are those of all files of the section."""
    return (_tell(section, bench, filters, scope) for section in _MAPS)


def _tell(section: Section, bench: Workbench, filters: Filters, scope: str) -> Markup:
    title, about = (bench.words.gettext(one) for one in _MAPS[section])
    query = urlencode(_query(section, bench, filters, scope))
    files = (
        _link(f"/api/planning/map.{ending}?{query}", title, ending, bench) for ending in _FORMATS
    )
    return Markup('<div class="ik-download-row"><h3>{}</h3><p>{}</p></div>{}').format(
        title, about, items(files, class_="ik-download-files")
    )


def _link(address: str, title: str, ending: str, bench: Workbench) -> Markup:
    name, use = (bench.words.gettext(one) for one in _FORMATS[ending])
    said = f"{title}: {name}, {use}"
    shown = link(address, name, download="", class_="ik-link", aria_label=said)
    return join((shown, Markup(' <span aria-hidden="true">{}</span>').format(use)))


def _query(section: Section, bench: Workbench, filters: Filters, scope: str) -> dict[str, str]:
    """What the page shows; the hexagons as large as on its map."""
    wanted = replace(
        bench.wanted,
        filters=filters,
        section=section,
        cell_size=bench.survey.cell_size if section is Section.MAP else None,
        cluster=None,
        goal=None,
        page=None,
        lists=None,
    )
    return {
        **write_address(wanted),
        **({} if scope == "public" else {"scope": scope}),
        "lang": bench.here.lang,
    }
