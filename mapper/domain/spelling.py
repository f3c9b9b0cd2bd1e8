"""Words in plain ASCII signs, for keys and logins."""

import re
import unicodedata

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"}
)
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")


def to_ascii(text: str) -> str:
    """The text with umlauts spelled out, other letters without their accents, and no others."""
    spelt = unicodedata.normalize("NFC", text).translate(_SPELT_OUT)
    return unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode("ascii")


def slug_of(name: str) -> str:
    """The name in lower-case ASCII, umlauts spelled out, everything else as single hyphens."""
    return _NOT_IN_SLUGS.sub("-", to_ascii(name.lower())).strip("-")
