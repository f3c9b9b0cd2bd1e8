"""Writing a round's result on the planners' page, run by Streamlit's test runner."""

import pytest
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.services.backoffice import Backoffice
from mapper.services.published_results import ResultTexts, find_result
from mapper.services.round_results import read_draft, save_draft
from tests.db.ideas import add_idea
from tests.pages.conftest import RunPage, html_of, key_now
from tests.pages.test_planung import address
from tests.staff import add_account, office_on, signed_in

PAGE = "pages/planung.py"


@pytest.fixture
def office(sessions: Sessions) -> Backoffice:
    return office_on(sessions)


@pytest.fixture
def planner(sessions: Sessions) -> SignedIn:
    """Somebody who plans."""
    return signed_in(sessions, add_account(sessions, "plan", Role.PLANNER))


@pytest.fixture
def clara(sessions: Sessions) -> SignedIn:
    """Her colleague."""
    return signed_in(sessions, add_account(sessions, "clara", Role.PLANNER))


def show(run_page: RunPage, who: SignedIn | None, **query: str) -> AppTest:
    test = run_page(PAGE, who=who, lang="en", section="result", **query)
    assert not test.exception
    return test


def field(test: AppTest, name: str, lang: str = "de"):  # type: ignore[no-untyped-def]
    return test.text_area(key=key_now(test, f"planning_result_text_ideas_{name}_{lang}"))


def press(test: AppTest, step: str) -> AppTest:
    test.button(key=f"planning_result_{step}").click()
    test.run()
    assert not test.exception
    return test


def test_every_field_is_a_draft_as_soon_as_it_is_left(
    sessions: Sessions, office: Backoffice, planner: SignedIn, run_page: RunPage
) -> None:
    add_idea(sessions)
    test = show(run_page, planner, round="ideas")
    assert "Nobody but staff who plan sees this" in html_of(test)

    field(test, "summaries").set_value("Viele **Bänke**\n").run()
    field(test, "next_steps", "en").set_value("We build.").run()

    draft = read_draft(office, planner, "ideas")
    assert draft.texts == ResultTexts({"de": "Viele **Bänke**"}, {"en": "We build."})
    assert find_result(sessions, "ideas") is None
    assert "Viele <strong>Bänke</strong>" in html_of(test)
    assert "This text is in German." in html_of(test)
    again = show(run_page, planner, round="ideas")
    assert field(again, "summaries").value == "Viele **Bänke**"


def test_one_click_publishes_what_stands_there_and_withdraws_it(
    sessions: Sessions, office: Backoffice, planner: SignedIn, run_page: RunPage
) -> None:
    test = show(run_page, planner, round="ideas")
    field(test, "summaries").set_value("Bänke")
    press(test, "publish")
    assert "Please fill in “What happens next (German)”." in html_of(test)
    assert field(test, "summaries").value == "Bänke"

    field(test, "next_steps").set_value("Mai")
    press(test, "publish")

    result = find_result(sessions, "ideas")
    assert result is not None
    assert result.texts == ResultTexts({"de": "Bänke"}, {"de": "Mai"})
    assert "Published. Everybody can read it now." in html_of(test)
    assert "not published yet" not in html_of(test)
    add_idea(sessions)
    field(test, "summaries").set_value("Brunnen").run()
    assert "There are changes that are not published yet." in html_of(test)
    assert "Ideas now: 1, as published: 0." in html_of(test)
    assert find_result(sessions, "ideas") == result
    for step in ("waits_Withdraw", "confirmed_Yes, withdraw it"):
        test.button(key=f"admin_asked_result_ideas_withdraw_{step}").click()
        test.run()
    assert find_result(sessions, "ideas") is None
    assert field(test, "summaries").value == "Brunnen"
    assert "Withdrawn. Nobody reads it any more." in html_of(test)


def test_nobody_writes_over_a_colleague_and_what_was_typed_stays(
    office: Backoffice, planner: SignedIn, clara: SignedIn, run_page: RunPage
) -> None:
    test = show(run_page, planner, round="ideas")
    save_draft(office, clara, "ideas", ResultTexts({"de": "<b>Hers</b>"}), 0)

    field(test, "summaries").set_value("Mine").run()

    assert "Clara changed this in the meantime." in html_of(test)
    assert "&lt;b&gt;Hers&lt;/b&gt;" in html_of(test)
    assert field(test, "summaries").value == "Mine"
    assert read_draft(office, planner, "ideas").texts.summaries == {"de": "<b>Hers</b>"}
    press(test, "publish")
    assert read_draft(office, planner, "ideas").published is None
    press(test, "mine")
    assert read_draft(office, planner, "ideas").texts.summaries == {"de": "Mine"}
    assert "in the meantime" not in html_of(test)


def test_what_a_colleague_wrote_is_shown_or_taken(
    office: Backoffice, planner: SignedIn, clara: SignedIn, run_page: RunPage
) -> None:
    test = show(run_page, planner, round="ideas")
    save_draft(office, clara, "ideas", ResultTexts({"de": "Hers"}), 0)
    test.run()
    assert field(test, "summaries").value == "Hers"

    save_draft(office, clara, "ideas", ResultTexts({"de": "Hers again"}), 1)
    field(test, "summaries").set_value("Mine").run()
    press(test, "stored")

    assert field(test, "summaries").value == "Hers again"
    assert "in the meantime" not in html_of(test)


def test_what_is_too_long_stays_typed_also_after_a_look_elsewhere(
    office: Backoffice, planner: SignedIn, run_page: RunPage
) -> None:
    test = show(run_page, planner, round="ideas")
    field(test, "summaries").set_value("x" * 5001).run()
    assert "may have at most 5000 characters" in html_of(test).replace("5,000", "5000")

    test.radio(key=key_now(test, "planning_widget_section")).set_value("time").run()
    test.radio(key=key_now(test, "planning_widget_section")).set_value("result").run()

    assert field(test, "summaries").value == "x" * 5001
    assert read_draft(office, planner, "ideas").version == 0


def test_after_the_end_of_a_session_what_was_typed_can_be_copied(
    sessions: Sessions, planner: SignedIn, run_page: RunPage
) -> None:
    test = show(run_page, planner, round="ideas")
    with transaction(sessions) as session:
        session.connection().exec_driver_sql("delete from staff_session")

    field(test, "summaries").set_value("Much <b>work</b>").run()

    assert not test.exception
    assert "Your session has ended." in html_of(test)
    assert "Much &lt;b&gt;work&lt;/b&gt;" in html_of(test)


def test_the_round_is_the_filters_and_the_choice_sets_it(
    planner: SignedIn, run_page: RunPage
) -> None:
    test = show(run_page, planner)
    assert not test.text_area
    assert "Choose a round." in html_of(test)

    test.selectbox(key=key_now(test, "planning_widget_result_round")).set_value("plan").run()

    assert address(test)["round"] == "plan"
    assert len(test.text_area) == 4
    assert "Choose a round." in html_of(show(run_page, planner, round="plan,ideas"))


def test_a_round_beyond_the_accounts_limits_is_not_for_it(
    sessions: Sessions, run_page: RunPage
) -> None:
    account = add_account(sessions, "west", Role.PLANNER, municipalities=["00000001"])

    test = show(run_page, signed_in(sessions, account), round="ideas")

    assert not test.text_area
    assert "Your account is limited to other municipalities" in html_of(test)


@pytest.mark.parametrize("role", [None, Role.PARTNER, Role.GIS, Role.ADMIN])
def test_others_are_offered_no_result_and_read_no_draft(
    sessions: Sessions, office: Backoffice, planner: SignedIn, run_page: RunPage, role: Role | None
) -> None:
    save_draft(office, planner, "ideas", ResultTexts({"de": "Secret"}), 0)
    who = signed_in(sessions, add_account(sessions, "other", role)) if role else None

    test = show(run_page, who, round="ideas")

    sections = test.radio(key=key_now(test, "planning_widget_section"))
    assert (sections.value, "Result" in sections.options) == ("map", False)
    assert "Secret" not in html_of(test)
