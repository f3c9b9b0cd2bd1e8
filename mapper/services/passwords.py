"""Passwords of staff: which ones are good enough, what is stored of them, and random ones."""

import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from mapper.errors import WeakPasswordError

LEAST, MOST = 12, 200
_GUESSED_CHARACTERS = 72
_LEAST_SCORE = 3
_LEAST_REST = 8
_LEAST_WORD = 3
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUP_LENGTH = 4
# What the estimator's lists, made elsewhere, do not hold, and what is tried first here.
_COMMON = (
    *("passwort", "kennwort", "geheim", "willkommen", "hallo", "schatz", "bitte"),
    *("ideenkarte", "idee", "ideen", "karte", "moderation", "planung", "administrator", "admin"),
    *("rathaus", "stadt", "gemeinde", "verwaltung", "landkreis", "bürgermeister", "amt"),
    *("frühling", "sommer", "herbst", "winter", "montag", "dienstag", "mittwoch", "donnerstag"),
    *("freitag", "samstag", "sonntag", "januar", "februar", "märz", "april", "juni", "juli"),
    *("august", "september", "oktober", "november", "dezember"),
)
# From OWASP's Password Storage Cheat Sheet: 46 MiB, one pass, one lane.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
# Each takes a core for a moment: a flood of tries must not take them all.
_AT_ONCE = threading.BoundedSemaphore(2)
# The estimator keeps the words of the account in a global.
_ESTIMATING = threading.Lock()


def check_password(password: str, login: str, display_name: str, *others: str) -> None:
    """Refuse a password that is easy to guess; no rules about kinds of signs.

    Parameters
    ----------
    others
        Further words near at hand: the town's names, the account's e-mail address.

    Raises
    ------
    WeakPasswordError
        Its `reason`: `too_short`, `too_long`, `own_name` (hardly more than the words given) or
        `common`.

    Source
    ------
    NIST SP 800-63B, section 5.1.1.2.
    """
    plain = _normal(password)
    if len(plain) < LEAST:
        raise WeakPasswordError("too_short", least=LEAST)
    if len(plain) > MOST:
        raise WeakPasswordError("too_long", most=MOST)
    own = _words((login, display_name, *others))
    if _is_made_of(own, plain):
        raise WeakPasswordError("own_name")
    common = _words(_COMMON)
    if _is_made_of(own | common, plain) or _score(plain, own | common) < _LEAST_SCORE:
        raise WeakPasswordError("common")


def hash_password(password: str) -> str:
    """What is stored: argon2id, with its parameters and a salt of its own."""
    with _AT_ONCE:
        return _HASHER.hash(_bytes(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether this is the password; where there is none, False after the same time."""
    nobodys = _nobodys()
    with _AT_ONCE:
        try:
            right = _HASHER.verify(stored or nobodys, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return right and stored is not None


def make_code(groups: int) -> str:
    """Random signs that cannot be mistaken for one another, four to a group of almost 20 bits."""
    return "-".join(
        "".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(groups)
    )


def is_outdated(stored: str) -> bool:
    """True when it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return _HASHER.hash(b"nobody has this password")


def _normal(password: str) -> str:
    """The same signs typed on another keyboard are the same password."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _normal(password).encode("utf-8", "surrogatepass")


def _words(texts: Iterable[str]) -> frozenset[str]:
    """The words in some texts, with and without umlauts."""
    words = {
        word for text in texts for word in re.split(r"[\W_\d]+", _normal(text).casefold()) if word
    }
    spelt = words | {_spell_out(word) for word in words} | {_strip(word) for word in words}
    return frozenset(word for word in spelt if len(word) >= _LEAST_WORD)


def _spell_out(word: str) -> str:
    return word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def _strip(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _is_made_of(words: frozenset[str], password: str) -> bool:
    """True when it holds any of the words, and few other letters: numbers are tried first."""
    plain = rest = password.casefold()
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest = rest.replace(word, " ")
    letters = sum(sign.isalpha() or not sign.isascii() for sign in rest)
    return rest != plain and letters < _LEAST_REST


def _score(password: str, words: frozenset[str]) -> int:
    """0 to 4; below 3 it takes less than a hundred million guesses.

    Only the beginning is looked at: the estimate takes time that grows with the square.
    """
    with _ESTIMATING:
        return int(zxcvbn(password[:_GUESSED_CHARACTERS], sorted(words))["score"])
