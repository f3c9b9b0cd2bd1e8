"""The filters in force, each with a button that takes it away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from mapper.domain.filters import Filters
from mapper.handout.filter_words import describe_period, describe_single
from mapper.i18n import Translator
from mapper.planning.circle_words import describe_circle
from mapper.planning.names import PARAMETER_NAMES, Names
from mapper.planning.wanted import Wanted, with_values
from mapper.ui.components import planning_store
from mapper.ui.components.plain_label import plain_label
from mapper.ui.components.planning_print import paper_line

_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words, and the filters without it."""

    key: str
    words: str
    without: Filters


def list_chips(wanted: Wanted, names: Names, words: Translator) -> tuple[Chip, ...]:
    """One chip for each value that narrows down what is counted."""
    return tuple(_chips(wanted.filters, names, words))


def show_chips(wanted: Wanted, chips: tuple[Chip, ...], words: Translator) -> None:
    """The chips above the map; without any the row stays, so that the map does not jump."""
    _ = words.gettext
    with st.container(key="planning_chips", horizontal=True, gap="small"):
        name = _("Remove a filter:") if chips else _("No filter is set.")
        on_paper = paper_line((chip.words for chip in chips), words)
        st.html(Markup('<span class="ik-chips-name">{}</span>{}').format(name, on_paper))
        for chip in chips:
            st.button(
                plain_label(_shorten(chip.words)),
                key=f"planning_chip_{chip.key}",
                on_click=_remove,
                args=(replace(wanted, filters=chip.without),),
            )
        if len(chips) > 1:
            cleared = replace(wanted, filters=Filters())
            st.button(
                _("Remove all"),
                key="planning_clear",
                type="tertiary",
                on_click=_remove,
                args=(cleared,),
            )


def _chips(filters: Filters, names: Names, words: Translator) -> Iterator[Chip]:
    named = (
        ("rounds", names.rounds),
        ("action_fields", names.action_fields),
        ("municipalities", names.municipalities),
        ("districts", names.districts),
        ("response_statuses", names.response_statuses),
        ("channels", names.channels),
    )
    for field, known in named:
        values = getattr(filters, field)
        for value in values:
            rest = tuple(one for one in values if one != value)
            without = with_values(filters, field, rest)
            yield Chip(f"{field}_{value}", known.get(value, str(value)), without)
    circle = partial(describe_circle, names=names, words=words)
    for field, said in describe_single(filters, names.layers, circle, words):
        changed: dict[str, Any] = {field: getattr(Filters(), field)}
        yield Chip(field, said, replace(filters, **changed))
    period = describe_period((filters.first_day, filters.last_day), words)
    if period:
        yield Chip("period", period, replace(filters, first_day=None, last_day=None))


def _remove(wanted: Wanted) -> None:
    planning_store.apply(wanted, redraw_filters=True)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def show_unusable(parameters: tuple[str, ...], words: Translator) -> None:
    """One sentence about what the address asked for and cannot be shown."""
    if not parameters:
        return
    _ = words.gettext
    named = dict.fromkeys(_(PARAMETER_NAMES[name]) for name in parameters if name != "text")
    sentences = []
    if named:
        sentence = _(
            "This link asks for something that does not exist here: {names}. It was left out."
        )
        sentences.append(sentence.format(names=", ".join(named)))
    if "text" in parameters:
        sentences.append(
            _(
                "The search finds nothing by these words, they stand in nearly every text. "
                "Please enter a word that says what the idea is about."
            )
        )
    for sentence in sentences:
        st.html(Markup('<p class="ik-note" role="status">{}</p>').format(sentence))


def show_left_out(wanted: Wanted, words: Translator) -> None:
    """One sentence about ideas without a point, when a filter asks where ideas lie."""
    if wanted.filters.by_area:
        sentence = words.gettext(
            "Ideas without a point lie in no area and close to nothing: they are not counted here."
        )
        st.html(Markup('<p class="ik-help">{}</p>').format(sentence))
