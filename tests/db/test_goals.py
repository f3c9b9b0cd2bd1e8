"""Goals and measures: in order, edited never over a colleague, kept while ideas serve them."""

import pytest

from mapper.db.engine import Sessions
from mapper.domain.measures import MeasureStatus
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    InUseError,
    TextMissingError,
    TextTooLongError,
)
from mapper.services.edit_goals import (
    GoalFields,
    MeasureFields,
    add_measures,
    change_goal,
    change_measure,
    delete_goal,
    delete_measure,
    list_goals,
)
from mapper.services.evaluate import Served, evaluate
from tests.db.evaluating import Planned, add_idea, plan_something
from tests.staff import add_account, signed_in


@pytest.fixture
def planned(empty_sessions: Sessions) -> Planned:
    """Two goals, two measures, no ideas."""
    return plan_something(empty_sessions)


def test_goals_and_measures_stand_in_the_order_of_their_numbers(planned: Planned) -> None:
    goals = list_goals(planned.office, planned.planner)

    assert [one.id for one in goals] == [planned.everyones, planned.ostdorfs]
    assert [one.fields.code for one in goals[0].measures] == ["2.9", "2.10"]


def test_what_ideas_serve_is_kept_and_what_none_serves_can_go(planned: Planned) -> None:
    number = add_idea(planned.sessions)
    served = Served(planned.everyones, planned.measure)
    evaluate(planned.office, planned.planner, number, served, "", 0)

    with pytest.raises(InUseError):
        delete_goal(planned.office, planned.planner, planned.everyones)
    with pytest.raises(InUseError):
        delete_measure(planned.office, planned.planner, planned.measure)
    delete_measure(planned.office, planned.planner, planned.other_measure)
    evaluate(planned.office, planned.planner, number, Served(), "", 1)
    delete_goal(planned.office, planned.planner, planned.everyones)

    assert [one.id for one in list_goals(planned.office, planned.planner)] == [planned.ostdorfs]


def test_goals_and_measures_are_edited_never_over_a_colleague(planned: Planned) -> None:
    done = MeasureFields("Radweg gebaut", "2.10", MeasureStatus.DONE, active=False)
    change_measure(planned.office, planned.planner, planned.measure, done, 0)

    with pytest.raises(ChangedMeanwhileError):
        change_measure(planned.office, planned.planner, planned.measure, done, 0)
    with pytest.raises(TextMissingError):
        change_goal(planned.office, planned.planner, planned.ostdorfs, GoalFields("  "), 0)
    measures = list_goals(planned.office, planned.planner)[0].measures
    assert [one.fields for one in measures if one.id == planned.measure] == [done]


def test_measures_are_added_together_or_not_at_all(planned: Planned) -> None:
    several = [MeasureFields("Zebrastreifen", "2.11"), MeasureFields("Tempo 30", "2.9")]

    assert add_measures(planned.office, planned.planner, planned.everyones, several) == 1
    assert add_measures(planned.office, planned.planner, planned.everyones, several) == 0
    with pytest.raises(TextTooLongError):
        too_long = [MeasureFields("Neu"), MeasureFields("x" * 201)]
        add_measures(planned.office, planned.planner, planned.everyones, too_long)

    measures = list_goals(planned.office, planned.planner)[0].measures
    assert [one.fields.code for one in measures] == ["2.9", "2.10", "2.11"]


def test_whoever_was_slower_with_a_goal_reads_who_was_faster(planned: Planned) -> None:
    clara = signed_in(planned.sessions, add_account(planned.sessions, "clara", Role.PLANNER))
    change_goal(planned.office, clara, planned.everyones, GoalFields("Sicher", "2"), 0)

    with pytest.raises(ChangedMeanwhileError) as refused:
        change_goal(planned.office, planned.planner, planned.everyones, GoalFields("Ich"), 0)

    assert refused.value.fields["by"] == "Clara"
