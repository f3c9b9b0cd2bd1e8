"""What can be erased, and how an erasure names it without saying whose it was."""

import hashlib
import hmac
from datetime import UTC, datetime
from enum import StrEnum

_MARK = 8
_DIGEST = 32


class Subject(StrEnum):
    """What was erased; the key beside it is a number of an idea unless said otherwise."""

    PROPOSAL = "proposal"
    """An idea with everything that hangs on it."""
    AUTHOR = "author"
    """Whose idea it is: name, address, private link, hidden place; the words stayed."""
    WORDS = "words"
    """Personal data in its words, which were blacked out."""
    ORIGINAL = "original"
    """The words from before that."""
    CONTACT = "contact"
    """Its author's e-mail address."""
    REPORT = "report"
    """A report; the key is `report_key`."""
    ACCOUNT = "account"
    """The person behind an account; the key is `account_key`."""


def account_key(secret: str, login: str) -> str:
    """A keyed hash of a login; its first signs tell one secret from another (`is_ours`)."""
    digest = _keyed(secret, f"account:{login.lower()}")[:_DIGEST]
    return f"{_keyed(secret, 'mark')[:_MARK]}-{digest}"


def is_ours(secret: str, key: str) -> bool:
    """True when a key was made by `account_key` with this secret."""
    return key.startswith(f"{_keyed(secret, 'mark')[:_MARK]}-")


def report_key(report_id: int, created_at: datetime) -> str:
    """A report's name; with its time, for a restored database counts on from earlier ids."""
    return f"{report_id}@{created_at.astimezone(UTC).isoformat()}"


def _keyed(secret: str, message: str) -> str:
    return hmac.new(secret.encode(), f"erasure:{message}".encode(), hashlib.sha256).hexdigest()
