"""The evaluation table: filtered ideas with the town's answer, goal, measure and note."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session

from mapper.db.tables import Evaluation, Goal, Measure
from mapper.db.views import PROPOSAL, RESPONSE
from mapper.domain.filters import Filters
from mapper.domain.measures import MeasureStatus
from mapper.domain.pages import Paged, page_within
from mapper.domain.roles import Right
from mapper.domain.statuses import ResponseStatus
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edit_goals import ListedGoal, goals_of
from mapper.services.evaluate import Served
from mapper.services.layers import shown_versions
from mapper.services.plan import Counter

PAGE_SIZE = 20


class Order(StrEnum):
    """By what the rows stand in order."""

    SUPPORTS = "supports"
    NEWEST = "newest"
    PLACE = "place"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Only:
    """Ideas of one goal, or those without any; both empty, or a goal that is gone, for all."""

    goal: int | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class EvaluatedIdea:
    """A published idea as the council reads of it; `version` is that of its evaluation.

    `answer` is the town's last public answer with the day it was decided.
    """

    number: str
    title: str
    body: str
    municipality: str | None
    municipality_name: str | None
    district_name: str | None
    action_field: str
    created_day: date
    supports: int
    response_status: ResponseStatus
    answer: str | None
    answer_office: str | None
    answer_day: date | None
    served: Served
    goal_title: str | None
    goal_code: str | None
    measure_title: str | None
    measure_code: str | None
    measure_status: MeasureStatus | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class EvaluatedPage(Paged):
    """Some of the table: its ideas, the page's number from 1, how many ideas in all and open.

    `total` are those shown, `without_goal` are among all that the filters match. `goals` are all
    that concern the account.
    """

    ideas: tuple[EvaluatedIdea, ...]
    number: int
    total: int
    without_goal: int
    goals: tuple[ListedGoal, ...] = ()
    size: int = PAGE_SIZE


def list_evaluated(
    office: Backoffice,
    who: Who,
    filters: Filters,
    number: int = 1,
    *,
    only: Only = Only(),
    order: Order = Order.SUPPORTS,
    held: Sequence[str] = (),
) -> EvaluatedPage:
    """A page of the table; errors as for `Counter.criteria`, and those of who may not plan.

    Parameters
    ----------
    held
        Numbers of ideas to show as they are now, in this order, in place of what the page would
        hold: rows stay where they are while they are worked on. Those that the filters do not
        match any more are left out.
    """
    with office.acting(who, Right.PLAN) as act:
        goals, counter = goals_of(act), counter_of(act)
        found = counter.matching(filters)
        if found is None:
            return EvaluatedPage((), 1, 0, 0, goals)
        facts, conditions = found
        only = only if only.goal in {None, *(one.id for one in goals)} else Only()
        total, without_goal = _count(act.session, facts, conditions, only)
        number = page_within(number, total, PAGE_SIZE)
        if held:
            query = _rows(facts, [*conditions, PROPOSAL.c.public_id.in_(held)])
        else:
            query = _rows(facts, [*conditions, *_only(only)])
            query = query.order_by(*_ordering(order, goals))
            query = query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
        ideas = [_idea(row) for row in act.session.execute(query)]
        if held:
            ideas.sort(key=lambda one: held.index(one.number))
        return EvaluatedPage(tuple(ideas), number, total, without_goal, goals)


def counter_of(act: Act) -> Counter:
    """Counts of exact places in a planner's transaction."""
    versions = shown_versions(act.session, act.actor)
    return Counter(act.session, "internal", act.actor.limits, versions)


def all_evaluated(
    counter: Counter, filters: Filters, goals: Sequence[ListedGoal], most: int
) -> Iterator[EvaluatedIdea]:
    """All of the table by goal and measure, for files; no more than so many."""
    found = counter.matching(filters)
    if found is not None:
        query = _rows(*found).order_by(*_ordering(Order.GOAL, goals)).limit(most)
        yield from map(_idea, counter.session.execute(query))


def _only(only: Only) -> list[ColumnElement[bool]]:
    if only.open:
        return [Evaluation.goal_id.is_(None)]
    return [] if only.goal is None else [Evaluation.goal_id == only.goal]


def _count(
    session: Session, facts: FromClause, conditions: Sequence[ColumnElement[bool]], only: Only
) -> tuple[int, int]:
    """How many are shown, and how many of all have no goal."""
    wanted = and_(true(), *_only(only))
    row = session.execute(
        select(
            func.count().filter(wanted),
            func.count().filter(Evaluation.goal_id.is_(None)),
        )
        .select_from(facts.outerjoin(Evaluation, Evaluation.proposal_id == facts.c.proposal_id))
        .where(*conditions)
    ).one()
    return int(row[0]), int(row[1])


def _rows(facts: FromClause, conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    answer = (
        select(RESPONSE.c.body, RESPONSE.c.office, RESPONSE.c.decided_on)
        .where(RESPONSE.c.public_id == PROPOSAL.c.public_id)
        .order_by(RESPONSE.c.created_at.desc(), RESPONSE.c.id.desc())
        .limit(1)
        .lateral("answer")
    )
    names = ("title", "body", "municipality", "municipality_name", "district_name", "action_field")
    joined = (
        facts.join(PROPOSAL, PROPOSAL.c.id == facts.c.proposal_id)
        .outerjoin(Evaluation, Evaluation.proposal_id == facts.c.proposal_id)
        .outerjoin(Goal, Goal.id == Evaluation.goal_id)
        .outerjoin(Measure, Measure.id == Evaluation.measure_id)
        .outerjoin(answer, true())
    )
    return (
        select(
            PROPOSAL.c.public_id.label("number"),
            *(PROPOSAL.c[name] for name in names),
            *(PROPOSAL.c[name] for name in ("created_day", "support_count", "response_status")),
            answer.c.body.label("answer"),
            answer.c.office.label("answer_office"),
            answer.c.decided_on.label("answer_day"),
            *(Evaluation.goal_id, Evaluation.measure_id, Evaluation.note, Evaluation.version),
            Goal.title.label("goal_title"),
            Goal.code.label("goal_code"),
            Measure.title.label("measure_title"),
            Measure.code.label("measure_code"),
            Measure.status.label("measure_status"),
        )
        .select_from(joined)
        .where(*conditions)
    )


def _ordering(order: Order, goals: Sequence[ListedGoal]) -> tuple[Any, ...]:
    """Goals and measures stand as people count them; without any last, ties by supports."""
    newest = (PROPOSAL.c.created_at.desc(), PROPOSAL.c.id.desc())
    supports = (PROPOSAL.c.support_count.desc(), *newest)
    measures = [measure.id for goal in goals for measure in goal.measures]
    orders: dict[Order, tuple[Any, ...]] = {
        Order.SUPPORTS: supports,
        Order.NEWEST: newest,
        Order.PLACE: (PROPOSAL.c.municipality_name, PROPOSAL.c.district_name, *supports),
        Order.GOAL: (
            Evaluation.goal_id.is_(None),
            _place_in([goal.id for goal in goals], Evaluation.goal_id),
            Evaluation.goal_id,
            _place_in(measures, Evaluation.measure_id),
            Evaluation.measure_id,
            *supports,
        ),
    }
    return orders[order]


def _place_in(ids: Sequence[int], column: Any) -> Any:
    return func.array_position(literal(list(ids), ARRAY(BigInteger)), column)


def _idea(row: Row[Any]) -> EvaluatedIdea:
    values = dict(row._mapping)
    served = Served(values.pop("goal_id"), values.pop("measure_id"))
    values["supports"] = values.pop("support_count")
    values["response_status"] = ResponseStatus(values["response_status"])
    status = values["measure_status"]
    values["measure_status"] = MeasureStatus(status) if status else None
    values["note"] = values["note"] or ""
    values["version"] = values["version"] or 0
    return EvaluatedIdea(**values, served=served)
