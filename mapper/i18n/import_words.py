"""What was the matter with rows of a file, in the reader's language."""

import csv
from collections.abc import Iterable, Iterator

from mapper.domain.spreadsheets import MARK, csv_lines
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
_AT_ONCE = 500


def explain_problem(reason: str, translator: Translator) -> str:
    """What befell rows, to be put after their number; an unknown reason as it is."""
    known = PROBLEMS.get(reason)
    return translator.gettext(known) if known else reason.replace("_", " ")


def translate_problems(lines: Iterable[str], translator: Translator) -> Iterator[bytes]:
    """The table problems.csv with its heads and reasons in words."""
    _ = translator.gettext
    rows = csv.reader(lines, delimiter=";")
    heads = [head.lstrip("\ufeff") for head in next(rows, [])]
    yield MARK + csv_lines([[_(_HEADS.get(head, head)) for head in heads]])
    several: list[list[str]] = []
    for number, reason, lost, *others in rows:
        kept = _("no") if lost == "yes" else _("yes")
        several.append([number, explain_problem(reason, translator), kept, *others])
        if len(several) == _AT_ONCE:
            yield csv_lines(several)
            several = []
    yield csv_lines(several)
