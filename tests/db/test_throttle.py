"""Who is made to wait at sign-in, and who never is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from mapper.errors import MapperError, SignInRefusedError, TooManyRequestsError, WrongCodeError
from mapper.services.backoffice import Backoffice
from mapper.services.sign_in import Next, confirm_code, sign_in
from mapper.services.throttle import OWN_TRIES, Visitor
from tests.db.signing_in import AWAY, HOME, PASSWORD, give_app, office, refusals
from tests.hostile import HOSTILE
from tests.staff import SECRET

__all__ = ["office"]


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
