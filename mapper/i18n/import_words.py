"""What was the matter with rows of a file, in the reader's language."""

from mapper.i18n.imports import PROBLEMS
from mapper.i18n.translator import N_, Translator

_HEADS = {
    "row": N_("Row"),
    "reason": N_("What was the matter"),
    "lost": N_("Kept"),
    "name": N_("Name"),
    "area_before_m2": N_("Area before in m²"),
    "area_after_m2": N_("Area after in m²"),
}
"""Heads of the table problems.csv."""


def explain_problem(reason: str, translator: Translator) -> str:
    """What befell rows, to be put after their number; an unknown reason as it is."""
    known = PROBLEMS.get(reason)
    return translator.gettext(known) if known else reason.replace("_", " ")


def name_head(head: str, translator: Translator) -> str:
    """The head of a column of problems.csv."""
    return translator.gettext(_HEADS.get(head, head))
