"""What stands out, who is heard, ideas over time, and shares: sections made of counts."""

from collections.abc import Iterator, Mapping, Sequence

from mapper.charts.drawing import WIDE
from mapper.domain.berlin import today
from mapper.domain.time_units import TimeUnit
from mapper.i18n import Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.planning.charted import Chart
from mapper.planning.clusters_found import tell_counts
from mapper.planning.heard_chart import chart_rates
from mapper.planning.heard_said import namer, notes_on_rates
from mapper.planning.heard_said import say as say_heard
from mapper.planning.heard_tables import (
    Row,
    channel_heads,
    channel_rows,
    district_heads,
    district_table_rows,
    notes_on_channels,
    total_rows,
)
from mapper.planning.map_said import top_districts
from mapper.planning.time_chart import caption_of, chart_columns, time_heads, time_rows
from mapper.planning.time_said import notes_on_columns
from mapper.planning.time_said import say as say_time
from mapper.report.blocks import Block, Heading, Picture, Points, Section, Table, Text
from mapper.report.front import write_share
from mapper.report.gather import Gathered
from mapper.services.heard import ByChannel
from mapper.services.plan_lists import Share


def tell_findings(gathered: Gathered) -> Section:
    """What the page says in its sections, together."""
    view, words = gathered.view, gathered.view.words
    name = namer(view.names.districts, words)
    said = [
        *_on_top(gathered),
        *say_heard(gathered.heard, name, words),
        *say_time(gathered.time, words),
    ]
    points = Points([*said, *_on_largest(gathered)])
    return Section(words.gettext("What stands out"), [points])


def _on_top(gathered: Gathered) -> Iterator[str]:
    words = gathered.view.words
    top = top_districts(gathered.view.survey, words)
    if top:
        named = (f"{one.place} ({words.format_number(one.proposals)})" for one in top)
        yield f"{words.gettext('Districts with the most ideas')}: {'; '.join(named)}."


def _on_largest(gathered: Gathered) -> Iterator[str]:
    found, words = gathered.found, gathered.view.words
    if found.shown:
        first = found.shown[0]
        sentence = words.gettext("The largest cluster: {place} ({counts}).")
        yield sentence.format(place=found.place(first), counts=tell_counts(first, words))


def tell_heard(gathered: Gathered) -> Section:
    """Districts against their inhabitants; the channels for planners alone."""
    heard, words = gathered.heard, gathered.view.words
    name = namer(gathered.view.names.districts, words)
    blocks: list[Block] = []
    chart = chart_rates(heard, name, words)
    if chart:
        blocks.append(_drawn(chart, notes_on_rates(heard, name, words)))
    rows = district_table_rows(heard, name, words)
    heads = district_heads(heard, words)
    blocks.append(_table(words.gettext("Ideas by district"), heads, rows))
    if heard.by_channel is not None:
        blocks += _channels(gathered, heard.by_channel)
    return Section(words.gettext("Who is heard"), blocks)


def _channels(gathered: Gathered, by_channel: ByChannel) -> Iterator[Block]:
    words = gathered.view.words
    _ = words.gettext
    name = namer(gathered.view.names.districts, words)
    yield Heading(_("By channel"))
    heads = [_("Channel"), _("Ideas")]
    yield _table(_("Ideas by channel"), heads, total_rows(by_channel, words))
    crossed = channel_rows(by_channel, name, words)
    if crossed:
        heads = channel_heads(by_channel, words)
        yield _table(_("Ideas by district and channel"), heads, crossed)
    for note in notes_on_channels(by_channel, words):
        yield Text(note, "note")


def tell_time(gathered: Gathered) -> Section:
    """When ideas came."""
    view, counted, words = gathered.view, gathered.time, gathered.view.words
    names = view.names.action_fields
    blocks: list[Block] = []
    chart = chart_columns(counted, names, gathered.colours, words)
    if chart:
        asked = TimeUnit(view.wanted.step.value)
        blocks.append(_drawn(chart, notes_on_columns(counted, asked, today(), words)))
        heads, rows = time_heads(counted, names, words), time_rows(counted, names, words)
        blocks.append(_table(caption_of(counted, words), heads, rows))
    return Section(words.gettext("Over time"), blocks)


def tell_shares(gathered: Gathered) -> Section:
    """What the ideas are about, and how far the town is with them."""
    words, shares = gathered.view.words, gathered.shares
    _ = words.gettext
    statuses = {one.key: label(RESPONSE_STATUSES, one.key, words) for one in shares.statuses}
    fields = gathered.view.names.action_fields
    return Section(
        _("Action fields and processing status"),
        [
            _shares(
                _("Ideas by action field"), _("Action field"), shares.action_fields, fields, words
            ),
            _shares(
                _("Ideas by processing status"),
                _("Processing status"),
                shares.statuses,
                statuses,
                words,
            ),
        ],
    )


def _shares(
    caption: str, what: str, shares: Sequence[Share], names: Mapping[str, str], words: Translator
) -> Table:
    _, number = words.gettext, words.format_number
    whole = sum(one.proposals for one in shares)
    rows = [
        (
            names.get(one.key, one.key),
            [
                number(one.proposals),
                write_share(one.proposals, whole, words),
                number(one.supports),
            ],
        )
        for one in shares
    ]
    return _table(caption, [what, _("Ideas"), _("Share"), _("Supports")], rows)


def _drawn(chart: Chart, notes: Sequence[str]) -> Picture:
    return Picture(chart.caption, str(chart.draw(WIDE)), chart.says, (), notes)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Row]) -> Table:
    """A name, and numbers after it."""
    numbers = tuple(range(1, len(heads)))
    return Table(caption, heads, [[name, *cells] for name, cells in rows], (), numbers)
