"""Ideas: everything published as a plain list, newest first."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.markup import link
from mapper.services import explore
from mapper.ui import cache, context, look
from mapper.ui.address import page_link
from mapper.ui.ideas import IdeaWords, idea_list
from mapper.ui.paging import page_number, pager

here = context.current()
_ = here.translator.gettext

page = explore.list_published(here.sessions, Filters(), page_number(here.query))
if not page.total:
    look.heading(_("Ideas"))
    invitation = link(page_link("", here.query), _("Add an idea"), class_="ik-button")
    empty = _("Nobody has entered an idea here yet. Make a start.")
    st.html(Markup('<div class="ik-empty"><p>{}</p>{}</div>').format(empty, invitation))
    st.stop()

count = here.translator.ngettext("One published idea", "{count} published ideas", page.total)
look.heading(_("Ideas"), count.format(count=here.translator.format_number(page.total)))
words = IdeaWords.of(cache.choices(here), here.translator, here.query)
st.html(idea_list(page.proposals, words))
pages = pager("ideen", page.number, page.last, here.translator, here.query)
if pages:
    st.html(pages)
