"""The report among what can be taken away: what stands in it, and the link to it."""

from dataclasses import replace
from urllib.parse import urlencode

from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.markup import items, join, link
from mapper.planning.wanted import Section, write_address
from mapper.ui.components.planning import Workbench


def tell_report(bench: Workbench, filters: Filters, scope: str) -> Markup:
    """A group with one link; `filters` and `scope` are those of all files of the section.

    Making it takes seconds in which a browser shows nothing, so that is said beside the link.
    """
    _ = bench.words.gettext
    address = f"/api/planning/report.pdf?{urlencode(_query(bench, filters, scope))}"
    name, use = _("PDF document"), _("to read, print and lay before the council")
    file = join(
        (
            link(
                address,
                name,
                download="",
                class_="ik-link",
                aria_label=f"{_('Report')}: {name}, {use}",
            ),
            Markup(' <span aria-hidden="true">{}</span>').format(use),
        )
    )
    return Markup('<div class="ik-download-row"><h3>{}</h3><p>{}</p><p>{}</p></div>{}').format(
        _("Report"),
        _(
            "What this page shows, as a document: key figures, map, who is heard, over time, "
            "clusters with summaries, a list of the ideas, method and sources."
        ),
        _("It is made when you choose it. That takes some seconds; then your browser saves it."),
        items([file], class_="ik-download-files"),
    )


def _query(bench: Workbench, filters: Filters, scope: str) -> dict[str, str]:
    """What the page shows; the hexagons as large as on its map."""
    wanted = replace(
        bench.wanted,
        filters=filters,
        section=Section.MAP,
        cell_size=bench.survey.cell_size,
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
