"""Signing in, as the services decide it: steps, and the sessions they open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from mapper.db.engine import transaction
from mapper.db.tables import StaffAccount, StaffSession
from mapper.errors import SignInNeededError, SignInRefusedError, WrongCodeError
from mapper.services.backoffice import Backoffice
from mapper.services.sign_in import (
    Next,
    confirm_code,
    find_half_way,
    set_up_and_enter,
    sign_in,
    sign_out,
)
from tests.db.signing_in import HOME, PASSWORD, events, give_app, office, opens, set_columns
from tests.hostile import HOSTILE

__all__ = ["office"]


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
