"""Idea: one published idea, or its state for whoever holds its private link."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.tokens import is_public_id
from mapper.mapview.citizen_map import ShownIdea
from mapper.markup import link, text, without_direction
from mapper.services import explore
from mapper.services.answers import list_public_answers
from mapper.services.merged import find_whole, list_parts
from mapper.ui import cache, context, look
from mapper.ui.address import page_link
from mapper.ui.answers import timeline
from mapper.ui.citizen_map import show_citizen_map
from mapper.ui.errors import show_notice
from mapper.ui.ideas import IdeaWords, idea_facts
from mapper.ui.merged import lead_to_whole, show_parts

here = context.current()
_ = here.translator.gettext

public_id = here.query.get("id", "").strip().lower()
if not is_public_id(public_id):
    look.heading(_("Idea"))
    show_notice(_("This is not the number of an idea."))
    st.html(link(page_link("ideen", here.query), _("All ideas"), class_="ik-link"))
    st.stop()

words = IdeaWords.of(cache.choices(here), here.translator, here.query)
idea = explore.find_public(here.sessions, public_id)
if idea is None:
    look.heading(_("Idea {number}").format(number=public_id))
    whole = find_whole(here.sessions, public_id)
    if whole:
        st.html(lead_to_whole(whole, words))
    else:
        show_citizen_map("idea", here)
    st.stop()

look.page_title(without_direction(idea.title), here)
look.heading(text(idea.title))
st.html(idea_facts(idea, words))
answers = list_public_answers(here.sessions, idea.public_id)
if answers:
    look.section(_("Answers of the administration"))
    st.html(timeline(answers, here.translator))
parts = list_parts(here.sessions, idea.public_id)
if parts:
    count = here.translator.format_number(len(parts) + 1)
    look.section(_("This idea stands for {count} ideas").format(count=count))
    st.html(show_parts(parts, words))
show_citizen_map("idea", here, ShownIdea(idea.lon, idea.lat, idea.action_field, idea.title))
st.html(
    Markup('<p class="ik-back">{}</p>').format(
        link(page_link("ideen", here.query), _("All ideas"), class_="ik-link")
    )
)
