"""The operator's texts: Markdown from the town profile, without HTML and without pictures."""

import streamlit as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from mapper.ui import look
from mapper.ui.context import Context


def show_text(name: str, here: Context) -> None:
    """A text of the profile, its first heading as the page's heading."""
    title, body = split_title(here.profile.texts[name][here.lang])
    look.heading(title)
    st.html(Markup('<div class="ik-prose">{}</div>').format(to_html(body)))


def split_title(markdown: str) -> tuple[str, str]:
    """The first heading and the rest; an empty heading where the text starts without one."""
    first, _, rest = markdown.strip().partition("\n")
    if first.startswith("# "):
        return first.removeprefix("# ").strip(), rest
    return "", markdown


def to_html(markdown: str, deeper: int = 0) -> Markup:
    """Markdown as HTML: lines break where they were broken, as addresses need it.

    The author is trusted, the tools it was written with are not: HTML in it shows as text,
    and a picture stays a word, because it would be fetched from elsewhere.

    Parameters
    ----------
    deeper
        By how many levels headings sink, where the text stands under one of the page's.
    """
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    tokens = parser.disable("image").parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + deeper)}"
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - it escapes
