"""What people write is shown as they wrote it, wherever it is shown, and nothing of it runs."""

import csv
import io
import json
import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import App
from tests.browser.citizen import CitizenMap
from tests.browser.conftest import NewContext
from tests.browser.ground import Place, stored
from tests.browser.ideas import hand_in, hand_in_and_publish, idea
from tests.browser.watch import Watch

RUN = "window.__pwned=1;alert(1);fetch(`//evil.example/`)"
ATTACKS = {
    "script": f"<script>{RUN}</script>",
    "image": f"<img src=x onerror='{RUN}'>",
    "vector": f'<svg onload="{RUN}">',
    "closing tags": f"</script></textarea></title></style>--><img src=x onerror={RUN}>",
    "quotes": f'"\'><a href="javascript:{RUN}">hier</a>',
    "template": "`${window.__pwned=1}` ${{7*7}} {{7*7}} {% raw %} #{7*7}",
    "backticks": "```js window.__pwned=1 ``` \\`+alert(1)+\\`",
    "markdown": "![x](http://evil.example/p.png) [y](javascript:alert(1)) **x** $\\alpha$ :red[x]",
    "direction": "abc \u202egnp.exe\u202c \u2067\u200fשלום\u2069 def",
    "formula": '=HYPERLINK("http://evil.example/","x")',
    "entities": "&lt;b&gt; &amp;amp; &#x3c;script&#x3e; %3Cscript%3E",
    "long word": "Donaudampfschifffahrt" * 5,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 10,
}
# 4,000 code points: as many as a description may have.
EMOJI_BODY = "🌳👩‍🌾" * 1000
AT = Place(12.58400, 52.13700)


def check_nothing_ran(page: Page) -> None:
    assert page.evaluate("window.__pwned") is None
    for frame in page.frames:
        assert frame.evaluate("window.__pwned") is None


def refuse_dialogs(page: Page, watch: Watch) -> Page:
    """A page on which every dialog counts as a complaint."""

    def complain(dialog: object) -> None:
        watch.complaints.append(f"dialog: {dialog}")

    page.on("dialog", complain)
    return page


def hostile(name: str, place: Place) -> dict[str, object]:
    attack = ATTACKS[name]
    body = EMOJI_BODY if name == "emoji" else f"{attack}\n\n{attack}"
    return idea(attack[:120], place, body=body, display_name=attack[:80])


@pytest.fixture(scope="module")
def published(server: App) -> dict[str, str]:
    """Numbers of published ideas by attack, each some 70 m from the next."""
    bodies = [hostile(name, Place(AT.lon + n * 0.001, AT.lat)) for n, name in enumerate(ATTACKS)]
    receipts = hand_in_and_publish(server, *bodies)
    return {name: one["public_id"] for name, one in zip(ATTACKS, receipts, strict=True)}


def kept(server: App, number: str) -> tuple[str, str, str]:
    row = stored(server, number)
    assert row.name is not None
    return row.title, row.body, row.name


def same(shown: str, written: str) -> bool:
    """Whether a text is shown letter by letter; white space may be drawn otherwise."""
    return "".join(shown.split()) == "".join(written.split())


def test_the_pages_of_ideas(
    page: Page, server: App, watch: Watch, published: dict[str, str]
) -> None:
    refuse_dialogs(page, watch)
    for name, number in published.items():
        title, body, author = kept(server, number)
        page.goto(f"{server.url}/idee?id={number}")
        heading = page.get_by_role("main").get_by_role("heading", level=1)
        expect(heading).to_be_visible()
        expect(page.get_by_text("Eingegangen am")).to_be_visible()

        assert same(heading.inner_text(), title), name
        assert same(page.locator(".ik-body").inner_text(), body), name
        assert any(same(one, author) for one in page.locator("dd").all_inner_texts()), name
        check_nothing_ran(page)


def test_the_list(page: Page, server: App, watch: Watch, published: dict[str, str]) -> None:
    refuse_dialogs(page, watch).goto(f"{server.url}/ideen")
    expect(page.get_by_role("article").first).to_be_visible()
    shown = ["".join(one.split()) for one in page.get_by_role("heading", level=2).all_inner_texts()]

    for number in published.values():
        assert "".join(kept(server, number)[0].split()) in shown
    check_nothing_ran(page)


def test_pins_and_their_cards(
    page: Page, server: App, watch: Watch, published: dict[str, str]
) -> None:
    citizen = CitizenMap(refuse_dialogs(page, watch), server).open()
    citizen.search("Burg Eisenhardt")
    citizen.zoom_in()
    titles = [kept(server, number)[0] for number in published.values()]
    expect(citizen.pin("Donaudampf")).to_be_visible()
    named = {str(pin.get_attribute("aria-label")): pin for pin in citizen.map.locator(".pin").all()}
    shown = {title: pin for title in titles for name, pin in named.items() if title in name}

    assert len(shown) > len(ATTACKS) / 2
    for title in shown:
        pin = citizen.map.locator(".pin").and_(page.get_by_title(title))
        pin.first.focus()
        page.keyboard.press("Enter")
        card = page.get_by_role("dialog").filter(has=page.get_by_role("link", name="Idee lesen"))
        assert "".join(title.split()) in "".join(card.inner_text().split())
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
    check_nothing_ran(page)


def test_planning(page: Page, server: App, watch: Watch, published: dict[str, str]) -> None:
    for view in ("hexagons", "density", "districts"):
        refuse_dialogs(page, watch).goto(f"{server.url}/planung?view={view}")
        expect(page.get_by_role("heading", name="Planung", level=1)).to_be_visible()
        page.wait_for_timeout(800)

        check_nothing_ran(page)


def test_own_ideas(page: Page, server: App, watch: Watch) -> None:
    refuse_dialogs(page, watch)
    receipts = hand_in(server, *(hostile(name, AT) for name in ATTACKS))
    keys = [{"token": one["edit_token"], "public_id": one["public_id"]} for one in receipts]
    page.goto(f"{server.url}/meine")
    page.evaluate("keys => localStorage.setItem('ideenkarte.mine', JSON.stringify(keys))", keys)
    page.reload()

    for name, receipt in zip(ATTACKS, receipts, strict=True):
        own = page.get_by_role("article").filter(has_text=receipt["public_id"])
        expect(own).to_be_visible()
        title, body, _ = kept(server, receipt["public_id"])
        assert same(own.get_by_role("heading").inner_text(), title), name
        assert same(own.locator(".body-text").inner_text(), body), name
    check_nothing_ran(page)


@pytest.mark.parametrize("name", ["closing tags", "template", "emoji"])
def test_typed_into_the_form(
    page: Page, new_context: NewContext, server: App, watch: Watch, name: str
) -> None:
    wanted = hostile(name, AT)
    citizen = CitizenMap(refuse_dialogs(page, watch), server).open()
    citizen.add.click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    citizen.fill_form(
        str(wanted["title"]), body=str(wanted["body"]), name=str(wanted["display_name"])
    )
    citizen.form.get_by_role("button", name="Schließen").click()
    waiting = page.get_by_role("region", name="Angefangene Idee")
    assert same(waiting.locator("strong").inner_text(), str(wanted["title"]))
    waiting.get_by_role("button", name="Weiterschreiben").click()
    thanks = citizen.send()
    page.get_by_role("button", name="Zurück zur Karte").click()
    title, body, author = kept(server, thanks.number)

    assert same(body, str(wanted["body"]))
    own = citizen.map.locator(".pin.own")
    expect(own).to_have_attribute("aria-label", re.compile("wartet auf Freigabe"))
    assert str(own.get_attribute("aria-label")).startswith(title)
    assert author
    page.goto(f"{server.url}/meine")
    assert same(page.get_by_role("article").get_by_role("heading").inner_text(), title)
    check_nothing_ran(page)


def test_exports_give_back_what_was_written(server: App, published: dict[str, str]) -> None:
    with urlopen(f"{server.url}/api/proposals.geojson") as answer:
        assert answer.headers.get_content_type() == "application/geo+json"
        features = {one["properties"]["public_id"]: one for one in json.load(answer)["features"]}
    with urlopen(f"{server.url}/api/proposals.csv") as answer:
        assert answer.headers.get_content_type() == "text/csv"
        text = answer.read().decode("utf-8-sig")
    rows = {
        row["public_id"]: row
        for row in csv.DictReader(io.StringIO(text), delimiter=separator(text))
    }

    for number in published.values():
        title, body, _ = kept(server, number)
        assert features[number]["properties"]["title"] == title
        assert features[number]["properties"]["body"] == body
        cell = rows[number]["title"]
        # A cell that begins like a formula is marked as text, so that no program calculates it.
        assert cell.removeprefix("'") == title
        assert not cell.startswith(("=", "+", "-", "@"))


def separator(text: str) -> str:
    return ";" if ";" in text.splitlines()[0] else ","


@pytest.mark.parametrize(
    "query",
    [
        "idee?id=<script>window.__pwned=1</script>",
        "planung?district=%22%3E%3Cimg%20src=x%20onerror=window.__pwned=1%3E",
        "?round=%3C/script%3E%3Cscript%3Ewindow.__pwned=1%3C/script%3E",
        "ideen?page=%3Cimg%20src=x%20onerror=window.__pwned=1%3E&lang=%22onload=%22x",
        "meine#%3Cimg%20src=x%20onerror=window.__pwned=1%3E",
    ],
)
def test_addresses(page: Page, server: App, watch: Watch, query: str) -> None:
    refuse_dialogs(page, watch).goto(f"{server.url}/{query}")
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_attached()
    page.wait_for_timeout(300)

    check_nothing_ran(page)
