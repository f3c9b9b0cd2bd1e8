"""Lists of goals and measures on the planners' page, run by Streamlit's test runner."""

from dataclasses import replace

from mapper.db.engine import Sessions
from mapper.domain.measures import MeasureStatus
from mapper.domain.roles import Role
from mapper.services.edit_goals import MeasureFields, list_goals
from mapper.services.evaluate import Served, evaluate
from tests.db.evaluating import OSTDORF, WESTDORF, Planned, add_idea
from tests.pages.conftest import RunPage, html_of
from tests.pages.evaluation import PAGE, press, show
from tests.staff import add_account, signed_in


def test_without_goals_the_way_to_them_is_shown(sessions: Sessions, run_page: RunPage) -> None:
    planner = signed_in(sessions, add_account(sessions, "plan", Role.PLANNER))
    add_idea(sessions)
    test = run_page(PAGE, who=planner, lang="en", section="evaluate")
    assert "First enter the goals" in html_of(test)

    press(test, "planning_evaluate_begin")
    test.text_input(key="admin_w_goal_new_code").set_value("3")
    test.text_input(key="admin_w_goal_new_title").set_value("Grüne Mitte")
    press(test, "planning_goals_create")

    assert "The goal was created." in html_of(test)
    press(test, "planning_goals_back")
    (choice,) = [one for one in test.selectbox if str(one.key).startswith("planning_evaluate_goal")]
    assert choice.options == ["no goal yet", "3 Grüne Mitte"]


def test_many_measures_are_pasted_at_once(planned: Planned, run_page: RunPage) -> None:
    test = show(run_page, planned, lists="1")
    press(test, f"planning_goals_goal_{planned.everyones}")
    lines = "2.9 Tempo 30\n2.11\tFußgängerzone\n\n2.12) Zebrastreifen\nBänke"
    test.text_area(key=f"admin_w_measures_of_{planned.everyones}_lines").set_value(lines).run()

    press(test, f"planning_goals_add_{planned.everyones}")

    (goal, _) = list_goals(planned.office, planned.planner)
    assert [(one.fields.code, one.fields.title) for one in goal.measures] == [
        ("2.9", "Tempo 30"),
        ("2.10", "Radweg bauen"),
        ("2.11", "Fußgängerzone"),
        ("2.12", "Zebrastreifen"),
        ("", "Bänke"),
    ]


def test_a_measure_is_changed_and_deleted_only_without_ideas(
    planned: Planned, run_page: RunPage
) -> None:
    number = add_idea(planned.sessions)
    served = Served(planned.everyones, planned.measure)
    evaluate(planned.office, planned.planner, number, served, "", 0)
    test = show(run_page, planned, lists="1")

    press(test, f"planning_goals_measure_{planned.measure}")
    assert "1 idea serves this, so it cannot be deleted." in html_of(test)
    test.selectbox(key=f"admin_w_measure_{planned.measure}_status").set_value("done")
    press(test, f"planning_goals_save_measure_{planned.measure}")

    stored = list_goals(planned.office, planned.planner)[0].measures
    assert stored[1].fields == MeasureFields("Radweg bauen", "2.10", MeasureStatus.DONE)
    assert "Saved." in html_of(test)
    press(test, f"planning_goals_measure_{planned.other_measure}")
    ask = f"admin_asked_measure_{planned.other_measure}_delete"
    press(test, f"{ask}_waits_Delete")
    press(test, f"{ask}_confirmed_Yes, delete")
    assert [one.id for one in list_goals(planned.office, planned.planner)[0].measures] == [
        planned.measure
    ]


def test_an_account_edits_what_is_its_municipalitys(planned: Planned, run_page: RunPage) -> None:
    account = add_account(planned.sessions, "ost", Role.PLANNER, municipalities=[OSTDORF])
    east = replace(planned, planner=signed_in(planned.sessions, account))

    test = show(run_page, east, lists="1")

    keys = {str(one.key) for one in test.button}
    assert f"planning_goals_goal_{planned.ostdorfs}" in keys
    assert f"planning_goals_goal_{planned.everyones}" not in keys
    assert "2 Sicher unterwegs" in html_of(test)
    press(test, "planning_goals_new")
    test.text_input(key="admin_w_goal_new_title").set_value("Unser Ziel")
    press(test, "planning_goals_create")
    towns = [one.fields.municipality for one in list_goals(planned.office, planned.planner)]
    assert towns == [None, OSTDORF, OSTDORF]
    assert WESTDORF not in towns
