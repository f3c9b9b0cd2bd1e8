"""Which passwords are refused, and what is stored of the others."""

import statistics
import time

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import WeakPasswordError
from mapper.services.passwords import (
    check_password,
    hash_password,
    is_outdated,
    verify_password,
)
from tests.hostile import HOSTILE

GOOD = "Blaue Tassen im Schrank"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "too_short"),
        ("elf Zeichen", "too_short"),
        ("x" * 201, "too_long"),
        ("erika.mueller", "own_name"),
        ("Müller-Erika-26", "own_name"),
        ("MUELLER ERIKA 2026", "own_name"),
        ("adorf2026!2026", "own_name"),
        ("Adorf, Adorf 2026", "own_name"),
        ("rathaus.adorf.1", "own_name"),
        ("Rathaus-Sommer-26", "common"),
        ("passwortpasswort", "common"),
        ("qwertzuiop123", "common"),
        ("123456789012345", "common"),
        ("Sommersommer12", "common"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "common"),
        ("password password password", "common"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, reason: str) -> None:
    with pytest.raises(WeakPasswordError) as refused:
        check_password(password, "erika.mueller", "Erika Müller", "Adorf", "e@adorf.example")

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "nubemolikatu",
        "Erika mag Himbeerkuchen",
        "שלום לכל העולם כאן",
        "😀🚲🌳☀️🎭🏠🛒⛪📶🔔🐝🌊",
    ],
)
def test_length_is_enough_and_no_kind_of_sign_is_asked_for(password: str) -> None:
    check_password(password, "erika.mueller", "Erika Müller", "Adorf")


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_and_any_password_can_be_looked_at(name: str) -> None:
    check_password(GOOD, name, name, name)
    with pytest.raises(WeakPasswordError):
        check_password("12345678901234", name, name)


def test_only_the_password_itself_is_right() -> None:
    stored = hash_password(GOOD)

    assert verify_password(stored, GOOD)
    assert not verify_password(stored, GOOD + " ")
    assert not verify_password(stored, GOOD.lower())
    assert not verify_password(None, GOOD)
    assert not verify_password("no hash at all", GOOD)
    assert GOOD not in stored
    assert hash_password(GOOD) != stored


def test_signs_that_look_the_same_are_the_same_on_every_keyboard() -> None:
    composed, decomposed = "M\u00fcller mag Käsekuchen", "Mu\u0308ller mag Ka\u0308sekuchen"

    assert verify_password(hash_password(composed), decomposed)


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=250))
def test_whatever_was_set_opens_again(password: str) -> None:
    assert verify_password(hash_password(password), password)


def test_a_hash_of_other_parameters_is_outdated() -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD)

    assert verify_password(weaker, GOOD)
    assert is_outdated(weaker)
    assert not is_outdated(hash_password(GOOD))


def test_where_there_is_no_password_the_answer_takes_as_long() -> None:
    stored = hash_password(GOOD)
    verify_password(None, "x")

    # Interleaved, so that whatever else the machine does slows both alike.
    with_one: list[float] = []
    without: list[float] = []
    for _ in range(9):
        for kept, times in ((stored, with_one), (None, without)):
            begun = time.perf_counter()
            verify_password(kept, "another password")
            times.append(time.perf_counter() - begun)

    # An answer without the work would take a thousandth.
    assert 0.3 < statistics.median(with_one) / statistics.median(without) < 3
