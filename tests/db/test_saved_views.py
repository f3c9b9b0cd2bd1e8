"""Views that planners keep, each her own, and share with colleagues."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount
from mapper.domain.roles import Role
from mapper.errors import (
    InvalidFieldError,
    MapperError,
    NotFoundError,
    TakenError,
    TextMissingError,
    TextTooLongError,
)
from mapper.services.access import SignedIn
from mapper.services.backoffice import Backoffice
from mapper.services.personal_data import erase_account, export_found
from mapper.services.saved_views import (
    MOST_VIEWS,
    ListedView,
    change_view,
    delete_view,
    list_views,
    save_view,
)
from tests.hostile import HOSTILE, SQL
from tests.staff import TESTER, add_account, office_on, signed_in

QUERY = {"action_field": "green,mobility", "text": "Rad & Weg=?", "section": "clusters"}


@pytest.fixture
def office(empty_sessions: Sessions) -> Iterator[Backoffice]:
    yield office_on(empty_sessions)


def planner(office: Backoffice, login: str) -> SignedIn:
    return signed_in(office.sessions, add_account(office.sessions, login, Role.PLANNER))


@pytest.fixture
def anna(office: Backoffice) -> SignedIn:
    return planner(office, "anna")


@pytest.fixture
def ben(office: Backoffice) -> SignedIn:
    return planner(office, "ben")


def titles(office: Backoffice, who: SignedIn) -> list[str]:
    return [one.title for one in list_views(office, who)]


def test_a_view_comes_back_as_it_was_saved(office: Backoffice, anna: SignedIn) -> None:
    number = save_view(office, anna, "  Radwege   im Norden ", QUERY)

    assert list_views(office, anna) == (
        ListedView(number, "Radwege im Norden", QUERY, shared=False, by=None),
    )


def test_colleagues_see_what_is_shared_and_nothing_else(
    office: Backoffice, anna: SignedIn, ben: SignedIn
) -> None:
    save_view(office, anna, "Für mich", QUERY)
    save_view(office, anna, "Für alle", QUERY, shared=True)
    save_view(office, ben, "Zuerst das Eigene", {})

    assert [(one.title, one.by) for one in list_views(office, ben)] == [
        ("Zuerst das Eigene", None),
        ("Für alle", "Anna"),
    ]


def test_nobody_changes_or_deletes_what_is_a_colleagues(
    office: Backoffice, anna: SignedIn, ben: SignedIn
) -> None:
    number = save_view(office, anna, "Für alle", QUERY, shared=True)

    with pytest.raises(NotFoundError):
        change_view(office, ben, number, title="Meins")
    with pytest.raises(NotFoundError):
        delete_view(office, ben, number)

    assert titles(office, anna) == ["Für alle"]


def test_what_is_not_named_stays_as_it_is(office: Backoffice, anna: SignedIn) -> None:
    number = save_view(office, anna, "Vorher", QUERY)

    change_view(office, anna, number, title="Nachher")
    change_view(office, anna, number, shared=True)
    change_view(office, anna, number, query={"round": "plan"})

    assert list_views(office, anna) == (
        ListedView(number, "Nachher", {"round": "plan"}, shared=True, by=None),
    )


def test_a_name_is_given_once_by_each(office: Backoffice, anna: SignedIn, ben: SignedIn) -> None:
    first = save_view(office, anna, "Eins", QUERY)
    second = save_view(office, anna, "Zwei", QUERY)
    save_view(office, ben, "Eins", QUERY)

    with pytest.raises(TakenError):
        save_view(office, anna, "Eins", {})
    with pytest.raises(TakenError):
        change_view(office, anna, second, title="Eins")
    change_view(office, anna, first, title="Eins")

    assert titles(office, anna) == ["Eins", "Zwei"]


def test_two_tabs_at_once_save_one_name_once(office: Backoffice, anna: SignedIn) -> None:
    def attempt(_: int) -> str:
        try:
            return str(bool(save_view(office, anna, "Zugleich", QUERY)))
        except MapperError as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, range(4)))

    assert outcomes == ["True", "taken", "taken", "taken"]
    assert titles(office, anna) == ["Zugleich"]


def test_a_view_is_deleted_once(office: Backoffice, anna: SignedIn) -> None:
    number = save_view(office, anna, "Weg damit", QUERY)

    delete_view(office, anna, number)

    with pytest.raises(NotFoundError):
        delete_view(office, anna, number)
    assert list_views(office, anna) == ()


@pytest.mark.parametrize("title", [*HOSTILE, *SQL])
def test_whatever_a_title_holds_is_kept_on_one_line_or_refused(
    office: Backoffice, anna: SignedIn, title: str
) -> None:
    try:
        save_view(office, anna, title, QUERY)
    except (TextMissingError, TextTooLongError):
        assert list_views(office, anna) == ()
    else:
        [kept] = titles(office, anna)
        assert kept.splitlines() == [kept]
        assert len(kept) <= 80


def test_names_and_addresses_have_their_limits(office: Backoffice, anna: SignedIn) -> None:
    with pytest.raises(TextMissingError):
        save_view(office, anna, " \n ", QUERY)
    with pytest.raises(TextTooLongError):
        save_view(office, anna, "x" * 81, QUERY)
    with pytest.raises(InvalidFieldError):
        save_view(office, anna, "Zu lang", {"text": "x" * 9000})

    assert list_views(office, anna) == ()


def test_an_account_has_so_many_and_no_more(
    office: Backoffice, anna: SignedIn, ben: SignedIn
) -> None:
    for number in range(MOST_VIEWS):
        save_view(office, anna, f"Nummer {number}", {}, shared=True)

    with pytest.raises(InvalidFieldError, match="200"):
        save_view(office, anna, "Eine zu viel", {})

    save_view(office, ben, "Ben hat noch keine", {})
    assert len(list_views(office, anna)) == MOST_VIEWS


def test_the_record_says_what_was_done_and_no_words(office: Backoffice, anna: SignedIn) -> None:
    number = save_view(office, anna, "Geheim", QUERY)
    change_view(office, anna, number, shared=True)
    delete_view(office, anna, number)

    with transaction(office.sessions) as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.subject == "view")).all()
        told = [(one.actor, one.kind, one.subject_key, sorted(one.fields)) for one in events]
    assert told == [
        ("anna", "view.saved", str(number), ["query", "shared", "title"]),
        ("anna", "view.changed", str(number), ["shared"]),
        ("anna", "view.deleted", str(number), []),
    ]


def test_views_go_with_the_person_and_are_in_her_export(
    office: Backoffice, anna: SignedIn, ben: SignedIn
) -> None:
    save_view(office, anna, "Für alle", QUERY, shared=True)

    exported = export_found(office, TESTER, [], ["anna"])["accounts"][0]["saved_view"]
    erase_account(office, TESTER, "anna")

    assert [one["title"] for one in exported] == ["Für alle"]
    assert list_views(office, ben) == ()


def test_what_a_closed_account_shared_is_not_offered(
    office: Backoffice, anna: SignedIn, ben: SignedIn
) -> None:
    save_view(office, anna, "Für alle", QUERY, shared=True)
    with transaction(office.sessions) as session:
        account = session.scalars(select(StaffAccount).where(StaffAccount.login == "anna")).one()
        account.disabled_at = account.created_at

    assert list_views(office, ben) == ()
