"""The texts of the citizens' map: what its TypeScript asks for is there, and nothing else."""

import re
from pathlib import Path
from string import Formatter

import pytest

from mapper.i18n import get_translator
from mapper.i18n.component import COMPONENT_MESSAGES

SOURCE = Path(__file__).parents[2] / "mapper/mapview/component/src"
# Keys stand in the source as "group.name", as do only the names under which the device keeps things.
KEY = re.compile(r'"(?!ideenkarte\.)([a-z]+\.[a-z0-9_]+)"')


def asked_for() -> set[str]:
    files = sorted(SOURCE.glob("*.ts"))
    assert files
    return {key for file in files for key in KEY.findall(file.read_text("utf-8"))}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_key_of_the_map_has_a_message() -> None:
    assert asked_for() - set(COMPONENT_MESSAGES) == set()


def test_no_message_is_left_that_the_map_does_not_ask_for() -> None:
    assert set(COMPONENT_MESSAGES) - asked_for() == set()


@pytest.mark.parametrize("address", ["formal", "informal"])
def test_translations_keep_the_placeholders(address: str) -> None:
    german = get_translator("de", address)

    differing = {
        key: german.gettext(message)
        for key, message in COMPONENT_MESSAGES.items()
        if placeholders(german.gettext(message)) != placeholders(message)
    }
    assert differing == {}


def test_nobody_is_addressed_as_sie_where_the_town_says_du() -> None:
    german = get_translator("de", "informal")
    formal = re.compile(r"\b(Sie|Ihre?[mnrs]?|Ihnen)\b")

    found = {
        key: german.gettext(message)
        for key, message in COMPONENT_MESSAGES.items()
        if formal.search(german.gettext(message))
    }
    assert found == {}
