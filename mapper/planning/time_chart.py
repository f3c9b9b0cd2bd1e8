"""The chart of ideas over time, and the table behind it."""

from collections.abc import Mapping

from mapper import charts
from mapper.domain.time_units import TimeUnit
from mapper.i18n import N_, Translator
from mapper.planning.charted import Chart
from mapper.planning.heard_tables import Row
from mapper.planning.time_said import name_column, say, under_column
from mapper.services.over_time import Column, OverTime

_CAPTIONS: Mapping[TimeUnit, str] = {
    TimeUnit.WEEK: N_("Ideas per week by action field"),
    TimeUnit.MONTH: N_("Ideas per month by action field"),
    TimeUnit.QUARTER: N_("Ideas per quarter by action field"),
    TimeUnit.YEAR: N_("Ideas per year by action field"),
}
_GREY = "#5F6B64"


def chart_columns(
    counted: OverTime, names: Mapping[str, str], colours: Mapping[str, str], words: Translator
) -> Chart | None:
    """Stacked columns by action field; None without ideas. Names and colours are by its key."""
    if not counted.columns:
        return None
    fields = _fields(counted, names)
    series = [charts.Series(names.get(key, key), colours.get(key, _GREY)) for key in fields]
    columns = [_drawn(one, fields, counted.unit, names, words) for one in counted.columns]
    caption = caption_of(counted, words)
    says = " ".join((f"{caption}.", *say(counted, words)))
    return Chart(
        caption,
        says,
        lambda layout: charts.draw_columns(
            columns, series, layout, says=says, number=words.format_number, name="over-time"
        ),
    )


def caption_of(counted: OverTime, words: Translator) -> str:
    """What chart and table count."""
    return words.gettext(_CAPTIONS[counted.unit])


def time_heads(counted: OverTime, names: Mapping[str, str], words: Translator) -> list[str]:
    """What the columns of the table hold."""
    _ = words.gettext
    return [_("Period"), _("Ideas"), *(names.get(key, key) for key in _fields(counted, names))]


def time_rows(counted: OverTime, names: Mapping[str, str], words: Translator) -> list[Row]:
    """A row for each column of the chart."""
    fields, number = _fields(counted, names), words.format_number
    return [
        (
            name_column(one, counted.unit, words),
            [number(one.total), *(number(one.counts.get(key, 0)) for key in fields)],
        )
        for one in counted.columns
    ]


def _fields(counted: OverTime, names: Mapping[str, str]) -> tuple[str, ...]:
    """Action fields that have ideas, in the order of their names."""
    there = {key for one in counted.columns for key in one.counts}
    return (*(key for key in names if key in there), *sorted(there - set(names)))


def _drawn(
    one: Column,
    fields: tuple[str, ...],
    unit: TimeUnit,
    names: Mapping[str, str],
    words: Translator,
) -> charts.Column:
    when = name_column(one, unit, words)
    short, group = under_column(one, unit, words)
    counts = [one.counts.get(key, 0) for key in fields]
    hints = [
        f"{when}, {names.get(key, key)}: {words.format_number(count)}"
        for key, count in zip(fields, counts, strict=True)
    ]
    return charts.Column(short, group, counts, hints)
