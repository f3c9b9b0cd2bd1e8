"""The table of rows with which something was wrong, in the reader's language."""

import csv
from collections.abc import Iterable, Iterator

from mapper.domain.spreadsheets import MARK, csv_lines
from mapper.i18n import Translator
from mapper.i18n.import_words import explain_problem, name_head

_AT_ONCE = 500


def translate_problems(lines: Iterable[str], translator: Translator) -> Iterator[bytes]:
    """The lines of problems.csv with heads and reasons in words."""
    _ = translator.gettext
    rows = csv.reader(lines, delimiter=";")
    heads = [head.lstrip("\ufeff") for head in next(rows, [])]
    yield MARK + csv_lines([[name_head(head, translator) for head in heads]])
    several: list[list[str]] = []
    for number, reason, lost, *others in rows:
        kept = _("no") if lost == "yes" else _("yes")
        several.append([number, explain_problem(reason, translator), kept, *others])
        if len(several) == _AT_ONCE:
            yield csv_lines(several)
            several = []
    yield csv_lines(several)
