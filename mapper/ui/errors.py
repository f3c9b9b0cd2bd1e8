"""Errors as people see them: one sentence, and a number where nobody foresaw the reason."""

import logging
from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError, log_unforeseen
from mapper.i18n import Translator, get_translator
from mapper.i18n.errors import explain, explain_unexpected
from mapper.markup import link
from mapper.ui import context

LOGGER = logging.getLogger(__name__)


def run_safely(draw: Callable[[], None]) -> None:
    """Draw something; what goes wrong in it is said in its place."""
    try:
        draw()
    except Exception as error:
        show_script_error(error)


def show_script_error(error: Exception) -> bool:
    """Say what happened instead of the page; for `st.App(on_script_error=...)`.

    Returns
    -------
    bool
        True: Streamlit shows nothing of its own.
    """
    translator = _translator()
    if isinstance(error, MapperError):
        LOGGER.warning("A page was refused: %s", error.code)
        _show_refusal(explain(error, translator), translator, retry=error.http_status >= 500)  # noqa: PLR2004
        return True
    number = log_unforeseen(LOGGER, error, "a page")
    _show_refusal(explain_unexpected(number, translator), translator, retry=True)
    return True


def show_notice(sentence: str) -> None:
    """One sentence that says what to do, set off from what stands around it."""
    st.html(Markup('<div class="ik-notice" role="alert"><p>{}</p></div>').format(sentence))


def _show_refusal(sentence: str, translator: Translator, *, retry: bool) -> None:
    """The sentence as the page's heading: there is nothing else on it but the way to try again."""
    again = link("", translator.gettext("Try again"), class_="ik-button", data_reload="")
    st.html(
        Markup(
            '<div class="ik-notice" role="alert"><h1 id="inhalt" tabindex="-1">{}</h1>{}</div>'
        ).format(sentence, again if retry else "")
    )


def _translator() -> Translator:
    try:
        return context.current().translator
    except MapperError:
        return get_translator("en")
