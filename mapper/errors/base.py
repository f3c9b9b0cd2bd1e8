"""The base of all refusals, and those of every part."""

import errno
import logging
import secrets
import traceback
from collections.abc import Mapping
from typing import ClassVar


class MapperError(Exception):
    """A refusal with its reason.

    The English message is built by the class and says what is wrong and what to do.
    ``fields`` carries the values, so that an edge (page, route, command) can say the same
    in the reader's language by ``code``.
    """

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 422

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields: Mapping[str, object] = fields


class SettingsError(MapperError):
    """A setting cannot be used as it stands."""

    code = "settings"
    http_status = 500


class DatabaseAwayError(MapperError):
    """The database does not answer; nothing was stored."""

    code = "database_away"
    http_status = 503

    def __init__(self) -> None:
        super().__init__("The database does not answer just now. Please try again in a moment.")


class NotFoundError(MapperError):
    """What was asked for does not exist, or not for this caller."""

    code = "not_found"
    http_status = 404

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"There is no {what} '{key}'.", what=what, got=key)


class InvalidFieldError(MapperError):
    """One field of a request holds what it may not."""

    code = "invalid_field"

    def __init__(self, parameter: str, expected: str, got: object = None, **limits: object) -> None:
        super().__init__(
            f"'{parameter}' must be {expected}.",
            parameter=parameter,
            expected=expected,
            got=got,
            **limits,
        )


class TooManyRequestsError(MapperError):
    """More of something than anybody honest needs in that time."""

    code = "too_many"
    http_status = 429

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"That was too often. Please wait {wait_s} seconds.", wait_s=wait_s)
        self.wait_s = wait_s


def is_no_room(error: BaseException) -> bool:
    """Whether a disk, or somebody's share of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def log_unforeseen(logger: logging.Logger, error: BaseException, where: str) -> str:
    """Log an error nobody foresaw; the reference number to show in its place.

    Only kinds and lines are logged: the texts of database errors quote what people wrote.
    """
    number = secrets.token_hex(4).upper()
    lines = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Unforeseen error %s at %s: %s\n%s", number, where, type(error).__name__, lines)
    return number
