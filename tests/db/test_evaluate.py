"""What ideas serve: said by planners, kept apart from what is public, never over a colleague."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from mapper.domain.filters import Filters
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    InvalidFieldError,
    MapperError,
    NotFoundError,
    OutsideLimitsError,
    SignInNeededError,
    TooManyIdeasError,
)
from mapper.services.edit_goals import (
    GoalFields,
    add_goal,
    change_goal,
    list_goals,
)
from mapper.services.evaluate import Served, evaluate, evaluate_several
from mapper.services.evaluated import Only, Order, list_evaluated
from mapper.services.evaluation_report import report_evaluation
from tests.db.evaluating import OSTDORF, WESTDORF, Planned, add_idea, plan_something
from tests.staff import add_account, signed_in


@pytest.fixture
def planned(empty_sessions: Sessions) -> Planned:
    """Two goals, two measures, no ideas."""
    return plan_something(empty_sessions)


def test_an_idea_is_given_goal_measure_and_note(planned: Planned) -> None:
    number = add_idea(planned.sessions)
    served = Served(planned.everyones, planned.measure)

    version = evaluate(planned.office, planned.planner, number, served, "Mit dem Kreis klären.", 0)

    page = list_evaluated(planned.office, planned.planner, Filters())
    (idea,) = page.ideas
    assert (idea.served, idea.note, idea.version) == (served, "Mit dem Kreis klären.", 1)
    assert version == idea.version
    assert (idea.goal_title, idea.measure_title) == ("Sicher unterwegs", "Radweg bauen")
    assert (page.total, page.without_goal) == (1, 0)
    assert list_goals(planned.office, planned.planner)[0].measures[1].ideas == 1


def test_an_evaluation_changes_nothing_that_authors_see(planned: Planned) -> None:
    number = add_idea(planned.sessions)
    before = _proposal(planned, number)

    evaluate(planned.office, planned.planner, number, Served(planned.everyones), "x", 0)

    assert _proposal(planned, number) == before


@pytest.mark.parametrize("who", [None, Role.PARTNER, Role.GIS, Role.ADMIN])
def test_only_planners_and_moderators_evaluate(planned: Planned, who: Role | None) -> None:
    number = add_idea(planned.sessions)
    asker = signed_in(planned.sessions, add_account(planned.sessions, "w", who)) if who else None

    with pytest.raises((SignInNeededError, ForbiddenError)):
        evaluate(planned.office, asker, number, Served(), "", 0)
    with pytest.raises((SignInNeededError, ForbiddenError)):
        list_evaluated(planned.office, asker, Filters())
    with pytest.raises((SignInNeededError, ForbiddenError)):
        add_goal(planned.office, asker, GoalFields("Ziel"))


def test_a_goal_must_be_the_municipalitys_and_a_measure_the_goals(planned: Planned) -> None:
    number = add_idea(planned.sessions)
    for served, parameter in (
        (Served(planned.ostdorfs), "goal"),
        (Served(99999), "goal"),
        (Served(planned.everyones, 99999), "measure"),
        (Served(None, planned.measure), "measure"),
    ):
        with pytest.raises(InvalidFieldError) as refused:
            evaluate(planned.office, planned.planner, number, served, "", 0)
        assert refused.value.fields["parameter"] == parameter


def test_nobody_writes_over_a_colleague(planned: Planned) -> None:
    number = add_idea(planned.sessions)

    def write(note: str) -> bool:
        try:
            evaluate(planned.office, planned.planner, number, Served(), note, 0)
        except ChangedMeanwhileError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(write, "abcd"))

    assert stored.count(True) == 1
    (idea,) = list_evaluated(planned.office, planned.planner, Filters()).ideas
    assert (idea.note, idea.version) == ("abcd"[stored.index(True)], 1)


def test_several_ideas_at_once_keep_their_notes(planned: Planned) -> None:
    numbers = [add_idea(planned.sessions) for _ in range(3)]
    evaluate(planned.office, planned.planner, numbers[0], Served(), "Wichtig", 0)
    versions = {numbers[0]: 1, numbers[1]: 0, numbers[2]: 7, "unknown": 0}

    served = Served(planned.everyones, planned.other_measure)
    refused = evaluate_several(planned.office, planned.planner, versions, served)

    assert {number: type(error) for number, error in refused.items()} == {
        numbers[2]: ChangedMeanwhileError,
        "unknown": NotFoundError,
    }
    ideas = {one.number: one for one in _ideas(planned)}
    assert (ideas[numbers[0]].served, ideas[numbers[0]].note) == (served, "Wichtig")
    assert ideas[numbers[1]].served == served
    assert ideas[numbers[2]].served == Served()


def test_an_account_keeps_to_its_municipalities(planned: Planned) -> None:
    account = add_account(planned.sessions, "west", Role.PLANNER, municipalities=[WESTDORF])
    west = signed_in(planned.sessions, account)
    number = add_idea(planned.sessions)

    assert [one.id for one in list_goals(planned.office, west)] == [planned.everyones]
    evaluate(planned.office, west, number, Served(planned.everyones), "", 0)
    add_goal(planned.office, west, GoalFields("Unser Ziel", municipality=WESTDORF))
    for fields in (GoalFields("Für alle"), GoalFields("Fremdes", municipality=OSTDORF)):
        with pytest.raises(OutsideLimitsError):
            add_goal(planned.office, west, fields)
    with pytest.raises(OutsideLimitsError):
        change_goal(planned.office, west, planned.everyones, GoalFields("Meins"), 0)


def test_the_table_is_filtered_ordered_and_paged(planned: Planned) -> None:
    numbers = [
        add_idea(planned.sessions, support_count=count, title=f"Idee {count}")
        for count in range(25)
    ]
    add_idea(planned.sessions, moderation_status="pending", title="Wartet")
    for number in numbers[:3]:
        evaluate(planned.office, planned.planner, number, Served(planned.everyones), "", 0)

    first = list_evaluated(planned.office, planned.planner, Filters())
    last = list_evaluated(planned.office, planned.planner, Filters(), 99)
    served = _ideas(planned, only=Only(goal=planned.everyones), order=Order.NEWEST)
    open_ones = list_evaluated(planned.office, planned.planner, Filters(), only=Only(open=True))

    assert (first.total, first.without_goal, len(first.ideas)) == (25, 22, 20)
    assert [one.supports for one in first.ideas] == list(range(24, 4, -1))
    assert (last.number, len(last.ideas)) == (2, 5)
    assert [one.number for one in served] == numbers[2::-1]
    assert open_ones.total == 22
    found = list_evaluated(planned.office, planned.planner, Filters(text="Idee", min_supports=20))
    assert [one.supports for one in found.ideas] == [24, 23, 22, 21, 20]


def test_ideas_stand_by_goal_and_measure_as_people_count_them(planned: Planned) -> None:
    tenth, ninth, plain, without = (add_idea(planned.sessions, support_count=n) for n in range(4))
    for number, measure in (
        (tenth, planned.measure),
        (ninth, planned.other_measure),
        (plain, None),
    ):
        served = Served(planned.everyones, measure)
        evaluate(planned.office, planned.planner, number, served, "", 0)

    assert [one.number for one in _ideas(planned, order=Order.GOAL)] == [
        ninth,
        tenth,
        plain,
        without,
    ]


def test_rows_that_are_held_stay_where_they_were(planned: Planned) -> None:
    first, second, third = (add_idea(planned.sessions, support_count=9 - n) for n in range(3))
    evaluate(planned.office, planned.planner, second, Served(planned.everyones), "", 0)

    open_ones = {"only": Only(open=True)}
    held = _ideas(planned, **open_ones, held=(third, second, "unknown"))

    assert [one.number for one in held] == [third, second]
    assert held[1].version == 1
    assert [one.number for one in _ideas(planned, **open_ones)] == [first, third]


def test_a_report_holds_all_or_is_refused_and_is_recorded(planned: Planned) -> None:
    numbers = [add_idea(planned.sessions) for _ in range(3)]

    report = report_evaluation(planned.office, planned.planner, Filters(), 3)
    with pytest.raises(TooManyIdeasError):
        report_evaluation(planned.office, planned.planner, Filters(), 2)

    assert {one.number for one in report.ideas} == set(numbers)
    with transaction(planned.sessions) as session:
        query = "select count(*) from audit_event where kind = 'planning.exported'"
        assert session.scalar(text(query)) == 1


def test_the_table_shows_the_towns_last_public_answer(planned: Planned) -> None:
    number = add_idea(planned.sessions)
    with transaction(planned.sessions) as session:
        for body, public in (("Erste", True), ("Zweite", True), ("Nur für den Autor", False)):
            session.execute(
                text(
                    "insert into response (proposal_id, response_status, body, public, created_at)"
                    " select id, 'planned', :body, :public, clock_timestamp() from proposal"
                    " where public_id = :number"
                ),
                {"body": body, "public": public, "number": number},
            )

    assert [one.answer for one in _ideas(planned)] == ["Zweite"]


def test_words_with_markup_are_kept_as_they_are(planned: Planned) -> None:
    number = add_idea(planned.sessions)
    note = "<script>alert(1)</script>\n=1+1"

    evaluate(planned.office, planned.planner, number, Served(), note, 0)

    assert [one.note for one in _ideas(planned)] == [note]
    with pytest.raises(MapperError):
        evaluate(planned.office, planned.planner, number, Served(), "x" * 2001, 1)


def _ideas(planned: Planned, **wanted: object) -> list:  # type: ignore[type-arg]
    return list(list_evaluated(planned.office, planned.planner, Filters(), **wanted).ideas)  # type: ignore[arg-type]


def _proposal(planned: Planned, number: str) -> object:
    query = text("select to_jsonb(p) from proposal p where public_id = :number")
    with transaction(planned.sessions) as session:
        return session.scalar(query, {"number": number})
