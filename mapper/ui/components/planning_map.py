"""The section with the map of counts, its legend, statistics, findings and table."""

from functools import partial

from mapper.i18n import Translator
from mapper.planning.measures import bandwidth_of, in_force
from mapper.planning.picture import (
    Picture,
    draw_density,
    draw_districts,
    draw_hexagons,
    unit_of,
)
from mapper.planning.rows import cell_rows, district_rows
from mapper.planning.values import (
    Values,
    district_values,
    hexagon_values,
    with_empty,
)
from mapper.planning.wanted import Display, Measure
from mapper.services.measures import Points, find_homes, inhabitants
from mapper.services.places import list_places
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_canvas import show_canvas
from mapper.ui.components.planning_controls import show_controls
from mapper.ui.components.planning_findings import show_findings
from mapper.ui.components.planning_legend import legend_notes, show_legend
from mapper.ui.components.planning_statistics import show_statistics
from mapper.ui.components.planning_table import show_table


def show_map_section(bench: Workbench) -> None:
    """Counts by hexagon, as a smooth density, or by district."""
    survey, wanted, words, places = bench.survey, bench.wanted, bench.words, bench.places
    with places.controls:
        show_controls(wanted, survey.districts, bench.names, words)
    values, picture = _draw(bench)
    by_zoom = wanted.cell_size is None and wanted.display is not Display.DISTRICTS
    with places.map:
        show_canvas(picture.layer, wanted, bench.here, follow_zoom=by_zoom)
    with places.legend:
        show_legend(picture, legend_notes(picture, survey, wanted, words), words)
    with places.findings:
        show_findings(survey, wanted, values, words)
    with places.below:
        show_table(values, _caption(picture, values, survey.cell_size, words), words)


def _caption(picture: Picture, values: Values, size_m: int, words: Translator) -> str:
    """What the table counts: the hexagons, also where the map is smooth."""
    return unit_of(values.measure, words, size_m) if picture.smooth else picture.unit


def _draw(bench: Workbench) -> tuple[Values, Picture]:
    survey, wanted, words = bench.survey, bench.wanted, bench.words
    measure = in_force(wanted, survey.districts)
    if wanted.display is Display.DISTRICTS:
        values = district_values(survey, measure, partial(district_rows, words=words))
        return values, draw_districts(values, words)
    describe = partial(
        cell_rows, size_m=survey.cell_size, places=list_places(bench.here.profile), words=words
    )
    if wanted.display is Display.DENSITY:
        values = hexagon_values(survey, measure, {}, describe)
        return values, draw_density(survey, measure, bandwidth_of(wanted), words)
    homes = _homes(bench) if measure is Measure.DEVIATION else {}
    values = hexagon_values(survey, measure, homes, describe)
    hot = show_statistics(bench, describe)
    drawn = with_empty(values, sorted(hot), describe)
    return values, draw_hexagons(drawn, survey.cell_size, words, hot)


def _homes(bench: Workbench) -> Points:
    people = inhabitants(bench.survey.districts, bench.survey.seen)
    return find_homes(bench.here.sessions, bench.here.profile.facts, people)
