"""The catalogues say everything the code asks for, and nothing else."""

import re
from itertools import chain

import pytest
from babel.messages.catalog import Catalog, Message

from mapper.i18n.catalogues import catalogue_names, read_catalogue
from mapper.i18n.extraction import extract_messages

PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)[sd]|%[sd]")
FULL_CATALOGUES = [name for name in catalogue_names() if "@" not in name]


@pytest.fixture(scope="module")
def template() -> Catalog:
    return extract_messages()


def _keys(catalogue: Catalog) -> set[str]:
    return {_forms(message.id)[0] for message in catalogue if message.id}


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [])


def _messages(name: str) -> list[Message]:
    return [message for message in read_catalogue(name) if message.id]


def test_there_are_messages_to_check(template: Catalog) -> None:
    assert "de" in FULL_CATALOGUES
    assert len(_keys(template)) > 50


@pytest.mark.parametrize("name", FULL_CATALOGUES)
def test_a_language_has_every_message_of_the_code(name: str, template: Catalog) -> None:
    missing = _keys(template) - _keys(read_catalogue(name))

    assert not missing


@pytest.mark.parametrize("name", catalogue_names())
def test_no_message_is_unused(name: str, template: Catalog) -> None:
    catalogue = read_catalogue(name)

    assert not _keys(catalogue) - _keys(template)
    assert not catalogue.obsolete


@pytest.mark.parametrize("name", catalogue_names())
def test_no_message_is_untranslated_or_fuzzy(name: str) -> None:
    unfinished = [
        message.id
        for message in _messages(name)
        if message.fuzzy or not _forms(message.string) or not all(_forms(message.string))
    ]

    assert not unfinished


@pytest.mark.parametrize("name", catalogue_names())
def test_a_translation_has_the_placeholders_of_its_message(name: str) -> None:
    for message in _messages(name):
        plural_placeholders = set(chain(*map(PLACEHOLDER.findall, _forms(message.id))))
        for form in _forms(message.string):
            assert set(PLACEHOLDER.findall(form)) <= plural_placeholders, message.id
        last_form = _forms(message.string)[-1]
        assert set(PLACEHOLDER.findall(last_form)) == plural_placeholders, message.id


@pytest.mark.parametrize("name", catalogue_names())
def test_a_message_keeps_its_form_singular_or_plural(name: str, template: Catalog) -> None:
    for message in _messages(name):
        asked = template.get(_forms(message.id)[0])
        assert asked is not None
        assert len(_forms(asked.id)) == len(_forms(message.id)), message.id


@pytest.mark.parametrize("name", [one for one in catalogue_names() if "@" in one])
def test_another_form_of_address_repeats_nothing(name: str) -> None:
    formal = read_catalogue(name.split("@", maxsplit=1)[0])

    for message in _messages(name):
        said_formally = formal.get(_forms(message.id)[0])
        assert said_formally is not None
        assert said_formally.string != message.string, message.id


def test_where_german_says_sie_there_is_a_sentence_with_du() -> None:
    addressed = re.compile(r"(?<![.!?] )\bSie\b(?<!^Sie)|\bIhnen\b|\bIhre?[mnrs]?\b")
    informal = _keys(read_catalogue("de@informal"))

    left_formal = {
        _forms(message.id)[0]
        for message in _messages("de")
        if addressed.search(" ".join(_forms(message.string)))
        and _forms(message.id)[0] not in informal
    }
    assert not left_formal
