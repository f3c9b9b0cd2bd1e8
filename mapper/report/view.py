"""What a report or a picture is made of: what was asked, its numbers and names at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mapper.db.criteria import Scope
from mapper.domain.filters import parse_planning_filters
from mapper.domain.profile import TownProfile
from mapper.errors import InvalidFieldError
from mapper.handout.columns import vocabulary_of
from mapper.handout.filter_words import describe_filters
from mapper.i18n import Translator
from mapper.planning.names import Names
from mapper.planning.survey import Survey, survey_of
from mapper.planning.wanted import Wanted, read_address
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.layers import list_shown
from mapper.services.places import NamedPlace, list_places
from mapper.services.plan_export import ask_for
from mapper.services.rounds import load_choices


@dataclass(frozen=True, slots=True)
class View:
    """The planners' page as somebody may see it: `filters` in words, one line each.

    `who` is None for what everybody may see; `survey.exact` tells which of both it is. `made_at`
    is the moment of counting.
    """

    office: Backoffice
    who: Who
    profile: TownProfile
    wanted: Wanted
    survey: Survey
    names: Names
    filters: tuple[str, ...]
    places: Sequence[NamedPlace]
    made_at: datetime
    words: Translator


def read_view(
    office: Backoffice,
    who: Who,
    profile: TownProfile,
    what: str,
    query: Mapping[str, str],
    scope: Scope,
    made_at: datetime,
    words: Translator,
) -> View:
    """What the address of the planners' page asks for, counted as everybody or planners may.

    Parameters
    ----------
    what
        `report` or `map`, for the record of who took exact places out of the house.
    query
        The parameters of the page's address; others are not looked at.
    scope
        `internal` for exact places.

    Raises
    ------
    InvalidFieldError
        A parameter cannot be answered.
    SignInNeededError, ForbiddenError
        Exact places are asked for by somebody who may not see them.
    """
    asker = who if scope == "internal" else None
    parse_planning_filters(query)
    choices = load_choices(office.sessions)
    wanted, unusable = read_address(query, choices)
    if unusable:
        raise InvalidFieldError(unusable[0], "a value that can be used", query[unusable[0]])
    with ask_for(office, who, what, wanted.filters, scope) as counter:
        counter.criteria(wanted.filters)
        found = survey_of(counter, wanted)
    shown = list_shown(office, asker)
    layers = {one.slug: one.title_in(words.lang) for one in shown}
    places = list_places(profile)
    told = describe_filters(found.wanted.filters, vocabulary_of(choices, words), layers, words)
    names = Names.of(choices, wanted.filters.municipalities, words, shown, places)
    return View(
        office=office,
        who=asker,
        profile=profile,
        wanted=found.wanted,
        survey=found.survey,
        names=names,
        filters=tuple(told),
        places=places,
        made_at=made_at,
        words=words,
    )
