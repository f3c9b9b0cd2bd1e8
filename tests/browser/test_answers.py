"""What citizens see of the town's work: the promise, the reason, the answers; and reporting."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from mapper.db.engine import Sessions
from mapper.domain.answers import Answer
from mapper.domain.roles import Role
from mapper.domain.statuses import ResponseStatus
from mapper.i18n import get_translator
from mapper.services.answers import list_public_answers
from mapper.services.decide import publish, reject
from mapper.services.mine import find_mine
from mapper.services.respond import respond
from tests.browser.app import App
from tests.browser.axe import EVERY_LOOK, TWO_LOOKS, find_in_looks
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.fingers import name_of_focus, tab_to
from tests.browser.ground import Place
from tests.browser.ideas import hand_in, hand_in_and_publish, idea
from tests.browser.staff_desk import sign_in
from tests.browser.test_hostile import ATTACKS, check_nothing_ran, refuse_dialogs
from tests.browser.watch import Watch
from tests.conftest import opened
from tests.staff import TESTER, office_on

MARKET = Place(12.5954, 52.1415)
LONG_WORDS = "Straßenverkehrsinfrastrukturentwicklungsplanung" * 3


@pytest.fixture
def sessions(server: App) -> Iterator[Sessions]:
    """The application's database: what colleagues at the town do meanwhile."""
    with opened(server.settings["DATABASE_URL"]) as sessions:
        yield sessions


def promised(sessions: Sessions, token: str) -> str:
    """The day a week after handing in, as German readers write it."""
    [own] = find_mine(sessions, [token])
    week_later = own.created_at.timestamp() + 7 * 24 * 3600
    day = own.created_at.fromtimestamp(week_later, own.created_at.tzinfo)
    return get_translator("de").format_date(day)


def test_from_the_promise_over_a_reason_to_the_answers(
    page: Page, new_context: NewContext, server: App, sessions: Sessions, watch: Watch
) -> None:
    office = office_on(sessions)
    refuse_dialogs(page, watch)
    citizen = CitizenMap(page, server).open()
    page.get_by_role("button", name="Idee eintragen", exact=True).click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.fill_form("Ein Trinkbrunnen am Rathaus")
    thanks = citizen.send()
    day = promised(sessions, thanks.token)
    expect(citizen.form).to_contain_text(f"Wird spätestens bis {day} angesehen")
    elsewhere = new_context().new_page()
    elsewhere.goto(thanks.link)
    own = elsewhere.get_by_role("article", name="Ein Trinkbrunnen am Rathaus")
    expect(own).to_contain_text(f"Wird spätestens bis {day} angesehen")

    reject(office, TESTER, thanks.number, reason=f"Bitte ohne Namen. {ATTACKS['image']}")
    elsewhere.goto(thanks.link)
    elsewhere.reload()
    elsewhere.goto(thanks.link)
    expect(own).to_contain_text("Ihre Idee wurde nicht veröffentlicht.")
    expect(own).to_contain_text(f"Bitte ohne Namen. {ATTACKS['image']}")
    page.goto(f"{server.url}/idee?id={thanks.number}")
    expect(page.get_by_role("article")).to_contain_text("Bitte ohne Namen.")
    assert find_in_looks(page) == {}
    page.get_by_role("link", name="Text ändern und neu absenden").click()
    page.get_by_role("button", name="Weiterschreiben").click()
    expect(citizen.form.get_by_label("Titel")).to_have_value("Ein Trinkbrunnen am Rathaus")
    page.goto(f"{server.url}/idee?id={thanks.number}")
    expect(page.get_by_role("link", name="Text ändern und neu absenden")).to_have_count(0)

    publish(office, TESTER, thanks.number)
    first = Answer(ResponseStatus.IN_REVIEW, f"Wir prüfen es. {ATTACKS['markdown']}")
    respond(office, TESTER, thanks.number, first)
    last = Answer(
        *(ResponseStatus.FORWARDED, f"{ATTACKS['script']}\n\n{LONG_WORDS}", date(2026, 11, 2)),
        *("strassenwesen", "https://ris.example.org/vorlage?id=7"),
    )
    respond(office, TESTER, thanks.number, last)
    stranger = refuse_dialogs(new_context().new_page(), watch)
    stranger.goto(f"{server.url}/idee?id={thanks.number}")
    check_timeline(stranger)
    assert find_in_looks(stranger) == {}
    page.goto(f"{server.url}/meine")
    mine = page.get_by_role("article", name="Ein Trinkbrunnen am Rathaus")
    expect(mine.get_by_role("listitem")).to_have_count(2)
    expect(mine.get_by_role("listitem").last).to_contain_text(LONG_WORDS)
    assert find_in_looks(page) == {}
    for read in (page, stranger, elsewhere):
        check_nothing_ran(read)


def check_timeline(page: Page) -> None:
    """Both answers in their order, as plain text, with a link that says where it leads."""
    expect(page.get_by_role("heading", name="Antworten der Verwaltung")).to_be_visible()
    entries = page.get_by_role("main").locator("ol").get_by_role("listitem")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("wird fachlich geprüft")
    expect(entries.first).to_contain_text(ATTACKS["markdown"])
    for words in ("weitergeleitet", "2. November 2026", "Straßenwesen", ATTACKS["script"]):
        expect(entries.last).to_contain_text(words)
    paper = entries.last.get_by_role("link")
    expect(paper).to_contain_text("(ris.example.org)")
    expect(paper).to_have_attribute("href", "https://ris.example.org/vorlage?id=7")
    expect(paper).to_have_attribute("rel", "external noopener noreferrer")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_moderator_answers_by_keyboard_and_keeps_her_place(
    new_context: NewContext, server: App, sessions: Sessions
) -> None:
    [receipt] = hand_in_and_publish(server, idea("Mehr Licht am Weg", MARKET))
    number = receipt["public_id"]
    page = sign_in(new_context(), server, "antonia", Role.MODERATOR).new_page()
    page.goto(f"{server.url}/moderation?id={number}")
    send = page.get_by_role("button", name="Antwort absenden")
    expect(send).to_be_visible(timeout=30_000)
    assert find_in_looks(page, TWO_LOOKS) == {}

    page.get_by_label("Link zu einer Vorlage").focus()
    page.keyboard.type("kein Link")
    tab_to(page, "Antwort", back=True)
    # Single letters are shortcuts elsewhere on this page.
    page.keyboard.type("v n x: im Frühjahr wird gebaut.")
    tab_to(page, "Antwort absenden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("beginnt mit https://")
    tab_to(page, "Link zu einer Vorlage im Ratsinformationssystem", back=True)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    tab_to(page, "Antwort absenden")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Antwort ist gespeichert. Alle können sie lesen.")).to_be_visible()
    assert name_of_focus(page) == "Antwort absenden"
    assert find_in_looks(page, TWO_LOOKS) == {}

    [answer] = list_public_answers(sessions, number)
    assert answer.body == "v n x: im Frühjahr wird gebaut."
    page.goto(f"{server.url}/idee?id={number}")
    expect(page.get_by_text("v n x: im Frühjahr wird gebaut.")).to_be_visible()


def test_a_text_is_reported_by_keyboard_on_a_phone(
    phone: Page, new_context: NewContext, server: App, watch: Watch
) -> None:
    [receipt] = hand_in_and_publish(server, idea("Ein Text über jemanden", MARKET))
    address = f"{server.url}/idee?id={receipt['public_id']}"
    press = phone.keyboard.press
    phone.goto(address)
    start = phone.get_by_text("Diesen Text melden")
    expect(start).to_be_visible()
    start.scroll_into_view_if_needed()
    tab_to(phone, "Diesen Text melden")
    press("Enter")
    tab_to(phone, "Was sollten wir wissen? (freiwillig)")
    phone.keyboard.type("Da steht der Name meiner Nachbarin.")
    press("Tab")
    assert name_of_focus(phone) == "Meldung absenden"
    press("Enter")
    expect(phone.get_by_text("Bitte wählen Sie aus, was nicht stimmt.")).to_be_visible()
    assert name_of_focus(phone) == "Was stimmt daran nicht?"
    assert find_in_looks(phone, EVERY_LOOK[2:]) == {}

    press("ArrowDown")
    phone.context.set_offline(True)
    watch.expected += ["/api/reports", "ERR_INTERNET_DISCONNECTED", "WebSocket"]
    tab_to(phone, "Meldung absenden")
    press("Enter")
    expect(phone.get_by_text("Die Meldung konnte gerade nicht gesendet werden.")).to_be_visible()
    words = phone.get_by_label("Was sollten wir wissen?")
    expect(words).to_have_value("Da steht der Name meiner Nachbarin.")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Meldung absenden").press("Enter")
    expect(phone.get_by_text("Bis dahin ist er nicht mehr öffentlich.")).to_be_visible()
    assert name_of_focus(phone).startswith("Danke.")

    stranger = new_context().new_page()
    stranger.goto(address)
    expect(stranger.get_by_text("Diese Idee ist nicht (mehr) öffentlich.")).to_be_visible()
    stranger.goto(f"{server.url}/meine#{receipt['edit_token']}")
    own = stranger.get_by_role("article", name="Ein Text über jemanden")
    expect(own).to_contain_text("Wird geprüft, weil jemand den Text gemeldet hat.")
    expect(own.get_by_role("link", name="Fragen? So erreichen Sie uns.")).to_be_visible()


def test_what_waits_or_was_rejected_shows_nothing_to_others(
    page: Page, server: App, sessions: Sessions
) -> None:
    pending, rejected = hand_in(server, idea("Noch nicht zu sehen"), idea("Nie zu sehen gewesen"))
    reject(office_on(sessions), TESTER, rejected["public_id"], reason="Ein Grund nur für sie.")

    for receipt in (pending, rejected):
        page.goto(f"{server.url}/idee?id={receipt['public_id']}")
        expect(page.get_by_text("Diese Idee ist nicht (mehr) öffentlich.")).to_be_visible()
        seen = page.content()
        assert "zu sehen" not in seen
        assert "Ein Grund" not in seen
        assert page.get_by_text("Diesen Text melden").count() == 0
