"""Tables as an XLSX workbook, written row by row, with a sheet that says where it comes from."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mapper.domain.spreadsheets import safe_cell
from mapper.handout.columns import COLUMN_NOTES, COLUMN_TITLES
from mapper.handout.origin import TITLES, Fact
from mapper.handout.xml_text import xml_text
from mapper.i18n import Translator
from mapper.i18n.labels import label
from mapper.services.plan_tables import Column, Table

MOST_ROWS = 1_000_000
"""Of a sheet, below what the format allows; what is more goes on in a further one."""
_WIDTHS = {"title": 44, "body": 70, "action_field": 30, "round": 28, "district": 22, "words": 40}
_WIDTH, _NARROW = 18, 13


def write_workbook(path: Path, table: Table, facts: Sequence[Fact], words: Translator) -> None:
    """The table with its heads in words, then the sheet "Origin".

    Numbers are numbers, days are days, texts are texts, never formulas; those that would become
    one elsewhere get an apostrophe in front.
    """
    # Here, since it takes long to load and a server is to start quickly.
    from xlsxwriter import Workbook  # noqa: PLC0415

    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with Workbook(str(path), options) as book:
        book.set_properties({"title": facts[0].words, "author": _fact(facts, "attribution")})
        _write_rows(book, table, words)
        _write_origin(book, table, facts, words)


def _fact(facts: Sequence[Fact], key: str) -> str:
    return next(one.words for one in facts if one.key == key)


def _write_rows(book: Any, table: Table, words: Translator) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        "text": book.add_format({"valign": "top"}),
        "whole": book.add_format({"valign": "top", "num_format": "#,##0"}),
        "number": book.add_format({"valign": "top", "num_format": "0.0#####"}),
        "day": book.add_format({"valign": "top", "num_format": "dd.mm.yyyy"}),
    }
    styles = [formats["text" if column.name == "cell" else column.kind] for column in table.columns]
    sheet, row = _begin_sheet(book, table, bold, words, 1), 0
    for piece in table.pieces:
        for values in piece.rows:
            if row and row % MOST_ROWS == 0:
                sheet = _begin_sheet(book, table, bold, words, row // MOST_ROWS + 1)
            line = row % MOST_ROWS + 1
            for place, (value, style) in enumerate(zip(values, styles, strict=True)):
                write_cell(sheet, line, place, value, style)
            row += 1


def _begin_sheet(book: Any, table: Table, bold: Any, words: Translator, number: int) -> Any:
    name = words.gettext(TITLES[table.what])
    sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(0, place, label(COLUMN_TITLES, column.name, words), bold)
    return sheet


def _width(column: Column) -> int:
    return _WIDTHS.get(column.name, _WIDTH if column.kind == "text" else _NARROW)


def write_cell(sheet: Any, row: int, place: int, value: object, style: Any) -> None:
    """A day, a number or a text that never becomes a formula; nothing for None."""
    match value:
        case None:
            return
        case date():
            sheet.write_datetime(row, place, value, style)
        case int() | float():
            sheet.write_number(row, place, value, style)
        case _:
            sheet.write_string(row, place, cell_text(value), style)


def cell_text(value: object) -> str:
    """A text for a cell, with an apostrophe in front where it would be taken for a formula."""
    return xml_text(safe_cell(value))


def _write_origin(book: Any, table: Table, facts: Sequence[Fact], words: Translator) -> None:
    _ = words.gettext
    bold, wrapped = (
        book.add_format({"valign": "top", **more}) for more in ({"bold": True}, {"text_wrap": True})
    )
    sheet = book.add_worksheet(_("Origin"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    notes = [
        (label(COLUMN_TITLES, column.name, words), _(COLUMN_NOTES.get(column.name, "")))
        for column in table.columns
    ]
    lines = [
        *((one.title, one.words) for one in facts),
        ("", ""),
        (_("Column"), _("What it says")),
        *((name, note) for name, note in notes if note),
    ]
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, cell_text(name), bold)
        sheet.write_string(row, 1, cell_text(value), wrapped)
