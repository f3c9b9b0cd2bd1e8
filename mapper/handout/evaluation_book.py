"""The evaluation as an XLSX workbook: a summary, then a row for each idea to sort and filter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mapper.handout.evaluation import (
    MEASURE_STATUSES,
    Evaluation,
    answer_of,
    name_with_code,
    status_of,
)
from mapper.handout.workbook import cell_text, write_cell
from mapper.i18n import N_
from mapper.i18n.labels import label
from mapper.services.evaluated import EvaluatedIdea


@dataclass(frozen=True, slots=True)
class _Column:
    """A column; `value` is None where an idea has none, and one without any is left out."""

    title: str
    width: int
    value: Callable[[EvaluatedIdea, Evaluation], object]


_COLUMNS = (
    _Column(N_("Goal"), 34, lambda one, _: name_with_code(one.goal_code, one.goal_title)),
    _Column(N_("Measure"), 34, lambda one, _: name_with_code(one.measure_code, one.measure_title)),
    _Column(
        N_("Status of the measure"),
        16,
        lambda one, whole: (
            label(MEASURE_STATUSES, one.measure_status, whole.words) if one.measure_status else None
        ),
    ),
    _Column(N_("Number"), 13, lambda one, _: one.number),
    _Column(N_("Title"), 44, lambda one, _: one.title),
    _Column(N_("Text"), 70, lambda one, _: one.body),
    _Column(N_("Municipality"), 20, lambda one, _: one.municipality_name),
    _Column(N_("District"), 20, lambda one, _: one.district_name),
    _Column(
        N_("Action field"),
        28,
        lambda one, whole: whole.action_fields.get(one.action_field, one.action_field),
    ),
    _Column(N_("Handed in on"), 13, lambda one, _: one.created_day),
    _Column(N_("Supports"), 13, lambda one, _: one.supports),
    _Column(N_("Processing status"), 22, lambda one, whole: status_of(one, whole.words)),
    _Column(N_("Answer"), 60, lambda one, whole: answer_of(one, whole.words)),
    _Column(N_("Note"), 50, lambda one, _: one.note),
)
_FIRST = len(("title", "empty"))


def write_evaluation_book(path: Path, whole: Evaluation) -> None:
    """Two sheets; numbers are numbers, days are days, and no text becomes a formula."""
    # Here, since it takes long to load and a server is to start quickly.
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(str(path), {"tmpdir": str(path.parent)}) as book:
        book.set_properties({"title": whole.title, "author": cell_text(whole.facts[0][1])})
        _write_summary(book, whole)
        _write_ideas(book, whole)


def _write_summary(book: Any, whole: Evaluation) -> None:
    _ = whole.words.gettext
    title, bold, plain, number, head = (
        book.add_format({"valign": "top", **more})
        for more in (
            {"bold": True, "font_size": 16},
            {"bold": True},
            {"text_wrap": True},
            {"num_format": "#,##0"},
            {"bold": True, "bottom": 1},
        )
    )
    sheet = book.add_worksheet(_("Summary"))
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 2, 16)
    sheet.write_string(0, 0, cell_text(whole.title), title)
    row = _FIRST
    for name, told in whole.facts:
        sheet.write_string(row, 0, cell_text(f"{name}: {told}"), plain)
        row += 1
    row += 1
    for place, name in enumerate((_("Goal"), _("Ideas"), _("Supports"))):
        sheet.write_string(row, place, name, head)
    for one in whole.sums:
        row += 1
        _write_sum(
            sheet, row, one.name or _("no goal yet"), (one.ideas, one.supports), plain, number
        )
    row += 1
    both = (whole.total.ideas, whole.total.supports)
    _write_sum(sheet, row, _("All together"), both, bold, number)


def _write_sum(
    sheet: Any, row: int, name: str, numbers: Sequence[int], plain: Any, number: Any
) -> None:
    sheet.write_string(row, 0, cell_text(name), plain)
    for place, value in enumerate(numbers, 1):
        sheet.write_number(row, place, value, number)


def _write_ideas(book: Any, whole: Evaluation) -> None:
    _ = whole.words.gettext
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"valign": "top", "text_wrap": True})
    day = book.add_format({"valign": "top", "num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet(_("Ideas"))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    rows = [
        [None if (value := column.value(idea, whole)) == "" else value for column in _COLUMNS]
        for idea in whole.ideas
    ]
    wanted = [
        place
        for place, column in enumerate(_COLUMNS)
        if not rows or any(row[place] is not None for row in rows)
    ]
    for place, source in enumerate(wanted):
        column = _COLUMNS[source]
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, _(column.title), head)
        for line, row in enumerate(rows, 1):
            style = day if isinstance(row[source], date) else text
            write_cell(sheet, line, place, row[source], style)
    sheet.autofilter(0, 0, len(rows), len(wanted) - 1)
