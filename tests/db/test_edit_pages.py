"""Legal texts as administrators write them: every version kept, the newest one read."""

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
    TextMissingError,
    TextTooLongError,
)
from mapper.services.backoffice import Backoffice
from mapper.services.page_texts import (
    list_versions,
    read_page_texts,
    restore_page_text,
    save_page_text,
    use_profile_text,
)
from tests.staff import TESTER, add_account, office_on, signed_in

ONE, TWO = "# Impressum\n\nEins.", "# Impressum\n\nZwei."


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """An office without any texts of its own."""
    return office_on(empty_sessions)


def bodies(office: Backoffice) -> list[str]:
    return [one.body for one in list_versions(office, TESTER, "imprint", "de")]


def newest(office: Backoffice) -> int:
    return list_versions(office, TESTER, "imprint", "de")[0].id


def test_the_newest_version_is_read_and_every_former_one_kept(office: Backoffice) -> None:
    anna = signed_in(office.sessions, add_account(office.sessions, "anna", Role.ADMIN))
    save_page_text(office, anna, "imprint", "de", ONE, None)
    save_page_text(office, TESTER, "imprint", "de", TWO, newest(office))
    save_page_text(office, TESTER, "imprint", "en", "# Imprint", None)

    first = list_versions(office, TESTER, "imprint", "de")[-1]
    assert read_page_texts(office.sessions) == {
        ("imprint", "de"): TWO,
        ("imprint", "en"): "# Imprint",
    }
    assert (first.body, first.created_by) == (ONE, "Anna")

    restore_page_text(office, TESTER, "imprint", "de", first.id, newest(office))
    assert bodies(office) == [ONE, TWO, ONE]


def test_the_profiles_text_counts_again_when_it_is_asked_for(office: Backoffice) -> None:
    save_page_text(office, TESTER, "imprint", "de", ONE, None)

    use_profile_text(office, TESTER, "imprint", "de", newest(office))

    assert read_page_texts(office.sessions) == {}
    assert bodies(office) == ["", ONE]


def test_whoever_comes_second_is_told_and_overwrites_nothing(office: Backoffice) -> None:
    save_page_text(office, TESTER, "imprint", "de", ONE, None)

    with pytest.raises(ChangedMeanwhileError):
        save_page_text(office, TESTER, "imprint", "de", TWO, None)
    with pytest.raises(ChangedMeanwhileError):
        use_profile_text(office, TESTER, "imprint", "de", None)
    with pytest.raises(ChangedMeanwhileError):
        restore_page_text(office, TESTER, "imprint", "de", newest(office), None)

    assert bodies(office) == [ONE]


def test_whoever_was_first_is_named_as_colleagues_know_her(office: Backoffice) -> None:
    anna = signed_in(office.sessions, add_account(office.sessions, "anna", Role.ADMIN))
    save_page_text(office, anna, "imprint", "de", ONE, None)

    with pytest.raises(ChangedMeanwhileError) as refused:
        save_page_text(office, TESTER, "imprint", "de", TWO, None)

    assert refused.value.fields["by"] == "Anna"


def test_texts_that_cannot_be_are_refused(office: Backoffice) -> None:
    for body, error in (
        ("", TextMissingError),
        ("Ohne Überschrift", InvalidFieldError),
        ("#", InvalidFieldError),
        ("#Ohne Abstand", InvalidFieldError),
        ("# Lang\n" + "x" * 60_000, TextTooLongError),
    ):
        with pytest.raises(error):
            save_page_text(office, TESTER, "imprint", "de", body, None)
    with pytest.raises(NotFoundError):
        save_page_text(office, TESTER, "poem", "de", ONE, None)
    with pytest.raises(NotFoundError):
        restore_page_text(office, TESTER, "imprint", "de", 99, None)

    assert bodies(office) == []


def test_the_record_says_which_text_and_holds_none_of_it(office: Backoffice) -> None:
    save_page_text(office, TESTER, "imprint", "de", ONE, None)

    with transaction(office.sessions) as session:
        event = session.scalars(select(AuditEvent)).one()
    assert (event.kind, event.subject_key) == ("page_text.changed", "imprint.de")
    assert "Eins" not in str(event.digests)


def test_only_those_with_the_right_write(office: Backoffice) -> None:
    partner = signed_in(office.sessions, add_account(office.sessions, "pa", Role.PARTNER))

    for who, error in ((partner, ForbiddenError), (None, SignInNeededError)):
        for call in (
            lambda who=who: list_versions(office, who, "imprint", "de"),
            lambda who=who: save_page_text(office, who, "imprint", "de", ONE, None),
            lambda who=who: use_profile_text(office, who, "imprint", "de", None),
            lambda who=who: restore_page_text(office, who, "imprint", "de", 1, None),
        ):
            with pytest.raises(error):
                call()

    assert bodies(office) == []
