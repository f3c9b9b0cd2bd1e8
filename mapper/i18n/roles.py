"""Roles of staff: their names, and in a sentence what each may do."""

from collections.abc import Mapping

from mapper.i18n.translator import N_

ROLE_NAMES: Mapping[str, str] = {
    "moderator": N_("Moderation"),
    "planner": N_("Planning"),
    "gis": N_("GIS"),
    "admin": N_("Administrator"),
    "partner": N_("Partner"),
}

ROLE_SENTENCES: Mapping[str, str] = {
    "moderator": N_("Looks through new ideas, publishes or rejects them, and answers."),
    "planner": N_("Sees ideas at their exact place, counts and answers them."),
    "gis": N_("Imports and publishes map contents."),
    "admin": N_(
        "Manages accounts, rounds, themes and texts and sees the record of changes; always with a "
        "second factor."
    ),
    "partner": N_("Enters ideas from events and sees public data only."),
}
