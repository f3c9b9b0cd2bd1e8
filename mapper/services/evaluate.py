"""What ideas serve in the planners' eyes: a goal, a measure, a note; for the council."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from mapper.db.tables import Evaluation, Goal, Measure
from mapper.domain.roles import Right
from mapper.domain.wording import read_text
from mapper.errors import (
    ChangedMeanwhileError,
    DatabaseAwayError,
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    SignInNeededError,
)
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import last_actor, write_values
from mapper.services.one_proposal import find_proposal

NOTE_MOST = 2000


@dataclass(frozen=True, slots=True)
class Served:
    """A goal, and where wanted one of its measures, by id; None for none."""

    goal: int | None = None
    measure: int | None = None


def evaluate(
    office: Backoffice, who: Who, number: str, served: Served, note: str, version: int
) -> int:
    """Say what an idea serves; the evaluation's version after it.

    Parameters
    ----------
    version
        Of the evaluation that was looked at; 0 where there was none.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, TextTooLongError
    ChangedMeanwhileError
        Somebody was faster.
    InvalidFieldError
        There is no such goal for the idea's municipality, or the measure is another goal's.
    """
    with office.acting(who, Right.PLAN) as act:
        return _write(act, number, served, note, version)


def evaluate_several(
    office: Backoffice, who: Who, versions: Mapping[str, int], served: Served
) -> dict[str, MapperError]:
    """Say of several ideas that they serve the same, each on its own; notes stay as they are.

    Why some were refused, by number; `versions` as for `evaluate`.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError
        What was written until then stays written.
    """
    with office.acting(who, Right.PLAN):
        numbers = sorted(versions)
    refused: dict[str, MapperError] = {}
    for number in numbers:
        try:
            with office.acting(who, Right.PLAN) as act:
                _write(act, number, served, None, versions[number])
        except (SignInNeededError, ForbiddenError, DatabaseAwayError):
            raise
        except MapperError as error:
            refused[number] = error
    return refused


def _write(act: Act, number: str, served: Served, note: str | None, version: int) -> int:
    proposal = find_proposal(act, number, lock=True)
    _check(act, served, proposal.municipality_id)
    row = act.session.get(Evaluation, proposal.id) or Evaluation(
        proposal_id=proposal.id, note="", version=0
    )
    if row.version != version:
        raise ChangedMeanwhileError("evaluation", number, last_actor(act, "evaluation", number))
    values: dict[str, object] = {"goal_id": served.goal, "measure_id": served.measure}
    if note is not None:
        values["note"] = read_text("note", note, NOTE_MOST, needed=False)
    changed = write_values(row, values)
    if changed:
        row.version += 1
        act.session.add(row)
        act.record("evaluation.changed", "evaluation", number, changed)
    return row.version


def _check(act: Act, served: Served, municipality_id: int | None) -> None:
    if served.goal is None:
        if served.measure is not None:
            raise InvalidFieldError("measure", "a measure of the goal", served.measure)
        return
    found = select(Goal).where(Goal.id == served.goal).with_for_update(read=True)
    goal = act.session.scalar(found)
    if goal is None or goal.municipality_id not in (None, municipality_id):
        raise InvalidFieldError("goal", "a goal of the idea's municipality", served.goal)
    if served.measure is not None:
        measure = act.session.get(Measure, served.measure)
        if measure is None or measure.goal_id != goal.id:
            raise InvalidFieldError("measure", "a measure of the goal", served.measure)
