"""Signing in, as the services decide it: steps, sessions, links, and who is made to wait."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount, StaffSession, StaffToken
from mapper.domain.roles import Role
from mapper.errors import (
    LinkExpiredError,
    MapperError,
    SignInNeededError,
    SignInRefusedError,
    TooManyRequestsError,
    WeakPasswordError,
    WrongCodeError,
)
from mapper.services import second_factor
from mapper.services.access import SignedIn, find_actor
from mapper.services.backoffice import Backoffice
from mapper.services.passwords import hash_password
from mapper.services.reset import offer_own_reset
from mapper.services.sign_in import (
    Next,
    confirm_code,
    find_half_way,
    set_up_and_enter,
    sign_in,
    sign_out,
)
from mapper.services.staff_tokens import find_holder, issue_token, set_password_by_token
from mapper.services.throttle import OWN_TRIES, Visitor
from tests.hostile import HOSTILE
from tests.staff import SECRET, add_account, office_on

PASSWORD = "Blaue Tassen im Schrank"
STORED = hash_password(PASSWORD)
HOME = Visitor("192.0.2.1")
AWAY = Visitor("198.51.100.7")


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """A town whose moderator Moni and administrator Adam have a password."""
    add_account(empty_sessions, "Moni", Role.MODERATOR, password_hash=STORED)
    add_account(empty_sessions, "adam", Role.ADMIN, password_hash=STORED)
    return office_on(empty_sessions)


def set_columns(office: Backoffice, login: str, **columns: object) -> None:
    with transaction(office.sessions) as session:
        session.execute(update(StaffAccount).where(StaffAccount.login == login).values(**columns))


def events(office: Backoffice) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Actor, kind, key and fields of what was recorded, in order."""
    with transaction(office.sessions) as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(row.actor, row.kind, row.subject_key, tuple(row.fields)) for row in rows]


def opens(office: Backoffice, token: str) -> str | None:
    """Whose session the token opens."""
    actor = find_actor(office.sessions, SignedIn(token), office.rules)
    return actor.name if actor else None


def give_app(office: Backoffice, login: str, visitor: Visitor = HOME) -> pyotp.TOTP:
    """Set up the second factor of an account some minutes ago; its app."""
    app = pyotp.TOTP(pyotp.random_base32())
    with transaction(office.sessions) as session:
        account = session.scalars(select(StaffAccount).where(StaffAccount.login == login)).one()
        then = datetime.now(UTC) - timedelta(minutes=10)
        assert second_factor.confirm(SECRET, account, app.secret, app.at(then), then)
    return app


def test_login_and_password_open_a_session(office: Backoffice) -> None:
    step = sign_in(office, HOME, " mONI ", PASSWORD)

    assert step.next is Next.DONE
    assert opens(office, step.token) == "Moni"
    assert events(office) == [("Moni", "session.opened", "Moni", ("password",))]


def test_an_unknown_login_is_refused_and_named_nowhere(office: Backoffice) -> None:
    logins = ["nobody", "", "x" * 5000, *(text.replace("\0", "") for text in HOSTILE)]

    for login in logins:
        with pytest.raises(SignInRefusedError):
            sign_in(office, HOME, login, PASSWORD)

    recorded = events(office)
    assert len(recorded) == len(logins)
    for actor, kind, key, fields in recorded:
        assert (actor, kind, fields) == ("system:sign-in", "session.refused", ())
        assert len(key) == 32
        assert set(key) <= set("0123456789abcdef")


def test_a_wrong_password_is_refused(office: Backoffice) -> None:
    for password in ("", "wrong", PASSWORD.upper(), PASSWORD + "!", "x" * 60_000):
        with pytest.raises(SignInRefusedError):
            sign_in(office, HOME, "Moni", password)

    assert events(office) == [("system:sign-in", "session.refused", "Moni", ())] * 5


def test_a_closed_account_is_refused_like_an_unknown_one(office: Backoffice) -> None:
    set_columns(office, "Moni", disabled_at=func.now())
    set_columns(office, "adam", password_hash=None)

    for login in ("Moni", "adam"):
        with pytest.raises(SignInRefusedError):
            sign_in(office, HOME, login, PASSWORD)


def test_a_password_hashed_with_older_parameters_is_hashed_anew(office: Backoffice) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    set_columns(office, "Moni", password_hash=old)

    sign_in(office, HOME, "Moni", PASSWORD)

    with transaction(office.sessions) as session:
        stored = session.scalars(
            select(StaffAccount.password_hash).where(StaffAccount.login == "Moni")
        ).one()
    assert stored not in (None, old)
    assert sign_in(office, HOME, "Moni", PASSWORD).next is Next.DONE


def test_every_step_ends_the_session_before(office: Backoffice) -> None:
    first = sign_in(office, HOME, "Moni", PASSWORD)

    second = sign_in(office, HOME, "Moni", PASSWORD, before=first.token)

    assert opens(office, first.token) is None
    assert opens(office, second.token) == "Moni"


def test_an_administrator_sets_up_a_second_factor_first(office: Backoffice) -> None:
    step = sign_in(office, HOME, "adam", PASSWORD)
    half_way = find_half_way(office, step.token)

    assert (step.next, half_way.next) == (Next.SET_UP, Next.SET_UP)
    assert opens(office, step.token) is None
    with pytest.raises(WrongCodeError):
        set_up_and_enter(office, HOME, step.token, "000000")
    with pytest.raises(WrongCodeError):
        confirm_code(office, HOME, step.token, "000000")

    app = pyotp.TOTP(half_way.app_secret)
    full, codes = set_up_and_enter(office, HOME, step.token, app.now())

    assert opens(office, full.token) == "adam"
    assert len(codes) == 10
    with pytest.raises(SignInNeededError):
        find_half_way(office, step.token)
    kinds = [kind for _, kind, _, _ in events(office) if kind != "session.refused"]
    assert kinds == ["session.begun", "account.second_factor_set", "session.opened"]


def test_with_a_second_factor_the_password_alone_opens_nothing(office: Backoffice) -> None:
    app = give_app(office, "Moni")

    step = sign_in(office, HOME, "Moni", PASSWORD)

    assert step.next is Next.CODE
    assert opens(office, step.token) is None
    with pytest.raises(SignInNeededError):
        set_up_and_enter(office, HOME, step.token, app.now())
    full = confirm_code(office, HOME, step.token, app.now())
    assert opens(office, full.token) == "Moni"
    assert opens(office, step.token) is None


def test_a_code_is_taken_once_also_at_the_same_moment(office: Backoffice) -> None:
    app = give_app(office, "Moni")
    tokens = [sign_in(office, HOME, "Moni", PASSWORD).token for _ in range(4)]
    code = app.now()

    def try_it(token: str) -> bool:
        try:
            confirm_code(office, HOME, token, code)
        except WrongCodeError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(try_it, tokens))

    assert sorted(taken) == [False, False, False, True]


def test_half_way_is_no_session_and_ends_after_a_quarter_of_an_hour(office: Backoffice) -> None:
    app = give_app(office, "Moni")
    step = sign_in(office, HOME, "Moni", PASSWORD)
    move_sessions(office, expires_at=timedelta(minutes=-14, seconds=-50))
    assert find_half_way(office, step.token).login == "Moni"

    move_sessions(office, expires_at=timedelta(seconds=-15))

    for refused in (find_half_way, lambda o, t: confirm_code(o, HOME, t, app.now())):
        with pytest.raises(SignInNeededError):
            refused(office, step.token)


def test_a_session_ends_when_idle_and_in_any_case(office: Backoffice) -> None:
    rules = office.rules
    idle = sign_in(office, HOME, "Moni", PASSWORD).token
    move_sessions(office, seen_at=-rules.session_idle + timedelta(minutes=1))
    assert opens(office, idle) == "Moni"
    move_sessions(office, seen_at=-rules.session_idle - timedelta(seconds=5))
    assert opens(office, idle) is None

    old = sign_in(office, HOME, "Moni", PASSWORD).token
    move_sessions(office, expires_at=-rules.session_most + timedelta(minutes=1))
    assert opens(office, old) == "Moni"
    move_sessions(office, expires_at=timedelta(minutes=-2))
    assert opens(office, old) is None


def move_sessions(office: Backoffice, **by: timedelta) -> None:
    """Move moments of all sessions, as if time had passed."""
    with transaction(office.sessions) as session:
        values = {name: getattr(StaffSession, name) + step for name, step in by.items()}
        session.execute(
            update(StaffSession).values(**values).execution_options(synchronize_session=False)
        )


def test_signing_out_ends_the_session_for_whoever_holds_it(office: Backoffice) -> None:
    token = sign_in(office, HOME, "Moni", PASSWORD).token

    sign_out(office, token)
    sign_out(office, token)
    sign_out(office, "nothing")

    assert opens(office, token) is None
    assert [kind for _, kind, _, _ in events(office)] == ["session.opened", "session.ended"]


def refusals(tries: int, attempt: Callable[[], object]) -> list[type[MapperError]]:
    """How each of some tries was refused."""
    given = []
    for _ in range(tries):
        with pytest.raises(MapperError) as refused:
            attempt()
        given.append(type(refused.value))
    return given


def test_five_wrong_tries_from_one_address_make_it_wait(office: Backoffice) -> None:
    wrong = refusals(7, lambda: sign_in(office, AWAY, "Moni", "wrong"))

    assert wrong == [SignInRefusedError] * OWN_TRIES + [TooManyRequestsError] * 2
    with pytest.raises(TooManyRequestsError) as refused:
        sign_in(office, AWAY, "moni", PASSWORD)
    assert 1 <= refused.value.wait_s <= 15 * 60
    assert sign_in(office, HOME, "Moni", PASSWORD).next is Next.DONE
    assert sign_in(office, AWAY, "adam", PASSWORD).next is Next.SET_UP


def test_right_tries_do_not_count(office: Backoffice) -> None:
    for _ in range(2):
        refusals(OWN_TRIES - 1, lambda: sign_in(office, HOME, "Moni", "wrong"))
        assert sign_in(office, HOME, "Moni", PASSWORD).next is Next.DONE


def test_many_tries_at_once_are_no_way_around(office: Backoffice) -> None:
    def attempt(_number: int) -> type[MapperError]:
        return refusals(1, lambda: sign_in(office, AWAY, "Moni", "wrong"))[0]

    with ThreadPoolExecutor(8) as threads:
        given = list(threads.map(attempt, range(16)))

    assert given.count(SignInRefusedError) == OWN_TRIES


def test_a_network_of_many_addresses_is_one(office: Backoffice) -> None:
    numbers = iter(range(1, 100))

    wrong = refusals(
        6, lambda: sign_in(office, Visitor(f"2001:db8::{next(numbers):x}"), "Moni", "wrong")
    )

    assert wrong[-1] is TooManyRequestsError


def test_nobody_is_locked_out_on_a_device_she_has_used(office: Backoffice) -> None:
    known = replace(HOME, device=HOME.remembering(SECRET, "Moni"))
    numbers = iter(range(1, 250))
    attacked = refusals(
        31, lambda: sign_in(office, Visitor(f"203.0.113.{next(numbers)}"), "Moni", "wrong")
    )
    beside_her = refusals(6, lambda: sign_in(office, HOME, "Moni", "wrong"))

    assert attacked[-1] is TooManyRequestsError
    assert beside_her[-1] is TooManyRequestsError
    assert sign_in(office, known, "Moni", PASSWORD).next is Next.DONE


def test_a_known_device_is_no_way_to_try_for_ever_or_for_others(office: Backoffice) -> None:
    known = replace(AWAY, device=AWAY.remembering(SECRET, "Moni"))

    own = refusals(6, lambda: sign_in(office, known, "Moni", "wrong"))
    others = refusals(6, lambda: sign_in(office, known, "adam", "wrong"))

    assert own[-1] is TooManyRequestsError
    assert others[-1] is TooManyRequestsError


@pytest.mark.parametrize(
    "device", ["", "~", "~~~~", "a" * 32, "a" * 32 + "~" + "b" * 32, "\ud800", "😀" * 400, *HOSTILE]
)
def test_a_forged_device_cookie_is_known_to_nobody(device: str) -> None:
    visitor = Visitor("192.0.2.9", device)

    assert not visitor.knows(SECRET, "Moni")
    kept = Visitor("192.0.2.9", visitor.remembering(SECRET, "Moni"))
    assert kept.knows(SECRET, " MONI ")
    assert not kept.knows(SECRET, "adam")
    assert not kept.knows("another secret", "Moni")


def test_one_browser_is_known_to_several_and_forgets_the_oldest() -> None:
    visitor = HOME
    for number in range(12):
        visitor = replace(visitor, device=visitor.remembering(SECRET, f"desk{number}"))

    known = [number for number in range(12) if visitor.knows(SECRET, f"desk{number}")]
    assert known == list(range(4, 12))
    assert len(visitor.device or "") < 400


def test_wrong_codes_make_one_wait_too(office: Backoffice) -> None:
    app = give_app(office, "Moni")
    token = sign_in(office, AWAY, "Moni", PASSWORD).token

    wrong = refusals(6, lambda: confirm_code(office, AWAY, token, "000000"))

    assert wrong == [WrongCodeError] * 5 + [TooManyRequestsError]
    with pytest.raises(TooManyRequestsError):
        confirm_code(office, AWAY, token, app.now())
    elsewhere = sign_in(office, HOME, "Moni", PASSWORD).token
    assert confirm_code(office, HOME, elsewhere, app.now()).next is Next.DONE


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
