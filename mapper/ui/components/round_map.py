"""Where a round's ideas lie, as a map that stands still."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import items, join
from mapper.report.still import Still, draw_cells
from mapper.services.counting import CellCount
from mapper.services.ground import read_ground
from mapper.services.round_figures import CELL_SIZE_M, RoundFigures
from mapper.ui import cache
from mapper.ui.components.planning_told import show_chart
from mapper.ui.context import Context

_SIZES = ((1000, 720), (420, 440))
"""Width and height for a wide place and for a narrow one."""


def show_round_map(figures: RoundFigures, here: Context) -> None:
    """Hexagons of the public places, their legend, and what is not on the map."""
    words = here.translator
    cells = tuple(figures.cells.items())
    still, narrow = (
        _draw(here.settings.database_url, cells, size, here.lang, here, words) for size in _SIZES
    )
    figure = Markup(
        '<figure class="ik-still"><figcaption>{}</figcaption>'
        '<div class="ik-still-wide">{}</div><div class="ik-still-narrow">{}</div></figure>'
    ).format(still.title, still.svg, narrow.svg)
    # Markdown takes it for one block of markup as long as it is one line.
    show_chart(Markup(" ".join(figure.split("\n"))))  # noqa: S704 - it was markup before
    st.html(_legend(still) + _under(figures, still, words))


@st.cache_data(ttl=cache.SECONDS, show_spinner=False, max_entries=20)
def _draw(
    database_url: str | None,
    cells: tuple[tuple[int, int], ...],
    size: tuple[int, int],
    lang: str,
    _here: Context,
    _words: Translator,
) -> Still:
    counts = [CellCount(cell, ideas, 0) for cell, ideas in cells]
    ground = read_ground(_here.sessions)
    return draw_cells(ground, counts, CELL_SIZE_M, _words, width=size[0], height=size[1])


def _legend(still: Still) -> Markup:
    if not still.legend:
        return Markup("")
    entries = (
        Markup('<span class="ik-swatch" style="background:{}"></span>{}').format(colour, limits)
        for colour, limits in still.legend
    )
    return Markup('<p class="ik-quiet">{}</p>{}').format(
        still.unit, items(entries, class_="ik-still-legend")
    )


def _under(figures: RoundFigures, still: Still, words: Translator) -> Markup:
    """Ideas that have no place on it, and whose data it is drawn from."""
    lines = [*still.notes, still.attribution]
    if figures.without_point:
        told = words.ngettext(
            "{count} idea has no public point and is not on the map.",
            "{count} ideas have no public point and are not on the map.",
            figures.without_point,
        )
        lines.insert(0, told.format(count=words.format_number(figures.without_point)))
    return join(Markup('<p class="ik-quiet">{}</p>').format(line) for line in lines if line)
