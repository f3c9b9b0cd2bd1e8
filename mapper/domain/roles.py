"""Who at the town may do what: roles, rights, and the limits of an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person at the town is there for; one person may have several."""

    MODERATOR = "moderator"
    PLANNER = "planner"
    GIS = "gis"
    ADMIN = "admin"
    PARTNER = "partner"


class Right(StrEnum):
    """What may be allowed; every page, route and service for staff asks for one of these."""

    MODERATE = "moderate"
    """Look through ideas in every state, publish, reject, hide, correct, black out."""
    RESPOND = "respond"
    """Set the response status, answer, write internal remarks, hand over."""
    PLAN = "plan"
    """Count and see published ideas at their exact place."""
    ENTER = "enter"
    """Enter ideas for others, and look up an idea's status by its number."""
    MANAGE_LAYERS = "manage_layers"
    """Import and publish layers."""
    MANAGE_ACCOUNTS = "manage_accounts"
    """Invite people, change their roles, disable them, end their sessions."""
    MANAGE_CONTENT = "manage_content"
    """Edit rounds, action fields, events, text blocks and legal texts."""
    SEE_AUDIT = "see_audit"
    """Search and export the record of what was done."""
    PROTECT_DATA = "protect_data"
    """Export and erase one person's data."""


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.MODERATOR: frozenset({Right.MODERATE, Right.RESPOND, Right.PLAN, Right.ENTER}),
    Role.PLANNER: frozenset({Right.RESPOND, Right.PLAN, Right.ENTER}),
    Role.GIS: frozenset({Right.MANAGE_LAYERS}),
    Role.ADMIN: frozenset(
        {Right.MANAGE_ACCOUNTS, Right.MANAGE_CONTENT, Right.SEE_AUDIT, Right.PROTECT_DATA}
    ),
    Role.PARTNER: frozenset({Right.ENTER}),
}
SECOND_FACTOR_ROLES = frozenset({Role.ADMIN})
"""Roles that sign in with a second factor always."""


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """All rights that any of the roles gives."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Limits:
    """What an account is limited to: AGS, slugs of rounds, keys of action fields; empty for all.

    An idea that belongs to no municipality lies outside every limit to municipalities.
    """

    municipalities: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    action_fields: tuple[str, ...] = ()

    def cover(self, municipality: str | None, round_slug: str, action_field: str) -> bool:
        """True when an idea of this place, round and field lies within the limits."""
        return (
            (not self.municipalities or municipality in self.municipalities)
            and (not self.rounds or round_slug in self.rounds)
            and (not self.action_fields or action_field in self.action_fields)
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something, as one service call knows her.

    `name` stands in the audit: a login, `cli:<account>` or `system:<job>`. `account_id` is None
    for commands and jobs.
    """

    name: str
    display_name: str
    rights: frozenset[Right]
    roles: frozenset[Role] = frozenset()
    limits: Limits = Limits()
    account_id: int | None = None

    def may(self, right: Right) -> bool:
        """True when this right was given."""
        return right in self.rights
