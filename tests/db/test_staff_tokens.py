"""Links by which staff set a password: used once, in time, by whom they are for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount, StaffToken
from mapper.errors import (
    LinkExpiredError,
    SignInRefusedError,
    TooManyRequestsError,
    WeakPasswordError,
)
from mapper.services.backoffice import Backoffice
from mapper.services.reset import offer_own_reset
from mapper.services.sign_in import Next, sign_in
from mapper.services.staff_tokens import find_holder, issue_token, set_password_by_token
from mapper.services.throttle import Visitor
from tests.db.signing_in import AWAY, HOME, PASSWORD, events, office, opens, set_columns

__all__ = ["office"]


def link_for(office: Backoffice, login: str, purpose: str, hours: float = 1) -> str:
    with transaction(office.sessions) as session:
        account_id = session.scalars(
            select(StaffAccount.id).where(StaffAccount.login == login)
        ).one()
        return issue_token(session, account_id, purpose, timedelta(hours=hours))  # type: ignore[arg-type]


def test_a_link_sets_a_password_once_and_ends_what_was_open(office: Backoffice) -> None:
    open_before = sign_in(office, HOME, "Moni", PASSWORD).token
    invitation, reset = (link_for(office, "Moni", kind) for kind in ("invitation", "reset"))

    login = set_password_by_token(office, reset, "Gelbe Kannen am Fenster", purpose="reset")

    assert login == "Moni"
    assert opens(office, open_before) is None
    for link in (invitation, reset):
        with pytest.raises(LinkExpiredError):
            set_password_by_token(office, link, "Rote Kannen am Fenster")
    with pytest.raises(SignInRefusedError):
        sign_in(office, HOME, "Moni", PASSWORD)
    assert sign_in(office, HOME, "Moni", "Gelbe Kannen am Fenster").next is Next.DONE
    assert ("Moni", "account.password_set", "Moni", ("reset",)) in events(office)


def test_a_link_stays_usable_after_a_weak_password_and_only_its_hash_is_stored(
    office: Backoffice,
) -> None:
    link = link_for(office, "Moni", "invitation")

    for weak in ("short", "Moni Moni Moni", "Adorf Adorf 12"):
        with pytest.raises(WeakPasswordError):
            set_password_by_token(office, link, weak, near_words=("Adorf",))

    assert find_holder(office, link, "invitation").login == "Moni"
    with transaction(office.sessions) as session:
        stored = session.scalars(select(StaffToken.token_hash)).one()
    assert link.encode() not in stored
    assert set_password_by_token(office, link, "Gelbe Kannen am Fenster") == "Moni"


def test_a_newer_link_ends_the_older_of_its_kind_only(office: Backoffice) -> None:
    older, invitation = (link_for(office, "Moni", kind) for kind in ("reset", "invitation"))
    newer = link_for(office, "Moni", "reset")
    adams = link_for(office, "adam", "reset")

    with pytest.raises(LinkExpiredError):
        find_holder(office, older, "reset")
    assert find_holder(office, newer, "reset").login == "Moni"
    assert find_holder(office, invitation, "invitation").login == "Moni"
    assert find_holder(office, adams, "reset").login == "adam"


def test_a_link_is_for_its_purpose_its_time_and_an_open_account(office: Backoffice) -> None:
    link = link_for(office, "Moni", "reset")
    late = link_for(office, "adam", "reset", hours=-0.01)

    for wrong, purpose in ((link, "invitation"), (late, "reset"), ("", "reset"), ("x", "reset")):
        with pytest.raises(LinkExpiredError):
            find_holder(office, wrong, purpose)  # type: ignore[arg-type]
        with pytest.raises(LinkExpiredError):
            set_password_by_token(office, wrong, PASSWORD, purpose=purpose)  # type: ignore[arg-type]
    set_columns(office, "Moni", disabled_at=func.now())
    with pytest.raises(LinkExpiredError):
        find_holder(office, link, "reset")


def test_two_who_use_a_link_at_once_do_not_both_succeed(office: Backoffice) -> None:
    link = link_for(office, "Moni", "reset")

    def use(password: str) -> bool:
        try:
            set_password_by_token(office, link, password)
        except LinkExpiredError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        used = list(threads.map(use, ("Gelbe Kannen am Fenster", "Rote Kannen am Fenster")))

    assert sorted(used) == [False, True]


def test_a_letter_is_offered_to_whom_the_login_or_the_address_belongs_alone(
    office: Backoffice,
) -> None:
    set_columns(office, "Moni", email="Moni@town.example")

    by_login = offer_own_reset(office, HOME, "moni")
    by_address = offer_own_reset(office, HOME, " moni@TOWN.example ")

    assert by_login is not None
    assert by_address is not None
    assert by_login.email == by_address.email == "Moni@town.example"
    assert find_holder(office, by_address.token, "reset").login == "Moni"
    assert offer_own_reset(office, HOME, "adam") is None
    assert offer_own_reset(office, HOME, "nobody") is None
    set_columns(office, "adam", email="moni@town.example")
    assert offer_own_reset(office, AWAY, "moni@town.example") is None
    set_columns(office, "Moni", disabled_at=func.now())
    assert offer_own_reset(office, AWAY, "moni") is None


def test_nobodys_mailbox_is_filled(office: Backoffice) -> None:
    set_columns(office, "Moni", email="moni@town.example")
    visitors = [Visitor(f"203.0.113.{number}") for number in range(1, 5)]

    for visitor in visitors[:3]:
        assert offer_own_reset(office, visitor, "moni")
    with pytest.raises(TooManyRequestsError):
        offer_own_reset(office, visitors[3], "moni")
