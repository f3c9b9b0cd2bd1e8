"""The look, sent with every page, and what pages are built from."""

from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from mapper.ui.context import Context

_FOLDER = Path(__file__).resolve().parent
ICON = _FOLDER / "pin.svg"
STYLE_SHEETS = ("tokens", "look", "frame", "content", "controls", "ideas", "answers")


def inject() -> None:
    """Send tokens and overrides; Streamlit keeps them out of the page's flow."""
    st.html(f"<style>{_style()}</style>")


def add_style(component: str) -> None:
    """Send the style sheet that stands beside a component, for the pages it is on."""
    st.html(f"<style>{_component_style(component)}</style>")


def heading(words: str, lead: str | None = None) -> None:
    """The page's one heading, where the skip link ends, with a sentence under it."""
    under = Markup('<p class="ik-lead">{}</p>').format(lead) if lead else Markup("")
    st.html(Markup('<h1 id="inhalt" tabindex="-1">{}</h1>{}').format(words, under))


def section(words: str) -> None:
    """A heading under the page's heading."""
    st.html(Markup('<h2 class="ik-section">{}</h2>').format(words))


def content_start() -> None:
    """Where the skip link ends on a page that begins without a heading of ours."""
    st.html(Markup('<div id="inhalt" tabindex="-1"></div>'))


def page_title(words: str, here: Context) -> None:
    """Name the browser's tab after what the page shows."""
    st.set_page_config(page_title=f"{words} · Ideenkarte {here.profile.name}")


@cache
def _style() -> str:
    return "\n".join((_FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in STYLE_SHEETS)


@cache
def _component_style(component: str) -> str:
    return (_FOLDER / "components" / f"{component}.css").read_text(encoding="utf-8")
