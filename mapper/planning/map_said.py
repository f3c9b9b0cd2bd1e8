"""What must be said beside the planners' map: how many, what it cannot show, what to mind."""

from mapper.i18n import Translator
from mapper.planning.measures import BY_INHABITANTS
from mapper.planning.rows import CountRow, by_count, district_rows
from mapper.planning.survey import Survey
from mapper.planning.values import Values
from mapper.planning.wanted import Display, Measure, Wanted
from mapper.planning.words import FEW

_TOP_DISTRICTS = 5


def nothing_matches(survey: Survey, words: Translator) -> str:
    """What to do when nothing matches."""
    _ = words.gettext
    if survey.total:
        return _("No idea matches these filters. Remove a filter or choose a longer period.")
    return _("No idea has been published yet. Each one appears here as soon as it is.")


def out_of(survey: Survey, words: Translator) -> str:
    """Of how many ideas those are that match, and their supports."""
    supports = words.ngettext("{count} support", "{count} supports", survey.supports)
    counted = supports.format(count=words.format_number(survey.supports))
    out_of = words.gettext("of {total} in all").format(total=words.format_number(survey.total))
    return f"{out_of} · {counted}"


def top_districts(survey: Survey, words: Translator) -> list[CountRow]:
    """The districts with the most ideas; none where a ranking would say nothing."""
    named = [one for one in survey.districts if one.district and one.proposals]
    if survey.matching < FEW or len(named) < 2:  # noqa: PLR2004 - a ranking of one is none
        return []
    return by_count(district_rows(named, words))[:_TOP_DISTRICTS]


def remarks(survey: Survey, wanted: Wanted, values: Values, words: Translator) -> list[str]:
    """What it cannot show, and what to be careful with."""
    lines = []
    number = words.format_number
    if survey.without_point:
        lines.append(_without_point(survey, wanted.display, words))
    if values.beside:
        sentence = words.ngettext(
            "{count} idea lies where too few people live for a rate, or nobody knows how many. "
            "It is not counted here.",
            "{count} ideas lie where too few people live for a rate, or nobody knows how many. "
            "They are not counted here.",
            values.beside,
        )
        lines.append(sentence.format(count=number(values.beside)))
    if survey.too_many:
        sentence = words.gettext(
            "With smaller hexagons there would be {count} of them, too many for one map. "
            "It shows those of {size} m. Choose a district or a period to see smaller ones."
        )
        lines.append(sentence.format(count=number(survey.too_many), size=number(survey.cell_size)))
    return [*lines, *_on_measure(survey, wanted, values, words)]


def _on_measure(survey: Survey, wanted: Wanted, values: Values, words: Translator) -> list[str]:
    """What there is to know about the measure before its colours are believed."""
    _ = words.gettext
    measure = values.measure
    lines = []
    asked = wanted.display is not Display.DENSITY and wanted.measure is Measure.DEVIATION
    if asked and wanted.filters.by_area:
        lines.append(
            _(
                "Nobody knows how many people live in the area of the filters. So the map shows "
                "the number of ideas."
            )
        )
    if values.left_out:
        sentence = _("{count} more hexagons without an idea are not drawn: too many for one map.")
        lines.append(sentence.format(count=words.format_number(values.left_out)))
    if survey.matching and measure is Measure.DEVIATION and not _expects_one(values):
        lines.append(
            _(
                "No hexagon is so large that a whole idea is expected in it. Choose larger ones "
                "to see where there are fewer."
            )
        )
    if 0 < survey.matching < FEW:
        lines.append(
            _("With so few ideas, rates and deviations mean little.")
            if measure in BY_INHABITANTS
            else _("These are few ideas. The map shows where they are, not a pattern.")
        )
    return lines


def _expects_one(values: Values) -> bool:
    by_district = any(isinstance(key, str) for key in values.keys)
    return by_district or any(round(row.expected or 0) for row in values.rows)


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
