"""The page of a round: what everybody reads of it, in every state."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ParticipationRound, Proposal
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.services.personal_data import erase_idea
from mapper.services.published_results import ResultTexts
from mapper.services.round_results import publish_result, save_draft
from tests.db.ideas import add_idea, hang_on
from tests.pages.conftest import RunPage, html_of
from tests.staff import TESTER, add_account, office_on, signed_in

PAGE = "pages/runde.py"
HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/x.png) [a](javascript:alert(1))"
WORDS = ResultTexts(
    {"de": "Viele wollen **Bänke**.", "en": ""}, {"de": "- Rat im Mai\n- Bau im Juni", "en": ""}
)


@pytest.fixture
def planner(sessions: Sessions) -> SignedIn:
    """Somebody who plans."""
    return signed_in(sessions, add_account(sessions, "plan", Role.PLANNER))


def edit_round(sessions: Sessions, slug: str, **values: object) -> None:
    with transaction(sessions) as session:
        found = update(ParticipationRound).where(ParticipationRound.slug == slug)
        session.execute(found.values(**values))


def show(run_page: RunPage, **query: str) -> str:
    test = run_page(PAGE, lang="de", **query)
    assert not test.exception
    return html_of(test) + "".join(str(one.value) for one in test.markdown)


def test_rounds_are_listed_open_ones_first(sessions: Sessions, run_page: RunPage) -> None:
    past = datetime.now(UTC) - timedelta(days=3)
    edit_round(sessions, "ideas", titles={"de": "Ihre Ideen"}, questions={"de": "Was fehlt?"})
    edit_round(sessions, "plan", titles={"de": "Der Plan"}, closes=past)

    page = show(run_page)

    assert page.index("Nehmen jetzt Ideen an") < page.index("Ihre Ideen") < page.index("Beendet")
    assert page.index("Beendet") < page.index("Der Plan")
    assert 'href="/runde?round=plan&amp;lang=de"' in page
    assert "Ergebnis veröffentlicht" not in page


def test_a_round_without_a_result_says_what_is_asked_and_how_many_answered(
    sessions: Sessions, planner: SignedIn, run_page: RunPage
) -> None:
    edit_round(sessions, "ideas", titles={"de": "Ihre <Ideen>"}, questions={"de": "Was fehlt?"})
    add_idea(sessions)
    add_idea(sessions, moderation_status="pending")
    save_draft(office_on(sessions), planner, "ideas", WORDS, 0)

    page = show(run_page, round="ideas")

    assert "Ihre &lt;Ideen&gt;" in page
    assert "Was fehlt?" in page
    assert "1 Idee ist öffentlich." in page
    assert "immer (nimmt Ideen an)" in page
    assert "Idee eintragen" in page
    assert "Bänke" not in page


def test_a_published_result_is_read_by_everybody_also_of_a_closed_round(
    sessions: Sessions, planner: SignedIn, run_page: RunPage
) -> None:
    number = add_idea(sessions, title="Bank am Markt", support_count=3, response_status="planned")
    hang_on(sessions, number)
    publish_result(office_on(sessions), planner, "ideas", WORDS, 0)
    begin = datetime(2026, 3, 1, 12, tzinfo=UTC)
    edit_round(sessions, "ideas", opens=begin, closes=begin + timedelta(days=10), standing=False)

    page = show(run_page, round="ideas")

    assert "Viele wollen <strong>Bänke</strong>." in page
    assert "<li>Bau im Juni</li>" in page
    assert "1. März 2026 bis 11. März 2026 (beendet)" in page
    assert "Idee eintragen" not in page
    assert f'href="/idee?id={number}&amp;lang=de"' in page
    assert "Bank am Markt" in page
    assert "3 Unterstützungen" in page
    assert "We are planning one." in page
    assert page.count("<svg") == 4
    assert "Ergebnis veröffentlicht am" in show(run_page)


def test_a_text_in_another_language_says_so(
    sessions: Sessions, planner: SignedIn, run_page: RunPage
) -> None:
    publish_result(office_on(sessions), planner, "ideas", WORDS, 0)

    page = html_of(run_page(PAGE, lang="en", round="ideas"))

    assert page.count("This text is in German.") == 2
    assert '<div class="ik-prose" lang="de">' in page
    assert "This text is in" not in show(run_page, round="ideas")


def test_of_an_erased_idea_no_word_is_left(
    sessions: Sessions, planner: SignedIn, run_page: RunPage
) -> None:
    number = add_idea(sessions, title="Die Bank von Frau Muster", support_count=3)
    hang_on(sessions, number)
    with transaction(sessions) as session:
        session.execute(update(Proposal).values(response_status="planned"))
    office = office_on(sessions)
    publish_result(office, planner, "ideas", WORDS, 0)
    assert "Frau Muster" in show(run_page, round="ideas")

    erase_idea(office, TESTER, number)

    page = show(run_page, round="ideas")
    assert "Muster" not in page
    assert number not in page
    assert "We are planning one." not in page
    assert "Viele wollen" in page


def test_hostile_words_stay_words(sessions: Sessions, planner: SignedIn, run_page: RunPage) -> None:
    add_idea(sessions, title=HOSTILE, support_count=3)
    texts = ResultTexts({"de": HOSTILE}, {"de": HOSTILE})
    publish_result(office_on(sessions), planner, "ideas", texts, 0)

    page = show(run_page, round="ideas")

    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert page.count("&lt;script&gt;") == 3


def test_an_unknown_round_is_said_with_a_way_on(sessions: Sessions, run_page: RunPage) -> None:
    page = show(run_page, round="<b>nirgends")

    assert "Diese Runde gibt es nicht" in page
    assert 'href="/runde?lang=de"' in page
    assert "<b>" not in page
