"""The table of problems in the reader's language."""

import pytest

from mapper.api.problem_table import translate_problems
from mapper.i18n import get_translator
from mapper.i18n.imports import PROBLEMS

LINES = [
    "\ufeffrow;reason;lost;name;area_before_m2;area_after_m2\r\n",
    "1;self_crossing;no;'=1+1;10,50;12,00\r\n",
    '2;no_geometry;yes;"a; b";;\r\n',
    "3;was_new;yes;;;\r\n",
]


@pytest.mark.parametrize(("language", "kept"), [("en", "yes"), ("de", "ja")])
def test_reasons_are_said_in_words(language: str, kept: str) -> None:
    words = get_translator(language)

    body = b"".join(translate_problems(LINES, words))

    assert body.startswith(b"\xef\xbb\xbf")
    head, first, second, third, *_ = body.decode("utf-8-sig").split("\r\n")
    assert head.count(";") == 5
    reason = words.gettext(PROBLEMS["self_crossing"])
    assert first == f"1;{reason};{kept};'=1+1;10,50;12,00"
    assert '"a; b"' in second
    assert third.startswith("3;was new;")


def test_a_table_without_problems_has_its_heads() -> None:
    body = b"".join(translate_problems(LINES[:1], get_translator("de")))

    assert body.decode("utf-8-sig").startswith("Zeile;")
    assert body.count(b"\r\n") == 1
