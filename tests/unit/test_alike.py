"""Likeness of words, and texts with pieces taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.alike import likeness, stems, words_of
from mapper.domain.black_out import MARK, black_out_words, is_blacked_out, normalize_marks
from mapper.services.alike import LEAST_SCORE

# In the middle of what place and field add (0 to 0.2): such a pair is found when either is right.
FOUND_WITH_PLACE_OR_FIELD = LEAST_SCORE - 0.2

SAME = [
    ("Mehr Bänke im Park", "Sitzbänke für den Schlosspark"),
    ("Radweg zum See", "Fahrradweg zum See bauen"),
    ("Spielplatz erneuern", "Ein neuer Spielplatz"),
    ("Bus am Wochenende", "Mehr Busse am Wochenende"),
    ("Fahrradständer am Bahnhof", "FAHRRADSTAENDER BAHNHOF"),
    ("Straßenbeleuchtung im Dorf", "Dunkles Dorf: Strassenbeleuchtung fehlt"),
]
DIFFERENT = [
    ("Mehr Bänke im Park", "Radweg zum See"),
    ("Spielplatz erneuern", "Zebrastreifen vor der Schule"),
    ("Dorffest wieder feiern", "Dorfladen eröffnen"),
    ("Mehr Mülleimer am See", "Steg am See"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_wishes_for_the_same_are_alike(one: str, other: str) -> None:
    assert likeness(words_of(one, ""), words_of(other, "")) >= FOUND_WITH_PLACE_OR_FIELD + 0.1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_wishes_for_different_things_are_not(one: str, other: str) -> None:
    assert likeness(words_of(one, ""), words_of(other, "")) < FOUND_WITH_PLACE_OR_FIELD


def test_spelling_and_endings_do_not_matter() -> None:
    assert stems("Die Fahrradständer, GROẞE Straßen!") == stems("fahrradstaender große Strasse")
    assert stems("Bank") == stems("Bänke") == stems("der Baenken")
    assert stems("Wir möchten bitte mehr") <= {"mocht"}


def test_words_of_nothing_are_like_nothing() -> None:
    assert likeness(words_of("", ""), words_of("Bank", "Eine Bank.")) == 0
    assert likeness(words_of("und die", "aber"), words_of("und die", "aber")) == 0


TEXTS = st.text(st.sampled_from("abcÄß schule park. \n"), max_size=60)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_0_and_1(a: str, b: str, c: str, d: str) -> None:
    one, other = words_of(a, b), words_of(c, d)

    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == pytest.approx(1 if one.everything else 0)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("Frau Meier wohnt hier", "Frau […] wohnt hier", True),
        ("Frau Meier wohnt hier", "[…]", True),
        ("Frau Meier wohnt hier", "Frau Meier wohnt hier", True),
        ("Frau Meier wohnt hier", "[…] Meier […] hier", True),
        ("Frau Meier wohnt hier", "Frau Meier wohnt hier[…]", False),
        ("Frau Meier wohnt hier", "Frau […]Meier wohnt hier", False),
        ("Frau Meier wohnt hier", "Frau Müller wohnt hier", False),
        ("Frau Meier wohnt hier", "Frau […] wohnt dort", False),
        ("Frau Meier wohnt hier", "Die Frau […] wohnt hier", False),
        ("Frau Meier wohnt hier", "Frau wohnt hier", False),
        ("Frau Meier wohnt hier", "hier […] Frau", False),
        ("aa", "a[…]a", False),
        ("aXa", "a[…]a", True),
        ("", "", True),
        ("", "[…]", False),
        ("Er sagt […] nichts", "Er […] nichts", True),
        ("Er sagt […] nichts", "Er sagt […] nichts", True),
    ],
)
def test_only_taking_out_is_blacking_out(before: str, after: str, allowed: bool) -> None:
    assert is_blacked_out(before, after) is allowed


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8))))
def test_any_stretches_may_be_taken_out(text: str, stretches: list[tuple[int, int]]) -> None:
    out = {at for start, length in stretches for at in range(start, start + length)}
    kept = "".join("\0" if at in out else sign for at, sign in enumerate(text))
    while "\0\0" in kept:
        kept = kept.replace("\0\0", "\0")
    after = kept.replace("\0", MARK)

    # A text that has a NUL of its own says nothing about stretches.
    assert "\0" in text or is_blacked_out(text, after)


@given(st.text("ab[…]", max_size=12), st.text("ab[…]", max_size=12))
def test_what_is_allowed_says_nothing_new(before: str, after: str) -> None:
    if is_blacked_out(before, after) and before != after:
        assert sum(map(len, after.split(MARK))) < len(before)
        assert MARK in after


def test_a_mark_may_be_typed_in_several_ways() -> None:
    assert normalize_marks("a [...] b ███ c [ … ] d [..]") == "a […] b […] c […] d […]"


def test_words_are_taken_out_wherever_they_stand() -> None:
    text = "Frau Meier, Tel. 0170 123. frau meier und Meierei"

    assert black_out_words(text, ["Frau Meier", "Meier", "0170 123"]) == (
        "[…], Tel. […]. […] und […]ei"
    )
    assert black_out_words(text, ["", "  "]) == text
    assert is_blacked_out(text, black_out_words(text, ["Meier", "0170 123"]))
