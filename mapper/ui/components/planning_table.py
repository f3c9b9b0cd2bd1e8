"""The numbers behind the planners' map, a row for each hexagon or district."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import join, text
from mapper.planning.columns import Column, columns_of
from mapper.planning.rows import CountRow
from mapper.planning.values import Values, ranked

_ROWS_AT_FIRST = 15


def show_table(values: Values, caption: str, words: Translator) -> None:
    """The numbers in reading order, the most remarkable first; long tables open on demand."""
    ordered = ranked(values)
    if not ordered:
        return
    st.html(Markup('<h2 id="zahlen">{}</h2>').format(words.gettext("The numbers behind the map")))
    everything = len(ordered) <= _ROWS_AT_FIRST
    with st.container(key="planning_table"):
        place = st.empty()
        if not everything:
            label = words.gettext("Show all {count} rows")
            count = words.format_number(len(ordered))
            everything = st.toggle(label.format(count=count), key="planning_all_rows")
        shown = ordered if everything else ordered[:_ROWS_AT_FIRST]
        columns = columns_of(values, words)
        place.html(_table(shown, columns, caption, words.gettext("Place")))


def write_short_table(rows: Sequence[CountRow], caption: str, words: Translator) -> Markup:
    """Places and their ideas, under a heading that says what the hidden caption does."""
    ideas: Column = (words.gettext("Ideas"), lambda row: words.format_number(row.proposals))
    return _table(rows, [ideas], caption, words.gettext("Place"), kind="ik-listen")


def _table(
    rows: Sequence[CountRow], columns: list[Column], caption: str, first: str, *, kind: str = ""
) -> Markup:
    head = join(Markup('<th scope="col">{}</th>').format(name) for name, _ in columns)
    body = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            text(row.place), join(Markup("<td>{}</td>").format(tell(row)) for _, tell in columns)
        )
        for row in rows
    )
    return Markup(
        '<table class="ik-table"><caption class="{}">{}</caption>'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(kind, caption, first, head, body)
