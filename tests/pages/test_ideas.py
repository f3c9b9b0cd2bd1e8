"""The list of ideas and one idea, as pages draw them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from mapper.domain.proposals import Draft
from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.services.submit import submit
from tests.hostile import HOSTILE
from tests.pages.conftest import PROJECT, RunPage, forget, html_of
from tests.unit.test_pages_markup import Reader

LIST = "pages/ideen.py"
IDEA = "pages/idee.py"


def add_idea(
    sessions: Sessions, title: str, body: str = "A body of some length.", moderation: str = "post"
) -> str:
    """An idea without a place; its number."""
    draft = Draft(
        client_key=uuid4(),
        round_slug="ideas",
        place_certainty=PlaceCertainty.DISTRICT,
        lon=None,
        lat=None,
        district="00000001/a",
        municipality="00000001",
        public_precision=PublicPrecision.DISTRICT,
        title=title,
        body=body,
        action_field="green",
        display_name=None,
    )
    return submit(sessions, draft, secret="test", moderation=moderation).public_id


def titles(html: str) -> list[str]:
    """The titles of the cards in the order of the page."""
    return [part.split("</bdi>")[0] for part in html.split('<bdi dir="auto">')[1:]]


def test_an_empty_list_invites(sessions: Sessions, run_page: RunPage) -> None:
    html = html_of(run_page(LIST, lang="de"))

    assert "Machen Sie den Anfang." in html
    assert 'href="/?lang=de"' in html


def test_a_town_that_says_du_says_it_on_its_pages(
    sessions: Sessions, run_page: RunPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPPER_PROFILE_DIR", str(PROJECT / "tests/data/profile_seengrund"))
    forget()

    assert "Mach den Anfang." in html_of(run_page(LIST, lang="de"))


def test_a_list_shows_twenty_a_page_the_newest_first(sessions: Sessions, run_page: RunPage) -> None:
    for number in range(21):
        add_idea(sessions, f"Idea number {number:02}")
        with transaction(sessions) as session:
            older = update(Proposal).values(created_at=Proposal.created_at - timedelta(hours=1))
            session.execute(older.where(Proposal.title != f"Idea number {number:02}"))

    first, second = (html_of(run_page(LIST, lang="en", page=page)) for page in ("1", "2"))

    assert titles(first) == [f"Idea number {number:02}" for number in range(20, 0, -1)]
    assert titles(second) == ["Idea number 00"]
    assert titles(html_of(run_page(LIST, page="999"))) == ["Idea number 00"]
    assert "21 published ideas" in first


def test_what_waits_for_release_is_not_listed(sessions: Sessions, run_page: RunPage) -> None:
    number = add_idea(sessions, "Still waiting", moderation="pre")

    assert "Still waiting" not in html_of(run_page(LIST))
    assert "Still waiting" not in html_of(run_page(IDEA, id=number))


def test_one_idea_says_all_that_is_public(sessions: Sessions, run_page: RunPage) -> None:
    number = add_idea(sessions, "More benches", "First paragraph.\n\nSecond paragraph.")

    read = Reader(html_of(run_page(IDEA, id=number, lang="en")))

    for expected in ("More benches", "First paragraph.", "Second paragraph.", "A, Westdorf"):
        assert expected in read.text
    assert ("h1", {"id": "inhalt", "tabindex": "-1"}) in read.tags
    assert number in read.text


@pytest.mark.parametrize("malformed", ["", "<b>", "x", "a" * 500, "' or 1=1 --", "\u202e"])
def test_a_malformed_number_is_a_sentence(run_page: RunPage, malformed: str) -> None:
    page = run_page(IDEA, id=malformed, lang="en")

    assert "This is not the number of an idea." in html_of(page)
    assert not page.exception


def test_hostile_words_are_text_in_list_and_idea(sessions: Sessions, run_page: RunPage) -> None:
    usable = [words for words in HOSTILE if len(words) <= 120]
    numbers = {
        words: add_idea(sessions, f"Title {words}", f"Some body {words}") for words in usable[:19]
    }

    listed = Reader(html_of(run_page(LIST, lang="en")))
    assert {tag for tag, _ in listed.tags} <= {
        *("h1", "h2", "p", "ul", "li", "article", "a", "bdi", "span", "img"),
    }
    pictures = {attrs.get("src", "") for tag, attrs in listed.tags if tag == "img"}
    assert all(str(source).startswith("data:image/svg+xml,") for source in pictures)
    for words, number in numbers.items():
        read = Reader(html_of(run_page(IDEA, id=number, lang="en")))
        with transaction(sessions) as session:
            stored = session.scalar(select(Proposal.body).where(Proposal.public_id == number))
        assert stored
        assert stored in read.text, words
