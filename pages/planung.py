"""Planning: where ideas gather, by hexagon, as a smooth density, and by district."""

from mapper.services.places import list_places
from mapper.ui import cache, context, look
from mapper.ui.components import planning_store
from mapper.ui.components.planning import lay_out
from mapper.ui.components.planning_chips import list_chips, show_chips, show_unusable
from mapper.ui.components.planning_counts import load_survey
from mapper.ui.components.planning_filters import show_display, show_filters
from mapper.ui.components.planning_findings import show_empty, show_findings, show_table
from mapper.ui.components.planning_names import Names
from mapper.ui.components.planning_picture import make_picture, show_legend, show_map
from mapper.ui.components.planning_rows import cell_rows, district_rows
from mapper.ui.components.planning_wanted import Display

here = context.current()
words = here.translator
_ = words.gettext

choices = cache.choices(here)
wanted = planning_store.follow_address(choices)
names = Names.of(choices, wanted.filters.municipalities, words)
survey = load_survey(here.backoffice, here.who, wanted)
look.heading(
    _("Planning"),
    _("Published ideas, counted at their exact place. This view is for staff only.")
    if survey.exact
    else _("Published ideas, counted where the public may see them."),
)
places = lay_out()
with places.filters:
    show_filters(wanted, names, words)

if wanted.display is Display.DISTRICTS:
    rows = district_rows(survey.districts, words)
else:
    rows = cell_rows(survey.cells, survey.cell_size, list_places(here.profile), words)
picture = make_picture(survey, wanted, rows, words)

with places.notes:
    show_unusable(planning_store.unusable_parameters(), words)
    show_chips(wanted, list_chips(wanted, names, words), words)
    if not survey.matching:
        show_empty(survey, words)
with places.middle:
    show_display(wanted, names, words)
    show_map(picture, here)
    show_legend(picture, words)
with places.findings:
    show_findings(survey, wanted.display, words)
with places.below:
    show_table(rows, picture.unit, words)
