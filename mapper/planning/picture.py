"""The picture on the planners' map: its layer, its classes, and what a class counts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import folium
import numpy as np

from mapper.geo.classes import (
    count_classes,
    density_classes,
    diverging_classes,
    rate_classes,
)
from mapper.geo.density import smooth_density
from mapper.i18n import N_, Translator
from mapper.mapview import heat
from mapper.planning.measures import DIVERGING
from mapper.planning.survey import Survey
from mapper.planning.values import Values
from mapper.planning.wanted import Measure
from mapper.planning.words import describe_row

_UNITS: Mapping[Measure, tuple[str, str]] = {
    Measure.IDEAS: (N_("Ideas per hexagon (edge length {size} m)"), N_("Ideas per district")),
    Measure.SUPPORTS: (
        N_("Supports per hexagon (edge length {size} m)"),
        N_("Supports per district"),
    ),
    Measure.PER_INHABITANT: (
        N_("Ideas per 1,000 inhabitants of the district, by hexagon (edge length {size} m)"),
        N_("Ideas per 1,000 inhabitants of the district"),
    ),
    Measure.DEVIATION: (
        N_("More or fewer ideas than the inhabitants suggest, by hexagon (edge length {size} m)"),
        N_("More or fewer ideas than the inhabitants suggest, by district"),
    ),
    Measure.CHANGE: (
        N_("More or fewer ideas than in the other period, by hexagon (edge length {size} m)"),
        N_("More or fewer ideas than in the other period, by district"),
    ),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A layer, its classes with their colours, and what a class counts.

    `smooth` where the classes are those of a smooth density.
    """

    layer: folium.FeatureGroup
    scale: heat.Scale
    unit: str
    measure: Measure
    smooth: bool = False


def draw_hexagons(
    values: Values, size_m: int, words: Translator, outlined: Collection[int] = ()
) -> Picture:
    """Hexagons in the colours of their values; `outlined` ids get a strong line."""
    scale = _scale(values)
    unit = unit_of(values.measure, words, size_m)
    if not values.keys:
        return Picture(heat.empty_layer(), scale, unit, values.measure)
    texts = [describe_row(row, values.measure, words) for row in values.rows]
    cells = np.array(values.keys, dtype=np.int32)
    layer = heat.hexagon_layer(cells, values.values, texts, size_m, scale, outlined)
    return Picture(layer, scale, unit, values.measure)


def draw_districts(values: Values, words: Translator) -> Picture:
    """Districts in the colours of their values."""
    scale = _scale(values)
    named = [
        (str(key), row, value)
        for key, row, value in zip(values.keys, values.rows, values.values.tolist(), strict=True)
        if key
    ]
    texts = {key: describe_row(row, values.measure, words) for key, row, _ in named}
    layer = heat.district_layer({key: value for key, _, value in named}, texts, scale)
    return Picture(layer, scale, unit_of(values.measure, words), values.measure)


def draw_density(survey: Survey, measure: Measure, bandwidth_m: int, words: Translator) -> Picture:
    """A smooth density of ideas, or of supports."""
    of_supports = measure is Measure.SUPPORTS
    _ = words.gettext
    unit = _("Supports per km², smoothed") if of_supports else _("Ideas per km², smoothed")
    cells = np.array([one.cell for one in survey.cells], dtype=np.int32)
    amounts = (one.supports if of_supports else one.proposals for one in survey.cells)
    counts = np.fromiter(amounts, dtype=np.float64, count=len(cells))
    if not counts.any():
        return Picture(heat.empty_layer(), heat.Scale.heat(()), unit, measure, smooth=True)
    grid = smooth_density(cells, counts, survey.cell_size, bandwidth_m)
    classes = density_classes(float(grid.values.max()))
    layer = heat.density_layer(grid, classes)
    return Picture(layer, heat.Scale.heat(classes), unit, measure, smooth=True)


def unit_of(measure: Measure, words: Translator, size_m: int | None = None) -> str:
    """What a colour stands for, by hexagon of an edge length or, without one, by district."""
    by_hexagon, by_district = _UNITS[measure]
    if size_m is None:
        return words.gettext(by_district)
    return words.gettext(by_hexagon).format(size=words.format_number(size_m))


def _scale(values: Values) -> heat.Scale:
    known = values.values[np.isfinite(values.values)]
    if not any(row.proposals or row.before for row in values.rows):
        return heat.Scale.heat(())
    if values.measure in DIVERGING:
        return heat.Scale.diverging(diverging_classes(int(np.abs(known).max(initial=0))))
    if values.measure is Measure.PER_INHABITANT:
        least = float(known[known > 0].min(initial=np.inf))
        return heat.Scale.heat(rate_classes(least, float(known.max(initial=0))))
    return heat.Scale.heat(count_classes(int(known.max(initial=0))))
