"""What the desk remembers between two runs of the page, for one browser tab."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import count

import streamlit as st

from mapper.errors import MapperError
from mapper.services.black_out import IdeaText
from mapper.services.decide_several import Decision, Outcome
from mapper.ui import address_bar, widget_keys
from mapper.ui.components.moderation_address import ADDRESS, Wanted, write_address

_SAID = "moderation_said"
_PANEL = "moderation_panel"
_OPEN_NEXT = "moderation_open_next"
_FOCUS = "moderation_focus"
_ORIGINAL = "moderation_original"
_DRAFT = "moderation_draft_"
_TOKENS = count(1)


class Panel(StrEnum):
    """What is open beneath the buttons of an idea."""

    REJECT = "reject"
    HIDE = "hide"
    CORRECT = "correct"
    BLACK_OUT = "black_out"
    GIVE = "give"


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that was just made; `version` is the idea's after it."""

    number: str
    title: str
    decision: Decision
    version: int
    was_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """Something else that was done, as an English message."""

    number: str
    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not done; nothing was changed."""

    number: str | None
    error: MapperError
    panel: Panel | None = None
    """The panel in which it was pressed."""


@dataclass(frozen=True, slots=True)
class DecidedSeveral:
    """What became of several ideas decided at once."""

    outcomes: tuple[Outcome, ...]


Said = Done | Noted | Refused | DecidedSeveral


def say(said: Said | None) -> None:
    """Keep what is said about the last thing somebody did, until the next."""
    st.session_state[_SAID] = said


def said() -> Said | None:
    """What is to be said about the last thing somebody did."""
    found: Said | None = st.session_state.get(_SAID)
    return found


def drop_refusal() -> None:
    """Take back that something was refused: what it asked for is being done, or given up."""
    if isinstance(said(), Refused):
        say(None)


def open_panel(number: str, panel: Panel | None) -> None:
    """Open a panel of an idea and close any other, with what was refused there."""
    drop_refusal()
    st.session_state[_PANEL] = (number, panel) if panel else None


def panel_of(number: str) -> Panel | None:
    """The panel that is open at this idea."""
    found: tuple[str, Panel] | None = st.session_state.get(_PANEL)
    return found[1] if found and found[0] == number else None


def ask_for_next(order: tuple[str, ...], decided: str) -> None:
    """Let the next run open what follows in the list as it stood."""
    st.session_state[_OPEN_NEXT] = (order, decided)


def take_next() -> tuple[tuple[str, ...], str] | None:
    """The list as it stood and what was decided in it, once."""
    found: tuple[tuple[str, ...], str] | None = st.session_state.pop(_OPEN_NEXT, None)
    return found


def move_focus() -> None:
    """Let the heading of the idea that is shown next take the focus."""
    st.session_state[_FOCUS] = next(_TOKENS)


def focus_token() -> int:
    """Changes whenever the focus is to go to the heading; 0 as long as it never was."""
    token: int = st.session_state.get(_FOCUS, 0)
    return token


def show_original(number: str, original: IdeaText | None) -> None:
    """Let the original of an idea be shown as it was read, or shown no more."""
    st.session_state[_ORIGINAL] = (number, original) if original else None


def original_of(number: str) -> IdeaText | None:
    """The original of this idea while it is open."""
    found: tuple[str, IdeaText] | None = st.session_state.get(_ORIGINAL)
    return found[1] if found and found[0] == number else None


def draft_name(name: str, number: str) -> str:
    """The name of a field that belongs to one idea; what was typed stays until it is sent."""
    return f"{_DRAFT}{name}_{number}"


def button_key(name: str, number: str) -> str:
    """The key of a button of one idea: pressed twice, it never acts on the next one."""
    return f"moderation_button_{name}_{number}"


def forget_drafts(number: str) -> None:
    """Drop drafts of an idea: they were sent, or belong to words that have changed."""
    widget_keys.renew_all(_DRAFT, f"_{number}")


def go_to(wanted: Wanted) -> None:
    """Write what is wanted to the address, as one step of the browser's history."""
    address_bar.change(ADDRESS, write_address(wanted))
