"""Action fields as administrators edit them: offered, no longer offered, never lost."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ActionField, AuditEvent
from mapper.domain.proposals import Draft
from mapper.domain.roles import Role
from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    InUseError,
    InvalidFieldError,
    MapperError,
    PaleColourError,
    SignInNeededError,
    StillNamedError,
    TakenError,
    TextMissingError,
    TextTooLongError,
)
from mapper.profile import load_profile
from mapper.services.backoffice import Backoffice
from mapper.services.edit_fields import (
    ListedTheme,
    ThemeFields,
    add_theme,
    change_theme,
    delete_theme,
    list_themes,
    move_theme,
)
from mapper.services.edit_rounds import RoundFields, add_round
from mapper.services.load_profile_rows import write_profile
from mapper.services.rounds import load_choices
from mapper.services.submit import submit
from tests.conftest import PROJECT
from tests.hostile import HOSTILE
from tests.staff import SECRET, TESTER, add_account, office_on, signed_in

FIELDS = ThemeFields({"de": "Wasser & Wege", "en": "Water"}, "#2b6c99", "sun")


def one(office: Backoffice, key: str) -> ListedTheme:
    return next(found for found in list_themes(office, TESTER) if found.key == key)


def keys(office: Backoffice) -> list[str]:
    return [found.key for found in list_themes(office, TESTER)]


def hand_in(office: Backoffice, key: str, municipality: str | None = "00000001") -> str:
    draft = Draft(
        client_key=uuid4(),
        round_slug="ideas",
        place_certainty=PlaceCertainty.NONE,
        lon=None,
        lat=None,
        district=None,
        municipality=municipality,
        public_precision=PublicPrecision.DISTRICT,
        title="Eine Bank",
        body="Eine Bank im Schatten",
        action_field=key,
        display_name=None,
    )
    return submit(office.sessions, draft, secret=SECRET, moderation="post").public_id


def test_a_new_theme_is_the_last_and_takes_ideas(office: Backoffice) -> None:
    key = add_theme(office, TESTER, FIELDS)

    hand_in(office, key)

    assert key == "wasser-wege"
    assert keys(office)[-1] == key
    assert one(office, key).ideas == 1
    assert one(office, key).fields.colour == "#2B6C99"


def test_a_theme_switched_off_takes_no_new_ideas_and_is_kept_by_those_that_have_it(
    office: Backoffice,
) -> None:
    hand_in(office, "green")
    seen = one(office, "green")
    fields = replace(FIELDS, titles={"de": "Grün"}, active=False)

    change_theme(office, TESTER, "green", fields, seen.version)

    with pytest.raises(InvalidFieldError) as refused:
        hand_in(office, "green")
    assert refused.value.fields["parameter"] == "action_field"
    assert one(office, "green").ideas == 1
    choice = next(c for c in load_choices(office.sessions).action_fields if c.key == "green")
    assert (choice.active, choice.titles["de"]) == (False, "Grün")


def test_a_theme_of_one_municipality_takes_ideas_there_only(office: Backoffice) -> None:
    key = add_theme(office, TESTER, replace(FIELDS, municipalities=("00000001",)))
    hand_in(office, key, "00000001")

    with pytest.raises(InvalidFieldError):
        hand_in(office, key, "00000002")
    seen = one(office, key)
    both = replace(seen.fields, municipalities=("00000001", "00000002"))
    change_theme(office, TESTER, key, both, seen.version)
    hand_in(office, key, "00000002")

    assert one(office, key).ideas == 2


def test_a_municipality_whose_ideas_have_the_theme_keeps_it(office: Backoffice) -> None:
    hand_in(office, "green")
    seen = one(office, "green")
    fields = replace(FIELDS, municipalities=("00000002",))

    with pytest.raises(InUseError):
        change_theme(office, TESTER, "green", fields, seen.version)
    with pytest.raises(InUseError):
        delete_theme(office, TESTER, "green", seen.version)

    assert one(office, "green") == seen


def test_a_theme_named_by_a_round_or_an_account_is_not_removed(office: Backoffice) -> None:
    add_round(office, TESTER, "r", RoundFields({"de": "R"}, action_fields=("green",)))
    add_account(office.sessions, "mo", Role.MODERATOR, action_fields=["mobility"])

    for key in ("green", "mobility"):
        with pytest.raises(StillNamedError):
            delete_theme(office, TESTER, key, 0)

    assert keys(office) == ["green", "mobility"]


def test_the_order_is_that_of_menus(office: Backoffice) -> None:
    key = add_theme(office, TESTER, FIELDS)

    move_theme(office, TESTER, key, -1)
    move_theme(office, TESTER, "mobility", +9)

    assert keys(office) == [one.key for one in load_choices(office.sessions).action_fields]
    assert keys(office) == ["green", key, "mobility"]


def test_whoever_comes_second_is_told(office: Backoffice) -> None:
    seen = one(office, "green")
    change_theme(office, TESTER, "green", FIELDS, seen.version)

    with pytest.raises(ChangedMeanwhileError):
        change_theme(office, TESTER, "green", replace(FIELDS, symbol="dot"), seen.version)

    assert one(office, "green").fields.symbol == "sun"


def test_the_record_names_fields_and_holds_no_words(office: Backoffice) -> None:
    change_theme(office, TESTER, "green", FIELDS, 0)

    with transaction(office.sessions) as session:
        event = session.scalars(select(AuditEvent)).one()
    assert event.kind == "action_field.changed"
    assert event.fields == ["colour", "symbol", "titles.de", "titles.en"]
    assert "Wasser" not in str(event.digests)


REFUSED: tuple[tuple[ThemeFields, type[MapperError]], ...] = (
    (replace(FIELDS, titles={"de": "", "en": "Water"}), TextMissingError),
    (replace(FIELDS, titles={"de": "W" * 61}), TextTooLongError),
    (replace(FIELDS, titles={"de": "Green"}), TakenError),
    (replace(FIELDS, colour="red"), InvalidFieldError),
    (replace(FIELDS, colour="#2B6C99;}"), InvalidFieldError),
    (replace(FIELDS, colour="#FFEEDD"), PaleColourError),
    (replace(FIELDS, symbol="skull"), InvalidFieldError),
    (replace(FIELDS, municipalities=("99999999",)), InvalidFieldError),
)


def test_what_cannot_be_is_refused_and_nothing_made(office: Backoffice) -> None:
    for fields, error in REFUSED:
        with pytest.raises(error):
            add_theme(office, TESTER, fields)

    assert keys(office) == ["green", "mobility"]


def test_hostile_titles_are_stored_as_words(office: Backoffice) -> None:
    for number, text in enumerate(HOSTILE):
        title = f"{number} {text[:50]}"
        key = add_theme(office, TESTER, replace(FIELDS, titles={"de": title}))

        stored = one(office, key).fields.titles["de"]
        assert "".join(stored.split()).startswith(str(number))
        assert key.isascii()


def test_only_those_with_the_right_edit(office: Backoffice) -> None:
    gis = signed_in(office.sessions, add_account(office.sessions, "gi", Role.GIS))

    for who, error in ((gis, ForbiddenError), (None, SignInNeededError)):
        for call in (
            lambda who=who: list_themes(office, who),
            lambda who=who: add_theme(office, who, FIELDS),
            lambda who=who: change_theme(office, who, "green", FIELDS, 0),
            lambda who=who: move_theme(office, who, "green", 1),
            lambda who=who: delete_theme(office, who, "green", 0),
        ):
            with pytest.raises(error):
                call()

    assert keys(office) == ["green", "mobility"]


def test_the_profile_changes_no_theme_that_was_edited_and_brings_none_back(
    empty_sessions: Sessions,
) -> None:
    profile = load_profile(PROJECT / "geodata")
    with transaction(empty_sessions) as session:
        write_profile(session, profile)
    office = office_on(empty_sessions)
    first, *_, last = list_themes(office, TESTER)
    ags = profile.municipalities[0].ags
    only_here = replace(FIELDS, municipalities=(ags,), active=False)
    change_theme(office, TESTER, first.key, only_here, first.version)
    delete_theme(office, TESTER, last.key, last.version)
    edited = one(office, first.key)

    with transaction(empty_sessions) as session:
        write_profile(session, profile)

    assert one(office, first.key) == edited
    assert last.key not in keys(office)
    with transaction(empty_sessions) as session:
        assert session.scalar(select(func.count()).where(ActionField.key == first.key)) == 1
