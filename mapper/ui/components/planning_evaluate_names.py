"""Goals and measures by name, and which of them an idea may be given."""

from collections.abc import Iterable, Sequence

from mapper.handout.evaluation import name_listed, name_with_code
from mapper.i18n import Translator
from mapper.services.edit_goals import ListedGoal
from mapper.services.evaluate import Served
from mapper.services.evaluated import EvaluatedIdea
from mapper.ui.components.planning_evaluate_store import write_choice

Options = dict[str, str]
"""Names by the value of a menu, "" for no goal."""


def options_for(
    goals: Sequence[ListedGoal], municipalities: Iterable[str | None], words: Translator
) -> Options:
    """What ideas of all these municipalities may be given: what is offered to each of them."""
    fitting: set[str | None] = {None}
    several = set(municipalities)
    if len(several) == 1:
        fitting |= several
    options = {"": words.gettext("no goal yet")}
    for goal in goals:
        if goal.fields.active and goal.fields.municipality in fitting:
            options.update(_with_measures(goal))
    return options


def with_own(options: Options, idea: EvaluatedIdea) -> Options:
    """The options with what the idea serves already, also where it is not offered any more."""
    own = write_choice(idea.served)
    if own in options:
        return options
    goal = name_with_code(idea.goal_code, idea.goal_title)
    measure = name_with_code(idea.measure_code, idea.measure_title)
    return {**options, own: " › ".join(filter(None, (goal, measure)))}


def name_served(idea: EvaluatedIdea, words: Translator) -> str:
    """What an idea serves, in words."""
    return with_own({"": words.gettext("no goal yet")}, idea)[write_choice(idea.served)]


def _with_measures(goal: ListedGoal) -> Iterable[tuple[str, str]]:
    name = name_listed(goal.fields)
    yield write_choice(Served(goal.id)), name
    for one in goal.measures:
        if one.fields.active:
            yield write_choice(Served(goal.id, one.id)), f"{name} › {name_listed(one.fields)}"
