"""Text on its way into folium."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from mapper.mapview.safe import safe_json, safe_text
from tests.hostile import HOSTILE

# Letters, digits and these signs, or references: nothing any of the layers on the way reads.
_INERT = re.compile(r"(?:[^\W_]|[ .,;:-]|&#\d+;)*")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_letters_and_references_only(text: str) -> None:
    assert _INERT.fullmatch(safe_text(text))


@given(st.text())
def test_any_text_becomes_letters_and_references_only(text: str) -> None:
    assert _INERT.fullmatch(safe_text(text))


@given(st.text(alphabet=st.characters(codec="ascii", min_codepoint=32, max_codepoint=126)))
def test_printable_text_is_what_a_browser_shows(text: str) -> None:
    assert html.unescape(safe_text(text)) == text


def test_german_text_stays_readable() -> None:
    assert safe_text("Jeserigerhütten, Straße 7") == "Jeserigerhütten, Straße 7"


def test_signs_become_their_numbers() -> None:
    # Code points from the Unicode chart "C0 Controls and Basic Latin".
    assert safe_text("<`$_>") == "&#60;&#96;&#36;&#95;&#62;"


def test_line_breaks_become_spaces_and_control_characters_go() -> None:
    assert safe_text("a\nb\u2028c\x00d") == "a b cd"


def test_overrides_of_direction_go() -> None:
    assert safe_text("a\u202eb\u2066c") == "abc"


def test_right_to_left_text_is_isolated_from_what_follows() -> None:
    assert html.unescape(safe_text("שלום")) == "\u2068שלום\u2069"


def test_half_a_surrogate_is_replaced() -> None:
    assert html.unescape(safe_text("a\ud800")) == "a\ufffd"


@given(
    st.recursive(
        st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_data_stay_the_same_and_no_template_reads_them(value: object) -> None:
    written = safe_json(value)

    assert json.loads(written) == value
    assert Template(written).render() == written


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_data_holds_no_sign_of_another_language(text: str) -> None:
    assert not set(safe_json(text)) & set("{}%#<>&'`$_\u2028\u2029\n")


def test_nothing_gives_no_text() -> None:
    assert safe_text(None) == ""
