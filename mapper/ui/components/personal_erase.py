"""Erasing one person's data for good: what, how, and a word typed to confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError, NotFoundError
from mapper.i18n.errors import explain
from mapper.services.personal_data import Found, erase_account, erase_idea
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context

_DONE = "personal_done"
_FORM = "admin_w_personal_erase"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be erased, as it was ticked and typed."""

    numbers: list[str]
    logins: list[str]
    keep_idea: bool
    typed: str


def show_erasing(here: Context, found: Found) -> None:
    """A form that erases what is ticked; refused, it says why, and all stays as it was typed."""
    _ = here.translator.gettext
    word = _("ERASE")
    st.html(Markup('<h3 id="ik-erase">{}</h3>').format(_("Erase for good")))
    with st.form(key="admin_form_personal_erase"):
        wish = _ask(here, found, word)
        sent = st.form_submit_button(_("Erase for good"), type="primary")
    if not sent:
        return
    problem = _check(here, wish, word) or _erase(here, wish)
    if problem:
        st.html(Markup('<p class="ik-problem" role="alert">{}</p>').format(problem))
    else:
        _forget_typed()
        st.rerun()


def show_done() -> None:
    """What was erased a moment ago."""
    said = st.session_state.pop(_DONE, "")
    if said:
        st.html(Markup('<p class="ik-done" role="status">{}</p>').format(said))


def _ask(here: Context, found: Found, word: str) -> _Wish:
    _ = here.translator.gettext
    numbers = [
        idea.number for idea in found.ideas if _tick(f"{idea.number} · {idea.title}", idea.number)
    ]
    logins = [
        account.login
        for account in found.accounts
        if _tick(_("Account {login}").format(login=account.login), account.login)
    ]
    keep = bool(found.ideas) and _choose_keeping(here)
    typed = st.text_input(
        plain_label(_("Type {word} to confirm").format(word=word)),
        key=f"{_FORM}_word",
        autocomplete="off",
    )
    return _Wish(numbers, logins, keep, typed)


def _tick(label: str, key: str) -> bool:
    st.session_state.setdefault(f"{_FORM}_{key}", True)
    return bool(st.checkbox(plain_label(label), key=f"{_FORM}_{key}"))


def _choose_keeping(here: Context) -> bool:
    _ = here.translator.gettext
    everything = _("Erase ideas with everything that hangs on them, answers included")
    words = _("Keep the words of the ideas, forget whose they are (if she wants that)")
    chosen = st.radio(
        plain_label(_("What happens to the ideas")),
        [False, True],
        format_func=lambda keep: words if keep else everything,
        key=f"{_FORM}_how",
    )
    return bool(chosen)


def _check(here: Context, wish: _Wish, word: str) -> str | None:
    _ = here.translator.gettext
    if not wish.numbers and not wish.logins:
        return _("Please tick what is to be erased.")
    if wish.typed.strip().casefold() != word.casefold():
        return _("Please type {word} to confirm. Nothing was erased.").format(word=word)
    return None


def _erase(here: Context, wish: _Wish) -> str | None:
    """One transaction each; why it stopped, or None. Both ways what was done is said."""
    done = gone = 0
    problem = None
    tasks: list[Callable[[], None]] = [
        *(
            partial(erase_idea, here.backoffice, here.who, number, keep_idea=wish.keep_idea)
            for number in wish.numbers
        ),
        *(partial(erase_account, here.backoffice, here.who, login) for login in wish.logins),
    ]
    for task in tasks:
        try:
            task()
            done += 1
        except NotFoundError:
            gone += 1
        except MapperError as error:
            problem = explain(error, here.translator)
            break
    said = _tell(here, done, gone, keep=wish.keep_idea)
    if problem is None:
        st.session_state[_DONE] = said
        return None
    return f"{problem} {said}" if done or gone else problem


def _tell(here: Context, done: int, gone: int, *, keep: bool) -> str:
    words = here.translator
    sentences = []
    if done and keep:
        told = words.ngettext(
            "{n} entry no longer says whose it is.",
            "{n} entries no longer say whose they are.",
            done,
        )
        sentences.append(told.format(n=done))
    elif done:
        told = words.ngettext(
            "{n} entry was erased for good.", "{n} entries were erased for good.", done
        )
        sentences.append(told.format(n=done))
    if gone:
        told = words.ngettext(
            "{n} entry had been erased by somebody else before.",
            "{n} entries had been erased by somebody else before.",
            gone,
        )
        sentences.append(told.format(n=gone))
    return " ".join(sentences)


def _forget_typed() -> None:
    for key in [str(key) for key in st.session_state if str(key).startswith(_FORM)]:
        del st.session_state[key]
