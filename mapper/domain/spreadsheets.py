"""Tables as German spreadsheets open them, without a cell that they would run."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = b"\xef\xbb\xbf"
"""By which spreadsheets see that a table is UTF-8."""

# A spreadsheet takes a cell that begins with one of these for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """The value; a text that a spreadsheet would take for a formula with an apostrophe before."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as German spreadsheets read them: UTF-8, semicolons, CRLF."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
