"""The evaluation on the planners' page, run by Streamlit's test runner."""

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from mapper.db.engine import transaction
from mapper.domain.filters import Filters
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.services.edit_goals import delete_goal, delete_measure
from mapper.services.evaluate import Served, evaluate
from mapper.services.evaluated import EvaluatedIdea, list_evaluated
from tests.db.evaluating import Planned, add_idea
from tests.pages.conftest import RunPage, html_of, key_now
from tests.pages.evaluation import PAGE, press, show
from tests.pages.test_planung import address
from tests.staff import add_account, signed_in


def ideas(planned: Planned) -> dict[str, EvaluatedIdea]:
    """What is stored, by number."""
    page = list_evaluated(planned.office, planned.planner, Filters())
    return {one.number: one for one in page.ideas}


def goal_of(test: AppTest, number: str):  # type: ignore[no-untyped-def]
    return test.selectbox(key=key_now(test, f"planning_evaluate_goal_{number}"))


def note_of(test: AppTest, number: str):  # type: ignore[no-untyped-def]
    return test.text_area(key=key_now(test, f"planning_evaluate_note_{number}"))


def pick(test: AppTest, *numbers: str) -> AppTest:
    for number in numbers:
        test.checkbox(key=key_now(test, f"planning_evaluate_pick_{number}")).check()
    return test.run()


def shown(test: AppTest) -> list[str]:
    """The numbers of the rows from top to bottom."""
    keys = [str(box.key) for box in test.checkbox]
    rows = [key for key in keys if key.startswith("planning_evaluate_pick_")]
    return [key.rpartition("_")[2].split("~")[0] for key in rows]


def test_a_goal_and_a_note_are_stored_as_soon_as_they_are_entered(
    planned: Planned, run_page: RunPage
) -> None:
    number = add_idea(planned.sessions)
    test = show(run_page, planned)

    goal_of(test, number).set_value(f"{planned.everyones}.{planned.measure}").run()
    assert "Saved." in html_of(test)
    note_of(test, number).set_value("Ask the county.").run()

    stored = ideas(planned)[number]
    assert stored.served == Served(planned.everyones, planned.measure)
    assert (stored.note, stored.version) == ("Ask the county.", 2)
    assert "Every idea here has a goal." in html_of(test)


def test_an_idea_is_offered_the_goals_of_its_municipality(
    planned: Planned, run_page: RunPage
) -> None:
    number = add_idea(planned.sessions)

    options = goal_of(show(run_page, planned), number).options

    assert options == [
        "no goal yet",
        "2 Sicher unterwegs",
        "2 Sicher unterwegs › 2.9 Tempo 30",
        "2 Sicher unterwegs › 2.10 Radweg bauen",
    ]


def test_nobody_writes_over_a_colleague_and_what_was_typed_stays(
    planned: Planned, run_page: RunPage
) -> None:
    number = add_idea(planned.sessions)
    test = show(run_page, planned)
    colleague = signed_in(planned.sessions, add_account(planned.sessions, "clara", Role.PLANNER))
    evaluate(planned.office, colleague, number, Served(planned.everyones), "<b>Hers</b>", 0)

    note_of(test, number).set_value("Mine").run()

    assert ideas(planned)[number].note == "<b>Hers</b>"
    assert "Clara changed this in the meantime." in html_of(test)
    assert "&lt;b&gt;Hers&lt;/b&gt;" in html_of(test)
    assert note_of(test, number).value == "Mine"
    note_of(test, number).set_value("Still mine").run()
    assert ideas(planned)[number].note == "<b>Hers</b>"
    press(test, f"planning_evaluate_mine_{number}")
    assert ideas(planned)[number].note == "Still mine"
    assert "in the meantime" not in html_of(test)


def test_what_a_colleague_stored_can_be_taken(planned: Planned, run_page: RunPage) -> None:
    number = add_idea(planned.sessions)
    test = show(run_page, planned)
    evaluate(planned.office, planned.planner, number, Served(planned.everyones), "Hers", 0)
    note_of(test, number).set_value("Mine").run()

    press(test, f"planning_evaluate_stored_{number}")

    assert note_of(test, number).value == "Hers"
    assert goal_of(test, number).value == str(planned.everyones)
    assert ideas(planned)[number].note == "Hers"


def test_what_is_refused_stays_typed(planned: Planned, run_page: RunPage) -> None:
    number = add_idea(planned.sessions)
    test = show(run_page, planned)

    note_of(test, number).set_value("x" * 2001).run()

    assert "may have at most 2000 characters" in html_of(test).replace("2,000", "2000")
    assert note_of(test, number).value == "x" * 2001
    note_of(test, number).set_value("Short").run()
    assert ideas(planned)[number].note == "Short"


def test_several_ideas_are_given_a_goal_at_once(planned: Planned, run_page: RunPage) -> None:
    numbers = [add_idea(planned.sessions) for _ in range(4)]
    test = pick(show(run_page, planned), *numbers[:3])
    evaluate(planned.office, planned.planner, numbers[2], Served(), "Meanwhile", 0)
    assert "3 ideas chosen" in html_of(test)

    test.selectbox(key="planning_evaluate_several_goal").set_value(str(planned.everyones)).run()
    evaluate(planned.office, planned.planner, numbers[1], Served(), "Just now", 0)
    press(test, "planning_evaluate_assign")

    stored = ideas(planned)
    assert [stored[one].served.goal for one in numbers] == [
        planned.everyones,
        None,
        planned.everyones,
        None,
    ]
    assert "2 ideas were assigned." in html_of(test)
    assert f"{numbers[1]}: Somebody else changed this" in html_of(test)
    assert (stored[numbers[1]].note, stored[numbers[2]].note) == ("Just now", "Meanwhile")


def test_rows_stay_until_the_list_goes_on(planned: Planned, run_page: RunPage) -> None:
    numbers = [add_idea(planned.sessions, support_count=25 - n) for n in range(25)]
    test = show(run_page, planned, only="open")
    assert shown(test) == numbers[:20]
    assert "25 of 25 ideas have no goal yet." in html_of(test)

    pick(test, *numbers[:20])
    test.selectbox(key="planning_evaluate_several_goal").set_value(str(planned.everyones)).run()
    press(test, "planning_evaluate_assign")
    assert shown(test) == numbers[:20]
    press(test, "planning_evaluate_anew")

    assert shown(test) == numbers[20:]
    assert "5 of 25 ideas have no goal yet." in html_of(test)


def test_page_order_and_goal_stand_in_the_address(planned: Planned, run_page: RunPage) -> None:
    numbers = [add_idea(planned.sessions, support_count=n) for n in range(21)]
    evaluate(planned.office, planned.planner, numbers[4], Served(planned.everyones), "", 0)
    test = show(run_page, planned, order="newest", page="2")
    assert shown(test) == numbers[:1]

    test.selectbox(key=key_now(test, "planning_widget_evaluate_show")).set_value(
        str(planned.everyones)
    ).run()

    assert shown(test) == [numbers[4]]
    assert address(test)["goal"] == str(planned.everyones)
    assert "page" not in address(test)
    without = [*numbers[:4], *numbers[5:]]
    assert shown(show(run_page, planned, only="open")) == without[::-1]


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.GIS, Role.ADMIN])
def test_others_are_offered_no_evaluation_and_see_the_map(
    planned: Planned, run_page: RunPage, role: Role | None
) -> None:
    who: SignedIn | None = None
    if role:
        who = signed_in(planned.sessions, add_account(planned.sessions, "other", role))
    number = add_idea(planned.sessions)
    evaluate(planned.office, planned.planner, number, Served(planned.everyones), "Secret", 0)

    test = run_page(PAGE, who=who, lang="en", section="evaluate", goal=str(planned.everyones))

    assert not test.exception
    sections = test.radio(key=key_now(test, "planning_widget_section"))
    assert (sections.value, "Evaluation" in sections.options) == ("map", False)
    assert "Secret" not in html_of(test)
    assert "Sicher unterwegs" not in html_of(test)
    assert "cannot be used" not in html_of(test)


def test_hostile_texts_stay_text(planned: Planned, run_page: RunPage) -> None:
    hostile = "<img src=x onerror=alert(1)> ![a](http://evil.example/x) :smile:"
    number = add_idea(planned.sessions, title=hostile, body=hostile)
    with transaction(planned.sessions) as session:
        session.execute(text("update goal set title = :title"), {"title": hostile})

    page = html_of(show(run_page, planned))
    lists = show(run_page, planned, lists="1")

    assert number in page
    assert "<img" not in page
    labels = [one.label for one in lists.button]
    assert not any("](http" in one or ":smile:" in one for one in labels)


def test_a_goal_that_has_gone_is_no_trap(planned: Planned, run_page: RunPage) -> None:
    add_idea(planned.sessions)
    test = show(run_page, planned, goal=str(planned.everyones), lists="1")
    for measure in (planned.measure, planned.other_measure):
        delete_measure(planned.office, planned.planner, measure)
    delete_goal(planned.office, planned.planner, planned.everyones)

    press(test, "planning_goals_back")

    assert test.selectbox(key=key_now(test, "planning_widget_evaluate_show")).value == "all"
    assert len(shown(test)) == 1
