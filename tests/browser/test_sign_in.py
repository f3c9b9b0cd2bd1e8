"""Signing in in a real browser: from the invitation to the end of the session, by hand and key."""

from datetime import timedelta

import pyotp
from playwright.sync_api import Page, expect

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from mapper.services.passwords import hash_password
from mapper.services.staff_tokens import issue_token
from tests.browser.app import App
from tests.browser.axe import EVERY_LOOK, find_in_looks
from tests.browser.conftest import PHONE, NewContext
from tests.browser.fingers import tab_to
from tests.browser.watch import Watch
from tests.conftest import opened
from tests.staff import add_account

PASSWORD = "Blaue Tassen im Schrank"
REFUSED = ("422: POST", "410: GET")


def check_axe(page: Page) -> None:
    """No violation on the form as it stands, in every look."""
    assert find_in_looks(page, EVERY_LOOK) == {}, page.url


def invitation(server: App, login: str, *roles: Role) -> str:
    """The address of an invitation for a new account."""
    with opened(server.database_url) as sessions:
        account = add_account(sessions, login, *roles)
        with transaction(sessions) as session:
            token = issue_token(session, account, "invitation", timedelta(hours=1))
    return f"{server.url}/einladung?token={token}"


def app_of(page: Page) -> pyotp.TOTP:
    """An app that was given the key on the page."""
    return pyotp.TOTP("".join(page.locator(".key span").all_inner_texts()))


def test_from_the_invitation_to_the_end_of_the_session_by_mouse(
    server: App, new_context: NewContext, watch: Watch
) -> None:
    watch.expected.extend(REFUSED)
    context = new_context()
    page = context.new_page()
    closed_page = f"{server.url}/verwaltung?lang=de&bereich=x"

    choose_password(page, invitation(server, "maria", Role.ADMIN))
    page.goto(closed_page)
    page.click("a.ik-button")
    enter_password(page, "maria")
    code = set_up_second_factor(page)
    expect(page.locator(".ik-staff summary")).to_contain_text("Maria")
    expect(page).to_have_url(closed_page)

    other_tab = context.new_page()
    other_tab.goto(f"{server.url}/protokoll")
    expect(other_tab.locator(".ik-staff summary")).to_be_visible()
    page.click(".ik-staff summary")
    page.click(".ik-staff button")
    expect(page.locator(".notice")).to_have_text("Sie sind abgemeldet.")
    other_tab.click(".ik-staff summary")
    other_tab.click(".ik-staff nav a[href^='/verwaltung']")
    expect(other_tab.locator(".ik-notice")).to_contain_text("Bitte melden Sie sich an")
    expect(other_tab.locator(".ik-staff")).to_have_count(0)

    page.goto(f"{server.url}/konto")
    enter_password(page, "maria")
    expect(page.locator("h1")).to_have_text("Zweiter Schritt")
    check_axe(page)
    page.click("summary")
    page.fill("#recovery", code)
    page.click("button")
    expect(page.locator("h1")).to_have_text("Ihr Konto")
    check_axe(page)


def choose_password(page: Page, link: str) -> None:
    """Take an invitation; a bad password first."""
    page.goto(link)
    check_axe(page)
    for password in ("maria maria 12", PASSWORD):
        page.fill("#password", password)
        page.fill("#again", password)
        page.click("text=Passwort speichern")
        if password != PASSWORD:
            expect(page.locator(".problem")).to_be_focused()
            expect(page.locator(".problem")).to_contain_text("besteht aus Ihrem Namen")
            expect(page).to_have_title("Fehler: Passwort wählen · Ideenkarte")
            check_axe(page)
    expect(page.locator(".notice")).to_contain_text("Ihr Passwort ist gespeichert")


def enter_password(page: Page, login: str) -> None:
    """Sign in; with a wrong password first, which loses nothing but itself."""
    page.fill("#login", login)
    page.fill("#password", "falsch")
    page.click("button")
    expect(page.locator(".problem")).to_be_focused()
    expect(page.locator("#login")).to_have_value(login)
    expect(page.locator("#password")).to_have_value("")
    check_axe(page)
    page.fill("#password", PASSWORD)
    page.click("button")


def set_up_second_factor(page: Page) -> str:
    """Set it up, with a reload in between; a recovery code."""
    expect(page.locator("h1")).to_have_text("Zweiten Schritt einrichten")
    check_axe(page)
    app = app_of(page)
    page.reload()
    assert app_of(page).secret == app.secret
    page.fill("#code", app.now())
    page.click("button")
    expect(page.locator(".codes li")).to_have_count(10)
    check_axe(page)
    code = page.locator(".codes code").first.inner_text()
    page.click("text=Ich habe sie verwahrt")
    return code


def test_the_whole_way_by_keyboard_alone(
    server: App, new_context: NewContext, watch: Watch
) -> None:
    watch.expected.extend(REFUSED)
    page = new_context().new_page()
    page.goto(invitation(server, "wilma", Role.MODERATOR))
    tab_to(page, "Neues Passwort")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_be_visible()

    page.goto(f"{server.url}/ideen?lang=de")
    expect(page.locator(".ik-footer a", has_text="Anmelden")).to_be_visible()
    tab_to(page, "Anmelden")
    page.keyboard.press("Enter")
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type("wilma")
    page.keyboard.press("Tab")
    page.keyboard.type("falsch")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_focused()
    tab_to(page, "Passwort")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".ik-staff summary")).to_contain_text("Wilma")
    expect(page).to_have_url(f"{server.url}/ideen?lang=de")

    tab_to(page, "Angemeldet: Wilma")
    page.keyboard.press("Enter")
    tab_to(page, "Ihr Konto")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ihr Konto")
    tab_to(page, "Einrichten: Zweiter Schritt")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Zweiten Schritt einrichten")
    app = app_of(page)
    tab_to(page, "Code, den die App jetzt anzeigt")
    page.keyboard.type(app.now())
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    tab_to(page, "Ich habe sie verwahrt, weiter")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ihr Konto")
    tab_to(page, "Abmelden")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Abmelden")
    tab_to(page, "Abmelden")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_have_text("Sie sind abgemeldet.")


def test_every_form_of_ones_own_account_is_clean_and_fits_a_telephone(
    server: App, new_context: NewContext, watch: Watch
) -> None:
    watch.expected.extend(REFUSED)
    with opened(server.database_url) as sessions:
        stored = hash_password(PASSWORD)
        add_account(sessions, "paula", Role.MODERATOR, password_hash=stored)
    page = new_context(PHONE, is_mobile=True, has_touch=True).new_page()

    for path in ("/anmelden", "/passwort", "/einladung?token=x", "/abmelden"):
        page.goto(server.url + path)
        check_axe(page)
        assert_fits(page)
    page.goto(f"{server.url}/anmelden?back=/konto")
    page.fill("#login", "paula")
    page.fill("#password", PASSWORD)
    page.tap("button")
    expect(page.locator("h1")).to_have_text("Ihr Konto")

    for path in ("", "/angaben", "/vertretung", "/passwort", "/zweiter-schritt", "/sitzungen"):
        page.goto(f"{server.url}/konto{path}")
        check_axe(page)
        assert_fits(page)
    for path, field, typed in (
        ("/angaben", "#display_name", ""),
        ("/vertretung", "#away_until", "2026-12-24"),
        ("/passwort", "#old", "falsch"),
        ("/zweiter-schritt", "#code", "000000"),
    ):
        page.goto(f"{server.url}/konto{path}")
        page.fill(field, typed)
        page.tap("button")
        expect(page.locator(".problem")).to_be_focused()
        check_axe(page)
        assert_fits(page)

    page.goto(f"{server.url}/ideen")
    summary = page.locator(".ik-staff summary")
    expect(summary).to_be_visible()
    assert_fits(page)
    summary.tap()
    expect(page.locator(".ik-staff nav a").first).to_be_visible()
    check_axe(page)


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window, and what is pressed is big enough for a finger."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    fields = ":is(button, a.button, select, input:not([type=hidden], [type=checkbox], .aside))"
    for one in page.locator(f"main#inhalt {fields}:visible").all():
        size = one.bounding_box()
        assert size is not None
        assert size["height"] >= 44
