"""The moderation desk in a browser: by mouse, by keys alone, by two at once, on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mapper.domain.roles import Role
from tests.browser.app import App, app_on_copy
from tests.browser.axe import TWO_LOOKS, find_in_looks, find_violations
from tests.browser.conftest import PHONE, WIDE, NewContext
from tests.browser.fingers import name_of_focus, settle, tab_to, wait_until
from tests.browser.ground import Place
from tests.browser.ideas import hand_in, hand_in_and_publish, idea
from tests.browser.slow_line import SlowLine
from tests.browser.staff_desk import Desk
from tests.browser.watch import Trap
from tests.conftest import opened
from tests.db.moderation import add_report
from tests.hostile import HOSTILE
from tests.staff import add_account

MARKET = Place(12.5861, 52.1381)
HEADING = "h2#inhalt"
PUBLISH = re.compile("^Veröffentlichen")
_DRAWN_MS = 1500
"""In that time the server has drawn a page that does not arrive."""
ADVERTISING = "Ihr Text ist Werbung. Werbung veröffentlichen wir hier nicht."


@pytest.fixture(scope="module")
def desk(server_url: str, loaded_template: str, trap: Trap) -> Iterator[Desk]:
    with (
        app_on_copy(server_url, loaded_template, supervised=False, proxy=trap.url) as app,
        opened(app.database_url) as sessions,
    ):
        accounts = {
            "mona": add_account(sessions, "mona", Role.MODERATOR, display_name="Mona Beispiel"),
            "otto": add_account(sessions, "otto", Role.MODERATOR, display_name="Otto Muster"),
            "paul": add_account(sessions, "paul", Role.PLANNER, display_name="Paul Plan"),
        }
        yield Desk(app, sessions, accounts)


@pytest.fixture(scope="module")
def server(desk: Desk) -> App:
    """What the browser's requests are watched for."""
    return desk.app


@pytest.fixture
def mona(desk: Desk, new_context: NewContext) -> Iterator[Page]:
    """A moderator's browser, on a desk without ideas."""
    desk.clear()
    yield desk.sign_in(new_context(), "mona")


def submit(desk: Desk, *titles: str) -> list[str]:
    """Ideas that wait, the first the oldest; their numbers."""
    numbers = []
    for title in titles:
        [receipt] = hand_in(desk.app, idea(title, MARKET))
        numbers.append(receipt["public_id"])
    return numbers


def open_desk(page: Page, desk: Desk, query: str = "") -> None:
    page.goto(f"{desk.app.url}/moderation{query}")
    expect(page.locator(".ik-queues")).to_be_visible(timeout=20_000)
    settle(page)


def expect_open(page: Page, title: str) -> None:
    """The idea is open, and its heading has the focus."""
    expect(page.locator(HEADING)).to_have_text(title)
    wait_until(page, f"document.activeElement?.matches('{HEADING}')")
    settle(page)


def test_ten_ordinary_ideas_are_decided_by_keys_alone(mona: Page, desk: Desk) -> None:
    titles = [f"Gewöhnliche Idee {at}" for at in range(10)]
    numbers = submit(desk, *titles)
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        presses += 1
        mona.keyboard.press(key)

    open_desk(mona, desk)
    expect(mona.get_by_role("heading", name="10 Ideen warten.")).to_be_visible()
    expect(mona.get_by_role("button", name="Die erste öffnen")).to_be_enabled()
    settle(mona)
    press("w")
    for at, title in enumerate(titles):
        expect_open(mona, title)
        if at % 3 == 2:
            press("n")
            expect(mona.get_by_label("Begründung")).to_be_visible()
            settle(mona)
            press("4")
            settle(mona)
            expect(mona.get_by_label("Begründung").first).to_have_value(ADVERTISING)
            press("n")
        else:
            press("v")
    expect(mona.get_by_role("heading", name="Alles erledigt.")).to_be_visible()

    # One to open the first, one for each of seven published, three for each of three rejected.
    assert presses == 1 + 7 + 3 * 3
    found = desk.statuses(*numbers)
    assert [status for status, _ in found] == [
        "rejected" if at % 3 == 2 else "published" for at in range(10)
    ]
    assert {reason for status, reason in found if status == "rejected"} == {ADVERTISING}


def test_on_a_weak_line_what_the_desk_fills_in_is_what_the_next_press_sends(
    mona: Page, desk: Desk
) -> None:
    advertising, personal = submit(desk, "Kaufen Sie jetzt", "Frau Meier wünscht eine Bank")
    line = SlowLine(mona)
    open_desk(mona, desk, f"?id={advertising}")
    expect(mona.get_by_role("button", name=PUBLISH)).to_be_visible()
    mona.keyboard.press("n")
    expect(mona.get_by_label("Begründung")).to_be_visible()
    settle(mona)

    with line.holding():
        mona.keyboard.press("4")
        line.wait_for(ADVERTISING)
        mona.wait_for_timeout(_DRAWN_MS)
        mona.keyboard.press("n")
        line.wait_for("Frau Meier wünscht eine Bank")

    expect_open(mona, "Frau Meier wünscht eine Bank")
    assert desk.statuses(advertising) == [("rejected", ADVERTISING)]

    mona.get_by_role("button", name="Schwärzen").click()
    mona.get_by_label("Überall herausnehmen").fill("Frau Meier")
    mona.keyboard.press("Enter")
    settle(mona)
    with line.holding():
        mona.get_by_role("button", name="Herausnehmen").click()
        line.wait_for("[…] wünscht eine Bank")
        mona.wait_for_timeout(_DRAWN_MS)
        mona.get_by_role("button", name="Geschwärzt speichern").click()
        mona.wait_for_timeout(_DRAWN_MS)

    expect(mona.locator(HEADING)).to_have_text("[…] wünscht eine Bank")
    assert desk.statuses(personal)[0][0] == "pending"


def test_letters_typed_into_a_field_decide_nothing(mona: Page, desk: Desk) -> None:
    [number] = submit(desk, "Vorsicht beim Tippen")
    open_desk(mona, desk, f"?id={number}")
    expect(mona.get_by_role("button", name=PUBLISH)).to_be_visible()
    mona.keyboard.press("n")
    field = mona.get_by_label("Begründung")
    field.click()
    mona.keyboard.type("van savant now")
    expect(field).to_have_value("van savant now")
    settle(mona)
    assert desk.statuses(number)[0][0] == "pending"

    tab_to(mona, "Nicht veröffentlichen N")
    mona.keyboard.press("Enter")

    expect(mona.get_by_role("heading", name="Alles erledigt.")).to_be_visible()
    assert desk.statuses(number) == [("rejected", "van savant now")]


def test_keys_do_nothing_once_they_are_switched_off(mona: Page, desk: Desk) -> None:
    [number] = submit(desk, "Ohne Tasten")
    open_desk(mona, desk, f"?id={number}")
    mona.get_by_text("Einzelne Tasten wirken auf die offene Idee").click()
    mona.wait_for_url("**keys=off**")
    settle(mona)
    mona.reload()
    expect(mona.locator(HEADING)).to_have_text("Ohne Tasten")
    settle(mona)

    mona.keyboard.press("v")
    settle(mona)
    assert desk.statuses(number)[0][0] == "pending"

    mona.get_by_role("button", name=PUBLISH).click()
    expect(mona.get_by_role("heading", name="Alles erledigt.")).to_be_visible()


def test_by_mouse_an_idea_is_corrected_blacked_out_and_taken_back(mona: Page, desk: Desk) -> None:
    one, two = submit(desk, "Frau Meier wünscht eine Bank", "Noch eine Bank")
    open_desk(mona, desk)
    mona.get_by_role("link", name="Frau Meier wünscht eine Bank").click()
    expect_open(mona, "Frau Meier wünscht eine Bank")
    expect(mona.get_by_role("heading", name="Vielleicht dieselbe Idee")).to_be_visible()
    frame = mona.frame_locator(".st-key-moderation_map iframe")
    expect(frame.locator(".leaflet-marker-icon", has_text="1").first).to_be_visible(timeout=20_000)

    mona.get_by_role("button", name="Berichtigen").click()
    mona.get_by_label("Handlungsfeld").click()
    mona.get_by_role("option", name="Mobilität und Verkehr").click()
    settle(mona)
    mona.get_by_role("button", name="Speichern", exact=True).click()
    expect(mona.get_by_text("Die Idee ist berichtigt.")).to_be_visible()

    mona.get_by_role("button", name="Schwärzen").click()
    mona.get_by_label("Überall herausnehmen").fill("Frau Meier")
    mona.get_by_role("button", name="Herausnehmen").click()
    expect(mona.get_by_label("Titel").first).to_have_value("[…] wünscht eine Bank")
    mona.get_by_role("button", name="Geschwärzt speichern").click()
    expect(mona.locator(HEADING)).to_have_text("[…] wünscht eine Bank")
    settle(mona)

    mona.get_by_role("button", name=PUBLISH).click()
    expect_open(mona, "Noch eine Bank")
    mona.get_by_role("button", name="Rückgängig: ausblenden").click()
    expect_open(mona, "[…] wünscht eine Bank")
    assert [status for status, _ in desk.statuses(one, two)] == ["hidden", "pending"]


def test_of_two_browsers_at_one_idea_the_second_is_told(
    mona: Page, desk: Desk, new_context: NewContext
) -> None:
    numbers = submit(desk, "Beide sehen mich", "Die nächste")
    otto = desk.sign_in(new_context(), "otto")
    for page in (mona, otto):
        open_desk(page, desk, f"?id={numbers[0]}")
        expect(page.locator(HEADING)).to_have_text("Beide sehen mich")
    otto.get_by_role("button", name="Nicht veröffentlichen").click()
    otto.get_by_label("Begründung").fill("Das steht schon woanders.")
    mona.get_by_role("button", name=PUBLISH).click()
    expect_open(mona, "Die nächste")

    otto.locator('[class*="st-key-moderation_button_confirm"] button').click()

    told = "Mona Beispiel war schneller; die Idee ist jetzt: veröffentlicht."
    expect(otto.get_by_role("alert")).to_contain_text(told)
    expect(otto.get_by_label("Begründung")).to_have_value("Das steht schon woanders.")
    assert [status for status, _ in desk.statuses(*numbers)] == ["published", "pending"]


def test_hostile_words_do_nothing_anywhere_on_the_desk(mona: Page, desk: Desk) -> None:
    hostile = " ".join(words for words in HOSTILE if "\x00" not in words)[:3900]
    bodies = [idea(words[:110].rjust(5, "x"), MARKET, body=hostile) for words in HOSTILE[:12]]
    numbers = [receipt["public_id"] for receipt in hand_in_and_publish(desk.app, *bodies)]
    add_report(desk.sessions, numbers[0], "other", hostile)
    open_desk(mona, desk, f"?queue=reported&id={numbers[0]}")
    frame = mona.frame_locator(".st-key-moderation_map iframe")
    expect(frame.locator(".leaflet-marker-icon", has_text="1").first).to_be_visible(timeout=20_000)
    for name in ("Berichtigen", "Schwärzen", "Ausblenden"):
        mona.get_by_role("button", name=name).first.click()
        settle(mona)
    open_desk(mona, desk, "?queue=published")
    mona.get_by_text("Mehrere auswählen").click()
    settle(mona)
    mona.get_by_label("Nummer oder Wörter").fill(hostile[:150])
    mona.keyboard.press("Enter")
    settle(mona)

    assert [frame.evaluate("window.hit") for frame in mona.frames] == [None] * len(mona.frames)
    assert mona.evaluate("document.title").startswith("Moderation")


def test_axe_finds_nothing_on_the_desk(mona: Page, desk: Desk) -> None:
    open_desk(mona, desk)
    assert find_violations(mona) == []
    numbers = submit(desk, "Zugänglich für alle", "Eine Bank für alle", "Bank für alle")
    hand_in_and_publish(desk.app, idea("Gemeldete Bank", MARKET))
    open_desk(mona, desk, f"?id={numbers[0]}")
    assert find_in_looks(mona) == {}
    for name in ("Nicht veröffentlichen", "Schwärzen", "Berichtigen", "Weitergeben"):
        mona.get_by_role("button", name=name).first.click()
        settle(mona)
        assert find_in_looks(mona, TWO_LOOKS) == {}, name
    open_desk(mona, desk)
    mona.get_by_text("Mehrere auswählen").click()
    settle(mona)
    mona.get_by_role("button", name="Alle auf dieser Seite auswählen").click()
    settle(mona)
    assert find_in_looks(mona, TWO_LOOKS) == {}


def test_on_a_phone_an_idea_takes_the_lists_place(desk: Desk, new_context: NewContext) -> None:
    desk.clear()
    submit(desk, "Unterwegs entschieden", "Und noch eine")
    options = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    phone = desk.sign_in(new_context(PHONE, **options), "otto")
    open_desk(phone, desk)
    phone.get_by_role("button", name="Die erste öffnen").tap()
    expect_open(phone, "Unterwegs entschieden")
    expect(phone.locator(".ik-queues")).not_to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    small = phone.locator(".st-key-moderation_bar button").evaluate_all(
        "all => all.filter((one) => one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0

    phone.get_by_role("button", name=PUBLISH).tap()
    expect_open(phone, "Und noch eine")
    phone.get_by_role("link", name="Zurück zur Liste").tap()
    expect(phone.locator(".ik-queues")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_a_planner_answers_and_decides_nothing(desk: Desk, new_context: NewContext) -> None:
    desk.clear()
    submit(desk, "Noch nicht öffentlich")
    hand_in_and_publish(desk.app, idea("Öffentliche Bank", MARKET))
    paul = desk.sign_in(new_context(WIDE), "paul")
    open_desk(paul, desk, "?queue=published")

    names = paul.locator(".ik-queues a").all_inner_texts()
    assert [name.split()[0] for name in names] == ["Antwort", "Veröffentlicht"]
    paul.get_by_role("link", name="Öffentliche Bank").click()
    expect_open(paul, "Öffentliche Bank")
    expect(paul.get_by_role("heading", name="Antworten der Verwaltung")).to_be_visible()
    expect(paul.get_by_role("button", name="Ausblenden")).to_have_count(0)
    assert "Noch nicht öffentlich" not in paul.content()
    assert name_of_focus(paul) == "Öffentliche Bank"
