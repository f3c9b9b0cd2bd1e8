"""What the colours of the planners' map stand for, in plain words."""

from mapper.geo.expected import SPREAD_M
from mapper.handout.filter_words import describe_period
from mapper.i18n import Translator
from mapper.planning.drawn import Drawn
from mapper.planning.measures import bandwidth_of, compared
from mapper.planning.period import Period
from mapper.planning.survey import Survey
from mapper.planning.wanted import Display, Measure, Wanted
from mapper.planning.words import describe_class, limits, short


def labels_of(drawn: Drawn, words: Translator) -> tuple[str, ...]:
    """The limits of each class."""
    if drawn.smooth:
        return tuple(limits(one, words, continuous=True) for one in drawn.scale.classes)
    return tuple(describe_class(one, drawn.measure, words) for one in drawn.scale.classes)


def notes_on_colours(
    drawn: Drawn, survey: Survey, wanted: Wanted, words: Translator
) -> tuple[str, ...]:
    """What must be known to read the colours, a sentence each."""
    _ = words.gettext
    notes = []
    if drawn.measure is Measure.DEVIATION:
        notes.append(
            _("Expected are as many ideas as the share of the inhabitants who live there suggests.")
        )
        if drawn.display is Display.HEXAGONS:
            notes.append(
                _(
                    "It is assumed that the inhabitants of a district live around its main "
                    "settlement, most of them within {distance} m."
                ).format(distance=words.format_number(2 * SPREAD_M))
            )
    if drawn.measure is Measure.CHANGE:
        notes += _both_periods(survey, wanted, words)
    if drawn.smooth:
        notes.append(
            _(
                "The bandwidth is {bandwidth} m: each idea counts around its place, most of all "
                "within this distance."
            ).format(bandwidth=words.format_number(bandwidth_of(wanted)))
        )
    return tuple(notes)


def note_on_table(drawn: Drawn, words: Translator) -> str:
    """Where the same numbers stand in words."""
    if not drawn.smooth or not drawn.scale.classes:
        return words.gettext("The table below the map gives the same numbers.")
    least = short(drawn.scale.classes[0].lower, words)
    sentence = words.gettext("Below {least} there is no colour. The table gives the counts.")
    return sentence.format(least=least)


def _both_periods(survey: Survey, wanted: Wanted, words: Translator) -> list[str]:
    """Both totals, and a warning where the periods differ in length."""
    periods = compared(wanted)
    if periods is None:
        return []
    now, other = periods
    before = sum(one.proposals for one in survey.before_districts)
    told = words.gettext("{now}, compared with {other}.").format(
        now=_period(now, survey.matching, words), other=_period(other, before, words)
    )
    if _days(now) == _days(other):
        return [told]
    return [told, words.gettext("The two periods are not equally long.")]


def _period(period: Period, count: int, words: Translator) -> str:
    ideas = words.ngettext("{count} idea", "{count} ideas", count)
    return f"{describe_period(period, words)}: {ideas.format(count=words.format_number(count))}"


def _days(period: Period) -> int | None:
    first, last = period
    return (last - first).days if first and last else None
