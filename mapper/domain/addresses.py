"""What names and addresses of accounts may look like."""

import re

MOST_EMAIL = 254
LOGIN_LENGTHS = (3, 60)
_LOGIN = re.compile(r"[A-Za-z0-9._@-]{3,60}", re.ASCII)
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*",
    re.ASCII,
)


def is_login(text: str) -> bool:
    """True for 3 to 60 characters out of letters of a to z, digits, dot, `_`, `-` and `@`."""
    return _LOGIN.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """True for one plain address as mail servers take it, without a name, quotes or spaces.

    Source
    ------
    RFC 5321, section 4.1.2 (dot-string, domain) and 4.5.3.1.3 (at most 254 characters).
    """
    return len(text) <= MOST_EMAIL and _EMAIL.fullmatch(text) is not None
