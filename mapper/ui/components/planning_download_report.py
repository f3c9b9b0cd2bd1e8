"""The report among what can be taken away: what stands in it, and the link to it."""

from urllib.parse import urlencode

from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.markup import items
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_download_link import file_link, page_query


def tell_report(bench: Workbench, filters: Filters, scope: str) -> Markup:
    """A group with one link; `filters` and `scope` are those of all files of the section.

    Making it takes seconds in which a browser shows nothing, so that is said beside the link.
    """
    _ = bench.words.gettext
    address = f"/api/planning/report.pdf?{urlencode(page_query(bench, filters, scope))}"
    told = _("Report"), _("PDF document"), _("to read, print and lay before the council")
    file = file_link(address, *told)
    return Markup('<div class="ik-download-row"><h3>{}</h3><p>{}</p><p>{}</p></div>{}').format(
        _("Report"),
        _(
            "What this page shows, as a document: key figures, map, who is heard, over time, "
            "clusters with summaries, a list of the ideas, method and sources."
        ),
        _("It is made when you choose it. That takes some seconds; then your browser saves it."),
        items([file], class_="ik-download-files"),
    )
