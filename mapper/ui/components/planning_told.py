"""What sections without a map tell: a chart, sentences beside it, tables under it."""

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import join, text
from mapper.planning.map_said import out_of
from mapper.planning.survey import Survey
from mapper.ui.components.plain_label import plain_label

_ROWS_AT_FIRST = 8


def show_chart(chart: Markup, notes: Iterable[str] = ()) -> None:
    """A chart, and what helps to read it.

    By Markdown, since st.html leaves drawings out: a figure in one line is one block of markup in
    it, and the texts in there are escaped and never read as Markdown.
    """
    st.markdown(chart, unsafe_allow_html=True)
    under = join(Markup('<p class="ik-chart-note">{}</p>').format(note) for note in notes)
    if under:
        st.html(under)


def show_sentences(survey: Survey, sentences: Iterable[str], words: Translator) -> None:
    """How many ideas match, and what is to be said about them."""
    ideas = words.ngettext("{count} idea", "{count} ideas", survey.matching)
    counted = ideas.format(count=words.format_number(survey.matching))
    parts = [
        Markup('<h2 class="ik-count">{}</h2>').format(counted),
        *([Markup("<p>{}</p>").format(out_of(survey, words))] if survey.total else []),
        *(Markup("<p>{}</p>").format(one) for one in sentences),
    ]
    st.html(Markup('<div class="ik-findings" role="status">{}</div>').format(join(parts)))


def show_numbers(label: str, table: Markup, rows: int, notes: Iterable[str] = ()) -> None:
    """A table that opens on demand, at once where it is short."""
    with st.expander(plain_label(label), expanded=rows <= _ROWS_AT_FIRST):
        under = join(Markup('<p class="ik-chart-note">{}</p>').format(note) for note in notes)
        st.html(table + under)


def make_table(
    caption: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]
) -> Markup:
    """Rows of finished texts under their heads; a wide one scrolls inside of its place."""
    head = join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            text(name), join(Markup("<td>{}</td>").format(one) for one in cells)
        )
        for name, cells in rows
    )
    return Markup(
        '<div class="ik-scroll" role="region" tabindex="0" aria-label="{0}">'
        '<table class="ik-table"><caption>{0}</caption><thead><tr>{1}</tr></thead>'
        "<tbody>{2}</tbody></table></div>"
    ).format(caption, head, body)
