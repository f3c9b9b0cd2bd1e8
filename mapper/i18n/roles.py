"""Roles of staff: their names, and in a sentence what each may do."""

from collections.abc import Mapping

from mapper.domain.roles import Role
from mapper.i18n.translator import N_

ROLE_NAMES: Mapping[Role, str] = {
    Role.MODERATOR: N_("Moderation"),
    Role.PLANNER: N_("Planning"),
    Role.GIS: N_("GIS"),
    Role.ADMIN: N_("Administrator"),
    Role.PARTNER: N_("Partner"),
}

ROLE_SENTENCES: Mapping[Role, str] = {
    Role.MODERATOR: N_("Looks through new ideas, publishes or rejects them, and answers."),
    Role.PLANNER: N_("Sees ideas at their exact place, counts and answers them."),
    Role.GIS: N_("Imports and publishes map contents."),
    Role.ADMIN: N_(
        "Manages accounts, rounds, themes and texts and sees the record of changes; always with a "
        "second factor."
    ),
    Role.PARTNER: N_("Enters ideas from events and sees public data only."),
}
