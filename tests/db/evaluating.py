"""Goals, measures and ideas to evaluate."""

from dataclasses import dataclass

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.edit_goals import (
    GoalFields,
    MeasureFields,
    add_goal,
    add_measures,
    list_goals,
)
from tests.db.ideas import add_idea
from tests.db.world import build_world
from tests.staff import add_account, office_on, signed_in

WESTDORF, OSTDORF = "00000001", "00000002"


@dataclass(frozen=True, slots=True)
class Planned:
    """An office with a planner, two goals and the measures of the first."""

    sessions: Sessions
    office: Backoffice
    planner: Who
    everyones: int
    measure: int
    other_measure: int
    ostdorfs: int


def plan_something(sessions: Sessions) -> Planned:
    """The small world with what `plan_in_world` makes."""
    build_world(sessions)
    return plan_in_world(sessions)


def plan_in_world(sessions: Sessions) -> Planned:
    """A goal of every municipality with two measures, and one of Ostdorf alone."""
    office = office_on(sessions)
    planner = signed_in(sessions, add_account(sessions, "plan", Role.PLANNER))
    everyones = add_goal(office, planner, GoalFields("Sicher unterwegs", "2"))
    several = [MeasureFields("Radweg bauen", "2.10"), MeasureFields("Tempo 30", "2.9")]
    add_measures(office, planner, everyones, several)
    (goal,) = list_goals(office, planner)
    ids = {one.fields.code: one.id for one in goal.measures}
    return Planned(
        sessions,
        office,
        planner,
        everyones,
        ids["2.10"],
        ids["2.9"],
        add_goal(office, planner, GoalFields("Dorfmitte beleben", "1", OSTDORF)),
    )


__all__ = ["OSTDORF", "WESTDORF", "Planned", "add_idea", "plan_in_world", "plan_something"]
