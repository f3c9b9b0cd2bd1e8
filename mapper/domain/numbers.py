"""The numbers of ideas as people read and type them."""

from itertools import product
from math import prod

from mapper.domain.tokens import is_public_id

# Signs that are taken for one another on paper; 0, 1, i, l and o occur in no number.
_ALIKE = ("2z", "5s", "68b", "9gq", "uv", "nm", "17jtil", "0oqd")
_MOST = 2000


def numbers_like(text: str) -> tuple[str, ...]:
    """The numbers that somebody may have meant: exactly the one typed, or those that look alike.

    Case, blanks and hyphens do not matter. Nothing where a text is no number, nor where it could
    be too many.
    """
    typed = "".join(sign for sign in text.lower() if not sign.isspace() and sign not in "-–.")
    exact = (typed,) if is_public_id(typed) else ()
    choices = [_alike(sign) for sign in typed[:20]]
    if prod(map(len, choices)) > _MOST:
        return exact
    others = ("".join(signs) for signs in product(*choices))
    return (*exact, *(other for other in others if is_public_id(other) and other not in exact))


def _alike(sign: str) -> str:
    return "".join(dict.fromkeys(sign + "".join(group for group in _ALIKE if sign in group)))
