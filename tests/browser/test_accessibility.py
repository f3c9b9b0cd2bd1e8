"""What a screen reader finds in map and form: roles, names, order and live text.

The expectations are written from the look and the words of the design, in the order in which a
person is meant to meet things: skip link, pages, card, map (to be skipped), controls, where it
all comes from, who runs it.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.citizen import CitizenMap
from tests.browser.fingers import name_of_focus, tab_to
from tests.browser.ground import Place
from tests.browser.ideas import hand_in_and_publish, idea

KLEPZIG = Place(12.53392, 52.02107)

# Width and height: a pin reaches beyond its drop by what surrounds it.
TARGET = """(control) => {
  const { width, height } = control.getBoundingClientRect();
  const around = getComputedStyle(control, "::after");
  const beyond = (side) => Math.max(0, -parseFloat(around[side]) || 0);
  return [
    width + beyond("left") + beyond("right"),
    height + beyond("top") + beyond("bottom"),
  ];
}"""
FRAME = """
- main:
  - link "Zum Inhalt"
  - link "Ideenkarte"
  - navigation "Seiten":
    - list:
      - listitem:
        - link "Karte"
      - listitem:
        - link "Ideen"
      - listitem:
        - link "Meine Ideen"
      - listitem:
        - link "Planung"
      - listitem:
        - link "Über die Daten"
  - navigation "Sprache":
    - list:
      - listitem:
        - link "Deutsch"
      - listitem:
        - link "English"
  - region "Karte und Ortssuche"
  - navigation "Rechtliches":
    - list:
      - listitem:
        - link "Impressum"
      - listitem:
        - link "Datenschutz"
      - listitem:
        - link "Barrierefreiheit"
"""

MAP = """
- region "Karte und Ortssuche":
  - heading "Karte der Ideen" [level=1]
  - search:
    - combobox "Ort suchen"
    - status
  - combobox "Runde"
  - paragraph: Was fehlt, was stört, was wünschen Sie sich?
  - button "Idee eintragen"
  - link "Karte überspringen"
  - application "Karte"
  - group "Kartensteuerung":
    - button "Vergrößern"
    - button "Verkleinern"
    - button "Eigenen Standort zeigen"
    - button "Karteninhalte"
    - button "Legende"
  - link "Über die Daten"
"""

CHOOSER = """
- region "Ort wählen":
  - heading "Ort wählen" [level=2]
  - paragraph: /Verschieben/
  - status: /Bad Belzig|Wiesenburg/
  - button "Hier ist es"
  - button "Abbrechen"
  - group: Kein genauer Ort?
"""

FORM = """
- dialog "Neue Idee":
  - heading "Neue Idee" [level=2]
  - button "Schließen"
  - paragraph:
    - strong: /Bad Belzig|Wiesenburg/
    - button "verschieben"
  - form "Neue Idee":
    - text: Titel
    - textbox "Titel"
    - text: Beschreibung
    - textbox "Beschreibung"
    - paragraph: 0 von 4.000 Zeichen
    - text: Thema
    - combobox "Thema"
    - group "Wie genau soll der Ort gezeigt werden?":
      - radio "genau" [checked]
      - radio "ungefähr (100 m)"
      - radio "nur Ortsteil"
    - text: Name (freiwillig)
    - textbox "Name (freiwillig)"
    - button "Idee absenden"
    - paragraph:
      - link "CC BY 4.0"
    - paragraph:
      - link "Hinweise zum Datenschutz"
    - button "Entwurf verwerfen"
"""

THANKS = """
- dialog "Neue Idee":
  - heading "Danke! Ihre Idee ist gespeichert." [level=2]
  - button "Schließen"
  - paragraph: /Nummer/
  - paragraph: /Wird spätestens bis/
  - textbox "Ihr privater Link"
  - button "Kopieren"
  - paragraph:
    - link "Meine Ideen auf diesem Gerät"
  - button "Zurück zur Karte"
  - button "Weitere Idee eintragen"
"""


def test_the_frame_is_read_from_skip_link_to_imprint(page: Page, server: App) -> None:
    CitizenMap(page, server).open()

    expect(page.locator("body")).to_match_aria_snapshot(FRAME)


def test_the_map_is_read_in_the_order_in_which_it_is_used(page: Page, server: App) -> None:
    CitizenMap(page, server).open()

    expect(page.get_by_role("main")).to_match_aria_snapshot(MAP)


def test_choosing_form_and_thanks_say_what_they_are(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.search("Burg Eisenhardt")
    citizen.add.click()
    expect(page.get_by_role("main")).to_match_aria_snapshot(CHOOSER)
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    expect(page.get_by_role("main")).to_match_aria_snapshot(FORM)
    # Not modal: the map beside it stays within reach, so that the pin can be moved.
    assert citizen.form.get_attribute("aria-modal") is None
    expect(citizen.map).to_be_visible()
    citizen.fill_form("Licht am Burgweg")
    citizen.send()

    expect(page.get_by_role("main")).to_match_aria_snapshot(THANKS)


def test_the_live_text_follows_the_crosshair(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.search("Burg Eisenhardt")
    citizen.add.click()
    live = citizen.chooser.get_by_role("status")

    expect(live).to_have_attribute("aria-live", "polite")
    expect(live).to_have_text("Bad Belzig, nahe Burg Eisenhardt")
    for _ in range(9):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    expect(live).to_have_text(re.compile("Bad Belzig, nahe (?!Burg Eisenhardt)"))


def test_the_map_is_one_stop_and_can_be_skipped(page: Page, server: App) -> None:
    CitizenMap(page, server).open()
    tab_to(page, "Karte überspringen")
    page.keyboard.press("Tab")
    assert name_of_focus(page) == "Karte"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert name_of_focus(page) == "Vergrößern"


def test_the_keys_of_the_map_are_said(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()

    # What can be asked of the layers' objects follows where there are some.
    expect(citizen.map).to_have_accessible_description(
        re.compile("^Die Pfeiltasten verschieben die Karte, Plus und Minus ändern den Maßstab")
    )


def test_focus_goes_back_to_where_the_idea_was_begun(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.add.focus()
    page.keyboard.press("Enter")
    expect(citizen.chooser).to_be_visible()
    page.keyboard.press("Escape")
    expect(citizen.chooser).to_have_count(0)
    assert name_of_focus(page) == "Idee eintragen"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(citizen.form).to_be_visible()
    page.keyboard.press("Escape")

    expect(citizen.form).to_have_count(0)
    assert name_of_focus(page) == "Idee eintragen"


def find_small_targets(page: Page) -> list[tuple[str | None, list[float]]]:
    """What a finger may hit in less than 44 pixels: name, width and height."""
    controls = page.get_by_role("button").all() + page.get_by_role("textbox").all()
    return [
        (one.inner_text() or one.get_attribute("aria-label"), size)
        for one in controls
        if one.is_visible() and min(size := one.evaluate(TARGET)) < 44
    ]


def test_every_target_on_a_phone_is_large_enough(phone: Page, server: App) -> None:
    hand_in_and_publish(server, idea("Bank am Dorfteich", KLEPZIG))
    citizen = CitizenMap(phone, server).open()
    expect(citizen.pin("Bank am Dorfteich")).to_be_visible()
    assert find_small_targets(phone) == []

    citizen.add.tap()
    citizen.chooser.get_by_role("button", name="Hier ist es").tap()

    expect(citizen.form).to_be_visible()
    assert find_small_targets(phone) == []
