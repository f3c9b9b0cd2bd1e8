"""Bodies of requests, checked field by field."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from starlette.requests import Request

from mapper.api.checks import media_type
from mapper.api.refusals import InvalidJsonError
from mapper.domain.proposals import (
    BODY_LENGTH,
    NAME_LENGTH,
    TITLE_LENGTH,
    Draft,
    check_length,
    clean_line,
    clean_text,
)
from mapper.domain.statuses import Channel, PlaceCertainty, PublicPrecision
from mapper.errors import InvalidFieldError
from mapper.services.desk import DeskDraft
from mapper.services.events import NewEvent
from mapper.services.mine import MOST_TOKENS
from mapper.services.personal_data import MOST_NUMBERS

MOST_KEY = 120
_MAX_LON, _MAX_LAT = 180.0, 90.0
_MOST_ID = 2**31
_PROPOSAL_FIELDS = (
    *("client_key", "round", "place_certainty", "lon", "lat", "district", "municipality"),
    *("public_precision", "title", "body", "action_field", "display_name"),
)

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_draft(request: Request, body: bytes) -> Draft:
    """The idea in the body of a request.

    Raises
    ------
    InvalidJsonError, InvalidFieldError
        Also for a field nobody knows: its sender thinks that it was heard.
    """
    return _draft(_object(request, body, _PROPOSAL_FIELDS))


def read_desk_draft(request: Request, body: bytes, channels: Collection[Channel]) -> DeskDraft:
    """The idea that staff have entered for somebody; errors as for `read_draft`.

    `channels` are the ways in which ideas come to this town.
    """
    fields = _object(request, body, (*_PROPOSAL_FIELDS, "channel", "event", "given_on"))
    channel = _choice(fields, "channel", Channel)
    if channel not in channels:
        raise InvalidFieldError("channel", f"one of {', '.join(sorted(channels))}", channel.value)
    return DeskDraft(
        _draft(fields), channel, _whole_number(fields, "event"), _day(fields, "given_on")
    )


def read_event(request: Request, body: bytes) -> NewEvent:
    """The event in the body of a request.

    Raises
    ------
    InvalidJsonError, InvalidFieldError
    """
    fields = _object(request, body, ("round", "event_title", "held_on", "event_place"))
    return NewEvent(
        _key(fields, "round") or _missing("round", "the key of a round"),
        _text(fields, "event_title"),
        _day(fields, "held_on"),
        _optional_text(fields, "event_place"),
    )


def _draft(fields: Mapping[str, object]) -> Draft:
    title = clean_line(_text(fields, "title"))
    words = clean_text(_text(fields, "body"))
    name = clean_line(_optional_text(fields, "display_name") or "")
    return Draft(
        client_key=_uuid(fields, "client_key"),
        round_slug=_key(fields, "round") or _missing("round", "the key of a round"),
        place_certainty=_choice(fields, "place_certainty", PlaceCertainty),
        lon=_degrees(fields, "lon", _MAX_LON),
        lat=_degrees(fields, "lat", _MAX_LAT),
        district=_key(fields, "district"),
        municipality=_key(fields, "municipality"),
        public_precision=_choice(fields, "public_precision", PublicPrecision),
        title=check_length("title", title, TITLE_LENGTH),
        body=check_length("body", words, BODY_LENGTH),
        action_field=_key(fields, "action_field") or _missing("action_field", "a theme's key"),
        display_name=check_length("display_name", name, NAME_LENGTH) or None,
    )


def read_tokens(request: Request, body: bytes) -> list[str]:
    """The private links' tokens in the body of a request; at most 50.

    Raises
    ------
    InvalidJsonError, InvalidFieldError
    """
    tokens = _object(request, body, ("tokens",)).get("tokens")
    expected = f"a list of at most {MOST_TOKENS} tokens"
    if not isinstance(tokens, list):
        raise InvalidFieldError("tokens", expected, type(tokens).__name__)
    if len(tokens) > MOST_TOKENS:
        raise InvalidFieldError("tokens", expected, len(tokens))
    for token in tokens:
        if not isinstance(token, str) or len(token) > MOST_KEY or not token.isascii():
            # What was sent may be somebody's secret with a slip in it, so it is not repeated.
            raise InvalidFieldError("tokens", expected)
    return tokens


def read_report(request: Request, body: bytes) -> tuple[str, str, str]:
    """Number, reason and words of a report in the body of a request.

    Raises
    ------
    InvalidJsonError, InvalidFieldError
    """
    fields = _object(request, body, ("public_id", "reason", "body"))
    number = _key(fields, "public_id") or _missing("public_id", "the number of an idea")
    return number, _key(fields, "reason") or "", _text(fields, "body")


def read_service(request: Request, body: bytes) -> str:
    """The address of a service in the body of a request.

    Raises
    ------
    InvalidJsonError, InvalidFieldError
    """
    return _text(_object(request, body, ("url",)), "url")


def read_person(request: Request, body: bytes) -> tuple[list[str], list[str], str]:
    """Numbers of ideas, logins and the format wanted, in the body of a request.

    Raises
    ------
    InvalidJsonError, InvalidFieldError
    """
    fields = _object(request, body, ("numbers", "logins", "format"))
    wanted = _text(fields, "format")
    if wanted not in ("json", "text"):
        raise InvalidFieldError("format", "json or text", wanted[:MOST_KEY])
    return _texts(fields, "numbers"), _texts(fields, "logins"), wanted


def _texts(fields: Mapping[str, object], name: str) -> list[str]:
    values = fields.get(name, [])
    if not isinstance(values, list) or len(values) > MOST_NUMBERS:
        raise InvalidFieldError(name, f"a list of at most {MOST_NUMBERS} texts")
    return [_key({name: value}, name) or _missing(name, "a list of texts") for value in values]


def _object(request: Request, body: bytes, known: tuple[str, ...]) -> Mapping[str, object]:
    kind = media_type(request)
    if kind != "application/json":
        raise InvalidFieldError("Content-Type", "application/json", kind)
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise InvalidJsonError from None
    if not isinstance(content, dict):
        raise InvalidJsonError
    unknown = next((name for name in content if name not in known), None)
    if unknown is not None:
        raise InvalidFieldError(_shown(unknown), f"one of {', '.join(known)}")
    return content


def _shown(name: str) -> str:
    return name.encode("ascii", "replace").decode("ascii")[:80]


def _missing(parameter: str, expected: str) -> str:
    raise InvalidFieldError(parameter, expected)


def _text(fields: Mapping[str, object], name: str) -> str:
    return _optional_text(fields, name) or ""


def _optional_text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidFieldError(name, "a text", value)
    if "\0" in value or not _is_unicode(value):
        raise InvalidFieldError(name, "a text of Unicode characters without NUL", value)
    return value


def _is_unicode(text: str) -> bool:
    """False where a half of a surrogate pair stands alone; no database stores that."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _key(fields: Mapping[str, object], name: str) -> str | None:
    value = _optional_text(fields, name)
    if value is not None and len(value) > MOST_KEY:
        raise InvalidFieldError(name, f"at most {MOST_KEY} characters long", value)
    return value or None


def _uuid(fields: Mapping[str, object], name: str) -> UUID:
    value = fields.get(name)
    try:
        return UUID(value)  # type: ignore[arg-type]
    except (ValueError, TypeError, AttributeError):
        raise InvalidFieldError(name, "a UUID", value) from None


def _choice(fields: Mapping[str, object], name: str, choices: type[_Choice]) -> _Choice:
    value = fields.get(name)
    try:
        return choices(value)  # type: ignore[arg-type]
    except ValueError:
        raise InvalidFieldError(name, f"one of {', '.join(choices)}", value) from None


def _whole_number(fields: Mapping[str, object], name: str) -> int | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _MOST_ID:
        raise InvalidFieldError(name, "a whole number", str(value)[:40])
    return value


def _day(fields: Mapping[str, object], name: str) -> date | None:
    value = _optional_text(fields, name)
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise InvalidFieldError(name, "a day as YYYY-MM-DD", value[:40]) from None


def _degrees(fields: Mapping[str, object], name: str, most: float) -> float | None:
    value = fields.get(name)
    if value is None:
        return None
    expected = f"degrees from {-most:g} to {most:g}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidFieldError(name, expected, value)
    if not abs(value) <= most:
        # As text: a number of hundreds of digits can be sent, but not be written for people.
        raise InvalidFieldError(name, expected, str(value))
    return float(value)
