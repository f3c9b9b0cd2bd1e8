"""Numbers and secrets of a proposal."""

import hashlib
import hmac
import secrets
from uuid import UUID

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 9


def new_public_id() -> str:
    """The number people see: 9 signs that cannot be mistaken for one another, unguessable."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def is_public_id(text: str) -> bool:
    """True when a text has the form of a number that people see; whether it exists is not said."""
    return len(text) == _LENGTH and set(text) <= set(_ALPHABET)


def edit_token(secret: str, client_key: UUID) -> str:
    """The secret of a proposal's private link.

    It follows from the installation's secret and the browser's key, so that a repeated submission
    is answered with the same link although only a hash is stored.
    """
    digest = hmac.new(secret.encode(), b"edit-token:" + client_key.bytes, hashlib.sha256)
    return digest.hexdigest()[:40]


def hash_token(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def form_token(secret: str, holder: str) -> str:
    """What a form carries so that no other site's page can send it in this browser's name.

    Parameters
    ----------
    holder
        What only this browser has: the session's token, else a cookie of the form's own.
    """
    digest = hmac.new(secret.encode(), b"form:" + holder.encode(), hashlib.sha256)
    return digest.hexdigest()[:40]
