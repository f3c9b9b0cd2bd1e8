"""The section with the map of counts, its legend, findings and table."""

from mapper.services.places import list_places
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_canvas import show_canvas
from mapper.ui.components.planning_filters import show_display
from mapper.ui.components.planning_findings import show_findings, show_table
from mapper.ui.components.planning_picture import make_picture, show_legend
from mapper.ui.components.planning_rows import cell_rows, district_rows
from mapper.ui.components.planning_wanted import Display


def show_map_section(bench: Workbench) -> None:
    """Counts by hexagon, as a smooth density, or by district."""
    survey, wanted, words, places = bench.survey, bench.wanted, bench.words, bench.places
    if wanted.display is Display.DISTRICTS:
        rows = district_rows(survey.districts, words)
    else:
        profile = bench.here.profile
        rows = cell_rows(survey.cells, survey.cell_size, list_places(profile), words)
    picture = make_picture(survey, wanted, rows, words)
    with places.controls:
        show_display(wanted, bench.names, words)
    by_zoom = wanted.cell_size is None and wanted.display is not Display.DISTRICTS
    with places.map:
        show_canvas(picture.layer, wanted, bench.here, follow_zoom=by_zoom)
    with places.legend:
        show_legend(picture, words)
    with places.findings:
        show_findings(survey, wanted.display, words)
    with places.below:
        show_table(rows, picture.unit, words)
