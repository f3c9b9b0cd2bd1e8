"""Reasons a caller can act on: one class each, all under MapperError."""

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


class ProfileError(MapperError):
    """The town profile cannot be read."""

    code = "profile"
    http_status = 500

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"The town profile cannot be used: {where}: {problem}.", where=where)


class SchematicError(MapperError):
    """The facts of the profile are not enough to draw a schematic layer."""

    code = "schematic"
    http_status = 500

    def __init__(self, problem: str) -> None:
        super().__init__(f"No schematic layer can be drawn: {problem}.", problem=problem)


class DatasetError(MapperError):
    """One source of a dataset cannot be used; the next one may."""

    code = "dataset"

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source} cannot be used: {problem}.", source=source, problem=problem)


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


class OutsideAreaError(MapperError):
    """A place lies in none of the municipalities."""

    code = "outside_area"

    def __init__(self, municipalities: str) -> None:
        super().__init__(
            f"This place is not in {municipalities}. Choose a place inside.",
            parameter="lon,lat",
            municipalities=municipalities,
        )


class RoundClosedError(MapperError):
    """The participation round takes no ideas now."""

    code = "round_closed"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The round '{slug}' takes no ideas at present.", parameter="round", got=slug
        )


class OutsideRoundError(MapperError):
    """The place lies outside the area the round asks about."""

    code = "outside_round"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The round '{slug}' asks about another area. Choose a place inside it.",
            parameter="lon,lat",
            round=slug,
        )


class OutsideLimitsError(MapperError):
    """Whoever asks is limited to other municipalities, rounds or action fields."""

    code = "outside_limits"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("Your account is limited to other municipalities, rounds or topics.")


class NotFoundError(MapperError):
    """What was asked for does not exist, or not for this caller."""

    code = "not_found"
    http_status = 404

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"There is no {what} '{key}'.", what=what, got=key)


class StatusMoveError(MapperError):
    """A status cannot follow the one a proposal has."""

    code = "status_move"
    http_status = 409

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(
            f"An idea that is '{current}' cannot become '{wanted}'.", got=wanted, current=current
        )


class SignInNeededError(MapperError):
    """Nobody is signed in, or no longer."""

    code = "sign_in_needed"
    http_status = 401

    def __init__(self) -> None:
        super().__init__("Please sign in: this is for staff, or your session has ended.")


class ForbiddenError(MapperError):
    """Somebody is signed in who may not do this."""

    code = "forbidden"
    http_status = 403

    def __init__(self, right: str) -> None:
        super().__init__(f"Your account lacks the right '{right}' for this.", expected=right)


class ChangedMeanwhileError(MapperError):
    """Somebody else changed it after it was shown; nothing was overwritten."""

    code = "changed_meanwhile"
    http_status = 409

    def __init__(self, what: str, key: object, by: str | None = None) -> None:
        who = f" by {by}" if by else ""
        super().__init__(
            f"The {what} '{key}' was changed{who} in the meantime. Look at it again.",
            got=key,
            by=by,
        )


class TooManyRequestsError(MapperError):
    """More of something than anybody honest needs in that time."""

    code = "too_many"
    http_status = 429

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"That was too often. Please wait {wait_s} seconds.", wait_s=wait_s)
        self.wait_s = wait_s


class MailError(MapperError):
    """A letter was not sent; `permanent` when trying again will not help."""

    code = "mail"
    http_status = 503

    def __init__(self, problem: str, *, permanent: bool = False) -> None:
        super().__init__(f"The e-mail was not sent: {problem}.", problem=problem)
        self.permanent = permanent


class LoginTakenError(MapperError):
    """There is an account of this name, whatever the case of its letters."""

    code = "login_taken"
    http_status = 409

    def __init__(self, login: str) -> None:
        super().__init__(f"There is an account '{login}' already.", parameter="login", got=login)


class LastAdministratorError(MapperError):
    """Without this account nobody could manage accounts any more."""

    code = "last_administrator"
    http_status = 409

    def __init__(self, login: str) -> None:
        super().__init__(
            f"'{login}' is the last administrator: make somebody else one first.", got=login
        )


class SignInRefusedError(MapperError):
    """Login and password do not go together, or the account is closed: which is not said."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("Login and password do not go together.")


class WrongCodeError(MapperError):
    """A code of the second factor is wrong, too old, or was used before."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__("This code is wrong or was used before. Wait for the next one.")


class WeakPasswordError(MapperError):
    """A password is too easy to guess; `reason` says why."""

    code = "weak_password"

    def __init__(self, reason: str, **limits: int) -> None:
        super().__init__(f"This password cannot be used: {reason}.", reason=reason, **limits)
        self.reason = reason


class LinkExpiredError(MapperError):
    """A link was used, ran out, or was replaced by a newer one."""

    code = "link_expired"
    http_status = 410

    def __init__(self) -> None:
        super().__init__("This link was used or has run out. Ask for a new one.")


class AccountDisabledError(MapperError):
    """The account was disabled by an administrator."""

    code = "account_disabled"
    http_status = 409

    def __init__(self, login: str) -> None:
        super().__init__(f"The account '{login}' is disabled: enable it first.", got=login)


class TextMissingError(MapperError):
    """A text that is needed was left empty; `lang` where it is one of several languages."""

    code = "text_missing"

    def __init__(self, field: str, lang: str = "") -> None:
        super().__init__(f"'{field}' is empty.", parameter=field, lang=lang)


class TextTooLongError(MapperError):
    """A text is longer than its place allows; `lang` as for `TextMissingError`."""

    code = "text_too_long"

    def __init__(self, field: str, most: int, got: int, lang: str = "") -> None:
        super().__init__(
            f"'{field}' has {got} characters, at most {most} are allowed.",
            parameter=field,
            most=most,
            got=got,
            lang=lang,
        )


class PaleColourError(MapperError):
    """A pin of this colour could not be seen on the map."""

    code = "pale_colour"

    def __init__(self, colour: str) -> None:
        super().__init__(
            f"The colour {colour} is too pale for a pin.", parameter="colour", got=colour
        )


class TakenError(MapperError):
    """A name that must be the only one of its kind is used already."""

    code = "taken"
    http_status = 409

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"There is a {what} '{key}' already.", got=key)


class InUseError(MapperError):
    """Ideas hang on what was to be removed."""

    code = "in_use"
    http_status = 409

    def __init__(self, what: str, key: str, count: int) -> None:
        super().__init__(f"The {what} '{key}' has {count} ideas.", got=key, count=count)


class StillNamedError(MapperError):
    """Accounts or rounds still name what was to be removed."""

    code = "still_named"
    http_status = 409

    def __init__(self, what: str, key: str, names: str) -> None:
        super().__init__(f"The {what} '{key}' is still named in {names}.", got=key, names=names)


class StandingRoundError(MapperError):
    """The standing round is open always."""

    code = "standing_round"
    http_status = 409

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The standing round '{slug}' has no first or last day and stays.", got=slug
        )


class ProviderAwayError(MapperError):
    """The OpenID Connect provider does not answer as one."""

    code = "provider_away"
    http_status = 503

    def __init__(self, host: str) -> None:
        super().__init__(f"The OpenID Connect provider {host} does not answer as one.", host=host)


class ProviderRefusedError(MapperError):
    """The provider did not sign anybody in, or what it sent is not for us."""

    code = "provider_refused"
    http_status = 401

    def __init__(self, problem: str) -> None:
        super().__init__(f"Nobody was signed in by the provider: {problem}.", problem=problem)


class NoRoleError(MapperError):
    """The provider knows somebody who has no role here."""

    code = "no_role"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("None of this person's groups has a role: see MAPPER_OIDC_ROLES.")


class AccountClosedError(MapperError):
    """Somebody signs in whose account an administrator has disabled."""

    code = "account_closed"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("This account is disabled.")


class DatabaseAwayError(MapperError):
    """The database does not answer; nothing was stored."""

    code = "database_away"
    http_status = 503

    def __init__(self) -> None:
        super().__init__("The database does not answer just now. Please try again in a moment.")


def log_unforeseen(logger: logging.Logger, error: BaseException, where: str) -> str:
    """Log an error nobody foresaw; the reference number to show in its place.

    Only kinds and lines are logged: the texts of database errors quote what people wrote.
    """
    number = secrets.token_hex(4).upper()
    lines = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Unforeseen error %s at %s: %s\n%s", number, where, type(error).__name__, lines)
    return number
