"""Language choice, formats and explanations."""

import importlib
from datetime import UTC, date, datetime

import pytest

from mapper import errors as core_errors
from mapper.errors import InvalidFieldError, MapperError, NotFoundError, OutsideAreaError
from mapper.i18n import choose_language, get_translator
from mapper.i18n.errors import _BY_CODE, explain, explain_unexpected

AVAILABLE = ("de", "en")


@pytest.mark.parametrize(
    ("wanted", "header", "expected"),
    [
        ("en", "de", "en"),
        ("fr", "en-GB,en;q=0.8", "en"),
        (None, "fr-FR, de-AT;q=0.7, en;q=0.9", "en"),
        (None, "fr, *;q=0.1", "de"),
        (None, "en;q=0, fr", "de"),
        (None, "en;q=abc, ;;,=", "de"),
        (None, None, "de"),
        ("", "", "de"),
    ],
)
def test_the_address_then_the_browser_then_the_town_choose_the_language(
    wanted: str | None, header: str | None, expected: str
) -> None:
    assert choose_language(wanted, header, AVAILABLE) == expected


def test_a_town_with_one_language_speaks_it_to_everyone() -> None:
    assert choose_language("en", "en", ("de",)) == "de"


def test_numbers_and_dates_are_written_as_readers_write_them() -> None:
    german, english = get_translator("de"), get_translator("en")

    assert german.format_number(1234.5) == "1.234,5"
    assert english.format_number(1234.5) == "1,234.5"
    assert german.format_date(date(2026, 11, 22)) == "22. November 2026"
    assert english.format_date(date(2026, 11, 22)) == "22 November 2026"


def test_a_moment_falls_on_the_day_of_the_towns_clocks() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert get_translator("de").format_date(late) == "23. November 2026"
    assert get_translator("de").format_datetime(late) == "23. November 2026, 00:30"


def test_a_partial_date_says_no_more_than_it_knows() -> None:
    german = get_translator("de")

    written = [german.format_partial_date(one) for one in ("2021-11-03", "2021-11", "2021")]
    assert written == ["3. November 2021", "November 2021", "2021"]
    assert german.format_partial_date("2021-13") == "2021-13"


def test_the_informal_address_says_du_and_falls_back_to_the_formal_catalogue() -> None:
    informal = get_translator("de", "informal")

    message = "Please choose a place on the map."
    assert informal.gettext(message) == "Bitte wähle einen Ort auf der Karte."
    assert informal.gettext("published") == "veröffentlicht"


def test_an_unknown_language_and_an_unknown_message_stay_english() -> None:
    assert get_translator("xx").gettext("published") == "published"
    assert get_translator("de").gettext("no such message") == "no such message"
    assert get_translator("de").gettext("") == ""


def test_a_refusal_is_explained_with_its_values() -> None:
    german = get_translator("de")

    assert explain(OutsideAreaError("Adorf und Beburg"), german).startswith(
        "Dieser Ort liegt nicht in Adorf und Beburg."
    )
    too_short = InvalidFieldError("body", "10 to 4000 characters long", 3, least=10, most=4000)
    assert explain(too_short, german) == (
        "Bitte beschreiben Sie Ihre Idee mit 10 bis 4.000 Zeichen."
    )


def test_what_somebody_deleted_is_told_apart_from_a_wrong_address() -> None:
    english = get_translator("en")

    assert "deleted" in explain(NotFoundError("version", 7), english)
    assert "address" in explain(NotFoundError("page", "x"), english)


def test_values_are_never_read_as_placeholders() -> None:
    hostile = OutsideAreaError("{0} {parameter} ${x} `y`")

    assert "{0} {parameter} ${x} `y`" in explain(hostile, get_translator("en"))


def test_a_field_without_limits_gets_the_general_sentence() -> None:
    sentence = explain(InvalidFieldError("title", "text", None), get_translator("en"))

    assert sentence == "The value of “title” cannot be used. Please check it."


def test_a_refusal_without_words_of_its_own_shows_nothing_of_the_inside() -> None:
    class SecretError(MapperError):
        code = "secret"

    sentence = explain(SecretError("/etc/secret is missing"), get_translator("en"))

    assert sentence == "This is not possible at present."


def test_every_reason_of_the_citizens_has_words() -> None:
    codes = {
        cls.code
        for cls in vars(core_errors).values()
        if isinstance(cls, type) and issubclass(cls, MapperError)
    }

    assert codes <= set(_BY_CODE)


def test_every_reason_of_the_store_is_explained_without_its_english_message() -> None:
    store = importlib.import_module("mapper.db.errors")
    classes = [
        cls
        for cls in vars(store).values()
        if isinstance(cls, type) and issubclass(cls, MapperError) and cls is not MapperError
    ]

    assert classes
    for cls in classes:
        bare = cls.__new__(cls)
        MapperError.__init__(bare, "/var/lib/secret")
        assert "secret" not in explain(bare, get_translator("de"))


def test_an_unforeseen_error_shows_its_number_only() -> None:
    assert "A1B2" in explain_unexpected("A1B2", get_translator("de"))
