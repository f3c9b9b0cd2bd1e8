"""Everything a report tells, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mapper.domain.berlin import today
from mapper.domain.time_units import TimeUnit
from mapper.planning.clusters_found import Found, find_by
from mapper.planning.drawn import Drawn, decide
from mapper.planning.survey import survey_of
from mapper.planning.wanted import Section
from mapper.report.view import View
from mapper.services.clusters import turn
from mapper.services.heard import Heard, who_is_heard
from mapper.services.over_time import OverTime, count_over_time
from mapper.services.plan import counting_at_once
from mapper.services.plan_lists import ListedIdea, Shares, count_shares, list_most_supported
from mapper.services.rounds import load_choices

MOST_IDEAS = 5_000
"""Ideas after these are counted, but not listed: 190 pages are more than anybody reads."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The view with its numbers of the same moment as all others; `colours` by action field."""

    view: View
    drawn: Drawn
    heard: Heard
    time: OverTime
    found: Found
    shares: Shares
    ideas: tuple[ListedIdea, ...]
    colours: Mapping[str, str]


def gather(view: View) -> Gathered:
    """What a report of this view tells; the map as it is wanted, all clusters.

    Raises
    ------
    TakesTooLongError
        Of looking for clusters.
    """
    wanted = replace(view.wanted, section=Section.MAP, cluster=None)
    filters, unit = wanted.filters, TimeUnit(wanted.step.value)
    with turn(lambda: None), counting_at_once(view.office, view.who) as counter:
        survey = survey_of(counter, wanted).survey
        heard = who_is_heard(counter, filters)
        time = count_over_time(counter, filters, unit, today())
        found = find_by(counter, wanted, view.places, view.words)
        shares = count_shares(counter, filters)
        ideas = list_most_supported(counter, filters, MOST_IDEAS)
    choices = load_choices(view.office.sessions)
    return Gathered(
        view=replace(view, wanted=wanted, survey=survey),
        drawn=decide(view.office.sessions, view.profile, survey, wanted, view.words),
        heard=heard,
        time=time,
        found=found,
        shares=shares,
        ideas=ideas,
        colours={one.key: one.colour for one in choices.action_fields},
    )
