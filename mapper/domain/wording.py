"""Words of the town in one or more languages, cleaned and held to a length."""

import re
from collections.abc import Mapping

from mapper.domain.proposals import clean_line, clean_text
from mapper.domain.spelling import slug_of
from mapper.errors import InvalidFieldError, TextMissingError, TextTooLongError

SLUG_MOST = 60
_SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


def read_line(field: str, given: str, most: int, *, needed: bool = True, lang: str = "") -> str:
    """One cleaned line.

    Raises
    ------
    TextMissingError, TextTooLongError
    """
    return _checked(field, clean_line(given), most, needed, lang)


def read_text(field: str, given: str, most: int, *, needed: bool = True, lang: str = "") -> str:
    """A cleaned text with its line breaks; errors as for `read_line`."""
    return _checked(field, clean_text(given), most, needed, lang)


def read_lines(
    field: str, given: Mapping[str, str], most: int, *, needed: bool = True
) -> dict[str, str]:
    """One cleaned line per language; errors as for `read_line`."""
    return {
        lang: read_line(field, text, most, needed=needed, lang=lang) for lang, text in given.items()
    }


def read_texts(
    field: str, given: Mapping[str, str], most: int, *, needed: bool = True
) -> dict[str, str]:
    """One cleaned text per language; errors as for `read_line`."""
    return {
        lang: read_text(field, text, most, needed=needed, lang=lang) for lang, text in given.items()
    }


def _checked(field: str, text: str, most: int, needed: bool, lang: str) -> str:
    if needed and not text:
        raise TextMissingError(field, lang)
    if len(text) > most:
        raise TextTooLongError(field, most, len(text), lang)
    return text


def check_slug(field: str, given: str) -> str:
    """A short name of lower-case letters, digits and single hyphens or underscores.

    Raises
    ------
    InvalidFieldError
    """
    slug = given.strip()
    if len(slug) > SLUG_MOST or not _SLUG.fullmatch(slug):
        raise InvalidFieldError(field, "lower-case letters, digits and hyphens", slug)
    return slug


def make_slug(text: str) -> str:
    """A short name made of a title; empty when none of its signs can stand in one."""
    return slug_of(text)[:SLUG_MOST].strip("-")
