"""Answering and remarks, as staff use them beside an idea."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import TextBlock
from mapper.domain.answers import Answer
from mapper.domain.roles import Role
from mapper.domain.statuses import ResponseStatus
from mapper.services.access import SignedIn
from mapper.services.answers import list_public_answers, open_answering
from mapper.services.remarks import list_remarks
from mapper.services.respond import respond
from mapper.services.staff_sessions import end_session
from tests.db.answering import add_offices
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage, html_of
from tests.pages.test_ideas import add_idea
from tests.staff import TESTER, add_account, office_on, signed_in
from tests.unit.test_pages_markup import Reader

SCRIPT = """
from mapper.ui import context
from mapper.ui.components.answering import show_answering
from mapper.ui.components.answering_several import show_answering_several
from mapper.ui.components.remarks import show_remarks
from mapper.ui.errors import run_safely

here = context.current()
if "several" in here.query:
    versions = dict.fromkeys(here.query["several"].split(","), 0)
    run_safely(lambda: show_answering_several(here, versions))
else:
    run_safely(lambda: show_answering(here, here.query["id"]))
    run_safely(lambda: show_remarks(here, here.query["id"]))
"""
BUILT = Answer(ResponseStatus.DONE, "It is built.")

Open = Callable[..., AppTest]


@pytest.fixture
def moni(sessions: Sessions) -> SignedIn:
    """A moderator; the town has an office of its own, one outside, and a template."""
    with transaction(sessions) as session:
        add_offices(session)
        session.execute(
            insert(TextBlock).values(
                kind="response",
                key="forwarded",
                titles={"de": "Weiter", "en": "Forward"},
                bodies={"de": "Wir haben sie weitergeleitet.", "en": "We forwarded it."},
            )
        )
    return signed_in(sessions, add_account(sessions, "moni", Role.MODERATOR))


@pytest.fixture
def opened(run_page: RunPage, tmp_path: Path, moni: SignedIn) -> Iterator[Open]:
    """The two sections on a page of their own."""
    script = tmp_path / "beside_an_idea.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def open_page(**query: str) -> AppTest:
        return run_page(str(script), who=moni, lang="en", **query)

    yield open_page


def press(page: AppTest, name: str) -> AppTest:
    [button] = [one for one in page.button if one.label == name]
    return button.click().run()


def choose(page: AppTest, name: str, value: str) -> AppTest:
    [found] = [one for one in page.selectbox if one.label == name]
    return found.set_value(value).run()


def write(page: AppTest, words: str) -> AppTest:
    return page.text_area[0].set_value(words).run()


def notice(page: AppTest) -> str:
    """What the form says after it was sent."""
    parts = html_of(page).split('role="alert"><p>') + html_of(page).split('role="status"><p>')
    return " ".join(part.split("</p>")[0] for part in parts if "ik-" not in part.split("</p>")[0])


def test_an_answer_is_stored_and_the_form_is_empty_again(sessions: Sessions, opened: Open) -> None:
    number = add_idea(sessions, "More benches")
    page = opened(id=number)
    assert "Nobody has answered yet." in html_of(page)

    choose(page, "Response status", "planned")
    choose(page, "Responsible office", "roads")
    write(page, "Next spring.")
    page = press(page, "Send the answer")

    [answer] = list_public_answers(sessions, number)
    assert (answer.status, answer.office, answer.body) == (
        *(ResponseStatus.PLANNED, "Roads office"),
        "Next spring.",
    )
    assert "Everyone can read it." in notice(page)
    assert page.text_area[0].value == ""
    assert "by Moni" in html_of(page)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (0, "32.01.2026", "is not a day"),
        (0, "01.01.2999", "cannot lie in the future"),
        (1, "http://ris.example.org", "begins with https://"),
    ],
)
def test_a_refusal_says_why_and_keeps_every_field(
    sessions: Sessions, opened: Open, field: int, value: str, sentence: str
) -> None:
    number = add_idea(sessions, "More benches")
    page = opened(id=number)

    choose(page, "Response status", "planned")
    write(page, "Next spring.")
    page.text_input[field].set_value(value).run()
    page = press(page, "Send the answer")

    assert sentence in notice(page)
    assert page.text_area[0].value == "Next spring."
    assert page.text_input[field].value == value
    assert list_public_answers(sessions, number) == ()


def test_who_was_slower_reads_the_others_answer_and_keeps_her_words(
    sessions: Sessions, opened: Open
) -> None:
    number = add_idea(sessions, "More benches")
    page = write(opened(id=number), "My own answer.")
    paul = signed_in(sessions, add_account(sessions, "paul", Role.PLANNER))
    respond(office_on(sessions), paul, number, Answer(ResponseStatus.IN_REVIEW, "Paul was here."))

    page = press(page, "Send the answer")

    assert notice(page).startswith("Paul changed this idea in the meantime.")
    assert "Paul was here." in html_of(page)
    assert page.text_area[0].value == "My own answer."
    page = press(page, "Send the answer")
    assert [one.body for one in list_public_answers(sessions, number)] == [
        *("Paul was here.", "My own answer."),
    ]


def test_words_wait_while_another_idea_is_looked_at(sessions: Sessions, opened: Open) -> None:
    first, second = add_idea(sessions, "The first one"), add_idea(sessions, "The second one")
    page = write(opened(id=first), "Begun here.")

    page.query_params["id"] = second
    page = page.run()
    assert page.text_area[0].value == ""
    page.query_params["id"] = first
    page = page.run()

    assert page.text_area[0].value == "Begun here."


def test_a_template_fills_an_empty_text_and_asks_before_another(
    sessions: Sessions, opened: Open
) -> None:
    page = opened(id=add_idea(sessions, "More benches"))

    page = choose(page, "Template", "forwarded")
    # The town's language is German, whatever its staff read.
    assert page.text_area[0].value == "Wir haben sie weitergeleitet."
    page = choose(write(page, "Words of my own."), "Template", "defect")
    assert page.text_area[0].value == "Words of my own."
    page = press(page, "Replace the text")

    assert "maerker.brandenburg.de" in str(page.text_area[0].value)


def test_an_office_outside_is_handed_the_idea_by_one_press(
    sessions: Sessions, opened: Open
) -> None:
    number = add_idea(sessions, "More benches")
    page = choose(opened(id=number), "Responsible office", "county")

    page = press(page, "Hand over: set the status to “forwarded”")
    press(page, "Send the answer")

    [answer] = list_public_answers(sessions, number)
    assert (answer.status, answer.office) == (ResponseStatus.FORWARDED, "The county")
    assert answer.body == "Wir haben sie weitergeleitet."


def test_an_answer_is_corrected_and_taken_back(sessions: Sessions, opened: Open) -> None:
    number = add_idea(sessions, "More benches")
    respond(office_on(sessions), TESTER, number, BUILT)
    page = write(opened(id=number), "A draft beside it.")

    page = write(press(page, "Correct answer 1"), "It is being built.")
    page = press(page, "Save the correction")

    assert list_public_answers(sessions, number)[0].body == "It is being built."
    assert page.text_area[0].value == "A draft beside it."
    page = press(page, "Take back answer 1")
    assert len(list_public_answers(sessions, number)) == 1
    page = press(page, "Yes, take it back")
    assert list_public_answers(sessions, number) == ()
    assert "The answer was taken back." in notice(page)
    assert "stored" not in notice(page)
    assert page.text_area[0].value == "A draft beside it."


def test_an_idea_that_waits_offers_no_answer(sessions: Sessions, opened: Open) -> None:
    page = opened(id=add_idea(sessions, "More benches", moderation="pre"))

    assert "once it is published" in html_of(page)
    assert "Send the answer" not in [one.label for one in page.button]


def test_several_get_one_answer_and_refusals_are_named(sessions: Sessions, opened: Open) -> None:
    first, second = add_idea(sessions, "The first one"), add_idea(sessions, "The second one")
    respond(office_on(sessions), TESTER, second, BUILT)
    page = opened(several=f"{first},{second}")

    write(page, "We are looking into both.")
    page = press(page, "Send the answer")

    assert notice(page).startswith(f"One idea was answered. {second}: Somebody else changed")
    assert page.text_area[0].value == "We are looking into both."
    assert [one.body for one in list_public_answers(sessions, first)] == [
        "We are looking into both."
    ]
    assert open_answering(office_on(sessions), TESTER, second).response_status == "done"


def test_a_remark_is_written_and_deleted(sessions: Sessions, opened: Open, moni: SignedIn) -> None:
    number = add_idea(sessions, "More benches")
    page = opened(id=number)

    page.text_area[-1].set_value("Ask the roads office.").run()
    page = press(page, "Save the remark")
    assert [one.body for one in list_remarks(office_on(sessions), moni, number)] == [
        "Ask the roads office."
    ]
    assert page.text_area[-1].value == ""
    [delete] = [one for one in page.button if one.label.startswith("Delete my remark")]
    delete.click().run()

    assert list_remarks(office_on(sessions), moni, number) == ()


def test_after_signing_out_elsewhere_nothing_is_stored_and_nothing_lost(
    sessions: Sessions, opened: Open, moni: SignedIn
) -> None:
    number = add_idea(sessions, "More benches")
    page = write(opened(id=number), "Words of the day.")

    end_session(sessions, moni.token)
    page = press(page, "Send the answer")

    assert list_public_answers(sessions, number) == ()
    assert "Please sign in." in html_of(page)
    assert "Nobody has answered yet." not in html_of(page)


def test_hostile_words_in_answers_and_remarks_are_text(sessions: Sessions, opened: Open) -> None:
    number = add_idea(sessions, "More benches")
    usable = [words for words in HOSTILE if len(words) < 300]
    for words in usable:
        respond(office_on(sessions), TESTER, number, Answer(ResponseStatus.PLANNED, f"Say {words}"))

    page = opened(id=number)

    stored = [one.body or "" for one in list_public_answers(sessions, number)]
    read = Reader(html_of(page))
    assert {tag for tag, _ in read.tags} <= {
        *("h2", "h3", "p", "ol", "li", "span", "time", "div", "bdi", "a"),
    }
    assert all(words.split("\n\n")[0] in read.text for words in stored)
