"""The maps among what can be taken away, as pictures and as a page."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.i18n import N_
from mapper.markup import items
from mapper.planning.wanted import Section
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_download_link import file_link, page_query

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
    query = urlencode(page_query(bench, filters, scope, section))
    files = (
        file_link(f"/api/planning/map.{ending}?{query}", title, *map(bench.words.gettext, told))
        for ending, told in _FORMATS.items()
    )
    return Markup('<div class="ik-download-row"><h3>{}</h3><p>{}</p></div>{}').format(
        title, about, items(files, class_="ik-download-files")
    )
