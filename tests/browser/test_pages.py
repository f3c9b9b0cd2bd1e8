"""Every page can be opened by its address, in both languages, and calls nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser import fingers
from tests.browser.app import App, running_app
from tests.browser.conftest import NewContext
from tests.browser.ground import Place
from tests.browser.ideas import hand_in_and_publish, idea
from tests.browser.watch import Trap, Watch

# Path, heading in German and English; the first page's heading is for screen readers only.
PAGES = (
    ("", "Karte der Ideen", "Map of ideas"),
    ("ideen", "Ideen", "Ideas"),
    ("runde", "Runden", "Rounds"),
    ("meine", "Meine Ideen", "My ideas"),
    ("planung", "Planung", "Planning"),
    ("daten", "Über die Daten", "About the data"),
    ("impressum", "Impressum", "Imprint"),
    ("datenschutz", "Datenschutz", "Privacy"),
    ("barrierefreiheit", "Erklärung zur Barrierefreiheit", "Accessibility statement"),
)
IN_BAR = {
    "": "Karte",
    "ideen": "Ideen",
    "runde": "Runden",
    "meine": "Meine Ideen",
    "planung": "Planung",
}
# German words that are nobody's name; a page in English shows none of them.
GERMAN = re.compile(
    r"\b(und|oder|nicht|der|die|das|ein|eine|mit|für|von|auf|ist|sind|wird|werden|Ihre|Ihr|Sie|"
    r"Seite|Karte|Ideen|Idee|Ort|Ortsteil|Gemeinde|Thema|Handlungsfeld|Zeitraum|Alle|alle|keine|"
    r"Sechseck|Quelle|Lizenz|Stand|Objekte|Schließen|Abbrechen|Bitte|Titel|Beschreibung)\b"
)
# Names that stay what they are: of places, people's own titles, and of sources of data.
NAMES = ("Bad Belzig und Wiesenburg/Mark", "de.wikipedia u. a.")


@pytest.fixture(scope="module")
def number(server: App) -> str:
    """The number of a published idea."""
    [receipt] = hand_in_and_publish(server, idea("Deep links welcome", Place(12.5868, 52.1412)))
    return receipt["public_id"]


@pytest.fixture
def fresh(page: Page, server: App, trap: Trap, watch: Watch) -> Iterator[App]:
    """A process that nobody has asked for a page yet, on the same database."""
    with (
        TemporaryDirectory(prefix="ideenkarte-fresh-") as folder,
        running_app(
            Path(folder), supervised=False, proxy=trap.url, database_url=server.database_url
        ) as app,
    ):
        watch.own.add(f"127.0.0.1:{app.port}")
        yield app
        # What a page is still loading would complain once the process has gone.
        for opened in page.context.pages:
            opened.goto("about:blank")
        assert "Traceback" not in app.output()


def heading(page: Page, words: str) -> None:
    shown = page.get_by_role("heading", name=words, exact=True, level=1)
    expect(shown).to_be_attached(timeout=30_000)


def check_frame(page: Page, path: str) -> None:
    """Bar, look and footer come from the entry script: a page run without it has none of them."""
    bar = page.get_by_role("navigation", name="Seiten")
    current = bar.locator("[aria-current=page]")
    if path in IN_BAR:
        expect(current).to_have_text(IN_BAR[path])
    expect(page.get_by_role("link", name="Ideenkarte", exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="Rechtliches")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect(page.get_by_test_id("stToolbar")).not_to_be_visible()


@pytest.mark.parametrize(("path", "german", "_english"), PAGES)
def test_a_page_opened_first_in_a_fresh_process(
    page: Page, fresh: App, path: str, german: str, _english: str
) -> None:
    page.goto(f"{fresh.url}/{path}")
    heading(page, german)
    check_frame(page, path)
    by_address = tree_at_rest(page)
    title = page.title()

    # The same page, reached from the first one by its link.
    other = page.context.new_page()
    other.goto(f"{fresh.url}/")
    heading(other, "Karte der Ideen")
    other.locator(f'a[href="/{path}"]:visible').first.click()
    heading(other, german)
    expect(other).to_have_url(f"{fresh.url}/{path}")
    check_frame(other, path)
    expect(other).to_have_title(title)
    assert tree_at_rest(other) == by_address


def tree_at_rest(page: Page) -> str:
    """What a screen reader finds, once it has stayed the same for a while."""
    tree, same = "", 0
    while same < 3:
        page.wait_for_timeout(150)
        found = page.get_by_role("main").aria_snapshot()
        same = same + 1 if found == tree else 0
        tree = found
    return tree


def test_an_idea_opened_first_in_a_fresh_process(page: Page, fresh: App, number: str) -> None:
    page.goto(f"{fresh.url}/idee?id={number}")

    heading(page, "Deep links welcome")
    check_frame(page, "idee")


@pytest.mark.parametrize("path", ["gibt-es-nicht", "karte", "pages/karte.py", "ideen/mehr"])
def test_an_unknown_address_says_so(page: Page, server: App, watch: Watch, path: str) -> None:
    watch.expected.append(f"404: GET {server.url}/{path}")
    answer = page.goto(f"{server.url}/{path}")

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Diese Seite gibt es nicht")).to_be_visible()
    page.get_by_role("link", name="Zur Karte").click()
    heading(page, "Karte der Ideen")


@pytest.mark.parametrize("path", ["_stcore/metrics", "_stcore/agent/x", "api/gibt-es-nicht"])
def test_what_streamlit_would_open_is_closed(server: App, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{server.url}/{path}")

    assert refused.value.code == 404
    assert refused.value.headers.get_content_type() == "application/json"


def test_the_language_of_the_browser_is_taken(new_context: NewContext, server: App) -> None:
    english = new_context(locale="en-GB").new_page()
    english.goto(server.url)
    heading(english, "Map of ideas")
    expect(english.locator("html")).to_have_attribute("lang", "en")
    unknown = new_context(locale="fr-FR").new_page()
    unknown.goto(server.url)

    heading(unknown, "Karte der Ideen")
    expect(unknown.locator("html")).to_have_attribute("lang", "de")


def test_the_language_can_be_switched_and_stays(page: Page, server: App) -> None:
    page.goto(f"{server.url}/daten")
    heading(page, "Über die Daten")
    page.get_by_role("link", name="English").click()
    heading(page, "About the data")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Planning").click()
    heading(page, "Planning")
    page.get_by_role("link", name="Deutsch").click()

    heading(page, "Planung")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_pages_in_english_are_english(page: Page, server: App, number: str) -> None:
    found = {}

    # In one browser: the pages after the first come much sooner.
    for path, _german, english in PAGES:
        page.goto(f"{server.url}/{path}?lang=en")
        heading(page, english)
        page.wait_for_timeout(800)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        if german := german_lines(page):
            found[path] = german

    assert found == {}


def german_lines(page: Page) -> list[str]:
    """What stands in German on a page, but for what citizens wrote and for names."""
    # Their words stay in their language, and are marked as text of any direction.
    page.locator("[dir=auto], .leaflet-marker-icon").evaluate_all(
        "all => all.forEach(e => e.remove())"
    )
    words = page.locator("body").inner_text() + names_of_everything(page)
    for name in NAMES:
        words = words.replace(name, "")
    return [line for line in words.splitlines() if GERMAN.search(line)]


def names_of_everything(page: Page) -> str:
    """What is not shown but said: names and descriptions of controls."""
    return str(
        page.evaluate(
            """() => {
                const all = [];
                const visit = (root) => root.querySelectorAll("*").forEach((e) => {
                    if (e.lang && !e.lang.startsWith("en")) return;
                    for (const name of ["aria-label", "title", "placeholder", "alt"])
                        if (e.getAttribute(name)) all.push(e.getAttribute(name));
                    if (e.shadowRoot) visit(e.shadowRoot);
                });
                visit(document);
                return "\\n" + all.join("\\n") + "\\n" + document.title;
            }"""
        )
    )


def test_the_form_and_its_errors_in_english(page: Page, server: App) -> None:
    page.goto(f"{server.url}/?lang=en")
    page.get_by_role("button", name="Add an idea").click()
    page.get_by_role("button", name="This is the place").click()
    form = page.get_by_role("dialog", name="New idea")
    form.get_by_role("button", name="Send the idea").click()

    expect(form).to_contain_text("Please enter a title of at least 5 characters.")
    assert not GERMAN.search(form.inner_text().replace("Bad Belzig", ""))
    form.get_by_label("Title").fill("A bench")
    form.get_by_label("Description").fill("Somewhere to sit down.")
    form.get_by_label("Topic").select_option(label="Other")
    form.get_by_role("button", name="Send the idea").click()
    expect(page.get_by_role("heading", name="Thank you! Your idea has been saved.")).to_be_visible()
    assert not GERMAN.search(form.inner_text())


def test_back_and_forward_lead_through_the_pages(page: Page, server: App) -> None:
    page.goto(server.url)
    heading(page, "Karte der Ideen")
    bar = page.get_by_role("navigation", name="Seiten")
    bar.get_by_role("link", name="Ideen", exact=True).click()
    heading(page, "Ideen")
    bar.get_by_role("link", name="Über die Daten").click()
    heading(page, "Über die Daten")
    page.go_back()
    heading(page, "Ideen")
    page.go_back()
    heading(page, "Karte der Ideen")
    page.go_forward()

    heading(page, "Ideen")


def test_a_page_left_before_it_is_drawn_comes_once_in_the_history(page: Page, server: App) -> None:
    page.goto(server.url)
    heading(page, "Karte der Ideen")
    bar = page.get_by_role("navigation", name="Seiten")
    # One after the other within one task, as fast as no finger is.
    bar.evaluate(
        "bar => { for (const path of ['/ideen', '/daten'])"
        " bar.querySelector(`a[href^='${path}']`).click(); }"
    )
    heading(page, "Über die Daten")
    fingers.settle(page)

    expect(page).to_have_url(re.compile("/daten"))
    page.go_back()
    heading(page, "Ideen")
    page.go_back()
    heading(page, "Karte der Ideen")
