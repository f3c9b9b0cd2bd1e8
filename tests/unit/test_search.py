"""What is typed into a search, before the database is asked."""

import pytest

from mapper.domain.search import plain_question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Radweg", "Radweg"),
        ("der Radweg an der Straße", "Radweg Straße"),
        ("Weg", "Weg"),
        ('"an der Kirche" Bank', '"an der Kirche" Bank'),
        ("„an der Kirche“", '"an der Kirche"'),
        ('-"an der Kirche"', '-"an der Kirche"'),
        ("Radweg -Auto", "Radweg -Auto"),
        ("Bank oder Stuhl", "Bank or Stuhl"),
        ("oder Bank oder", "Bank"),
        ('Bank "an der', "Bank"),
        ("und der die das", ""),
        ("?!", ""),
        ("", ""),
    ],
)
def test_words_that_say_nothing_are_not_asked_for(typed: str, question: str) -> None:
    assert plain_question(typed) == question
