"""The frame: bar, footer, language, and what is said when something goes wrong."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions
from mapper.domain.roles import Actor, Role
from mapper.i18n import get_translator
from mapper.ui.staff_menu import staff_menu
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage, html_of
from tests.staff import add_account, signed_in
from tests.unit.test_pages_markup import Reader

ENTRY = "mapper/ui/app.py"


def test_the_frame_stands_in_the_language_of_the_address(
    sessions: Sessions, run_page: RunPage
) -> None:
    german, english = (html_of(run_page(ENTRY, lang=lang)) for lang in ("de", "en"))

    assert "Zum Inhalt" in german
    assert "Barrierefreiheit" in german
    assert "Skip to content" in english
    assert "Zum Inhalt" not in english


def test_an_unknown_language_gives_the_towns_first(sessions: Sessions, run_page: RunPage) -> None:
    assert "Zum Inhalt" in html_of(run_page(ENTRY, lang="tlh"))


def test_the_legal_pages_are_linked_from_every_page(sessions: Sessions, run_page: RunPage) -> None:
    html = html_of(run_page(ENTRY, lang="de"))
    footer = html[html.index("<footer") : html.index("</footer>")]

    addresses = {attrs["href"] for tag, attrs in Reader(footer).tags if tag == "a"}
    assert addresses == {
        "/impressum?lang=de",
        "/datenschutz?lang=de",
        "/barrierefreiheit?lang=de",
        "/anmelden?back=%2F%3Flang%3Dde&lang=de",
    }


def test_whoever_is_signed_in_finds_her_pages_under_her_name(
    sessions: Sessions, run_page: RunPage
) -> None:
    planner = signed_in(sessions, add_account(sessions, "petra", Role.PLANNER))

    html = html_of(run_page(ENTRY, who=planner, lang="en"))

    menu = html[html.index('<details class="ik-menu ik-staff">') :].partition("</details>")[0]
    read = Reader(menu)
    assert "Signed in: Petra" in read.text
    assert {attrs["href"] for tag, attrs in read.tags if tag == "a"} == {
        "/moderation?lang=en",
        "/erfassung?lang=en",
        "/konto?back=%2F%3Flang%3Den&lang=en",
    }
    assert [attrs["action"] for tag, attrs in read.tags if tag == "form"] == ["/abmelden?lang=en"]
    assert "/anmelden" not in html


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_the_menu_stays_text(name: str) -> None:
    actor = Actor("petra", name, frozenset(), frozenset())

    read = Reader(staff_menu(actor, "", get_translator("en"), {"x": name}, "token"))

    known = {*("details", "summary", "span", "bdi", "div", "nav", "ul", "li", "a"), "form"}
    assert {tag for tag, _ in read.tags} <= known | {"input", "button"}
    assert not any(attribute.startswith("on") for _, attrs in read.tags for attribute in attrs)


def test_parameters_that_are_called_like_ours_do_no_harm(
    sessions: Sessions, run_page: RunPage
) -> None:
    page = run_page(ENTRY, lang="en", query="x", url_path="y", back="//z")

    assert not page.exception
    assert "/anmelden?back=%2F%3Flang%3Den%26query%3Dx" in html_of(page)


@pytest.mark.parametrize("name", ["impressum", "datenschutz", "barrierefreiheit"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_legal_pages_need_no_database(run_page: RunPage, name: str, lang: str) -> None:
    page = run_page(f"pages/{name}.py", lang=lang)

    headings = [tag for tag, _ in Reader(html_of(page)).tags if tag == "h1"]
    assert headings == ["h1"]
    assert not page.exception


def test_without_a_database_the_frame_stays_and_one_sentence_is_said(
    run_page: RunPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = "postgresql://nobody:secret@127.0.0.1:1/nothing"
    monkeypatch.setenv("DATABASE_URL", nobody)

    page = run_page(ENTRY, lang="en")

    html = html_of(page)
    assert "The ideas cannot be reached just now." in html
    assert "<footer" in html
    assert not page.exception
    assert "secret" not in html


def test_an_unforeseen_error_shows_a_number_and_nothing_of_itself() -> None:
    def script() -> None:
        from mapper.ui.errors import run_safely

        def fail() -> None:
            raise ZeroDivisionError("the inner secret")

        run_safely(fail)

    page = AppTest.from_function(script, default_timeout=30).run()

    html = html_of(page)
    assert "secret" not in html
    assert "Traceback" not in html
    assert not page.exception
    assert re.search(r"\b[0-9A-F]{8}\b", html)
