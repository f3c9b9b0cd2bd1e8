"""The evaluation as a whole, for the files that go to the council."""

from dataclasses import dataclass

from mapper.domain.filters import Filters, to_query
from mapper.domain.roles import Right
from mapper.errors import TooManyIdeasError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.edit_goals import ListedGoal, goals_of
from mapper.services.evaluated import EvaluatedIdea, all_evaluated, counter_of


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """The ideas that match by goal and measure, those without a goal last, and all goals."""

    goals: tuple[ListedGoal, ...]
    ideas: tuple[EvaluatedIdea, ...]


def report_evaluation(
    office: Backoffice, who: Who, filters: Filters, most: int
) -> EvaluationReport:
    """All of the table; that somebody took it is recorded.

    Raises
    ------
    SignInNeededError, ForbiddenError
    InvalidFieldError
        As for `Counter.criteria`.
    TooManyIdeasError
        More ideas match than `most`.
    """
    with office.acting(who, Right.PLAN) as act:
        goals = goals_of(act)
        ideas = tuple(all_evaluated(counter_of(act), filters, goals, most + 1))
        if len(ideas) > most:
            raise TooManyIdeasError(most)
        act.record("planning.exported", "planning", "evaluation", to_query(filters))
        return EvaluationReport(goals, ideas)
