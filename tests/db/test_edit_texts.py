"""Text blocks and responsible offices as administrators edit them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    InvalidFieldError,
    NotFoundError,
    SignInNeededError,
    TakenError,
    TextMissingError,
    TextTooLongError,
)
from mapper.profile import load_profile
from mapper.services.backoffice import Backoffice
from mapper.services.edit_offices import (
    OfficeFields,
    add_office,
    change_office,
    list_offices,
    move_office,
)
from mapper.services.edit_texts import (
    BlockFields,
    ListedBlock,
    add_block,
    change_block,
    list_blocks,
    move_block,
)
from mapper.services.load_profile_rows import write_profile
from tests.conftest import PROJECT
from tests.hostile import HOSTILE
from tests.staff import TESTER, add_account, office_on, signed_in

THANKS = BlockFields({"de": "Dank", "en": "Thanks"}, {"de": "Danke sehr.", "en": "Thank you."})


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """An office without any texts."""
    return office_on(empty_sessions)


def one(office: Backoffice, key: str) -> ListedBlock:
    return next(found for found in list_blocks(office, TESTER) if found.key == key)


def titles(office: Backoffice, kind: str) -> list[str]:
    return [b.fields.titles["de"] for b in list_blocks(office, TESTER) if b.kind == kind]


def test_text_blocks_of_both_kinds_have_an_order_each(office: Backoffice) -> None:
    for kind in ("response", "rejection"):
        for name in ("Eins", "Zwei", "Drei"):
            add_block(office, TESTER, kind, replace(THANKS, titles={"de": name}))

    move_block(office, TESTER, "drei", -2)

    assert titles(office, "response") == ["Drei", "Eins", "Zwei"]
    assert titles(office, "rejection") == ["Eins", "Zwei", "Drei"]


def test_a_text_block_is_changed_once_by_whoever_comes_first(office: Backoffice) -> None:
    key = add_block(office, TESTER, "response", THANKS)
    change_block(office, TESTER, key, replace(THANKS, active=False), 0)

    with pytest.raises(ChangedMeanwhileError):
        change_block(office, TESTER, key, replace(THANKS, bodies={"de": "Nein."}), 0)

    assert one(office, key).fields == replace(THANKS, active=False)
    with transaction(office.sessions) as session:
        events = session.execute(select(AuditEvent.kind, AuditEvent.fields)).all()
    assert ("text_block.changed", ["active"]) in [tuple(event) for event in events]


def test_text_blocks_that_cannot_be_are_refused(office: Backoffice) -> None:
    with pytest.raises(InvalidFieldError):
        add_block(office, TESTER, "poem", THANKS)
    with pytest.raises(TextMissingError):
        add_block(office, TESTER, "response", replace(THANKS, bodies={"de": "", "en": "x"}))
    with pytest.raises(TextTooLongError):
        add_block(office, TESTER, "response", replace(THANKS, bodies={"de": "x" * 2001}))
    with pytest.raises(NotFoundError):
        move_block(office, TESTER, "nothing", 1)

    assert list_blocks(office, TESTER) == []


def test_hostile_words_stay_words(office: Backoffice) -> None:
    for text in HOSTILE:
        words = {"de": f"a{text[:60]}"}
        key = add_block(office, TESTER, "rejection", BlockFields(words, words))
        add_office(office, TESTER, OfficeFields(f"{key} {text[:60]}"))

    assert len(list_blocks(office, TESTER)) == len(HOSTILE)
    assert len(list_offices(office, TESTER)) == len(HOSTILE)


def test_offices_are_added_changed_and_ordered(office: Backoffice) -> None:
    first = add_office(office, TESTER, OfficeFields("Bauhof"))
    second = add_office(office, TESTER, OfficeFields("Straßenamt", outside=True))
    move_office(office, TESTER, second, -1)

    seen = list_offices(office, TESTER)[1].fields
    change_office(office, TESTER, first, replace(seen, active=False), seen)

    assert [(found.key, found.fields) for found in list_offices(office, TESTER)] == [
        ("strassenamt", OfficeFields("Straßenamt", outside=True)),
        ("bauhof", OfficeFields("Bauhof", active=False)),
    ]
    with pytest.raises(ChangedMeanwhileError):
        change_office(office, TESTER, first, OfficeFields("Hof"), seen)
    with pytest.raises(TakenError):
        add_office(office, TESTER, OfficeFields("BAUHOF"))
    with pytest.raises(TextMissingError):
        add_office(office, TESTER, OfficeFields("\u2003"))


def test_the_profile_leaves_edited_texts_and_offices_alone(empty_sessions: Sessions) -> None:
    profile = load_profile(PROJECT / "geodata")
    with transaction(empty_sessions) as session:
        write_profile(session, profile)
    office = office_on(empty_sessions)
    block, bureau = list_blocks(office, TESTER)[0], list_offices(office, TESTER)[0]
    change_block(office, TESTER, block.key, THANKS, block.version)
    renamed = replace(bureau.fields, name="Bauverwaltung")
    change_office(office, TESTER, bureau.key, renamed, bureau.fields)

    with transaction(empty_sessions) as session:
        write_profile(session, profile)

    assert one(office, block.key).fields == THANKS
    assert list_offices(office, TESTER)[0].fields == renamed


def test_only_those_with_the_right_edit(office: Backoffice) -> None:
    planner = signed_in(office.sessions, add_account(office.sessions, "pl", Role.PLANNER))
    town_hall = OfficeFields("Rathaus")

    for who, error in ((planner, ForbiddenError), (None, SignInNeededError)):
        for call in (
            lambda who=who: list_blocks(office, who),
            lambda who=who: add_block(office, who, "response", THANKS),
            lambda who=who: change_block(office, who, "dank", THANKS, 0),
            lambda who=who: move_block(office, who, "dank", 1),
            lambda who=who: list_offices(office, who),
            lambda who=who: add_office(office, who, town_hall),
            lambda who=who: change_office(office, who, "rathaus", town_hall, town_hall),
            lambda who=who: move_office(office, who, "rathaus", 1),
        ):
            with pytest.raises(error):
                call()

    assert list_blocks(office, TESTER) == []
    assert list_offices(office, TESTER) == []
