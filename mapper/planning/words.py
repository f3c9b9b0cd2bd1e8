"""The numbers of a map in words: rows, classes, and what the colours stand for."""

from mapper.geo.classes import ValueClass
from mapper.i18n import Translator
from mapper.planning.rows import CountRow
from mapper.planning.values import value_of
from mapper.planning.wanted import Measure

FEW = 10
"""Below so many ideas sentences about a pattern would be sentences about chance."""


def describe_row(row: CountRow, measure: Measure, words: Translator) -> str:
    """A row in one line, as plain text."""
    return f"{row.place}: {_counts(row, measure, words)}"


def describe_class(one: ValueClass, measure: Measure, words: Translator) -> str:
    """The limits of a class, as short as they can be said."""
    if measure is Measure.PER_INHABITANT:
        return limits(one, words, continuous=True)
    if measure not in (Measure.DEVIATION, Measure.CHANGE):
        return limits(one, words, continuous=False)
    _ = words.gettext
    if not one.upper:
        return _("as many as expected") if measure is Measure.DEVIATION else _("as many")
    return _difference(one, measure, words)


def limits(one: ValueClass, words: Translator, *, continuous: bool) -> str:
    """The least and the largest value of a class."""
    pair = (one.lower, one.upper)
    lower, upper = (
        short(limit, words) if continuous else words.format_number(limit) for limit in pair
    )
    if not continuous and one.lower == one.upper:
        return lower
    return f"{lower}–{upper}"


def short(value: float, words: Translator) -> str:
    """A rate, a share or a density: three digits say as much as it is worth."""
    return words.format_number(float(f"{value:.3g}"))


def signed(value: float, words: Translator) -> str:
    """A difference with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{words.format_number(abs(value))}"


def ratio(row: CountRow, words: Translator) -> str:
    """How many times as many ideas as expected; empty where none was."""
    if not row.expected:
        return ""
    return words.format_number(float(f"{row.proposals / row.expected:.2g}"))


def _counts(row: CountRow, measure: Measure, words: Translator) -> str:
    _, number = words.gettext, words.format_number
    ideas = words.ngettext("{count} idea", "{count} ideas", row.proposals)
    ideas = ideas.format(count=number(row.proposals))
    match measure:
        case Measure.PER_INHABITANT if row.rate is None:
            return _("{ideas}, inhabitants too few or not known").format(ideas=ideas)
        case Measure.PER_INHABITANT:
            rate = short(row.rate or 0, words)
            return _("{ideas}, {rate} per 1,000 inhabitants").format(ideas=ideas, rate=rate)
        case Measure.DEVIATION if row.expected is None:
            return _("{ideas}, inhabitants too few or not known").format(ideas=ideas)
        case Measure.DEVIATION:
            expected = number(round(row.expected or 0, 1))
            told = _("{ideas}, {expected} expected: {difference}").format(
                ideas=ideas, expected=expected, difference=_more_or_fewer(row, measure, words)
            )
            times = _("{ratio} times as many as expected").format(ratio=ratio(row, words))
            return f"{told} ({times})" if row.population and row.proposals else told
        case Measure.CHANGE:
            return _("{ideas}, {before} in the other period: {difference}").format(
                ideas=ideas,
                before=number(row.before or 0),
                difference=_more_or_fewer(row, measure, words),
            )
    supports = words.ngettext("{count} support", "{count} supports", row.supports)
    return f"{ideas}, {supports.format(count=number(row.supports))}"


def _more_or_fewer(row: CountRow, measure: Measure, words: Translator) -> str:
    value = value_of(row, measure)
    if not value:
        return words.gettext("about the same")
    count = int(abs(value))
    form = (
        words.ngettext("{count} idea more", "{count} ideas more", count)
        if value > 0
        else words.ngettext("{count} idea fewer", "{count} ideas fewer", count)
    )
    return form.format(count=words.format_number(count))


def _difference(one: ValueClass, measure: Measure, words: Translator) -> str:
    least, most = sorted((int(abs(one.lower)), int(abs(one.upper))))
    span = words.format_number(most)
    if least != most:
        span = words.gettext("{least} to {most}").format(
            least=words.format_number(least), most=span
        )
    if measure is Measure.CHANGE:
        form = (
            words.ngettext("{count} idea more", "{count} ideas more", most)
            if one.lower > 0
            else words.ngettext("{count} idea fewer", "{count} ideas fewer", most)
        )
        return form.format(count=span)
    form = (
        words.ngettext("{span} idea more than expected", "{span} ideas more than expected", most)
        if one.lower > 0
        else words.ngettext(
            "{span} idea fewer than expected", "{span} ideas fewer than expected", most
        )
    )
    return form.format(span=span)
