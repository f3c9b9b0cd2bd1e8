"""The lists of the moderation desk: which there are, whose ideas, a page of one."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.markup import items, join, link, text
from mapper.services.queue import (
    Queue,
    QueuedIdea,
    QueuePage,
    Whose,
    count_queues,
    list_queue,
    search_ideas,
)
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import URL_PATH, Wanted, link_to, write_address
from mapper.ui.components.moderation_names import (
    EMPTY,
    QUEUES,
    WHOSE,
    describe_age,
)
from mapper.ui.components.moderation_rows import row_facts
from mapper.ui.components.moderation_several import (
    SELECTING,
    SEVERAL_QUEUES,
    is_selecting,
    show_boxes,
)
from mapper.ui.context import Context
from mapper.ui.ideas import IdeaWords
from mapper.ui.paging import pager

SEARCH = "moderation_search"
_MOST_SIGNS = 200


def search_words() -> str:
    """What is looked for; empty for nothing."""
    return str(st.session_state.get(SEARCH, "")).strip()


def load_lists(wanted: Wanted, here: Context) -> tuple[dict[Queue, int], QueuePage]:
    """How many ideas each list has, and the page that is shown: of a list, or of what is found."""
    counts = count_queues(here.backoffice, here.who)
    if search_words():
        return counts, search_ideas(here.backoffice, here.who, search_words(), wanted.page)
    whose = wanted.whose
    return counts, list_queue(here.backoffice, here.who, wanted.queue, whose, wanted.page)


def show_lists(
    wanted: Wanted, counts: dict[Queue, int], page: QueuePage, here: Context, ideas: IdeaWords
) -> None:
    """Lists, search, filter, and the page that is shown."""
    _ = here.translator.gettext
    st.html(_queues(wanted, counts, here))
    st.text_input(
        _("Number or words"),
        key=SEARCH,
        max_chars=_MOST_SIGNS,
        placeholder=_("Search in all lists"),
    )
    searching = bool(search_words())
    if not searching:
        st.html(_summary(wanted, page, here))
    if not page.ideas:
        st.html(Markup('<p class="ik-nothing">{}</p>').format(_nothing(wanted, searching, here)))
        return
    if not searching and wanted.queue in SEVERAL_QUEUES:
        st.toggle(
            _("Select several"),
            key=SELECTING,
            on_change=store.go_to,
            args=(replace(wanted, number=None),),
        )
    if selects(wanted, page):
        show_boxes(page, here, ideas)
    else:
        rows = (_row(one, wanted, here, ideas, searching=searching) for one in page.ideas)
        st.html(items(rows, class_="ik-queue"))
    if page.last > 1:
        names = _("Previous page"), _("Next page")
        kept = write_address(replace(wanted, number=None, page=1))
        at = page.number, page.last
        st.html(pager(URL_PATH, *at, here.translator, here.query, names=names, kept=kept))


def selects(wanted: Wanted, page: QueuePage) -> bool:
    """True while several of a list's ideas are chosen; an open idea or an empty list ends it."""
    possible = wanted.queue in SEVERAL_QUEUES and wanted.number is None and not search_words()
    return possible and bool(page.ideas) and is_selecting()


def _queues(wanted: Wanted, counts: dict[Queue, int], here: Context) -> Markup:
    words = here.translator
    entries = (
        Markup('<a href="{}"{}>{} <span class="ik-number">{}</span></a>').format(
            link_to(wanted, here.query, queue=queue, number=None, page=1),
            Markup(' aria-current="true"') if queue is wanted.queue else "",
            words.gettext(QUEUES[queue]),
            words.format_number(number),
        )
        for queue, number in counts.items()
    )
    return Markup('<nav class="ik-queues" aria-label="{}">{}</nav>').format(
        words.gettext("Lists"), items(entries)
    )


def _summary(wanted: Wanted, page: QueuePage, here: Context) -> Markup:
    """How old the list is, who has what of it, and whose ideas are shown."""
    words = here.translator
    sentences = filter(None, (describe_queue(page, here), _held(page, here)))
    choices = [
        link(
            link_to(wanted, here.query, whose=whose, number=None, page=1),
            words.gettext(WHOSE[whose]),
            **({"aria_current": "true"} if whose is wanted.whose else {}),
        )
        for whose in Whose
    ]
    return Markup('{}<nav class="ik-whose" aria-label="{}"><span>{}</span>{}</nav>').format(
        join(Markup('<p class="ik-quiet">{}</p>').format(one) for one in sentences),
        words.gettext("Whose ideas"),
        words.gettext("Show:"),
        items(choices),
    )


def describe_queue(page: QueuePage, here: Context) -> str:
    """How long the oldest has waited, and how many for longer than promised; may be empty."""
    words = here.translator
    if page.oldest_at is None:
        return ""
    age = describe_age(page.oldest_at, words)
    oldest = words.gettext("The oldest came in {age}.").format(age=age)
    if not page.late:
        none = words.gettext("None is late.")
        return f"{oldest} {none}"
    late = words.ngettext("One is late.", "{count} are late.", page.late)
    return f"{oldest} {late.format(count=words.format_number(page.late))}"


def _held(page: QueuePage, here: Context) -> str:
    """`You have 3, Otto 2, nobody 7.`"""
    _ = here.translator.gettext
    if not any(one.holder for one in page.held):
        return ""
    parts = []
    for one in page.held:
        who = _("you") if one.is_me else one.holder or _("nobody")
        parts.append(f"{who} {here.translator.format_number(one.ideas)}")
    return _("Who has them: {list}.").format(list=", ".join(parts))


def _nothing(wanted: Wanted, searching: bool, here: Context) -> str:
    _ = here.translator.gettext
    if searching:
        return _("No idea has this number or all of these words.")
    if wanted.whose is not Whose.ALL:
        return _("Nothing in this list for this choice. Show all to see the others.")
    return _(EMPTY[wanted.queue])


def _row(
    idea: QueuedIdea, wanted: Wanted, here: Context, ideas: IdeaWords, *, searching: bool
) -> Markup:
    address = link_to(wanted, here.query, number=idea.number)
    current = Markup(' aria-current="true"') if idea.number == wanted.number else Markup("")
    return Markup('<a href="{}"{}>{}</a>{}').format(
        address, current, text(idea.title), row_facts(idea, here, ideas, with_status=searching)
    )
