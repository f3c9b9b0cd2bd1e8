"""The planners' map as a still picture: one drawing for files, reports and result pages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from mapper.geo.regions import draw_area
from mapper.i18n import N_, Translator
from mapper.mapview import palette
from mapper.mapview.clusters import LINE
from mapper.mapview.heat import Scale
from mapper.mapview.overlays import name_source
from mapper.planning.clusters_found import Found, name_cluster, tell_counts
from mapper.planning.clusters_said import tell_all, tell_method
from mapper.planning.drawn import Drawn, decide, scale_of, unit_of
from mapper.planning.legend_words import labels_of, notes_on_colours
from mapper.planning.map_said import nothing_matches, remarks
from mapper.planning.rows import CountRow
from mapper.planning.values import Values
from mapper.planning.wanted import Display, Measure
from mapper.planning.words import describe_class, describe_row
from mapper.report.canvas import compose, letter_size
from mapper.report.clusters_drawn import (
    BENEATH,
    draw_beneath,
    draw_clusters,
    draw_discs,
    place_discs,
)
from mapper.report.counts_drawn import boxes_of, draw_density, draw_districts, draw_hexagons
from mapper.report.extent import extent_of, extent_of_cells, extent_of_clusters
from mapper.report.frame import Frame, fit
from mapper.report.ground_drawn import town_boxes
from mapper.report.labels import Box
from mapper.report.view import View
from mapper.services.counting import CellCount
from mapper.services.ground import Ground

TITLE = N_("Map of the ideas")
_ON_OUTLINES = 2
"""Sentences on how clusters were found; what follows is about their words, which no map shows."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture, and what must stand beside it.

    `svg` is a whole `<svg>`. `legend` gives a colour and what it stands for; the first `fewer`
    entries have dashed outlines on the map, because they mean less than a middle. `unit` is what
    the colours count, `notes` are sentences, `attribution` says whose data the ground is.
    """

    svg: Markup
    title: str
    unit: str
    legend: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    attribution: str
    fewer: int = 0


def draw_still(
    view: View,
    ground: Ground,
    *,
    clusters: Found | None = None,
    drawn: Drawn | None = None,
    width: int = 1200,
    height: int = 900,
    hints: bool = False,
) -> Still:
    """What the planners' map shows under `view.wanted`, or the clusters that were found.

    Parameters
    ----------
    drawn
        What was decided for the view before, so that it need not be again.
    width, height
        In pixels; letters and lines have their size in them.
    hints
        Whether each hexagon, district and cluster tells its numbers to the pointer.
    """
    if clusters is not None:
        return _draw_clusters(view, ground, clusters, (width, height), hints=hints)
    words, survey = view.words, view.survey
    drawn = drawn or decide(view.office.sessions, view.profile, survey, view.wanted, words)
    frame = fit(extent_of(view, drawn, ground), width, height)
    says = f"{words.gettext(TITLE)}: {drawn.unit}"
    counts = _counts(drawn, ground, frame, words, hints=hints)
    notes = (
        *notes_on_colours(drawn, survey, view.wanted, words),
        *remarks(survey, view.wanted, drawn.values, words),
    )
    return Still(
        svg=compose(
            ground,
            frame,
            words,
            counts,
            says=says,
            area=_area(view),
            better_free=_better_free(drawn, frame),
        ),
        title=words.gettext(TITLE),
        unit=drawn.unit,
        legend=_legend(drawn.scale, labels_of(drawn, words)),
        notes=notes if survey.matching else (nothing_matches(survey, words), *notes),
        attribution=_attribution(ground, words),
        fewer=drawn.scale.fewer,
    )


def draw_cells(
    ground: Ground,
    cells: Sequence[CellCount],
    size_m: int,
    words: Translator,
    *,
    width: int = 1200,
    height: int = 900,
) -> Still:
    """The number of ideas in each hexagon of an edge length, on the whole ground.

    Hexagons without an idea are left out; without any the ground stays as it is, and there is no
    legend.
    """
    numbers = np.array([one.cell for one in cells], dtype=np.int32)
    rows = tuple(CountRow("", one.proposals, one.supports) for one in cells)
    values = Values(Measure.IDEAS, tuple(numbers.tolist()), rows)
    scale, unit = scale_of(values), unit_of(Measure.IDEAS, words, size_m)
    frame = fit(extent_of_cells(ground, numbers, size_m), width, height)
    says = f"{words.gettext(TITLE)}: {unit}"
    counts = draw_hexagons(numbers, values.values, size_m, scale, frame)
    labels = tuple(describe_class(one, Measure.IDEAS, words) for one in scale.classes)
    return Still(
        svg=compose(
            ground,
            frame,
            words,
            counts,
            says=says,
            better_free=boxes_of(numbers, size_m, frame),
        ),
        title=words.gettext(TITLE),
        unit=unit,
        legend=_legend(scale, labels),
        notes=(),
        attribution=_attribution(ground, words),
    )


def _draw_clusters(
    view: View, ground: Ground, found: Found, size: tuple[int, int], *, hints: bool
) -> Still:
    words, shown = view.words, found.shown
    frame = fit(extent_of_clusters(view, found, ground), *size)
    unit = words.gettext("Clusters of ideas")
    texts = [f"{name_cluster(found, one, words)}: {tell_counts(one, words)}" for one in shown]
    discs = place_discs(shown, frame, town_boxes(ground, frame, letter_size(frame)))
    beneath = draw_beneath(found.clusters, frame)
    svg = compose(
        ground,
        frame,
        words,
        beneath + draw_clusters(shown, frame, texts if hints else ()),
        says=f"{words.gettext(TITLE)}: {unit}",
        area=_area(view),
        discs=draw_discs(discs),
        taken=[box for _, box in discs],
    )
    outlines = (LINE, words.gettext("Outline of a cluster, with its number"))
    places = (palette.on_paper(BENEATH), words.gettext("Here are ideas"))
    return Still(
        svg=svg,
        title=words.gettext(TITLE),
        unit=unit,
        legend=(*([outlines] if shown else []), *([places] if beneath else [])),
        notes=(*tell_all(found, None, words), *list(tell_method(found, words))[:_ON_OUTLINES]),
        attribution=_attribution(ground, words),
    )


def _counts(
    drawn: Drawn, ground: Ground, frame: Frame, words: Translator, *, hints: bool
) -> Markup:
    if drawn.smooth:
        return draw_density(drawn.grid, drawn.scale, frame) if drawn.grid else Markup("")
    values = drawn.values
    texts = [describe_row(row, values.measure, words) for row in values.rows] if hints else []
    if drawn.display is Display.HEXAGONS:
        cells = np.array(values.keys, dtype=np.int32)
        return draw_hexagons(cells, values.values, drawn.size_m, drawn.scale, frame, texts)
    return draw_districts(ground.districts, values, drawn.scale, frame, texts)


def _better_free(drawn: Drawn, frame: Frame) -> list[Box]:
    if drawn.display is not Display.HEXAGONS:
        return []
    cells = np.array(drawn.values.keys, dtype=np.int32)
    return boxes_of(cells, drawn.size_m, frame)


def _area(view: View) -> BaseGeometry | None:
    area = view.wanted.filters.area
    return draw_area(area) if area else None


def _legend(scale: Scale, labels: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple(zip(map(palette.on_paper, scale.colours), labels, strict=True))


def _attribution(ground: Ground, words: Translator) -> str:
    """Whose data the ground is, each said once."""
    said = (name_source(one, words) for one in ground.layers)
    return "; ".join(dict.fromkeys(filter(None, said)))
