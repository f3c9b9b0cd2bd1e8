"""Texts of the map on pages for staff, besides those it shares with the citizens' map."""

from mapper.i18n.translator import N_

STAFF_MESSAGES: dict[str, str] = {
    # Another place for an idea
    "pick.present": N_("Present place:"),
    "pick.chosen": N_("Chosen: {place}"),
}
