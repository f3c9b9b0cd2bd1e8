"""What the colours of the planners' map stand for, in plain words."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from mapper.geo.expected import SPREAD_M
from mapper.handout.filter_words import describe_period
from mapper.i18n import Translator
from mapper.mapview import palette
from mapper.markup import join
from mapper.planning.measures import DIVERGING, bandwidth_of, compared
from mapper.planning.period import Period
from mapper.planning.picture import Picture
from mapper.planning.survey import Survey
from mapper.planning.wanted import Display, Measure, Wanted
from mapper.planning.words import describe_class, limits, short


def show_legend(picture: Picture, notes: Sequence[str], words: Translator) -> None:
    """The classes' real limits, what they count, and what is assumed; nothing without a class."""
    scale = picture.scale
    if not scale.classes:
        return
    kinds = ["more"] * len(scale.classes)
    if picture.measure in DIVERGING:
        kinds[: scale.fewer + 1] = [*(["fewer"] * scale.fewer), "same"]
    entries = join(
        Markup(
            '<li class="{}"><span class="ik-swatch" style="background:{}"></span>{}</li>'
        ).format(kind, palette.on_paper(colour), label)
        for kind, colour, label in zip(kinds, scale.colours, _labels(picture, words), strict=True)
    )
    shape = "ik-legend ik-legend-rows" if picture.measure in DIVERGING else "ik-legend"
    told = join(Markup("<p>{}</p>").format(note) for note in notes)
    st.html(
        Markup('<div class="{}"><h2>{}</h2><ul>{}</ul>{}</div>').format(
            shape, picture.unit, entries, told
        )
    )


def legend_notes(picture: Picture, survey: Survey, wanted: Wanted, words: Translator) -> list[str]:
    """What must be known to read the colours, a sentence each."""
    _ = words.gettext
    notes = []
    if picture.measure is Measure.DEVIATION:
        notes.append(
            _("Expected are as many ideas as the share of the inhabitants who live there suggests.")
        )
        if wanted.display is Display.HEXAGONS:
            notes.append(
                _(
                    "It is assumed that the inhabitants of a district live around its main "
                    "settlement, most of them within {distance} m."
                ).format(distance=words.format_number(2 * SPREAD_M))
            )
    if picture.measure is Measure.CHANGE:
        notes += _both_periods(survey, wanted, words)
    table = _("The table below the map gives the same numbers.")
    if picture.smooth:
        notes.append(
            _(
                "The bandwidth is {bandwidth} m: each idea counts around its place, most of all "
                "within this distance."
            ).format(bandwidth=words.format_number(bandwidth_of(wanted)))
        )
    if picture.smooth and picture.scale.classes:
        least = short(picture.scale.classes[0].lower, words)
        sentence = _("Below {least} there is no colour. The table gives the counts.")
        table = sentence.format(least=least)
    return [*notes, table]


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


def _labels(picture: Picture, words: Translator) -> list[str]:
    if picture.smooth:
        return [limits(one, words, continuous=True) for one in picture.scale.classes]
    return [describe_class(one, picture.measure, words) for one in picture.scale.classes]
