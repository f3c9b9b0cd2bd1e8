"""What must be said beside the planners' map: what it cannot show, and what to be careful with."""

from mapper.i18n import Translator
from mapper.planning.measures import BY_INHABITANTS
from mapper.planning.survey import Survey
from mapper.planning.values import Values
from mapper.planning.wanted import Display, Measure, Wanted
from mapper.planning.words import FEW


def nothing_matches(survey: Survey, words: Translator) -> str:
    """What to do when nothing matches."""
    _ = words.gettext
    if survey.total:
        return _("No idea matches these filters. Remove a filter or choose a longer period.")
    return _("No idea has been published yet. Each one appears here as soon as it is.")


