"""The operator's texts: Markdown of staff or town profile, without HTML and without pictures."""

import re

import streamlit as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from mapper.errors import DatabaseAwayError
from mapper.ui import cache, look
from mapper.ui.context import Context

_LINKS = re.compile(r"(https?://|mailto:|tel:|/|#|[^:]*$)", re.IGNORECASE)


def show_text(name: str, here: Context) -> None:
    """A text, its first heading as the page's heading."""
    title, body = split_title(text_of(name, here.lang, here))
    look.heading(title)
    st.html(Markup('<div class="ik-prose">{}</div>').format(to_html(body)))


def text_of(name: str, lang: str, here: Context) -> str:
    """The text as staff have written it, else the profile's.

    Without a database it is the profile's: the law wants these pages to be there always.
    """
    try:
        edited = cache.page_texts(here)
    except DatabaseAwayError:
        edited = {}
    return edited.get((name, lang)) or here.profile.texts[name][lang]


def split_title(markdown: str) -> tuple[str, str]:
    """The first heading and the rest; an empty heading where the text starts without one."""
    first, _, rest = markdown.strip().partition("\n")
    if first.startswith("# "):
        return first.removeprefix("# ").strip(), rest
    return "", markdown


def to_html(markdown: str, deeper: int = 0) -> Markup:
    """Markdown as HTML: lines break where they were broken, as addresses need it.

    The author is trusted, the tools it was written with are not: HTML in it shows as text,
    a picture stays a word, because it would be fetched from elsewhere, and a link leads to a page,
    an e-mail address or a telephone. Headings begin at the second level, under the page's.

    Parameters
    ----------
    deeper
        By how many levels headings sink, where the text stands under one of the page's.
    """
    parser = _Parser("commonmark", {"html": False, "breaks": True}).enable("table")
    tokens = parser.disable("image").parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, max(2, int(token.tag[1]) + deeper))}"
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - it escapes


class _Parser(MarkdownIt):
    """Markdown whose links lead to pages, e-mail addresses and telephones only."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return super().validateLink(url) and _LINKS.match(url) is not None
