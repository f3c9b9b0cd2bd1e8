"""The numbers behind the planners' map, a row for each hexagon or district."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import join, text
from mapper.planning.rows import CountRow
from mapper.planning.values import Values, ranked, value_of
from mapper.planning.wanted import Measure
from mapper.planning.words import ratio, short, signed

_ROWS_AT_FIRST = 15

Column = tuple[str, Callable[[CountRow], str]]
"""What stands above it, and in it for a row."""


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
        columns = _columns(values, words)
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


def _columns(values: Values, words: Translator) -> list[Column]:
    _, number = words.gettext, words.format_number
    ideas: Column = (_("Ideas"), lambda row: number(row.proposals))
    unknown = _("not known")
    by_district = any(row.population for row in values.rows)
    match values.measure:
        case Measure.PER_INHABITANT:
            people: Column = (
                _("Inhabitants"),
                lambda row: number(row.population) if row.population else unknown,
            )
            rate: Column = (
                _("per 1,000 inhabitants"),
                lambda row: unknown if row.rate is None else short(row.rate, words),
            )
            return [ideas, *([people] if by_district else []), rate]
        case Measure.DEVIATION:
            return [ideas, *_expected(words, unknown, by_district=by_district)]
        case Measure.CHANGE:
            return [
                (_("this period"), lambda row: number(row.proposals)),
                (_("other period"), lambda row: number(row.before or 0)),
                (_("more or fewer"), lambda row: signed(value_of(row, values.measure), words)),
            ]
    points: Column = (_("without a point"), lambda row: number(row.without_point or 0))
    supports: Column = (_("Supports"), lambda row: number(row.supports))
    with_points = any(row.without_point is not None for row in values.rows)
    return [ideas, *([points] if with_points else []), supports]


def _expected(words: Translator, unknown: str, *, by_district: bool) -> list[Column]:
    _, number = words.gettext, words.format_number

    def difference(row: CountRow) -> str:
        value = value_of(row, Measure.DEVIATION)
        return unknown if row.expected is None else signed(value, words)

    columns: list[Column] = [
        (
            _("expected"),
            lambda row: unknown if row.expected is None else number(round(row.expected, 1)),
        ),
        (_("more or fewer"), difference),
    ]
    if by_district:
        columns.append((_("times the expected"), lambda row: ratio(row, words) or unknown))
    return columns
