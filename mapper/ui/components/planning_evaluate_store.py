"""What is being worked on in the evaluation: rows that stay, what was typed, what was said.

Nothing typed is lost: what could not be stored is kept for the visit, until it is stored or given
up. Rows stay where they are while they are worked on, also when they leave the list by that.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.services.evaluate import Served, evaluate, evaluate_several
from mapper.services.evaluated import EvaluatedIdea
from mapper.ui import widget_keys
from mapper.ui.context import Context

_KEYS = "planning_evaluate_"
_HELD, _CHANGED = f"{_KEYS}held", f"{_KEYS}changed"
_SEEN, _TYPED = f"{_KEYS}seen", f"{_KEYS}typed"
_SAID, _SEVERAL = f"{_KEYS}said", f"{_KEYS}several_said"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was entered and is not stored, made from this version; why, and who was faster."""

    choice: str
    note: str
    version: int
    why: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of several at once: how many were done, and why the others were not."""

    done: int
    refused: dict[str, str]


def goal_field(number: str) -> str:
    """The widget of an idea's goal and measure."""
    return f"{_KEYS}goal_{number}"


def note_field(number: str) -> str:
    """The widget of an idea's note."""
    return f"{_KEYS}note_{number}"


def pick_field(number: str) -> str:
    """The box that chooses an idea."""
    return f"{_KEYS}pick_{number}"


def write_choice(served: Served) -> str:
    """Goal and measure as one value of a menu; "" for none."""
    return ".".join(str(one) for one in (served.goal, served.measure) if one is not None)


def read_choice(choice: str) -> Served:
    """The same back."""
    goal, _, measure = choice.partition(".")
    return Served(int(goal) if goal else None, int(measure) if measure else None)


def held(key: Hashable) -> tuple[str, ...]:
    """The ideas that this list showed first; none for a list that is new."""
    kept: tuple[Hashable, tuple[str, ...]] = st.session_state.get(_HELD, (None, ()))
    return kept[1] if kept[0] == key else ()


def hold(key: Hashable, ideas: Sequence[EvaluatedIdea]) -> None:
    """Keep these ideas as the list's rows; with another list, begin anew."""
    if not held(key):
        let_go()
        st.session_state[_HELD] = (key, tuple(one.number for one in ideas))


def let_go() -> None:
    """Let the list be read anew, and forget what was said in it."""
    for key in (_HELD, _CHANGED, _SEEN, _SAID, _SEVERAL):
        st.session_state.pop(key, None)
    widget_keys.renew_all(pick_field(""))


def changed() -> set[str]:
    """The ideas of this list of which something was stored."""
    numbers: set[str] = st.session_state.setdefault(_CHANGED, set())
    return numbers


def typed(number: str) -> Typed | None:
    """What is not stored of an idea."""
    return _typed().get(number)


def is_saved(number: str) -> bool:
    """True for the idea that was stored last."""
    return bool(st.session_state.get(_SAID) == number)


def assigned() -> Assigned | None:
    """What became of those chosen."""
    told: Assigned | None = st.session_state.get(_SEVERAL)
    return told


def picked(ideas: Iterable[EvaluatedIdea]) -> list[EvaluatedIdea]:
    """Those that are chosen."""
    return [one for one in ideas if widget_keys.entered(pick_field(one.number))]


def pick(numbers: Iterable[str], value: bool) -> None:
    """Choose them, or none of them any more."""
    for number in numbers:
        widget_keys.write(pick_field(number), value)


def fill(idea: EvaluatedIdea, offered: Iterable[str]) -> None:
    """Let an idea's widgets show what is stored, or what was typed and is not stored yet.

    Written only where it differs: each writing takes the focus from a widget.
    """
    seen = _seen()
    kept, stored = typed(idea.number), write_choice(idea.served)
    fresh = kept is None and seen.get(idea.number) != idea.version
    choice, note = (kept.choice, kept.note) if kept else (stored, idea.note)
    for field, value in ((goal_field(idea.number), choice), (note_field(idea.number), note)):
        if fresh or not widget_keys.is_there(field):
            widget_keys.write(field, value)
    if widget_keys.entered(goal_field(idea.number)) not in offered:
        widget_keys.write(goal_field(idea.number), stored)
    seen[idea.number] = idea.version


def save(number: str, here: Context) -> None:
    """Store what an idea's widgets say, if it is still as it was seen."""
    kept = typed(number)
    save_over(number, kept.version if kept else _seen().get(number, 0), here)


def save_over(number: str, version: int, here: Context) -> None:
    """Store what an idea's widgets say in the place of this version."""
    fields = (goal_field(number), note_field(number))
    if not all(map(widget_keys.is_there, fields)):
        return
    choice, note = (widget_keys.entered(field) or "" for field in fields)
    st.session_state.pop(_SEVERAL, None)
    try:
        served = read_choice(choice)
        stored = evaluate(here.backoffice, here.who, number, served, note, version)
    except MapperError as error:
        by = error.fields.get("by")
        why = explain(error, here.translator)
        _typed()[number] = Typed(choice, note, version, why, str(by) if by else None)
        st.session_state.pop(_SAID, None)
    else:
        _typed().pop(number, None)
        _seen()[number] = stored
        st.session_state[_SAID] = number
        changed().add(number)


def give_up(number: str) -> None:
    """Show what is stored in place of what was typed."""
    widget_keys.renew(goal_field(number), note_field(number))
    _typed().pop(number, None)


def save_several(versions: dict[str, int], key: str, here: Context) -> None:
    """Give all of these ideas what the widget of this key says."""
    st.session_state.pop(_SAID, None)
    try:
        refused = evaluate_several(
            here.backoffice, here.who, versions, read_choice(st.session_state[key])
        )
    except MapperError as error:
        why = explain(error, here.translator)
        st.session_state[_SEVERAL] = Assigned(0, {"": why})
        return
    done = [number for number in versions if number not in refused]
    changed().update(done)
    pick(done, False)
    why_not = {number: explain(error, here.translator) for number, error in refused.items()}
    st.session_state[_SEVERAL] = Assigned(len(done), why_not)


def _seen() -> dict[str, int]:
    """The versions that the widgets were filled from, or that were stored from them."""
    found: dict[str, int] = st.session_state.setdefault(_SEEN, {})
    return found


def _typed() -> dict[str, Typed]:
    kept: dict[str, Typed] = st.session_state.setdefault(_TYPED, {})
    return kept
