"""What the picture shows, in numbers and words."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.ui.components.planning_counts import Survey
from mapper.ui.components.planning_rows import CountRow, by_count, district_rows
from mapper.ui.components.planning_wanted import Display
from mapper.ui.markup import join, text

_FEW = 10
_TOP_DISTRICTS = 5
_ROWS_AT_FIRST = 15


def show_findings(survey: Survey, display: Display, words: Translator) -> None:
    """How many ideas match, out of how many, and how many of them the map cannot show."""
    number = words.format_number
    ideas = words.ngettext("{count} idea", "{count} ideas", survey.matching)
    parts = [
        Markup('<h2 class="ik-count">{}</h2>').format(ideas.format(count=number(survey.matching))),
        *([Markup("<p>{}</p>").format(out_of(survey, words))] if survey.total else []),
        *(Markup("<p>{}</p>").format(line) for line in _remarks(survey, display, words)),
        _top_districts(survey, words),
    ]
    st.html(Markup('<div class="ik-findings" role="status">{}</div>').format(join(parts)))


def show_empty(survey: Survey, words: Translator) -> None:
    """What to do when nothing matches."""
    _ = words.gettext
    sentence = (
        _("No idea matches these filters. Remove a filter or choose a longer period.")
        if survey.total
        else _("No idea has been published yet. Each one appears here as soon as it is.")
    )
    st.html(Markup('<p class="ik-note">{}</p>').format(sentence))


def show_table(rows: Sequence[CountRow], caption: str, words: Translator) -> None:
    """The counts in reading order, the most first; long tables open on demand."""
    ordered = by_count([row for row in rows if row.proposals])
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
        place.html(_table(shown, caption, words))


def out_of(survey: Survey, words: Translator) -> str:
    """Of how many ideas those are that match, and their supports."""
    supports = words.ngettext("{count} support", "{count} supports", survey.supports)
    counted = supports.format(count=words.format_number(survey.supports))
    out_of = words.gettext("of {total} in all").format(total=words.format_number(survey.total))
    return f"{out_of} · {counted}"


def _remarks(survey: Survey, display: Display, words: Translator) -> list[str]:
    lines = []
    number = words.format_number
    if survey.without_point:
        lines.append(_without_point(survey, display, words))
    if survey.too_many:
        sentence = words.gettext(
            "At the edge length you chose there would be {count} hexagons, too many for one map. "
            "It shows those of {size} m. Choose a district or a period to see smaller ones."
        )
        lines.append(sentence.format(count=number(survey.too_many), size=number(survey.cell_size)))
    if 0 < survey.matching < _FEW:
        lines.append(
            words.gettext("These are few ideas. The map shows where they are, not a pattern.")
        )
    return lines


def _without_point(survey: Survey, display: Display, words: Translator) -> str:
    count = survey.without_point
    if survey.exact:
        has = words.ngettext(
            "{count} of them has no point.", "{count} of them have no point.", count
        )
    else:
        has = words.ngettext(
            "{count} of them has no public point.", "{count} of them have no public point.", count
        )
    if display is Display.DISTRICTS:
        counts = words.ngettext(
            "It counts in its district.", "They count in their districts.", count
        )
    else:
        counts = words.ngettext(
            "It is not on the map, but counts by district.",
            "They are not on the map, but count by district.",
            count,
        )
    return f"{has} {counts}".format(count=words.format_number(count))


def _top_districts(survey: Survey, words: Translator) -> Markup:
    named = [one for one in survey.districts if one.district and one.proposals]
    if survey.matching < _FEW or len(named) < 2:  # noqa: PLR2004 - a ranking of one is none
        return Markup("")
    top = by_count(district_rows(named, words))[:_TOP_DISTRICTS]
    caption = words.gettext("Districts with the most ideas")
    return Markup("<h3>{}</h3>{}").format(caption, _table(top, caption, words, small=True))


def _table(
    rows: Sequence[CountRow], caption: str, words: Translator, *, small: bool = False
) -> Markup:
    _ = words.gettext
    with_points = any(row.without_point is not None for row in rows)
    heads = [_("Ideas"), _("without a point"), _("Supports")]
    kept = heads[:1] if small else [heads[0], *(heads[1:2] if with_points else []), heads[2]]
    head = join(Markup('<th scope="col">{}</th>').format(one) for one in kept)
    body = join(_row(row, words, len(kept)) for row in rows)
    return Markup(
        '<table class="ik-table"><caption class="{}">{}</caption>'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>'
    ).format("ik-listen" if small else "", caption, _("Place"), head, body)


def _row(row: CountRow, words: Translator, columns: int) -> Markup:
    counts = {
        1: [row.proposals],
        2: [row.proposals, row.supports],
        3: [row.proposals, row.without_point or 0, row.supports],
    }[columns]
    cells = join(Markup("<td>{}</td>").format(words.format_number(count)) for count in counts)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(text(row.place), cells)
