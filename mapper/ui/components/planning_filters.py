"""The filters of the planners' page, in groups that can be folded away."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.filters import Filters, Placed
from mapper.i18n import N_, Translator
from mapper.i18n.labels import label
from mapper.planning.names import PARAMETER_NAMES, Names
from mapper.planning.wanted import Display, Section, Wanted
from mapper.ui import widget_keys
from mapper.ui.components import planning_store
from mapper.ui.components.plain_label import plain_label
from mapper.ui.components.planning_fields import (
    change_filters,
    choose_one,
    choose_several,
    entered,
    hear,
)
from mapper.ui.components.planning_period_filter import choose_period
from mapper.ui.components.planning_place_filters import choose_area, choose_inside, choose_near
from mapper.ui.components.planning_store import WIDGETS
from mapper.ui.context import Context

_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "what": (N_("Round and action field"), ("rounds", "action_fields")),
    "where": (N_("Municipality and district"), ("municipalities", "districts")),
    "area": (N_("Area and surroundings"), ("area", "near", "inside", "placed")),
    "when": (N_("Period"), ("first_day", "last_day")),
    "state": (N_("Status and supports"), ("response_statuses", "min_supports", "channels")),
}
"""What a group is called, and the filters in it."""

_WITH_CHANNEL = N_("Status, supports, channel")

_AT_FIRST = ("what", "where")
_OPEN = "planning_open_groups"
_MOST_LETTERS = 200
_SUPPORTS = (1, 2, 3, 5, 10, 20, 50, 100)


def show_filters(wanted: Wanted, names: Names, here: Context, *, exact: bool) -> None:
    """All filters; each writes what it says to the address and the store as it is changed."""
    words = here.translator
    _ = words.gettext
    # A switch of the reader's own device; wide screens show the filters in any case.
    st.toggle(_("Show filters"), key="planning_show_filters")
    with st.container(key="planning_filter_list"):
        st.html(Markup("<h2>{}</h2>").format(_("Filters")))
        _search(words)
        opened = st.session_state.setdefault(_OPEN, _opened(wanted.filters))
        shown: Mapping[str, Callable[[], None]] = {
            "what": lambda: _what(wanted, names, words),
            "where": lambda: _where(wanted, names, words),
            "area": lambda: _area(wanted, names, here),
            "when": lambda: choose_period(wanted, words),
            "state": lambda: _state(wanted, names, words, exact=exact),
        }
        for group, show in shown.items():
            name = _WITH_CHANNEL if exact and group == "state" else _GROUPS[group][0]
            with st.expander(plain_label(_(name)), expanded=group in opened):
                show()
        if wanted.section is Section.MAP and wanted.display is Display.HEXAGONS:
            _cell_size(wanted, names, words)


def _opened(filters: Filters) -> tuple[str, ...]:
    """The groups that are open at first: those with something set, and the usual ones."""
    plain = Filters()
    return tuple(
        group
        for group, (_, fields) in _GROUPS.items()
        if group in _AT_FIRST or any(getattr(filters, one) != getattr(plain, one) for one in fields)
    )


def _search(words: Translator) -> None:
    _ = words.gettext
    st.text_input(
        _("Search the text"),
        key=widget_keys.begin(f"{WIDGETS}text", planning_store.stored().filters.text),
        max_chars=_MOST_LETTERS,
        placeholder=_("for instance cycle path"),
        on_change=hear(_text_changed, "text"),
    )
    ways = (_('"exact words"'), _("-without"), _("this or that"))
    listed = Markup(", ").join(Markup("<span>{}</span>").format(one) for one in ways)
    hint = _("Finds other forms of a word, too. Also: {ways}.")
    st.html(Markup('<p class="ik-help">{}</p>').format(Markup.escape(hint).format(ways=listed)))


def _text_changed() -> None:
    typed = "".join(sign if sign.isprintable() else " " for sign in entered("text"))
    change_filters(text=" ".join(typed.split()))


def _what(wanted: Wanted, names: Names, words: Translator) -> None:
    choose_several("round", "rounds", names.rounds, wanted, words)
    choose_several("action_field", "action_fields", names.action_fields, wanted, words)


def _where(wanted: Wanted, names: Names, words: Translator) -> None:
    choose_several("municipality", "municipalities", names.municipalities, wanted, words)
    if names.districts:
        choose_several("district", "districts", names.districts, wanted, words)


def _area(wanted: Wanted, names: Names, here: Context) -> None:
    words = here.translator
    choose_area(wanted.filters.area, names, words)
    choose_near(wanted.filters.near, names, words)
    choose_inside(wanted.filters.inside, names, here)
    choose_one(
        "placed",
        label(PARAMETER_NAMES, "placed", words),
        list(Placed),
        wanted.filters.placed,
        lambda one: names.placed.get(one, one),
        lambda one: change_filters(placed=one),
        placeholder=words.gettext("all"),
    )


def _state(wanted: Wanted, names: Names, words: Translator, *, exact: bool) -> None:
    choose_several("response_status", "response_statuses", names.response_statuses, wanted, words)
    choose_one(
        "supports",
        label(PARAMETER_NAMES, "supports", words),
        _SUPPORTS,
        wanted.filters.min_supports or None,
        words.format_number,
        lambda count: change_filters(min_supports=count or 0),
        placeholder=words.gettext("any number"),
    )
    if exact:
        choose_several("channel", "channels", names.channels, wanted, words)


def _cell_size(wanted: Wanted, names: Names, words: Translator) -> None:
    choose_one(
        "cell",
        label(PARAMETER_NAMES, "cell", words),
        list(names.cell_sizes),
        wanted.cell_size,
        names.cell_sizes.__getitem__,
        _cell_changed,
        placeholder=words.gettext("by the map's zoom"),
    )


def _cell_changed(size: int | None) -> None:
    planning_store.apply(replace(planning_store.stored(), cell_size=size))
