"""Codes of the authenticator app: which one is taken when, and that none works twice."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.db.tables import StaffAccount
from mapper.domain.roles import Role
from mapper.services import second_factor
from mapper.services.second_factor import STEP_S, accept_code, matching_step

SECRET = "a secret for tests"
# The key and the codes of RFC 6238, appendix B, shortened to six digits.
RFC_KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}
NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)


def with_app(*, at: datetime = NOW) -> tuple[StaffAccount, pyotp.TOTP, list[str]]:
    """An account whose second factor was set up at some moment, and its app."""
    account = StaffAccount(login="adam", roles=[], recovery_hashes=[], totp_confirmed_at=None)
    key = second_factor.offered_secret(SECRET, account, "session")
    app = pyotp.TOTP(key)
    codes = second_factor.confirm(SECRET, account, key, app.at(at), at)
    assert codes is not None
    return account, app, codes


@pytest.mark.parametrize(("second", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    moment = datetime.fromtimestamp(second, UTC)

    assert matching_step(RFC_KEY, code, None, moment) == second // STEP_S


@given(st.integers(0, 2**33), st.integers(-5, 5))
def test_a_clock_may_be_wrong_by_one_step_and_no_more(second: int, steps: int) -> None:
    moment = datetime.fromtimestamp(second + 5 * STEP_S, UTC)
    code = pyotp.TOTP(RFC_KEY).at(moment + timedelta(seconds=steps * STEP_S))

    taken = matching_step(RFC_KEY, code, None, moment)

    # By chance another step in the window may have the same six digits.
    assert (taken is not None) or abs(steps) > 1
    if taken is not None:
        assert abs(taken - int(moment.timestamp()) // STEP_S) <= 1


@pytest.mark.parametrize("code", ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢", "²87082", "-87082"])
def test_what_is_not_six_digits_is_no_code(code: str) -> None:
    assert matching_step(RFC_KEY, code, None, datetime.fromtimestamp(59, UTC)) is None


def test_a_code_may_be_typed_in_groups() -> None:
    assert matching_step(RFC_KEY, " 287 082 ", None, datetime.fromtimestamp(59, UTC)) == 1


def test_a_code_works_once_and_no_older_one_after_it() -> None:
    account, app, _ = with_app(at=NOW - timedelta(hours=1))
    later = NOW + timedelta(seconds=STEP_S)

    assert accept_code(SECRET, account, app.at(later), NOW) == "totp"
    assert accept_code(SECRET, account, app.at(later), NOW) is None
    assert accept_code(SECRET, account, app.at(NOW), NOW) is None


def test_the_code_of_setting_up_does_not_sign_in_again() -> None:
    account, app, _ = with_app()

    assert accept_code(SECRET, account, app.at(NOW), NOW) is None


def test_a_recovery_code_works_once_however_it_is_typed() -> None:
    account, _, codes = with_app()

    assert len(set(codes)) == 10
    assert accept_code(SECRET, account, codes[3].upper().replace("-", " "), NOW) == "recovery_code"
    assert accept_code(SECRET, account, codes[3], NOW) is None
    assert len(account.recovery_hashes) == 9
    assert accept_code(SECRET, account, "", NOW) is None


def test_new_recovery_codes_end_the_former_ones() -> None:
    account, _, codes = with_app()

    second_factor.renew_recovery_codes(SECRET, account)

    assert accept_code(SECRET, account, codes[0], NOW) is None


def test_the_secret_is_stored_unreadable_without_the_installations() -> None:
    account, app, codes = with_app(at=NOW - timedelta(hours=1))
    stored = account.totp_secret or b""

    assert app.secret.encode() not in stored
    assert not any(code.encode() in b"".join(account.recovery_hashes) for code in codes)
    assert accept_code("another secret", account, app.at(NOW), NOW) is None
    assert accept_code("another secret", account, codes[0], NOW) is None


def test_every_session_and_every_setting_up_is_offered_another_secret() -> None:
    account, app, _ = with_app()
    fresh = StaffAccount(login="adam", roles=[], totp_confirmed_at=None)
    offers = [
        second_factor.offered_secret(SECRET, who, session)
        for who in (account, fresh)
        for session in ("one", "two")
    ]

    assert len({*offers, app.secret}) == 5
    assert second_factor.offered_secret(SECRET, fresh, "one") == offers[2]


def test_a_wrong_first_code_changes_nothing() -> None:
    account = StaffAccount(login="adam", roles=[], recovery_hashes=[], totp_confirmed_at=None)

    assert second_factor.confirm(SECRET, account, RFC_KEY, "000000", NOW) is None
    assert account.totp_secret is None


@pytest.mark.parametrize(
    ("roles", "required", "needed"),
    [
        ([Role.ADMIN], False, True),
        ([Role.MODERATOR, Role.ADMIN], False, True),
        ([Role.MODERATOR], True, True),
        ([Role.MODERATOR], False, False),
        ([], False, False),
    ],
)
def test_administrators_and_whoever_is_told_to_need_one(
    roles: list[Role], required: bool, needed: bool
) -> None:
    account = StaffAccount(roles=list(roles), second_factor_required=required)

    assert second_factor.is_needed(account) is needed
