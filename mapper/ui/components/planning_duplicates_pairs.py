"""Pairs of ideas that may be the same, side by side, with the choice what becomes of them."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.markup import join, link, paragraphs, text
from mapper.services.duplicates import Twin, TwinPage, Twins
from mapper.services.queue import Queue
from mapper.ui.components import moderation_address as moderation
from mapper.ui.components import planning_duplicates_store as store
from mapper.ui.components.planning import Workbench

_LETTERS = ("A", "B")


def show_pairs(page: TwinPage, bench: Workbench) -> None:
    """The pairs of a page, or that there is none."""
    words, _ = bench.words, bench.words.gettext
    if not page.pairs:
        none = _("Among these ideas there are no two that look the same and wait for a decision.")
        st.html(Markup('<p class="ik-note">{}</p>').format(none))
        return
    count = words.ngettext(
        "{count} pair waits for your decision.", "{count} pairs wait for your decision.", page.total
    ).format(count=words.format_number(page.total))
    st.html(Markup('<p class="ik-row-todo" role="status">{}</p>').format(count))
    for number, pair in enumerate(page.pairs, 1 + (page.number - 1) * page.size):
        _show_pair(number, pair, bench)
    with st.container(key="planning_duplicates_pager"):
        show_pager("pairs", page.number, page.last, words)


def show_pager(name: str, number: int, last: int, words: Translator) -> None:
    """The ways to other pages of a list; nothing where there is one page alone."""
    if last == 1:
        return
    _ = words.gettext
    of = _("Page {number} of {last}").format(
        number=words.format_number(number), last=words.format_number(last)
    )
    _step(_("Previous page"), name, number - 1, last)
    st.html(Markup('<p role="status">{}</p>').format(of))
    _step(_("Next page"), name, number + 1, last)


def _step(words: str, name: str, to: int, last: int) -> None:
    st.button(
        words,
        key=f"planning_duplicates_{name}_{words}",
        disabled=not 1 <= to <= last,
        on_click=_turn,
        args=(name, to),
    )


def _turn(name: str, to: int) -> None:
    store.turn(name, to)
    store.take_focus()


def _show_pair(number: int, pair: Twins, bench: Workbench) -> None:
    words, _ = bench.words, bench.words.gettext
    numbers = "_".join(one.number for one in pair.ideas)
    with st.container(key=f"planning_duplicates_pair_{numbers}"):
        heading = _("Pair {number}").format(number=words.format_number(number))
        key = pair.ideas[0].action_field
        field = bench.names.action_fields.get(key, key)
        sides = join(
            _side(letter, idea, pair, bench)
            for letter, idea in zip(_LETTERS, pair.ideas, strict=True)
        )
        st.html(
            Markup(
                '<h3>{}<span class="ik-apart">{}, {}</span></h3><div class="ik-pair">{}</div>'
            ).format(heading, _apart(pair, words), field, sides)
        )
        with st.container(key=f"planning_duplicates_bar_{numbers}"):
            _show_choice(pair, numbers, bench)


def _show_choice(pair: Twins, numbers: str, bench: Workbench) -> None:
    """Which one stays, and the two decisions."""
    _ = bench.words.gettext
    letters = {idea.number: letter for letter, idea in zip(_LETTERS, pair.ideas, strict=True)}
    key = store.stays_key(pair)
    st.session_state.setdefault(key, pair.ideas[0].number)
    st.radio(
        _("This idea stays, the other becomes part of it"),
        list(letters),
        format_func=lambda one: _("Idea {letter}").format(letter=letters[one]),
        key=key,
        horizontal=True,
    )
    st.button(
        _("Merge"),
        key=f"planning_duplicates_merge_{numbers}",
        type="primary",
        on_click=store.merge_pair,
        args=(pair, bench.here),
    )
    st.button(
        _("Different ideas"),
        key=f"planning_duplicates_apart_{numbers}",
        on_click=store.keep_apart,
        args=(pair, bench.here),
    )


def _apart(pair: Twins, words: Translator) -> str:
    if pair.distance_m is None:
        return words.gettext("without an exact distance")
    metres = words.format_number(round(pair.distance_m))
    return words.gettext("{metres} m apart").format(metres=metres)


def _side(letter: str, idea: Twin, pair: Twins, bench: Workbench) -> Markup:
    words, _ = bench.words, bench.words.gettext
    place = dict.fromkeys(filter(None, (idea.district_name, idea.municipality_name)))
    supports = words.ngettext("{count} support", "{count} supports", idea.supports)
    facts = (
        supports.format(count=words.format_number(idea.supports)),
        ", ".join(place) or _("no particular place"),
        words.format_date(idea.created_at),
        label(RESPONSE_STATUSES, idea.response_status, words),
        *_round(idea, pair, bench),
        idea.number,
    )
    wanted = moderation.Wanted(Queue.PUBLISHED, number=idea.number)
    name = _("Open “{title}” in moderation").format(title=idea.title)
    address = moderation.link_to(wanted, bench.here.query)
    way = link(address, _("Open in moderation"), aria_label=name, class_="ik-link")
    return Markup(
        '<article><h4><span class="ik-letter">{}</span> {}</h4>'
        '<div class="ik-twin-text" tabindex="0" role="group" aria-label="{}">{}</div>'
        '<p class="ik-row-facts">{}</p><p class="ik-row-facts">{}</p></article>'
    ).format(
        _("Idea {letter}").format(letter=letter),
        text(idea.title),
        _("Text of idea {letter}").format(letter=letter),
        paragraphs(idea.body),
        join(Markup("<span>{}</span>").format(one) for one in facts),
        way,
    )


def _round(idea: Twin, pair: Twins, bench: Workbench) -> tuple[str, ...]:
    """Its round where the two are of different ones: merged it counts in the other's alone."""
    if len({one.round_slug for one in pair.ideas}) == 1:
        return ()
    name = bench.names.rounds.get(idea.round_slug, idea.round_slug)
    return (bench.words.gettext("Round: {name}").format(name=name),)
