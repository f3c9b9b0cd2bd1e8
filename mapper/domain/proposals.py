"""A proposal as it is handed in and as it is read, without any storage."""

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.errors import InvalidFieldError

TITLE_LENGTH = (5, 120)
BODY_LENGTH = (10, 4000)
NAME_LENGTH = (0, 80)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a citizen sends: coordinates in EPSG:4326, texts as typed."""

    client_key: UUID
    round_slug: str
    place_certainty: PlaceCertainty
    lon: float | None
    lat: float | None
    district: str | None
    municipality: str | None
    public_precision: PublicPrecision
    title: str
    body: str
    action_field: str
    display_name: str | None


def clean_line(text: str) -> str:
    """One line of text: NFC, control characters as blanks, runs of blanks as one."""
    printable = "".join(_blank_if_control(char) for char in unicodedata.normalize("NFC", text))
    return " ".join(printable.split())


def clean_text(text: str) -> str:
    """Text with its line breaks: NFC, without control characters, blanks at the ends removed."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_blank_if_control, line)).rstrip() for line in lines).strip()


def _blank_if_control(char: str) -> str:
    return " " if unicodedata.category(char) in {"Cc", "Cs"} else char


def check_length(parameter: str, text: str, limits: tuple[int, int]) -> str:
    """The text itself.

    Raises
    ------
    InvalidFieldError
        It has fewer or more code points than `limits` allow.
    """
    least, most = limits
    if not least <= len(text) <= most:
        expected = f"{least} to {most} characters long"
        raise InvalidFieldError(parameter, expected, len(text), least=least, most=most)
    return text
