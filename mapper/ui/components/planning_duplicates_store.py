"""What is done with pairs of ideas that may be the same, and what is said about the last step."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count

import streamlit as st

from mapper.domain.filters import Filters
from mapper.errors import MapperError
from mapper.services import merge
from mapper.services.duplicates import Duplicates, Twin, Twins
from mapper.ui.context import Context

_KEYS = "planning_duplicates_"
_FOUND, _PAGES, _SAID, _FOCUS = (f"{_KEYS}{name}" for name in ("found", "page_", "said", "focus"))
_KEPT_S = 300
_TOKENS = count(1)


class Step(StrEnum):
    """What was done with two ideas."""

    MERGED = "merged"
    APART = "apart"
    PARTED = "parted"
    COMPARED = "compared"


@dataclass(frozen=True, slots=True)
class Done:
    """A step, and the two ideas as number and title: the one that goes first.

    `seen` tells it from the same step taken again later: what was known of the two before.
    """

    step: Step
    one: tuple[str, str]
    other: tuple[str, str]
    seen: tuple[int | datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a step was not done; nothing was changed."""

    error: MapperError


def found(filters: Filters) -> Duplicates | None:
    """The pairs that were found for these filters not long ago."""
    kept: tuple[Filters, float, Duplicates] | None = st.session_state.get(_FOUND)
    if kept is None or kept[0] != filters or time.monotonic() - kept[1] > _KEPT_S:
        return None
    return kept[2]


def keep(filters: Filters, pairs: Duplicates) -> None:
    """Keep pairs, so that those that wait stay in their order while somebody works at them."""
    kept: tuple[Filters, float, Duplicates] | None = st.session_state.get(_FOUND)
    if kept is None or kept[0] != filters:
        for name in ("pairs", "merged"):
            turn(name, 1)
    st.session_state[_FOUND] = (filters, time.monotonic(), pairs)


def page(name: str) -> int:
    """The page of a list that is open, from 1."""
    number: int = st.session_state.get(_PAGES + name, 1)
    return number


def turn(name: str, to: int) -> None:
    """Open another page of a list."""
    st.session_state[_PAGES + name] = to


def said() -> Done | Refused | None:
    """What the last step has led to."""
    last: Done | Refused | None = st.session_state.get(_SAID)
    return last


def focus_token() -> str:
    """Changes whenever the focus is to go to the section's heading."""
    return str(st.session_state.get(_FOCUS, ""))


def take_focus() -> None:
    """Let the heading take the focus: what had it is gone."""
    st.session_state[_FOCUS] = f"duplicates-{next(_TOKENS)}"


def stays_key(pair: Twins) -> str:
    """The widget that says which idea of a pair stays."""
    return f"{_KEYS}stays_{'_'.join(sorted(one.number for one in pair.ideas))}"


def merge_pair(pair: Twins, here: Context) -> None:
    """Make one idea part of the one that is to stay."""
    stays = st.session_state.get(stays_key(pair), pair.ideas[0].number)
    first, second = pair.ideas
    part, into = (second, first) if stays == first.number else (first, second)

    def act() -> None:
        merge.merge(
            *(here.backoffice, here.who, part.number, into.number),
            version=part.version,
            into_version=into.version,
        )

    seen = (part.version, into.version)
    _attempt(Done(Step.MERGED, _named(part), _named(into), seen), act)


def keep_apart(pair: Twins, here: Context) -> None:
    """Say that the two are different."""
    one, other = (_named(each) for each in pair.ideas)
    call = here.backoffice, here.who, one[0], other[0]
    _attempt(Done(Step.APART, one, other), lambda: merge.keep_apart(*call))


def undo(last: Done, here: Context) -> None:
    """Take a step back."""
    (one, _), (other, _) = last.one, last.other
    if last.step is Step.MERGED:
        back = Done(Step.PARTED, last.one, last.other, last.seen)
        _attempt(back, lambda: merge.part(here.backoffice, here.who, one))
    else:
        back = Done(Step.COMPARED, last.one, last.other)
        _attempt(back, lambda: merge.compare_again(here.backoffice, here.who, one, other))


def _attempt(done: Done, act: Callable[[], object]) -> None:
    if said() == done:
        return  # Pressed twice: the second press came before the page was drawn anew.
    try:
        act()
    except MapperError as error:
        st.session_state[_SAID] = Refused(error)
    else:
        st.session_state[_SAID] = done
    take_focus()


def _named(idea: Twin) -> tuple[str, str]:
    return idea.number, idea.title
