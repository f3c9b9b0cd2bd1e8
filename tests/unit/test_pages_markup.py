"""Addresses, lists and texts as pages write them, without a database."""

import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mapper import markup
from mapper.i18n import get_translator
from mapper.ui import bar, look
from mapper.ui.address import language_link, page_link
from mapper.ui.ideas import shorten
from mapper.ui.legal import split_title, to_html
from mapper.ui.paging import page_number, pager
from mapper.ui.site import SITE
from mapper.ui.symbols import badge
from tests.hostile import HOSTILE

GERMAN = get_translator("de")


class Reader(HTMLParser):
    """What a browser would read: the tags with their attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_chosen_language_goes_along_and_other_parameters_stay_behind() -> None:
    query = {"lang": "en", "page": "3"}

    assert page_link("ideen", query) == "/ideen?lang=en"
    assert page_link("ideen", {"page": "3"}) == "/ideen"
    assert page_link("idee", query, id="a&b=c") == "/idee?id=a%26b%3Dc&lang=en"


def test_switching_the_language_stays_on_the_page() -> None:
    assert language_link("ideen", "de", {"lang": "en", "page": "3"}) == "/ideen?lang=de&page=3"


@pytest.mark.parametrize("raw", ["", "0", "-1", "abc", "1e3", "²", "9" * 40, "<b>"])
def test_what_is_no_number_of_a_page_gives_the_first(raw: str) -> None:
    assert page_number({"page": raw}) == 1


def test_a_list_of_one_page_has_no_pager() -> None:
    assert not pager("ideen", 1, 1, GERMAN, {})


def test_the_pager_links_before_and_after() -> None:
    links = [attrs for tag, attrs in Reader(pager("ideen", 2, 3, GERMAN, {})).tags if tag == "a"]

    assert [(link["href"], link["rel"]) for link in links] == [
        ("/ideen", "prev"),
        ("/ideen?page=3", "next"),
    ]


def test_the_bar_marks_the_page_people_are_on_for_everyone() -> None:
    read = Reader(bar.bar("ideen", GERMAN, ("de", "en"), {}))

    current = {attrs["href"] for _, attrs in read.tags if attrs.get("aria-current") == "page"}
    assert current == {"/ideen"}
    assert read.tags[0] == ("a", {"href": "#inhalt", "class": "ik-skip"})
    unnamed = [attrs for tag, attrs in read.tags if tag == "nav" and not attrs.get("aria-label")]
    assert not unnamed


def test_a_town_with_one_language_shows_no_switch() -> None:
    assert "hreflang" not in bar.bar("", GERMAN, ("de",), {})


@pytest.mark.parametrize("words", HOSTILE)
def test_a_persons_words_stay_text(words: str) -> None:
    expected = [("bdi", {"dir": "auto"}), ("p", {"dir": "auto", "class": "ik-text"})]
    read = Reader(markup.text(words) + markup.paragraphs(words))

    assert [tag for tag in read.tags if tag not in expected] == []
    assert read.text == words + "".join(part for part in words.split("\n\n") if part.strip())


def test_the_tabs_title_is_not_turned_around() -> None:
    assert markup.without_direction("\u202eabc\u2067") == "abc"


def test_an_excerpt_ends_at_a_word() -> None:
    assert shorten("one  two\nthree", 100) == "one two three"
    assert shorten("one two, three", 10) == "one two …"
    assert shorten("x" * 30, 10) == "x" * 10 + " …"


def test_an_operators_text_holds_neither_html_nor_pictures() -> None:
    html = to_html("# A\n<script>x</script> ![p](https://attacker.example/p.png) *b*", deeper=1)
    tags = {tag for tag, _ in Reader(html).tags}

    assert tags == {"h2", "p", "em", "a"}


def test_a_links_address_cannot_be_a_script() -> None:
    assert "href" not in to_html("[x](javascript:alert(1))")


def test_the_first_heading_becomes_the_pages_heading() -> None:
    assert split_title("# Title\n\nBody") == ("Title", "\nBody")
    assert split_title("Body") == ("", "Body")


def test_a_badge_trusts_no_colour_from_a_file() -> None:
    assert "url(" not in badge("tree", "red;background:url(x)")
    assert "#117733" in badge("tree", "#117733")


def test_every_page_has_a_script_of_its_own() -> None:
    assert all(page.path.is_file() for page in SITE)
    assert len({page.address for page in SITE}) == len(SITE)


def test_style_sheets_and_settings_ask_no_other_host() -> None:
    folder = Path(look.__file__).parent
    sheets = "".join((folder / f"{name}.css").read_text() for name in look.STYLE_SHEETS)
    settings = tomllib.loads((folder / ".streamlit" / "config.toml").read_text())

    assert "http://" not in sheets.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in sheets
    assert all(face["url"].startswith("/vendor/") for face in settings["theme"]["fontFaces"])
    assert settings["browser"]["gatherUsageStats"] is False
