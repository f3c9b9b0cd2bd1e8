"""The words that set some texts apart, against a computation by hand."""

import math
from collections import Counter

import pytest

from mapper.domain.keywords import count_words, find_keywords, read_words


def test_singular_and_plural_are_one_word_and_function_words_none() -> None:
    words = read_words("Der Radweg und die Radwege", "am Bahnhof, an 3 Bahnhöfen")

    assert list(words.values()) == ["Radweg", "Bahnhof"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("heiß", "heiße"), ("Bank", "Bänke"), ("Haus", "Häuser"), ("Straße", "Straßen")],
)
def test_forms_of_a_word_count_together(one: str, other: str) -> None:
    assert read_words(one).keys() == read_words(other).keys()


def test_words_of_another_alphabet_are_kept() -> None:
    assert list(read_words("Парк und парк").values()) == ["Парк"]


def test_the_score_is_that_of_a_computation_by_hand() -> None:
    inside = [read_words("Teich kaputt"), read_words("Teich Bank"), read_words("Teich")]

    found = find_keywords(inside, Counter({"teich": 1, "bank": 89, "weg": 105}))

    # Inside 5 words, 3 of them "Teich"; outside 195, one of them; together 200, 4 of them. So the
    # prior of 20 words has 0.4, and the log-odds are those of 3.4 in 25 against 1.4 in 215.
    score = (math.log(3.4 / 21.6) - math.log(1.4 / 213.6)) / math.sqrt(1 / 3.4 + 1 / 1.4)
    assert [(one.form, one.texts) for one in found] == [("Teich", 3)]
    assert found[0].score == pytest.approx(score)


def test_a_difference_within_chance_is_none() -> None:
    inside = [read_words("Teich kaputt"), read_words("Teich Bank"), read_words("Teich")]

    # The prior has 1.1 of 2.5: log-odds of 4.1 in 7.5 against 9.1 in 22.5, one standard error.
    assert find_keywords(inside, Counter({"teich": 8, "bank": 6, "weg": 6})) == ()


def test_a_word_of_one_text_sets_nothing_apart_however_often_it_stands_there() -> None:
    inside = [read_words("Teich Teich Teich"), read_words("Bank")]

    assert find_keywords(inside, Counter({"bank": 500})) == ()


def test_the_form_people_wrote_most_is_shown() -> None:
    inside = [read_words("Radwege"), read_words("Radwege"), read_words("Radweg")]

    found = find_keywords(inside, Counter({"bank": 500}))

    assert [one.form for one in found] == ["Radwege"]


def test_the_prior_of_many_words_is_a_hundred() -> None:
    inside = [read_words("Teich"), read_words("Teich")]

    (one,) = find_keywords(inside, Counter({"teich": 98, "bank": 9900}))

    # All 10,000 words have 100 times "Teich", so the prior has one of it.
    score = (math.log(3 / 99) - math.log(99 / 9999)) / math.sqrt(1 / 3 + 1 / 99)
    assert one.score == pytest.approx(score)


def test_of_equal_words_nouns_come_first_then_the_alphabet() -> None:
    inside = [read_words("am Teich angeln mit Booten")] * 2

    found = find_keywords(inside, Counter({"bank": 500}))

    assert [one.form for one in found] == ["Booten", "Teich", "angeln"]


def test_where_there_is_nothing_else_nothing_stands_out() -> None:
    assert find_keywords([read_words("Bank"), read_words("Bank")], Counter()) == ()
    assert find_keywords([], Counter({"bank": 3})) == ()


def test_a_text_counts_a_word_once() -> None:
    assert count_words([read_words("Bank Bänke Bank")]) == Counter({"bank": 1})
