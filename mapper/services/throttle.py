"""How often somebody may try to sign in, so that nobody guesses and nobody is locked out for long.

A browser in which this login has signed in before is counted by itself. Whatever others try, from
wherever, its owner gets in there. In any other browser she waits with them until the window ends.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from mapper.db.engine import transaction
from mapper.services.backoffice import Backoffice
from mapper.services.rate import count_hit, network_of, take_back_hits

Step = Literal["password", "code", "reset"]
WINDOW = timedelta(minutes=15)
OWN_TRIES = 5
"""Wrong ones for a login from one address, or in one browser known to it."""
_ADDRESS_TRIES = 60
_LOGIN_TRIES: Mapping[Step, int] = {"password": 30, "code": 10, "reset": 3}
"""From all addresses together; a code is guessed sooner than a password."""
_MOST_MARKS = 8
_MARK_LENGTH = 32
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a try comes from: an address, and the device cookie when the browser has one."""

    address: str
    device: str | None = None

    def knows(self, secret: str, login: str) -> bool:
        """True when this login has signed in from this browser before."""
        number, marks = _read(self.device)
        wanted = _mark(secret, number, login)
        return any(hmac.compare_digest(mark, wanted) for mark in marks)

    def remembering(self, secret: str, login: str) -> str:
        """The device cookie from now on; it names logins by keyed digests only."""
        number, marks = _read(self.device)
        kept = dict.fromkeys((_mark(secret, number, login), *marks))
        return _SEPARATOR.join((number, *list(kept)[:_MOST_MARKS]))


def note_try(office: Backoffice, visitor: Visitor, login: str, step: Step = "password") -> None:
    """Count a try before it is looked at, so that many at once are no way around.

    Raises
    ------
    TooManyRequestsError
        Nothing is counted then.
    """
    with transaction(office.sessions) as session:
        for scope, key, most in _counts(office.secret, visitor, login, step):
            count_hit(session, office.secret, scope, key, most=most, window=WINDOW)


def note_success(office: Backoffice, visitor: Visitor, login: str, step: Step = "password") -> None:
    """Only wrong tries count; after a right one the owner's own begin anew."""
    with transaction(office.sessions) as session:
        for scope, key, most in _counts(office.secret, visitor, login, step):
            hits = most if most == OWN_TRIES else 1
            take_back_hits(session, office.secret, scope, key, window=WINDOW, hits=hits)


def _counts(
    secret: str, visitor: Visitor, login: str, step: Step
) -> Iterator[tuple[str, str, int]]:
    """What a try counts for: (scope, key, most)."""
    name = login_key(login)
    if visitor.knows(secret, login):
        yield f"{step}.device", f"{name} {_read(visitor.device)[0]}", OWN_TRIES
        return
    yield f"{step}.login_address", f"{name} {network_of(visitor.address)}", OWN_TRIES
    yield f"{step}.address", visitor.address, _ADDRESS_TRIES
    yield f"{step}.login", name, _LOGIN_TRIES[step]


def login_key(login: str) -> str:
    """A login however it was typed."""
    return login.strip().lower()


def _read(device: str | None) -> tuple[str, list[str]]:
    """A browser's number and its marks; a new number for one that has none."""
    number, *marks = (device or "").split(_SEPARATOR)
    if len(number) != _MARK_LENGTH or not (number.isascii() and number.isalnum()):
        return secrets.token_hex(_MARK_LENGTH // 2), []
    return number, [mark for mark in marks if len(mark) == _MARK_LENGTH and mark.isascii()]


def _mark(secret: str, number: str, login: str) -> str:
    message = f"device:{number}:{login_key(login)}".encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:_MARK_LENGTH]
