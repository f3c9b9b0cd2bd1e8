"""What the planners' map draws: a value and a class for each hexagon or district, or a density.

It stands here once for the map of the page, the still picture and the report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from mapper.db.engine import Sessions
from mapper.domain.profile import TownProfile
from mapper.geo.classes import (
    count_classes,
    density_classes,
    diverging_classes,
    rate_classes,
)
from mapper.geo.density import DensityGrid, smooth_density
from mapper.i18n import N_, Translator
from mapper.mapview.heat import Scale
from mapper.planning.measures import DIVERGING, bandwidth_of, in_force
from mapper.planning.rows import cell_rows, district_rows
from mapper.planning.survey import Survey
from mapper.planning.values import Describe, Values, district_values, hexagon_values
from mapper.planning.wanted import Display, Measure, Wanted
from mapper.services.measures import Points, find_homes, inhabitants
from mapper.services.places import NamedPlace, list_places

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
class Drawn:
    """Values with their classes, and what a class counts.

    `grid` is what is drawn instead of the values where `display` is a smooth density; None where
    nothing lies anywhere. `size_m` is the edge length of the hexagons that values are counted by.
    """

    display: Display
    measure: Measure
    values: Values
    scale: Scale
    unit: str
    size_m: int
    grid: DensityGrid | None = None

    @property
    def smooth(self) -> bool:
        """True where the classes are those of a smooth density."""
        return self.display is Display.DENSITY


def decide(
    sessions: Sessions, profile: TownProfile, survey: Survey, wanted: Wanted, words: Translator
) -> Drawn:
    """What is drawn of a survey, under what is wanted."""
    measure = in_force(wanted, survey.districts)
    if wanted.display is Display.DISTRICTS:
        values = district_values(survey, measure, partial(district_rows, words=words))
        return _in_classes(wanted.display, values, survey.cell_size, unit_of(measure, words))
    describe = describe_cells(survey, list_places(profile), words)
    if wanted.display is Display.DENSITY:
        values = hexagon_values(survey, measure, {}, describe)
        return _smooth(survey, values, bandwidth_of(wanted), words)
    homes: Points = {}
    if measure is Measure.DEVIATION:
        people = inhabitants(survey.districts, survey.seen)
        homes = find_homes(sessions, profile.facts, people)
    values = hexagon_values(survey, measure, homes, describe)
    unit = unit_of(measure, words, survey.cell_size)
    return _in_classes(wanted.display, values, survey.cell_size, unit)


def describe_cells(survey: Survey, places: Sequence[NamedPlace], words: Translator) -> Describe:
    """Rows that name the places of the survey's hexagons."""
    return partial(cell_rows, size_m=survey.cell_size, places=places, words=words)


def unit_of(measure: Measure, words: Translator, size_m: int | None = None) -> str:
    """What a colour stands for, by hexagon of an edge length or, without one, by district."""
    by_hexagon, by_district = _UNITS[measure]
    if size_m is None:
        return words.gettext(by_district)
    return words.gettext(by_hexagon).format(size=words.format_number(size_m))


def caption_of(drawn: Drawn, words: Translator) -> str:
    """What the table counts: the hexagons, also where the map is smooth."""
    return unit_of(drawn.measure, words, drawn.size_m) if drawn.smooth else drawn.unit


def _in_classes(display: Display, values: Values, size_m: int, unit: str) -> Drawn:
    return Drawn(display, values.measure, values, scale_of(values), unit, size_m)


def _smooth(survey: Survey, values: Values, bandwidth_m: int, words: Translator) -> Drawn:
    """A smooth density of ideas, or of supports."""
    _ = words.gettext
    of_supports = values.measure is Measure.SUPPORTS
    unit = _("Supports per km², smoothed") if of_supports else _("Ideas per km², smoothed")
    cells = np.array([one.cell for one in survey.cells], dtype=np.int32)
    amounts = (one.supports if of_supports else one.proposals for one in survey.cells)
    counts = np.fromiter(amounts, dtype=np.float64, count=len(cells))
    grid = smooth_density(cells, counts, survey.cell_size, bandwidth_m) if counts.any() else None
    classes = density_classes(float(grid.values.max())) if grid else ()
    scale = Scale.heat(classes)
    return Drawn(Display.DENSITY, values.measure, values, scale, unit, survey.cell_size, grid)


def scale_of(values: Values) -> Scale:
    """The classes that values fall into, with their colours; none where nothing lies anywhere."""
    known = values.values[np.isfinite(values.values)]
    if not any(row.proposals or row.before for row in values.rows):
        return Scale.heat(())
    if values.measure in DIVERGING:
        return Scale.diverging(diverging_classes(int(np.abs(known).max(initial=0))))
    if values.measure is Measure.PER_INHABITANT:
        least = float(known[known > 0].min(initial=np.inf))
        return Scale.heat(rate_classes(least, float(known.max(initial=0))))
    return Scale.heat(count_classes(int(known.max(initial=0))))
