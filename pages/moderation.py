"""Moderation: what waits, is reported or overdue, and the idea that is open beside it."""

from mapper.errors import SignInNeededError
from mapper.ui import cache, context
from mapper.ui.components.moderation import lay_out, open_next, show_top
from mapper.ui.components.moderation_address import read_address
from mapper.ui.components.moderation_idea import show_idea
from mapper.ui.components.moderation_list import load_lists, show_lists
from mapper.ui.components.moderation_start import show_start
from mapper.ui.ideas import IdeaWords

here = context.current()
if here.actor is None:
    raise SignInNeededError

wanted, usable = read_address(here.query, here.actor)
counts, page = load_lists(wanted, here)
wanted = open_next(wanted, page)
ideas = IdeaWords.of(cache.choices(here), here.translator, here.query)
places = lay_out(opened=wanted.number is not None)
with places.top:
    show_top(wanted, usable=usable, words=here.translator)
with places.idea:
    if wanted.number is None:
        show_start(wanted, page, counts, here)
    else:
        order = tuple(one.number for one in page.ideas)
        show_idea(wanted.number, wanted, order, here, ideas)
with places.lists:
    show_lists(wanted, counts, page, here, ideas)
