"""The columns of the table behind the planners' map, as finished words."""

from collections.abc import Callable

from mapper.i18n import Translator
from mapper.planning.rows import CountRow
from mapper.planning.values import Values, value_of
from mapper.planning.wanted import Measure
from mapper.planning.words import ratio, short, signed

Column = tuple[str, Callable[[CountRow], str]]
"""What stands above it, and in it for a row."""


def columns_of(values: Values, words: Translator) -> list[Column]:
    """What there is to say of each row beside its place."""
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
