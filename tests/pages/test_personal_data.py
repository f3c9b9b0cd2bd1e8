"""Administrators search a person's data, see what there is, and erase it for good."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.services.personal_data import erase_idea
from tests.db.ideas import add_idea, count, token_of
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage, html_of
from tests.staff import TESTER, add_account, office_on, signed_in

Search = Callable[[str], AppTest]


@pytest.fixture
def admin(sessions: Sessions) -> SignedIn:
    return signed_in(sessions, add_account(sessions, "admina", Role.ADMIN))


@pytest.fixture
def search(run_page: RunPage, admin: SignedIn) -> Search:
    """Opens the section and searches."""

    def run(words: str) -> AppTest:
        page = run_page("pages/verwaltung.py", who=admin, section="persons", lang="en")
        page.text_input(key="admin_w_personal_search").set_value(words)
        return press(page, "Search")

    return run


def press(page: AppTest, label: str) -> AppTest:
    button = next(one for one in page.button if one.label == label)
    return button.click().run()


def test_a_private_link_finds_the_idea_and_leaves_the_address_alone(
    search: Search, sessions: Sessions
) -> None:
    number = add_idea(sessions, title=HOSTILE[0])
    token = token_of(sessions, number)

    page = search(f"https://map.example/meine#{token}")

    said = html_of(page)
    assert not page.exception
    assert number in said
    assert "<script>" not in said
    assert token not in str(page.query_params)
    assert token not in said


def test_nothing_is_erased_without_the_word(search: Search, sessions: Sessions) -> None:
    number = add_idea(sessions)
    page = search(number)

    refused = press(page, "Erase for good")

    assert "Please type ERASE to confirm. Nothing was erased." in html_of(refused)
    assert count(sessions, "proposal") == 1
    refused.text_input(key="admin_w_personal_erase_word").set_value(" erase ")
    done = press(refused, "Erase for good")
    assert "1 entry was erased for good." in html_of(done)
    assert "Nothing is stored under this." in html_of(done)
    assert count(sessions, "proposal") == 0


def test_words_are_kept_where_she_wants_that(search: Search, sessions: Sessions) -> None:
    number, other = add_idea(sessions), add_idea(sessions)
    page = search("anna@example.org")
    page.checkbox(key=f"admin_w_personal_erase_{other}").uncheck()
    page.radio(key="admin_w_personal_erase_how").set_value(True)
    page.text_input(key="admin_w_personal_erase_word").set_value("ERASE")

    done = press(page, "Erase for good")

    assert "1 entry no longer says whose it is." in html_of(done)
    assert count(sessions, "proposal", "display_name is null and public_id = :n", n=number) == 1
    assert count(sessions, "proposal_contact") == 1


def test_who_comes_second_is_told(search: Search, sessions: Sessions) -> None:
    number = add_idea(sessions)
    page = search(number)
    erase_idea(office_on(sessions), TESTER, number)
    page.text_input(key="admin_w_personal_erase_word").set_value("ERASE")

    said = html_of(press(page, "Erase for good"))

    assert "Nothing is stored under this." in said


@pytest.mark.parametrize("words", ["   ", *HOSTILE[:6], "nobody@example.org", "anna"])
def test_whatever_is_searched_for_is_answered(search: Search, words: str) -> None:
    page = search(words)

    assert not page.exception
    assert ("Nothing is stored under this." in html_of(page)) is bool(words.strip())
