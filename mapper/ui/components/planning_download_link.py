"""Links to files that can be taken away."""

from dataclasses import replace

from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.markup import join, link
from mapper.planning.wanted import Section, write_address
from mapper.ui.components.planning import Workbench


def file_link(address: str, title: str, name: str, use: str) -> Markup:
    """A link named by the kind of file, with what it is for; `title` says what is in it."""
    said = f"{title}: {name}, {use}"
    shown = link(address, name, download="", class_="ik-link", aria_label=said)
    return join((shown, Markup(' <span aria-hidden="true">{}</span>').format(use)))


def page_query(
    bench: Workbench, filters: Filters, scope: str, section: Section = Section.MAP
) -> dict[str, str]:
    """A section as the page shows it, under other filters; hexagons as large as on its map."""
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
