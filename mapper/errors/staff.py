"""Refusals of staff: who somebody is, and what she may."""

from mapper.errors.base import MapperError


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


class AccountClosedError(MapperError):
    """Somebody signs in whose account an administrator has disabled."""

    code = "account_closed"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("This account is disabled.")


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


class MailError(MapperError):
    """A letter was not sent; `permanent` when trying again will not help."""

    code = "mail"
    http_status = 503

    def __init__(self, problem: str, *, permanent: bool = False) -> None:
        super().__init__(f"The e-mail was not sent: {problem}.", problem=problem)
        self.permanent = permanent
