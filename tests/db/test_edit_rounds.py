"""Rounds as administrators edit them: stored, refused, recorded, kept from the profile."""

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, ParticipationRound, Proposal, StaffAccount
from mapper.domain.roles import Role
from mapper.errors import (
    ChangedMeanwhileError,
    ForbiddenError,
    InUseError,
    InvalidFieldError,
    MapperError,
    SignInNeededError,
    StandingRoundError,
    StillNamedError,
    TakenError,
    TextMissingError,
    TextTooLongError,
)
from mapper.profile import load_profile
from mapper.services.backoffice import Backoffice
from mapper.services.edit_rounds import (
    ListedRound,
    RoundFields,
    add_round,
    change_round,
    close_round,
    delete_round,
    list_rounds,
    reopen_round,
)
from mapper.services.load_profile_rows import write_profile
from mapper.services.rounds import load_choices
from tests.conftest import PROJECT
from tests.hostile import HOSTILE
from tests.staff import TESTER, add_account, office_on, signed_in

FIELDS = RoundFields(titles={"de": "Markt", "en": "Market"})


def one(office: Backoffice, slug: str) -> ListedRound:
    return next(found for found in list_rounds(office, TESTER) if found.slug == slug)


def last_event(office: Backoffice) -> AuditEvent:
    with transaction(office.sessions) as session:
        return session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()  # type: ignore[return-value]


def add_idea(office: Backoffice, slug: str) -> None:
    with transaction(office.sessions) as session:
        found = select(ParticipationRound.id).where(ParticipationRound.slug == slug)
        values = {
            "public_id": f"idea-{slug}",
            "client_key": func.gen_random_uuid(),
            "round_id": found.scalar_subquery(),
            "action_field_id": 1,
            "place_certainty": "none",
            "public_precision": "district",
            "title": "An idea",
            "body": "An idea in words",
        }
        session.execute(insert(Proposal).values(**values))


def test_a_new_round_is_offered_from_its_first_to_the_end_of_its_last_day(
    office: Backoffice,
) -> None:
    days = replace(FIELDS, opens=date(2027, 3, 28), closes=date(2027, 10, 31))
    add_round(office, TESTER, "markt", days)

    round_ = next(r for r in load_choices(office.sessions).rounds if r.slug == "markt")

    # Both days change the clocks in Berlin: one begins at UTC+1, the other ends at UTC+1.
    assert round_.opens == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert round_.closes == datetime(2027, 10, 31, 23, tzinfo=UTC)
    assert one(office, "markt").fields.closes == date(2027, 10, 31)


def test_what_was_done_is_recorded_with_its_fields_by_language(office: Backoffice) -> None:
    add_round(office, TESTER, "markt", FIELDS)
    seen = one(office, "markt")
    fields = replace(seen.fields, titles={"de": "Marktplatz", "en": "Market"}, comments=True)

    change_round(office, TESTER, "markt", fields, seen.version)

    event = last_event(office)
    assert (event.actor, event.kind, event.subject_key) == ("test", "round.changed", "markt")
    assert event.fields == ["comments", "titles.de"]
    assert "Marktplatz" not in str(event.digests)


def test_saving_what_is_there_already_changes_and_records_nothing(office: Backoffice) -> None:
    add_round(office, TESTER, "markt", FIELDS)
    seen = one(office, "markt")
    before = last_event(office).id

    change_round(office, TESTER, "markt", seen.fields, seen.version)

    assert last_event(office).id == before
    assert one(office, "markt").version == seen.version


def test_whoever_comes_second_is_told_and_overwrites_nothing(office: Backoffice) -> None:
    anna = signed_in(office.sessions, add_account(office.sessions, "anna", Role.ADMIN))
    add_round(office, TESTER, "markt", FIELDS)
    seen = one(office, "markt")
    change_round(office, anna, "markt", replace(seen.fields, comments=True), seen.version)

    with pytest.raises(ChangedMeanwhileError) as refused:
        change_round(
            office, TESTER, "markt", replace(seen.fields, titles={"de": "X"}), seen.version
        )

    assert refused.value.fields["by"] == "Anna"
    assert one(office, "markt").fields.titles == FIELDS.titles


def test_a_round_closed_early_stays_closed_when_something_else_is_edited(
    office: Backoffice,
) -> None:
    add_round(office, TESTER, "markt", FIELDS)
    close_round(office, TESTER, "markt", one(office, "markt").version)
    closed = one(office, "markt")

    change_round(office, TESTER, "markt", replace(closed.fields, comments=True), closed.version)

    assert one(office, "markt").closes == closed.closes
    open_slugs = {r.slug for r in load_choices(office.sessions).open_rounds()}
    assert "markt" not in open_slugs
    reopen_round(office, TESTER, "markt", one(office, "markt").version)
    assert "markt" in {r.slug for r in load_choices(office.sessions).open_rounds()}


def test_the_standing_round_can_be_worded_but_neither_end_nor_vanish(office: Backoffice) -> None:
    standing = one(office, "ideas")
    wordy = replace(standing.fields, titles={"de": "Ihre Ideen"})
    change_round(office, TESTER, "ideas", wordy, standing.version)
    seen = one(office, "ideas")

    with pytest.raises(StandingRoundError):
        change_round(office, TESTER, "ideas", replace(wordy, closes=date(2030, 1, 1)), seen.version)
    with pytest.raises(StandingRoundError):
        close_round(office, TESTER, "ideas", seen.version)
    with pytest.raises(StandingRoundError):
        delete_round(office, TESTER, "ideas", seen.version)

    assert one(office, "ideas") == seen


def test_a_round_with_ideas_keeps_its_short_name_and_stays(office: Backoffice) -> None:
    add_round(office, TESTER, "markt", FIELDS)
    change_round(office, TESTER, "markt", FIELDS, 0, new_slug="platz")
    add_idea(office, "platz")
    seen = one(office, "platz")

    with pytest.raises(InUseError):
        change_round(office, TESTER, "platz", seen.fields, seen.version, new_slug="markt")
    with pytest.raises(InUseError):
        delete_round(office, TESTER, "platz", seen.version)

    assert one(office, "platz").ideas == 1


def test_an_account_limited_to_a_round_stays_limited_to_it(office: Backoffice) -> None:
    add_round(office, TESTER, "markt", FIELDS)
    add_account(office.sessions, "mo", Role.MODERATOR, rounds=["markt", "plan"])

    change_round(office, TESTER, "markt", FIELDS, 0, new_slug="platz")

    with transaction(office.sessions) as session:
        assert session.scalar(select(StaffAccount.rounds)) == ["platz", "plan"]
    with pytest.raises(StillNamedError, match="mo"):
        delete_round(office, TESTER, "platz", one(office, "platz").version)


REFUSED: tuple[tuple[str, RoundFields, type[MapperError]], ...] = (
    ("Markt", FIELDS, InvalidFieldError),
    ("", FIELDS, InvalidFieldError),
    ("../x", FIELDS, InvalidFieldError),
    ("plan", FIELDS, TakenError),
    ("markt", replace(FIELDS, titles={"de": " \u0007 ", "en": "Market"}), TextMissingError),
    ("markt", replace(FIELDS, titles={"de": "M" * 81, "en": "Market"}), TextTooLongError),
    ("markt", replace(FIELDS, intros={"de": "M" * 2001}), TextTooLongError),
    ("markt", replace(FIELDS, area=("00000001/zz",)), InvalidFieldError),
    ("markt", replace(FIELDS, action_fields=("nothing",)), InvalidFieldError),
    ("markt", replace(FIELDS, moderation="never"), InvalidFieldError),
    ("markt", replace(FIELDS, address="rude"), InvalidFieldError),
    (
        "markt",
        replace(FIELDS, opens=date(2027, 2, 2), closes=date(2027, 2, 1)),
        InvalidFieldError,
    ),
)


def test_what_cannot_be_is_refused_and_nothing_made(office: Backoffice) -> None:
    before = list_rounds(office, TESTER)

    for slug, fields, error in REFUSED:
        with pytest.raises(error):
            add_round(office, TESTER, slug, fields)

    assert list_rounds(office, TESTER) == before


def test_hostile_words_are_stored_as_words(office: Backoffice) -> None:
    for number, text in enumerate(HOSTILE):
        words = {"de": text[:80], "en": text[:80]}
        add_round(office, TESTER, f"r-{number}", RoundFields(words, words, intros=words))

        stored = one(office, f"r-{number}").fields
        assert letters(stored.titles["de"]) == letters(text[:80])
        assert letters(stored.intros.get("de", "")) == letters(text[:80])


def letters(text: str) -> str:
    """Everything but blanks and what stands for a blank, in Unicode's composed form."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if not c.isspace() and unicodedata.category(c) != "Cc")


def test_only_those_with_the_right_edit(office: Backoffice) -> None:
    moderator = signed_in(office.sessions, add_account(office.sessions, "mo", Role.MODERATOR))

    for who, error in ((moderator, ForbiddenError), (None, SignInNeededError)):
        for call in (
            lambda who=who: list_rounds(office, who),
            lambda who=who: add_round(office, who, "markt", FIELDS),
            lambda who=who: change_round(office, who, "plan", FIELDS, 0),
            lambda who=who: close_round(office, who, "plan", 0),
            lambda who=who: reopen_round(office, who, "plan", 0),
            lambda who=who: delete_round(office, who, "plan", 0),
        ):
            with pytest.raises(error):
                call()

    assert [found.slug for found in list_rounds(office, TESTER)] == ["ideas", "plan"]


def test_the_profile_changes_no_round_that_was_edited_and_brings_none_back(
    empty_sessions: Sessions,
) -> None:
    profile = load_profile(PROJECT / "geodata")
    with transaction(empty_sessions) as session:
        write_profile(session, profile)
    office = office_on(empty_sessions)
    standing, other = list_rounds(office, TESTER)
    edited = replace(standing.fields, titles={**standing.fields.titles, "de": "Sagen Sie es uns"})
    change_round(office, TESTER, standing.slug, edited, standing.version)
    delete_round(office, TESTER, other.slug, other.version)

    with transaction(empty_sessions) as session:
        write_profile(session, profile)

    [left] = list_rounds(office, TESTER)
    assert left.fields.titles["de"] == "Sagen Sie es uns"


def test_a_round_nobody_edited_follows_the_profile(empty_sessions: Sessions) -> None:
    profile = load_profile(PROJECT / "geodata")
    with transaction(empty_sessions) as session:
        write_profile(session, profile)
        session.execute(update(ParticipationRound).values(titles={"de": "Alt"}))

    with transaction(empty_sessions) as session:
        write_profile(session, profile)

    titles = {found.fields.titles["de"] for found in list_rounds(office_on(empty_sessions), TESTER)}
    assert "Alt" not in titles
