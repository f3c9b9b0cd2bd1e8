"""Planning: where ideas gather, who is heard, what changes, and what leaves the house."""

from mapper.planning.names import Names
from mapper.planning.survey import take_survey
from mapper.services.places import list_places
from mapper.ui import cache, context, look
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench, lay_out
from mapper.ui.components.planning_chips import (
    list_chips,
    show_chips,
    show_left_out,
    show_unusable,
)
from mapper.ui.components.planning_filters import show_filters
from mapper.ui.components.planning_findings import show_empty
from mapper.ui.components.planning_period_filter import choose_months
from mapper.ui.components.planning_result_fields import show_left_over
from mapper.ui.components.planning_sections import choose_section, show_section
from mapper.ui.components.planning_views import show_views

here = context.current()
words = here.translator
_ = words.gettext

choices = cache.choices(here)
found = take_survey(here.backoffice, here.who, planning_store.follow_address(choices))
planning_store.keep(found)
wanted, survey = found.wanted, found.survey
towns = wanted.filters.municipalities
names = Names.of(choices, towns, words, cache.shown(here), list_places(here.profile))
look.heading(
    _("Planning"),
    _("Published ideas, counted at their exact place. This view is for staff only.")
    if survey.exact
    else _("Published ideas, counted where the public may see them."),
)
places = lay_out()
with places.sections:
    choose_section(wanted, words, planner=survey.exact)
with places.filters:
    show_views(wanted, here)
    show_filters(wanted, names, here, exact=survey.exact)
with places.months:
    choose_months(wanted, cache.first_month(here), words)
with places.notes:
    show_unusable(planning_store.unusable_parameters(), words)
    show_chips(wanted, list_chips(wanted, names, words), words)
    if not survey.exact:
        show_left_over(here)
    if not survey.matching:
        show_empty(survey, words)
show_section(Workbench(here, wanted, names, survey, places))
with places.findings:
    show_left_out(wanted, words)
