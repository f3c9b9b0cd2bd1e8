"""The administrator's day: invite, change, sign out, ask a new question, write the imprint."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mapper.domain.roles import Role
from tests.browser import staff_desk
from tests.browser.app import App
from tests.browser.axe import EVERY_LOOK, TWO_LOOKS, find_in_looks
from tests.browser.conftest import PHONE, NewContext
from tests.browser.fingers import settle, tab_to

SECTIONS = ("accounts", "rounds", "themes", "texts", "offices", "pages")
DETAILS = (
    *("section=accounts&item=new", "section=accounts&item={admin}"),
    *("section=rounds&item=new", "section=rounds&item=insek-35"),
    *("section=themes&item=green", "section=texts&item=insult"),
    *("section=offices&item=bauamt", "section=pages&item=imprint.de"),
    "section=rounds&item=gibt-es-nicht",
)


def sign_in(context: BrowserContext, server: App, login: str, *roles: Role) -> BrowserContext:
    """The browser of somebody at the town who is signed in."""
    name = f"{login.title()} Muster"
    return staff_desk.sign_in(context, server, login, *roles, display_name=name)


def choose(page: Page, name: str, option: str) -> None:
    """Choose from a list once the page has been drawn: drawing it closes lists."""
    expect(page.get_by_label(name)).to_be_visible()
    settle(page)
    page.get_by_label(name).click()
    page.get_by_role("option", name=option).click()


def until_seen(page: Page, address: str, text: str) -> None:
    """Load a page until it says something: other processes see a change within seconds."""
    for _ in range(20):
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"\S"))
        try:
            expect(page.get_by_role("main")).to_contain_text(text, timeout=2_000)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{address} never says {text!r}")


def test_the_administrators_day(new_context: NewContext, server: App) -> None:
    page = sign_in(new_context(), server, "chefin", Role.ADMIN).new_page()

    invite(page, new_context().new_page(), server)
    change_and_sign_out(page, new_context(), server)
    ask_a_question(page, new_context().new_page(), server)
    write_the_imprint(page, new_context().new_page(), server)
    read_the_record(page, server)


def invite(page: Page, invited: Page, server: App) -> None:
    """Somebody is invited: the link is shown once, as text and as a code to print."""
    press, label = page.get_by_role, page.get_by_label
    page.goto(f"{server.url}/verwaltung")
    press("link", name="Jemanden einladen").click()
    label("Name, wie ihn Kolleginnen und Kollegen kennen").fill("Bea <b>Beispiel</b>")
    label("Anmeldename, zum Beispiel").fill("B A D")
    page.get_by_text("Moderation: sieht neue Ideen durch").click()
    press("button", name="Konto anlegen und einladen").click()
    expect(press("alert")).to_contain_text("Anmeldename")
    label("Anmeldename, zum Beispiel").fill("b.beispiel")
    press("button", name="Konto anlegen und einladen").click()
    sheet = press("region", name="Einladung für Bea <b>Beispiel</b>")
    code = sheet.get_by_role("img", name="QR-Code der Adresse")
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 20
    expect(page.get_by_text("Das Konto ist angelegt.")).to_be_focused()
    expect(sheet).to_be_in_viewport()
    link = sheet.get_by_text("/einladung?token=").inner_text()
    assert parse_qs(urlsplit(link).query)["token"][0]
    assert find_in_looks(page, TWO_LOOKS) == {}
    page.emulate_media(media="print")
    expect(sheet).to_be_visible()
    expect(press("navigation", name="Bereiche der Verwaltung")).to_be_hidden()
    expect(press("button", name="Speichern")).to_be_hidden()
    page.emulate_media(media="screen")

    invited.goto(f"{server.url}{urlsplit(link).path}?{urlsplit(link).query}")
    expect(invited.get_by_role("heading", level=1)).to_be_visible()
    expect(invited.get_by_label(re.compile("Passwort")).first).to_be_visible()
    press("button", name="Link ausblenden").click()
    expect(sheet).to_be_hidden()


def change_and_sign_out(page: Page, context: BrowserContext, server: App) -> None:
    """What she may do changes; whoever is signed in with an account is signed out."""
    press = page.get_by_role
    settle(page)
    page.get_by_text("Planung: sieht Ideen an ihrem genauen Ort").click()
    press("button", name="Speichern").click()
    expect(press("status").filter(has_text="Das Konto ist gespeichert.")).to_be_visible()
    expect(press("link", name=re.compile("Bea .*Moderation, Planung"))).to_be_visible()
    colleague = sign_in(context, server, "kollegin", Role.MODERATOR).new_page()
    colleague.goto(f"{server.url}/moderation")
    expect(colleague.get_by_role("heading", name="Moderation", level=1)).to_be_visible()
    page.goto(f"{server.url}/verwaltung?section=accounts&item=kollegin")
    press("button", name="Überall abmelden").click()
    press("button", name="Ja, überall abmelden").click()
    expect(page.get_by_text("Das Konto ist überall abgemeldet.")).to_be_visible()
    colleague.reload()
    expect(colleague.get_by_role("main")).to_contain_text("Bitte melden Sie sich an.")


def ask_a_question(page: Page, citizen: Page, server: App) -> None:
    """A citizen who has the map open finds the new round within seconds."""
    press, label = page.get_by_role, page.get_by_label
    citizen.goto(server.url)
    press("navigation", name="Bereiche der Verwaltung").get_by_role("link", name="Runden").click()
    press("link", name="Neue Runde").click()
    label("Titel (Deutsch)").fill("Der Markt")
    label("Titel (Englisch)").fill("The market")
    label("Frage (Deutsch)").fill("Was fehlt auf dem Markt?")
    label("Erster Tag").fill("31.2.2026")
    press("button", name="Runde anlegen").click()
    expect(press("alert")).to_contain_text("„31.2.2026“ ist kein Tag.")
    expect(label("Frage (Deutsch)")).to_have_value("Was fehlt auf dem Markt?")
    label("Erster Tag").fill("1.2.2026")
    choose(page, "Die Anrede ist", "persönlich (du)")
    press("button", name="Runde anlegen").click()
    expect(press("heading", name="Der Markt")).to_be_visible()
    until_seen(citizen, f"{server.url}/?round=der-markt", "Was fehlt auf dem Markt?")
    expect(citizen.get_by_role("main")).to_contain_text("Oder klicke auf einen Ort")
    press("button", name="Runde jetzt schließen").click()
    press("button", name="Ja, schließen").click()
    expect(press("button", name="Runde wieder öffnen")).to_be_visible()
    press("button", name="Runde löschen").click()
    press("button", name="Ja, löschen").click()
    expect(page.get_by_text("Die Runde ist gelöscht.")).to_be_visible()


def write_the_imprint(page: Page, citizen: Page, server: App) -> None:
    """The imprint is looked at first, then everyone reads it."""
    press, label = page.get_by_role, page.get_by_label
    press("link", name="Rechtstexte").click()
    press("link", name="Impressum (Englisch)").click()
    body = label("Text, in Markdown geschrieben")
    expect(body).to_have_value(re.compile(r"^# "))
    body.fill("Ohne Überschrift")
    press("button", name="Text veröffentlichen").click()
    expect(press("alert")).to_contain_text("Bitte beginnen Sie den Text mit seiner Überschrift")
    expect(body).to_have_value("Ohne Überschrift")
    body.fill("# Imprint\n\nWho we are now.\n\n<b>x</b> [bad](javascript:alert(1)) ![p](https://x)")
    press("button", name="Erst ansehen").click()
    preview = press("region", name="Vorschau, noch nicht veröffentlicht")
    expect(preview).to_contain_text("<b>x</b>")
    assert preview.get_by_role("link", name="bad").count() == 0
    assert preview.locator("img").count() == 0
    press("button", name="Text veröffentlichen").click()
    expect(page.get_by_text("Der Text ist veröffentlicht.")).to_be_visible()
    until_seen(citizen, f"{server.url}/impressum?lang=en", "Who we are now.")
    assert find_in_looks(page, TWO_LOOKS) == {}


def read_the_record(page: Page, server: App) -> None:
    """All of it stands in the record, in words."""
    press, label = page.get_by_role, page.get_by_label
    page.goto(f"{server.url}/protokoll")
    for sentence in (
        "Chefin Muster hat das Konto b.beispiel angelegt.",
        "Chefin Muster hat das Konto kollegin überall abgemeldet.",
        "Chefin Muster hat die Runde der-markt gelöscht.",
        "Chefin Muster hat den Text „Impressum, Englisch“ geändert.",
    ):
        expect(press("listitem").filter(has_text=sentence)).to_have_count(1)
    label("Person").fill("chefin")
    label("Nummer, Anmeldename oder Kurzname").fill("der-markt")
    press("button", name="Suchen").click()
    expect(page).to_have_url(re.compile("key=der-markt"))
    expect(page.get_by_text("3 Einträge", exact=True)).to_be_visible()
    settle(page)
    press("link", name=re.compile("Einzelheiten.*Runde der-markt angelegt")).click()
    choose(page, "Feld", "Frage (Deutsch)")
    label("Text", exact=True).fill("Was fehlt auf dem Markt?")
    press("button", name="Prüfen").click()
    expect(page.get_by_text("Ja: Das ist der Text, der damals geschrieben wurde.")).to_be_visible()
    assert find_in_looks(page, TWO_LOOKS) == {}


def test_administration_by_keyboard_alone(new_context: NewContext, server: App) -> None:
    page = sign_in(new_context(), server, "tastatur", Role.ADMIN).new_page()
    page.goto(f"{server.url}/verwaltung")
    expect(page.get_by_role("link", name="Jemanden einladen")).to_be_visible()
    keys = page.keyboard

    tab_to(page, "Zuständige Stellen")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Neue Stelle")).to_be_visible()
    tab_to(page, "Neue Stelle")
    keys.press("Enter")
    expect(page.get_by_label("Name")).to_be_visible()
    tab_to(page, "Name")
    keys.type("Bauhof")
    tab_to(page, "Außerhalb der Stadt (Kreis, Land)")
    keys.press("Space")
    tab_to(page, "Stelle eintragen")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Bauhof", level=3)).to_be_visible()
    # The form to add it may still be there for a moment, with the same fields.
    outside = page.get_by_label("Außerhalb der Stadt (Kreis, Land)")
    expect(outside).to_have_count(1)
    expect(outside).to_be_checked()
    settle(page)
    tab_to(page, "Name")
    keys.press("End")
    keys.type(" und Gärtnerei")
    tab_to(page, "Speichern")
    keys.press("Enter")
    expect(page.get_by_text("Die Stelle ist gespeichert.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Bauhof und Gärtnerei"))).to_be_visible()


def test_the_second_of_two_administrators_is_told_and_loses_nothing(
    new_context: NewContext, server: App
) -> None:
    first = sign_in(new_context(), server, "erste", Role.ADMIN).new_page()
    second = sign_in(new_context(), server, "zweite", Role.ADMIN).new_page()
    for page in (first, second):
        page.goto(f"{server.url}/verwaltung?section=themes&item=culture")
        page.get_by_label("Titel (Deutsch)").fill(f"Kultur {page is first}")

    first.get_by_role("button", name="Speichern").click()
    expect(first.get_by_text("Das Handlungsfeld ist gespeichert.")).to_be_visible()
    second.get_by_role("button", name="Speichern").click()

    told = second.get_by_role("alert")
    expect(told).to_contain_text("Erste Muster hat das inzwischen geändert.")
    title = second.get_by_label("Titel (Deutsch)")
    expect(title).to_have_value("Kultur False")
    second.get_by_role("button", name="Gespeichertes zeigen, Eigenes verwerfen").click()
    expect(title).to_have_value("Kultur True")
    title.fill("Kultur, Tourismus und Freizeit")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_text("Das Handlungsfeld ist gespeichert.")).to_be_visible()


def test_axe_finds_nothing_in_any_section(new_context: NewContext, server: App) -> None:
    page = sign_in(new_context(), server, "axe.admin", Role.ADMIN).new_page()
    found = {}

    for query in (*(f"section={one}" for one in SECTIONS), *DETAILS):
        page.goto(f"{server.url}/verwaltung?{query.format(admin='axe.admin')}")
        expect(page.locator(".st-key-admin_detail")).to_be_attached()
        settle(page)
        looks = EVERY_LOOK if "item" in query else TWO_LOOKS
        if violations := find_in_looks(page, looks):
            found[query] = violations
    for query in ("", "?person=niemand", "?from=gestern"):
        page.goto(f"{server.url}/protokoll{query}")
        expect(page.get_by_role("button", name="Suchen")).to_be_visible()
        if violations := find_in_looks(page, EVERY_LOOK):
            found[f"protokoll{query}"] = violations

    assert found == {}


@pytest.mark.parametrize("path", ["verwaltung?section=rounds&item=new", "protokoll"])
def test_nothing_is_wider_than_a_phone(new_context: NewContext, server: App, path: str) -> None:
    login = path.split("?", maxsplit=1)[0]
    page = sign_in(new_context(PHONE, has_touch=True), server, f"phone.{login}", Role.ADMIN)
    phone = page.new_page()
    phone.goto(f"{server.url}/{path}")
    expect(phone.get_by_role("button").last).to_be_visible()

    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]
