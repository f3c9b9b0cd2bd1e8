"""Round: what is asked, until when, and what came out; without a round the list of them."""

from mapper.services.explore import count_ideas
from mapper.services.published_results import find_result, list_results
from mapper.ui import cache, context
from mapper.ui.components.round_page import show_list, show_round, show_unknown

here = context.current()
choices = cache.choices(here)
slug = here.query.get("round", "").strip()
one = next((each for each in choices.rounds if each.slug == slug), None)
if one is not None:
    show_round(
        one, choices, find_result(here.sessions, slug), count_ideas(here.sessions, slug), here
    )
elif slug:
    show_unknown(here)
else:
    show_list(choices, list_results(here.sessions), here)
