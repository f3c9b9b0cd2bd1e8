"""Ideas over time, in sentences."""

from collections.abc import Mapping
from datetime import date

from mapper.domain.time_units import TimeUnit
from mapper.geo.rates import may_be_chance
from mapper.i18n import N_, Translator
from mapper.planning.words import FEW
from mapper.services.over_time import MOST_COLUMNS, Column, OverTime

_SKELETONS: Mapping[TimeUnit, str] = {
    TimeUnit.MONTH: "yMMMM",
    TimeUnit.QUARTER: "yQQQQ",
    TimeUnit.YEAR: "y",
}
_COARSER: Mapping[TimeUnit, str] = {
    TimeUnit.MONTH: N_(
        "There are more weeks than one chart can show. So each column is a month; choose a shorter "
        "period to see weeks."
    ),
    TimeUnit.QUARTER: N_("The period is long. So each column is a quarter of a year."),
    TimeUnit.YEAR: N_("The period is long. So each column is a year."),
}
_MOST_EQUAL = 3


def name_column(one: Column, unit: TimeUnit, words: Translator) -> str:
    """The days of a column in words: a month, or the week that begins on a day."""
    if unit is TimeUnit.WEEK:
        first = words.format_date(one.first, "medium")
        return words.gettext("week from {day}").format(day=first)
    return words.format_skeleton(one.last, _SKELETONS[unit])


def under_column(one: Column, unit: TimeUnit, words: Translator) -> tuple[str, str]:
    """A short name to stand under a column, and the year it belongs to."""
    year = words.format_skeleton(one.last, "y")
    if unit is TimeUnit.YEAR:
        return year, ""
    if unit is TimeUnit.QUARTER:
        return words.format_skeleton(one.first, "yQQQ").split()[0], year
    skeleton = "Md" if unit is TimeUnit.WEEK else "MMM"
    return words.format_skeleton(one.first, skeleton), words.format_skeleton(one.first, "y")


def say(counted: OverTime, words: Translator) -> list[str]:
    """When most ideas came, and what changed last; of few ideas only that they are few."""
    if not counted.columns:
        return []
    if counted.total < FEW:
        return [
            words.gettext("These are few ideas. The chart shows when they came, not a development.")
        ]
    return [*_on_busiest(counted, words), *_on_change(counted, words)]


def _on_busiest(counted: OverTime, words: Translator) -> list[str]:
    busiest = counted.busiest
    if len(counted.columns) == 1 or len(busiest) > _MOST_EQUAL:
        return []
    sentence = words.ngettext(
        "Most ideas came at this time: {periods} ({count}).",
        "Most ideas came at these times: {periods} ({count} each).",
        len(busiest),
    )
    periods = ", ".join(name_column(one, counted.unit, words) for one in busiest)
    return [sentence.format(count=words.format_number(busiest[0].total), periods=periods)]


def _on_change(counted: OverTime, words: Translator) -> list[str]:
    if counted.change is None:
        return []
    _ = words.gettext
    before, last = counted.change
    ideas = words.ngettext("{count} idea", "{count} ideas", last.total)
    told = _("Lately: {ideas} ({period}), before that {count} ({earlier}).").format(
        ideas=ideas.format(count=words.format_number(last.total)),
        period=name_column(last, counted.unit, words),
        count=words.format_number(before.total),
        earlier=name_column(before, counted.unit, words),
    )
    verdict = _verdict(before.total, last.total, words)
    return [f"{told} {verdict}".strip()]


def _verdict(before: int, last: int, words: Translator) -> str:
    """What may be said about two counts of equally long periods; nothing of equal ones."""
    _ = words.gettext
    if before == last:
        return ""
    if before + last < FEW:
        return _("Both are too few to speak of a change.")
    if may_be_chance(before, last):
        return _("The difference may be chance.")
    return _("That is clearly more.") if last > before else _("That is clearly fewer.")


def notes_on_columns(
    counted: OverTime, asked: TimeUnit, today: date, words: Translator
) -> list[str]:
    """What a reader of the chart has to know: other columns than asked, and the last one."""
    _ = words.gettext
    notes = []
    if counted.unit is not asked:
        notes.append(_(_COARSER[counted.unit]))
    if counted.summed_up:
        sentence = _("The first column holds all years until {year}; there is room for {most}.")
        year = words.format_skeleton(counted.columns[0].last, "y")
        notes.append(sentence.format(year=year, most=words.format_number(MOST_COLUMNS)))
    if not counted.columns[0].complete and len(counted.columns) > 1:
        notes.append(_("The first column holds only the days of the period chosen."))
    if counted.columns[-1].last >= today:
        notes.append(_("The last column is not over yet."))
    return notes
