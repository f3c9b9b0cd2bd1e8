"""The evaluation in words, as the council reads it: what serves which goal, and what is open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from mapper.domain.measures import MeasureStatus
from mapper.domain.profile import TownProfile
from mapper.i18n import N_, Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.services.edit_goals import GoalFields, MeasureFields
from mapper.services.evaluated import EvaluatedIdea
from mapper.services.evaluation_report import EvaluationReport

MEASURE_STATUSES: Mapping[str, str] = {
    MeasureStatus.PLANNED: N_("intended"),
    MeasureStatus.RUNNING: N_("under way"),
    MeasureStatus.DONE: N_("done"),
    MeasureStatus.DEFERRED: N_("deferred"),
}


@dataclass(frozen=True, slots=True)
class GoalSum:
    """How many ideas serve a goal, and their supports; `name` is "" for those without one."""

    name: str
    ideas: int
    supports: int


@dataclass(frozen=True, slots=True)
class Part:
    """The ideas of a goal and a measure, both "" where there is none; never without ideas."""

    goal: str
    measure: str
    measure_status: str
    ideas: tuple[EvaluatedIdea, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that stands in the files; `facts` are titles and words, such as date and filters."""

    title: str
    facts: tuple[tuple[str, str], ...]
    total: GoalSum
    sums: tuple[GoalSum, ...]
    parts: tuple[Part, ...]
    action_fields: Mapping[str, str]
    words: Translator

    @property
    def ideas(self) -> Iterator[EvaluatedIdea]:
        """All ideas in their order."""
        return (idea for part in self.parts for idea in part.ideas)


def describe_evaluation(
    report: EvaluationReport,
    filters: Sequence[str],
    action_fields: Mapping[str, str],
    profile: TownProfile,
    made_at: datetime,
    words: Translator,
) -> Evaluation:
    """The report in words; `filters` are lines such as "District: A", `action_fields` titles."""
    _ = words.gettext
    return Evaluation(
        title=_("Evaluation of the ideas"),
        facts=(
            (_("Published by"), profile.operator),
            (_("As of"), words.format_datetime(made_at)),
            (_("Filters"), "; ".join(filters) or _("none: everything that is published")),
        ),
        total=_sum("", report.ideas),
        sums=tuple(_sums(report)),
        parts=tuple(_parts(report)),
        action_fields=action_fields,
        words=words,
    )


def name_listed(fields: GoalFields | MeasureFields) -> str:
    """A goal or measure with its number, as "2.9 Tempo 30"."""
    return name_with_code(fields.code, fields.title)


def name_with_code(code: str | None, title: str | None) -> str:
    """The same of its parts; "" for none."""
    return " ".join(filter(None, (code, title)))


def place_of(idea: EvaluatedIdea, words: Translator) -> str:
    """District and municipality, once where they have the same name."""
    parts = dict.fromkeys(filter(None, (idea.district_name, idea.municipality_name)))
    return ", ".join(parts) or words.gettext("no particular place")


def status_of(idea: EvaluatedIdea, words: Translator) -> str:
    """How far the town is with its answer."""
    return label(RESPONSE_STATUSES, idea.response_status, words)


def answer_of(idea: EvaluatedIdea, words: Translator) -> str:
    """The town's last answer, with who decided it and when where that is known; "" for none."""
    day = words.format_date(idea.answer_day, "medium") if idea.answer_day else ""
    by = ", ".join(filter(None, (idea.answer_office, day)))
    return "\n".join(filter(None, (idea.answer, by and f"({by})"))) if idea.answer else ""


def _sum(name: str, ideas: Iterable[EvaluatedIdea]) -> GoalSum:
    supports = [idea.supports for idea in ideas]
    return GoalSum(name, len(supports), sum(supports))


def _goal_name(idea: EvaluatedIdea) -> str:
    return name_with_code(idea.goal_code, idea.goal_title)


def _sums(report: EvaluationReport) -> Iterator[GoalSum]:
    """Every goal that is offered or served, also those that no idea serves; the open ones last."""
    by_goal: dict[int | None, list[EvaluatedIdea]] = {}
    for idea in report.ideas:
        by_goal.setdefault(idea.served.goal, []).append(idea)
    for goal in report.goals:
        ideas = by_goal.pop(goal.id, [])
        if ideas or goal.fields.active:
            yield _sum(name_listed(goal.fields), ideas)
    without = by_goal.pop(None, [])
    for ideas in by_goal.values():
        yield _sum(_goal_name(ideas[0]), ideas)
    if without:
        yield _sum("", without)


def _parts(report: EvaluationReport) -> Iterator[Part]:
    for _, found in groupby(report.ideas, lambda idea: idea.served):
        ideas = tuple(found)
        first = ideas[0]
        yield Part(
            _goal_name(first),
            name_with_code(first.measure_code, first.measure_title),
            first.measure_status or "",
            ideas,
        )
