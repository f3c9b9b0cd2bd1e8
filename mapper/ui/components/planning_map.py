"""The section with the map of counts, its legend, statistics, findings and table."""

from collections.abc import Collection
from dataclasses import replace

from mapper.planning.drawn import Drawn, caption_of, decide, describe_cells
from mapper.planning.legend_words import note_on_table, notes_on_colours
from mapper.planning.picture import layer_of
from mapper.planning.values import with_empty
from mapper.planning.wanted import Display
from mapper.services.places import list_places
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_canvas import show_canvas
from mapper.ui.components.planning_controls import show_controls
from mapper.ui.components.planning_findings import show_findings
from mapper.ui.components.planning_legend import show_legend
from mapper.ui.components.planning_statistics import show_statistics
from mapper.ui.components.planning_table import show_table


def show_map_section(bench: Workbench) -> None:
    """Counts by hexagon, as a smooth density, or by district."""
    survey, wanted, words, places = bench.survey, bench.wanted, bench.words, bench.places
    with places.controls:
        show_controls(wanted, survey.districts, bench.names, words)
    drawn = decide(bench.here.sessions, bench.here.profile, survey, wanted, words)
    shown, hot = _with_hot_spots(drawn, bench)
    by_zoom = wanted.cell_size is None and wanted.display is not Display.DISTRICTS
    with places.map:
        show_canvas(layer_of(shown, words, hot), wanted, bench.here, follow_zoom=by_zoom)
    with places.legend:
        notes = notes_on_colours(drawn, survey, wanted, words)
        show_legend(drawn, (*notes, note_on_table(drawn, words)), words)
    with places.findings:
        show_findings(survey, wanted, drawn.values, words)
    with places.below:
        show_table(drawn.values, caption_of(drawn, words), words)


def _with_hot_spots(drawn: Drawn, bench: Workbench) -> tuple[Drawn, Collection[int]]:
    """The same with every hexagon that gets a strong line, and the ids of those."""
    if drawn.display is not Display.HEXAGONS:
        return drawn, ()
    describe = describe_cells(bench.survey, list_places(bench.here.profile), bench.words)
    hot = show_statistics(bench, describe)
    return replace(drawn, values=with_empty(drawn.values, sorted(hot), describe)), hot
