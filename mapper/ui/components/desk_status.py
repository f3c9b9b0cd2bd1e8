"""At the desk: somebody asks what has become of her idea, and has its number."""

import streamlit as st
from markupsafe import Markup

from mapper.errors import NotFoundError
from mapper.i18n import Translator
from mapper.i18n.labels import MODERATION_STATUSES, RESPONSE_STATUSES, label
from mapper.markup import join, link, text
from mapper.services.desk import FoundIdea, look_up
from mapper.ui.address import page_link
from mapper.ui.answers import timeline
from mapper.ui.context import Context
from mapper.ui.errors import show_notice

_MOST = 40


def show_status(here: Context) -> None:
    """A field for the number, and what may be said about the idea under it."""
    _ = here.translator.gettext
    with st.container(key="desk_status"):
        number = st.text_input(
            _("Number of the idea"),
            max_chars=_MOST,
            key="desk_number",
            autocomplete="off",
            placeholder="abc def ghj",
        )
        st.button(_("Look it up"))
        if number and number.strip():
            _show_found(number, here)


def _show_found(number: str, here: Context) -> None:
    _ = here.translator.gettext
    try:
        found = look_up(here.backoffice, here.who, number)
    except NotFoundError:
        show_notice(_("No idea was found under this number. Please check it, sign by sign."))
        return
    st.html(found_idea(found, here.translator, here.query))


def found_idea(found: FoundIdea, translator: Translator, query: dict[str, str]) -> Markup:
    """What is public of an idea, and its state in words."""
    _ = translator.gettext
    released = label(MODERATION_STATUSES, found.moderation_status, translator)
    facts: list[tuple[str, str]] = [(_("Release"), released)]
    if found.title:
        facts.insert(0, (_("Number"), found.number))
    if found.response_status:
        decided = label(RESPONSE_STATUSES, found.response_status, translator)
        facts.append((_("Status"), decided))
    if found.created_at:
        facts.append((_("Received"), translator.format_date(found.created_at)))
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    ways = []
    if found.title:
        ways.append(("idee", _("Read the idea")))
    if found.openable:
        ways.append(("moderation", _("Open in the moderation")))
    links = (
        link(page_link(path, query, id=found.number), words, class_="ik-link")
        for path, words in ways
    )
    title = text(found.title) if found.title else _("Idea {number}").format(number=found.number)
    return Markup(
        '<section class="ik-found" role="status"><h2 class="ik-section">{}</h2>'
        '<dl class="ik-dl">{}</dl>{}<p class="ik-links">{}</p></section>'
    ).format(
        title,
        rows,
        timeline(found.answers, translator) if found.answers else "",
        join(links),
    )
