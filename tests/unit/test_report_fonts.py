"""The letters of documents: every language of the catalogue can be set in them."""

import string

import pytest

from mapper.i18n.catalogues import read_catalogue
from mapper.report.fonts import FOLDER, letters, readable
from mapper.report.typeset import without_glyph


def words_of(name: str) -> set[str]:
    """Every letter of a catalogue, both what is translated and into what."""
    found: set[str] = set()
    for message in read_catalogue(name):
        for side in (message.id, message.string):
            for form in (side,) if isinstance(side, str) else side or ():
                found |= set(form)
    return found - {"\n"}


@pytest.mark.parametrize("name", ["de", "de@informal"])
def test_every_message_can_be_set(name: str) -> None:
    used = words_of(name)

    assert set("äöüß„“") < used
    assert set(string.ascii_letters) < {chr(one) for one in letters()}
    assert set("äöüßÄÖÜéèçłőğ„“”‚‘’–—…·×²€ %") <= {chr(one) for one in letters()}
    assert without_glyph(used, FOLDER) == set()


def test_what_the_font_has_not_becomes_a_question_mark() -> None:
    assert readable("Müßiggang in Łódź\nneue Zeile") == "Müßiggang in Łódź\nneue Zeile"
    assert readable("漢🌳字") == "???"
    assert readable("a\x00b\x1bc\u202ed") == "abcd"


def test_letters_that_no_font_has_are_found_among_many() -> None:
    greek, chinese = set("αβγδεζη"), set("漢字語")

    assert without_glyph({*greek, *chinese, "🌳", "\ufeff"}, FOLDER) == {*chinese, "🌳", "\ufeff"}
    assert without_glyph(set(), FOLDER) == set()
