"""Forms of administrators: what was typed stays until it is stored or given up.

Every widget's value is kept in the visit's state under a key of its own (`admin_w_…`), also while
its form is not drawn: a refusal, a database that is away or another section loses nothing.
"""

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st
from markupsafe import Markup

from mapper.errors import ChangedMeanwhileError, InvalidFieldError, MapperError
from mapper.i18n.errors import explain
from mapper.i18n.fields import name_language
from mapper.planning.period import parse_day
from mapper.ui import address_bar, cache
from mapper.ui.components.admin_list import ITEM
from mapper.ui.context import Context
from mapper.ui.whole_steps import whole_step

_WIDGETS = "admin_w_"
_FLASH = "admin_flash"
V = TypeVar("V", bound=Hashable)


def keep_typed() -> None:
    """Keep the values of widgets that this run may not draw; before anything else is drawn."""
    for key in [str(key) for key in st.session_state if str(key).startswith(_WIDGETS)]:
        st.session_state[key] = st.session_state[key]


class Form:
    """The fields of one thing that is edited.

    Labels are our own words: Streamlit reads Markdown in them, and reads them out as they are.

    Parameters
    ----------
    name
        What is edited, as a key: `round_ideas`.
    """

    def __init__(self, here: Context, name: str) -> None:
        self.here = here
        self.name = name
        self._fresh = st.session_state.pop(f"admin_fresh_{name}", False)

    def seen(self, version: V) -> V:
        """The version that this form was first filled from."""
        key = f"admin_seen_{self.name}"
        if self._fresh or key not in st.session_state:
            st.session_state[key] = version
        seen: V = st.session_state[key]
        return seen

    def line(self, label: str, field: str, value: str = "", **options: Any) -> str:
        """One line of text."""
        key = self._keep(field, value)
        return str(st.text_input(label, key=key, **options))

    def text(self, label: str, field: str, value: str = "", height: int = 130) -> str:
        """Several lines of text."""
        key = self._keep(field, value)
        return str(st.text_area(label, key=key, height=height))

    def lines(self, label: str, field: str, values: Mapping[str, str]) -> dict[str, str]:
        """One line for each of the town's languages, side by side."""
        return self._each(label, field, values, self.line)

    def texts(
        self, label: str, field: str, values: Mapping[str, str], height: int = 130
    ) -> dict[str, str]:
        """A longer text for each of the town's languages, side by side."""

        def draw(label: str, field: str, value: str) -> str:
            return self.text(label, field, value, height)

        return self._each(label, field, values, draw)

    def tick(self, label: str, field: str, value: bool = False, **options: Any) -> bool:
        """A box to tick."""
        return bool(st.checkbox(label, key=self._keep(field, value), **options))

    def choice(self, label: str, field: str, options: Mapping[str, str], value: str) -> str:
        """One of several, named by the mapping's values."""
        key = self._keep(field, value if value in options else next(iter(options)))
        keys = list(options)
        return str(st.selectbox(label, keys, format_func=options.__getitem__, key=key))

    def pick(
        self,
        label: str,
        field: str,
        options: Mapping[str, str],
        value: str | None,
        captions: Sequence[str] | None = None,
    ) -> str | None:
        """One of a few that are all seen, with what is said of each under it; None: not yet."""
        key = self._keep(field, value)
        if st.session_state[key] not in options:
            st.session_state[key] = None
        keys = list(options)
        chosen: str | None = st.radio(
            label, keys, format_func=options.__getitem__, key=key, captions=captions, index=None
        )
        return chosen

    def several(
        self,
        label: str,
        field: str,
        options: Mapping[str, str],
        values: Sequence[str],
        placeholder: str,
    ) -> tuple[str, ...]:
        """Some of many, named by the mapping's values; `placeholder` says what none means."""
        key = self._keep(field, [one for one in values if one in options])
        chosen = st.multiselect(
            label,
            list(options),
            format_func=lambda one: options.get(one, one),
            key=key,
            placeholder=placeholder,
            select_all=False,
        )
        return tuple(chosen)

    def attempt(
        self,
        call: Callable[[], object],
        done: str,
        *,
        item: Callable[[object], str | None] | None = None,
    ) -> None:
        """Do it, say so and draw anew; refused, say why and leave everything as it was typed.

        Parameters
        ----------
        item
            Gives from what the call answered which item is shown next; None for the list.
        """
        try:
            with whole_step():
                answer = call()
                self.forget()
                cache.forget_edited()
                follow = item is not None
                st.session_state[_FLASH] = (None if follow else self.name, done)
                if item is not None:
                    show_item(item(answer))
        except ChangedMeanwhileError as error:
            st.session_state.pop(f"admin_seen_{self.name}", None)
            self._show_conflict(error)
        except MapperError as error:
            show_problem(explain(error, self.here.translator))
        else:
            st.rerun()

    def forget(self) -> None:
        """Fill the form with what is stored when it is drawn next."""
        st.session_state[f"admin_fresh_{self.name}"] = True

    def show_done(self) -> None:
        """What was done a moment ago with this form's thing."""
        whose, words = st.session_state.get(_FLASH, ("", ""))
        if words and whose == self.name:
            _show_flash(words)

    def _show_conflict(self, error: ChangedMeanwhileError) -> None:
        _ = self.here.translator.gettext
        by = error.fields.get("by") or _("Somebody else")
        sentence = _(
            "{who} changed this in the meantime. Nothing was overwritten, and what you typed is "
            "still here. Save again to put yours in its place."
        )
        show_problem(sentence.format(who=by))
        st.button(
            _("Show what is stored, give mine up"),
            key=f"admin_stored_{self.name}",
            on_click=self.forget,
        )

    def _each(
        self,
        label: str,
        field: str,
        values: Mapping[str, str],
        draw: Callable[[str, str, str], str],
    ) -> dict[str, str]:
        languages = self.here.profile.languages
        found = {}
        for lang, column in zip(languages, st.columns(len(languages)), strict=True):
            with column:
                named = f"{label} ({name_language(lang, self.here.translator)})"
                shown = named if len(languages) > 1 else label
                found[lang] = draw(shown, f"{field}_{lang}", values.get(lang, ""))
        return found

    def _keep(self, field: str, value: object) -> str:
        key = f"{_WIDGETS}{self.name}_{field}"
        if self._fresh:
            st.session_state[key] = value
        st.session_state.setdefault(key, value)
        return key


def show_item(item: str | None) -> None:
    """Let the address name an item of the section; None for the list."""
    address_bar.change((ITEM,), {} if item is None else {ITEM: item})


def to_list(_answer: object) -> None:
    """After what was done the list is shown."""


def show_flash() -> None:
    """What was done a moment ago and is not said beside a form."""
    whose, words = st.session_state.get(_FLASH, ("", ""))
    if words and whose is None:
        mark = Markup(' tabindex="-1" data-take-focus="{}"').format(time.time())
        _show_flash(words, mark)


def typed_day(text: str) -> date | None:
    """The day that was typed; None for an empty text.

    Raises
    ------
    InvalidFieldError
        It is none.
    """
    try:
        return parse_day(text)
    except ValueError:
        raise InvalidFieldError("day", "a day such as 22.11.2026", text) from None


def show_problem(sentence: str) -> None:
    """Why something was not done."""
    st.html(Markup('<p class="ik-problem" role="alert">{}</p>').format(sentence))


def confirmed(form: Form, action: str, label: str, question: str, yes: str) -> bool:
    """A button whose step is taken only after a second one; True in the run that confirms it."""
    _ = form.here.translator.gettext
    asked = f"admin_asked_{form.name}_{action}"
    state = st.session_state.get(asked, _Asked.NO)
    if state == _Asked.WAITS:
        st.html(Markup('<p class="ik-question" role="alert">{}</p>').format(question))
        with st.container(horizontal=True, gap="small"):
            _step(asked, yes, _Asked.CONFIRMED, type="primary")
            _step(asked, _("Cancel"), _Asked.NO)
        return False
    st.session_state[asked] = _Asked.NO
    _step(asked, label, _Asked.WAITS)
    return bool(state == _Asked.CONFIRMED)


class _Asked(StrEnum):
    """How far a step that needs confirming has come."""

    NO = "no"
    WAITS = "waits"
    CONFIRMED = "confirmed"


def _step(asked: str, label: str, state: _Asked, **options: Any) -> None:
    key = f"{asked}_{state.value}_{label}"
    st.button(label, key=key, on_click=_set_state, args=(asked, state), **options)


def _set_state(key: str, value: _Asked) -> None:
    st.session_state[key] = value


def _show_flash(words: str, focus: Markup | str = "") -> None:
    st.session_state.pop(_FLASH)
    st.html(Markup('<p class="ik-done" role="status"{}>{}</p>').format(focus, words))
