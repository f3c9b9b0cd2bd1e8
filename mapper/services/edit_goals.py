"""Goals and measures of the municipalities' development concepts, edited by planners."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from mapper.db.tables import Evaluation, Goal, Measure, Municipality
from mapper.domain.measures import MeasureStatus
from mapper.domain.roles import Right
from mapper.domain.wording import read_line
from mapper.errors import ChangedMeanwhileError, InUseError, NotFoundError, OutsideLimitsError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import last_actor, set_values, take_row

CODE_MOST, TITLE_MOST = 20, 200
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class GoalFields:
    """What may be edited of a goal; `municipality` is an AGS, None for every municipality."""

    title: str
    code: str = ""
    municipality: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class MeasureFields:
    """What may be edited of a measure."""

    title: str
    code: str = ""
    status: MeasureStatus = MeasureStatus.PLANNED
    active: bool = True


@dataclass(frozen=True, slots=True)
class ListedMeasure:
    """A measure and how many ideas serve it."""

    id: int
    version: int
    fields: MeasureFields
    ideas: int


@dataclass(frozen=True, slots=True)
class ListedGoal:
    """A goal with its measures in order, and how many ideas serve it, with or without a measure."""

    id: int
    version: int
    fields: GoalFields
    ideas: int
    measures: tuple[ListedMeasure, ...]


def list_goals(office: Backoffice, who: Who) -> tuple[ListedGoal, ...]:
    """The goals that concern the account's municipalities, by number as people count, then title.

    Those that are not offered any more are among them.
    """
    with office.acting(who, Right.PLAN) as act:
        return goals_of(act)


def goals_of(act: Act) -> tuple[ListedGoal, ...]:
    """The same in a transaction that has begun."""
    ags = _ags_by_id(act)
    ideas = _count(act, Evaluation.goal_id)
    served = _count(act, Evaluation.measure_id)
    measures: dict[int, list[ListedMeasure]] = {}
    for one in act.session.scalars(select(Measure)):
        fields = MeasureFields(one.title, one.code, MeasureStatus(one.status), one.active)
        listed = ListedMeasure(one.id, one.version, fields, served.get(one.id, 0))
        measures.setdefault(one.goal_id, []).append(listed)
    limits = act.actor.limits.municipalities
    goals = [
        ListedGoal(
            one.id,
            one.version,
            GoalFields(one.title, one.code, ags.get(one.municipality_id), one.active),
            ideas.get(one.id, 0),
            tuple(sorted(measures.get(one.id, ()), key=_in_order)),
        )
        for one in act.session.scalars(select(Goal))
    ]
    seen = (one for one in goals if not limits or one.fields.municipality in (None, *limits))
    return tuple(sorted(seen, key=lambda one: (one.fields.municipality or "", *_in_order(one))))


def add_goal(office: Backoffice, who: Who, fields: GoalFields) -> int:
    """Make a goal; its id.

    Raises
    ------
    TextMissingError, TextTooLongError, NotFoundError, OutsideLimitsError
        Nothing was made.
    """
    with office.acting(who, Right.PLAN) as act:
        values = _goal_values(act, fields)
        goal = Goal(**values)
        act.session.add(goal)
        act.session.flush()
        act.record("goal.added", "goal", fields.title, values)
        return goal.id


def change_goal(office: Backoffice, who: Who, goal: int, fields: GoalFields, version: int) -> None:
    """Make a goal what is given; raises as `add_goal`, and ChangedMeanwhileError."""
    with office.acting(who, Right.PLAN) as act:
        row = _take_goal(act, goal, version)
        changes = set_values(row, _goal_values(act, fields))
        if changes:
            act.record("goal.changed", "goal", row.title, changes)


def delete_goal(office: Backoffice, who: Who, goal: int) -> None:
    """Remove a goal and its measures.

    Raises
    ------
    NotFoundError, OutsideLimitsError
    InUseError
        Ideas serve it: it can be kept from being offered.
    """
    with office.acting(who, Right.PLAN) as act:
        row = _take_goal(act, goal, None)
        _check_unused(act, "goal", row.title, _count(act, Evaluation.goal_id).get(goal, 0))
        for measure in act.session.scalars(select(Measure).where(Measure.goal_id == goal)):
            act.session.delete(measure)
        act.session.flush()
        act.session.delete(row)
        act.record("goal.deleted", "goal", row.title)


def add_measures(office: Backoffice, who: Who, goal: int, several: Sequence[MeasureFields]) -> int:
    """Make several measures of a goal at once; how many. All of them or, refused, none.

    One of which number and title are there already is left out. Raises as `add_goal`.
    """
    with office.acting(who, Right.PLAN) as act:
        _take_goal(act, goal, None)
        found = act.session.execute(
            select(Measure.code, Measure.title).where(Measure.goal_id == goal)
        )
        there = {(row.code, row.title) for row in found}
        added = 0
        for fields in several:
            values = _measure_values(fields)
            key = (values["code"], values["title"])
            if key not in there:
                there.add(key)
                act.session.add(Measure(goal_id=goal, **values))
                act.record("measure.added", "measure", values["title"], values)
                added += 1
        return added


def change_measure(
    office: Backoffice, who: Who, measure: int, fields: MeasureFields, version: int
) -> None:
    """Make a measure what is given; raises as `change_goal`."""
    with office.acting(who, Right.PLAN) as act:
        row = _take_measure(act, measure, version)
        changes = set_values(row, _measure_values(fields))
        if changes:
            act.record("measure.changed", "measure", row.title, changes)


def delete_measure(office: Backoffice, who: Who, measure: int) -> None:
    """Remove a measure; raises as `delete_goal`."""
    with office.acting(who, Right.PLAN) as act:
        row = _take_measure(act, measure, None)
        _check_unused(act, "measure", row.title, _count(act, Evaluation.measure_id).get(measure, 0))
        act.session.delete(row)
        act.record("measure.deleted", "measure", row.title)


def _take_goal(act: Act, goal: int, version: int | None) -> Goal:
    """A goal to be changed; measures come and go under its lock, too."""
    row = take_row(act, select(Goal).where(Goal.id == goal), "goal", str(goal))
    _check_limits(act, _ags_by_id(act).get(row.municipality_id))
    _check_version(act, "goal", row, version)
    return row


def _take_measure(act: Act, measure: int, version: int | None) -> Measure:
    found = select(Measure.goal_id).where(Measure.id == measure)
    goal = act.session.scalar(found)
    if goal is None:
        raise NotFoundError("measure", str(measure))
    _take_goal(act, goal, None)
    row = take_row(act, select(Measure).where(Measure.id == measure), "measure", str(measure))
    _check_version(act, "measure", row, version)
    return row


def _check_version(act: Act, what: str, row: Goal | Measure, version: int | None) -> None:
    """Its title is what the audit knows it by."""
    if version is not None and row.version != version:
        raise ChangedMeanwhileError(what, row.title, last_actor(act, what, row.title))


def _goal_values(act: Act, fields: GoalFields) -> dict[str, object]:
    _check_limits(act, fields.municipality)
    ids = {ags: one for one, ags in _ags_by_id(act).items()}
    if fields.municipality is not None and fields.municipality not in ids:
        raise NotFoundError("municipality", fields.municipality)
    return {
        **_line(fields),
        "municipality_id": ids[fields.municipality] if fields.municipality else None,
    }


def _measure_values(fields: MeasureFields) -> dict[str, object]:
    return {**_line(fields), "status": fields.status.value}


def _line(fields: GoalFields | MeasureFields) -> dict[str, object]:
    return {
        "title": read_line("title", fields.title, TITLE_MOST),
        "code": read_line("code", fields.code, CODE_MOST, needed=False),
        "active": fields.active,
    }


def _check_limits(act: Act, municipality: str | None) -> None:
    """An account limited to municipalities edits theirs, not what is everyone's."""
    limits = act.actor.limits.municipalities
    if limits and municipality not in limits:
        raise OutsideLimitsError


def _check_unused(act: Act, what: str, title: str, ideas: int) -> None:
    if ideas:
        raise InUseError(what, title, ideas)


def _ags_by_id(act: Act) -> Mapping[int | None, str]:
    rows = act.session.execute(select(Municipality.id, Municipality.ags))
    return {row.id: row.ags for row in rows}


def _count(act: Act, column: object) -> dict[int, int]:
    rows = act.session.execute(select(column, func.count()).group_by(column))  # type: ignore[call-overload]
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _in_order(one: ListedGoal | ListedMeasure) -> tuple[list[str | int], str]:
    """2.10 after 2.9; what has no number last."""
    parts = _NUMBER.split(one.fields.code or "~")
    code = [part.zfill(12) if part.isdigit() else part for part in parts]
    return list(code), one.fields.title
