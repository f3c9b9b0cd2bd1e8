"""The section on who is heard: districts against their inhabitants, and ways ideas came in."""

from dataclasses import replace

import streamlit as st

from mapper import charts
from mapper.i18n import Translator
from mapper.planning.heard_chart import chart_rates
from mapper.planning.heard_said import District, namer, notes_on_rates, say
from mapper.planning.heard_tables import (
    channel_heads,
    channel_rows,
    district_heads,
    district_table_rows,
    notes_on_channels,
    total_rows,
)
from mapper.planning.wanted import Display, Measure, Section
from mapper.services.heard import Heard, who_is_heard
from mapper.services.plan import counting
from mapper.ui import look
from mapper.ui.components import planning_store
from mapper.ui.components.planning import Workbench
from mapper.ui.components.planning_told import (
    make_table,
    show_chart,
    show_numbers,
    show_sentences,
)


def show_heard_section(bench: Workbench) -> None:
    """Who is heard, under the page's filters."""
    words, places = bench.words, bench.places
    with counting(bench.here.backoffice, bench.here.who) as counter:
        heard = who_is_heard(counter, bench.wanted.filters)
    name = namer(bench.names.districts, words)
    sentences = say(heard, name, words)
    with places.wide:
        look.add_style("charts")
        _show_rates(heard, name, words)
    with places.findings:
        show_sentences(bench.survey, sentences if bench.survey.matching else (), words)
        if heard.overall is not None and bench.survey.matching:
            st.button(words.gettext("Show on the map"), on_click=_show_on_map)
    with places.below:
        if bench.survey.matching:
            _show_tables(heard, name, words)


def _show_rates(heard: Heard, name: District, words: Translator) -> None:
    chart = chart_rates(heard, name, words)
    if chart:
        show_chart(charts.figure(chart.caption, chart.draw), notes_on_rates(heard, name, words))


def _show_tables(heard: Heard, name: District, words: Translator) -> None:
    _ = words.gettext
    rows = district_table_rows(heard, name, words)
    caption = _("Ideas by district")
    table = make_table(caption, district_heads(heard, words), rows)
    show_numbers(_("The numbers behind the chart"), table, len(rows))
    if heard.by_channel is None:
        return
    look.section(_("By channel"))
    totals = make_table(
        _("Ideas by channel"), [_("Channel"), _("Ideas")], total_rows(heard.by_channel, words)
    )
    st.html(totals)
    notes = notes_on_channels(heard.by_channel, words)
    crossed = channel_rows(heard.by_channel, name, words)
    if crossed:
        table = make_table(
            _("Ideas by district and channel"), channel_heads(heard.by_channel, words), crossed
        )
        show_numbers(_("By district and channel"), table, len(crossed), notes)
    else:
        for note in notes:
            st.caption(note)


def _show_on_map() -> None:
    wanted = replace(
        planning_store.stored(),
        section=Section.MAP,
        display=Display.DISTRICTS,
        measure=Measure.PER_INHABITANT,
    )
    planning_store.apply(wanted, redraw_filters=True)
