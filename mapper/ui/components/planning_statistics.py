"""Where more ideas lie than chance would put there, folded away until somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
import streamlit as st
from markupsafe import Markup

from mapper.geo.crs import all_to_metres
from mapper.geo.hotspots import LEAST_CELLS, LEAST_IDEAS, hot_spots, is_enough, study_cells
from mapper.i18n import Translator
from mapper.markup import join, text
from mapper.planning.rows import CountRow, by_count
from mapper.planning.survey import Survey
from mapper.planning.values import Describe
from mapper.services.counting import CellCount
from mapper.ui import cache
from mapper.ui.components.planning import Workbench

_OPEN = "planning_statistics"
_OUTLINE = "planning_outline"
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class HotSpots:
    """Hexagons that are hot, out of how many, and how many ideas lie in all of them.

    `hot` is None where there is too little to say anything.
    """

    hot: tuple[CellCount, ...] | None
    tested: int
    ideas: int


def find_hot_spots(survey: Survey, area: Mapping[str, Any] | None) -> HotSpots:
    """Hot hexagons of those whose centre lies in an area (GeoJSON, EPSG:4326; None for none)."""
    shape = shapely.from_geojson(orjson.dumps(area)) if area else shapely.Polygon()
    cells = study_cells(shapely.transform(shape, all_to_metres), survey.cell_size)
    found = {one.cell: one for one in survey.cells}
    counted = [found.get(cell, CellCount(cell, 0, 0)) for cell in cells.tolist()]
    counts = np.array([one.proposals for one in counted], dtype=np.float64)
    ideas = int(counts.sum())
    if not is_enough(ideas, len(cells)):
        return HotSpots(None, len(cells), ideas)
    hot = set(hot_spots(cells, counts).tolist())
    return HotSpots(tuple(one for one in counted if one.cell in hot), len(cells), ideas)


def show_statistics(bench: Workbench, describe: Describe) -> frozenset[int]:
    """The folded statistics; the ids of the hexagons to outline on the map."""
    words = bench.words
    title = words.gettext("Statistics")
    folded = bench.places.statistics.expander(title, key=_OPEN, on_change="rerun")
    if not folded.open:
        return frozenset()
    with folded:
        if bench.wanted.filters.by_area:
            sentence = words.gettext(
                "Statistics are for whole municipalities and districts. Remove the filter by area."
            )
            st.html(Markup("<p>{}</p>").format(sentence))
            return frozenset()
        found = find_hot_spots(bench.survey, cache.round_area(bench.here, _studied(bench)))
        if found.hot is None:
            st.html(_too_little(found, bench.survey, words))
            return frozenset()
        rows = by_count(describe(found.hot))
        st.html(_told(found, rows, bench.survey, words))
        if not found.hot:
            return frozenset()
        outline = st.toggle(words.gettext("Outline them on the map"), value=True, key=_OUTLINE)
    return frozenset(one.cell for one in found.hot) if outline else frozenset()


def _studied(bench: Workbench) -> tuple[str, ...]:
    """Keys of the districts, else of the municipalities, that the filters let through."""
    seen = bench.survey.seen
    every = {one.municipality for one in bench.survey.districts if one.municipality}
    return seen.districts or seen.municipalities or tuple(sorted(every))


def _too_little(found: HotSpots, survey: Survey, words: Translator) -> Markup:
    _, number = words.gettext, words.format_number
    if found.ideas >= LEAST_IDEAS and found.tested >= LEAST_CELLS:
        why = _(
            "{ideas} ideas in {cells} hexagons of {size} m are thinly spread. Choose larger ones."
        )
    else:
        why = _(
            "It takes at least {least} ideas with a point and {least_cells} hexagons. Here are "
            "{ideas} ideas in {cells} hexagons of {size} m."
        )
    told = why.format(
        ideas=number(found.ideas),
        cells=number(found.tested),
        size=number(survey.cell_size),
        least=LEAST_IDEAS,
        least_cells=LEAST_CELLS,
    )
    return Markup("<p><strong>{}</strong> {}</p>").format(_("Too few ideas for a statement."), told)


def _told(found: HotSpots, rows: list[CountRow], survey: Survey, words: Translator) -> Markup:
    _, number = words.gettext, words.format_number
    tested = _(
        "Tested: {cells} hexagons of {size} m, also those without an idea, each with its "
        "neighbours (Getis-Ord Gi*; corrected for many tests after Benjamini and Hochberg)."
    ).format(cells=number(found.tested), size=number(survey.cell_size))
    if not rows:
        nothing = _("No statistically conspicuous accumulation (significance level 1 %).")
        return Markup("<p><strong>{}</strong></p><p>{}</p>").format(nothing, tested)
    head = words.ngettext(
        "{count} hexagon is a statistically conspicuous accumulation (significance level 1 %):",
        "{count} hexagons are a statistically conspicuous accumulation (significance level 1 %):",
        len(rows),
    ).format(count=number(len(rows)))
    means = _(
        "In and around them lie more ideas than if chance had spread all ideas over all hexagons. "
        "That says neither why, nor how important they are; where many people live, many ideas are "
        "to be expected."
    )
    return Markup("<p><strong>{}</strong></p><ul>{}</ul><p>{}</p><p>{}</p>").format(
        head, _named(rows, words), means, tested
    )


def _named(rows: list[CountRow], words: Translator) -> Markup:
    ideas = (
        words.ngettext("{count} idea", "{count} ideas", row.proposals).format(
            count=words.format_number(row.proposals)
        )
        for row in rows
    )
    items = [
        Markup("<li>{}: {}</li>").format(text(row.place), count)
        for row, count in zip(rows[:_MOST_NAMED], ideas, strict=False)
    ]
    rest = len(rows) - len(items)
    if rest:
        more = words.gettext("and {count} more")
        items.append(Markup("<li>{}</li>").format(more.format(count=words.format_number(rest))))
    return join(items)
