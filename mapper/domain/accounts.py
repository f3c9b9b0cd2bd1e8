"""Accounts of staff as administrators see and change them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from mapper.domain.addresses import LOGIN_LENGTHS, is_email, is_login
from mapper.domain.roles import SECOND_FACTOR_ROLES, Limits, Role
from mapper.errors import InvalidFieldError

NAME_LENGTHS = (1, 100)


@dataclass(frozen=True, slots=True)
class AccountChange:
    """All that administrators may change of an account, as it should be from now on."""

    display_name: str
    email: str | None
    roles: frozenset[Role]
    limits: Limits
    second_factor_required: bool


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be made; without a password somebody is invited to choose one."""

    login: str
    display_name: str
    roles: frozenset[Role]
    email: str | None = None
    limits: Limits = field(default_factory=Limits)
    second_factor_required: bool = False
    password: str | None = field(default=None, repr=False)

    def as_change(self) -> AccountChange:
        """What it has in common with an account that is changed."""
        return AccountChange(
            self.display_name, self.email, self.roles, self.limits, self.second_factor_required
        )


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """An account in the administrators' list.

    `second_factor` says that one is set up, `second_factor_required` that it is asked for beyond
    what the roles ask. `deputy` is a login; `version` is what a change names.
    """

    login: str
    display_name: str
    email: str | None
    roles: frozenset[Role]
    limits: Limits
    second_factor: bool
    second_factor_required: bool
    disabled: bool
    signed_in_at: datetime | None
    has_password: bool
    has_oidc: bool
    deputy: str | None
    away_until: date | None
    created_at: datetime
    version: int

    @property
    def needs_second_factor(self) -> bool:
        """True when it does not sign in without one."""
        return self.second_factor_required or bool(self.roles & SECOND_FACTOR_ROLES)


def check_login(login: str) -> str:
    """The login as it is stored.

    Raises
    ------
    InvalidFieldError
    """
    if not is_login(login):
        least, most = LOGIN_LENGTHS
        expected = f"{least} to {most} characters: letters of a to z, digits and . _ - @"
        raise InvalidFieldError("login", expected, login)
    return login


def check_name(name: str) -> str:
    """The name without spaces around it, in one line; InvalidFieldError when none is left."""
    least, most = NAME_LENGTHS
    kept = " ".join(name.split())
    if not least <= len(kept) <= most or not kept.isprintable():
        expected = f"{least} to {most} characters"
        raise InvalidFieldError("account_name", expected, name, least=least, most=most)
    return kept


def check_email(email: str | None) -> str | None:
    """The address, None for an empty one; InvalidFieldError for what is none."""
    kept = (email or "").strip()
    if kept and not is_email(kept):
        raise InvalidFieldError("email", "one e-mail address such as name@example.org", email)
    return kept or None


def check_roles(roles: frozenset[Role]) -> list[str]:
    """The roles in one order; InvalidFieldError when there is none."""
    if not roles:
        raise InvalidFieldError("roles", "at least one role")
    return [role.value for role in Role if role in roles]
