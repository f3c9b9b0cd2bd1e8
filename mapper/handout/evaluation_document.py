"""The evaluation as a DOCX document, in the form in which an office lays it before the council."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.handout.docx_parts import Cell, add_table, new_document
from mapper.handout.evaluation import (
    MEASURE_STATUSES,
    Evaluation,
    Part,
    answer_of,
    place_of,
    status_of,
)
from mapper.handout.xml_text import xml_text
from mapper.i18n.labels import label

if TYPE_CHECKING:
    from docx.document import Document

_WIDTHS_MM = {
    "number": 20,
    "idea": 72,
    "place": 30,
    "supports": 30,
    "status": 33,
    "answer": 46,
    "note": 36,
}
"""Together as wide as the page between its margins."""


def write_evaluation_document(path: Path, whole: Evaluation) -> None:
    """Title, facts, summary, then a table for each goal and measure; ideas without a goal last.

    A4 landscape, in the reader's language, with page numbers; columns without any text are left
    out of all tables.
    """
    words, _ = whole.words, whole.words.gettext
    document = new_document(
        whole.title, whole.facts[0][1], words.lang, _("Page {number} of {last}")
    )
    document.add_paragraph(xml_text(whole.title), "Title")
    for name, told in whole.facts:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(xml_text(told))
    _add_summary(document, whole)
    columns = _columns(whole)
    goal = None
    for part in whole.parts:
        if part.goal != goal:
            goal = part.goal
            document.add_heading(xml_text(goal) or _("Ideas without a goal"), 1)
        if goal:
            document.add_heading(_name_measure(part, whole), 2)
        _add_ideas(document, part, columns, whole)
    document.save(str(path))


def _add_summary(document: "Document", whole: Evaluation) -> None:
    words, _ = whole.words, whole.words.gettext
    document.add_heading(_("Summary"), 1)
    ideas = words.ngettext("{count} idea", "{count} ideas", whole.total.ideas)
    supports = words.ngettext("{count} support", "{count} supports", whole.total.supports)
    number = words.format_number
    document.add_paragraph(
        f"{ideas.format(count=number(whole.total.ideas))}, "
        f"{supports.format(count=number(whole.total.supports))}"
    )
    if not whole.sums:
        return
    rows = [
        [
            [one.name or _("no goal yet")],
            [number(one.ideas)],
            [number(one.supports)],
        ]
        for one in whole.sums
    ]
    heads = [_("Goal"), _("Ideas"), _("Supports")]
    add_table(document, _("Ideas by goal"), heads, rows, [150, 30, 34], numbers=(1, 2))


def _name_measure(part: Part, whole: Evaluation) -> str:
    if not part.measure:
        return whole.words.gettext("without a measure")
    status = label(MEASURE_STATUSES, part.measure_status, whole.words)
    return xml_text(f"{part.measure} ({status})")


def _columns(whole: Evaluation) -> list[str]:
    """Those that say something."""
    ideas = list(whole.ideas)
    empty = {
        "answer": not any(one.answer for one in ideas),
        "note": not any(one.note for one in ideas),
    }
    return [name for name in _WIDTHS_MM if not empty.get(name)]


def _add_ideas(document: "Document", part: Part, columns: list[str], whole: Evaluation) -> None:
    _ = whole.words.gettext
    heads = {
        "number": _("Number"),
        "idea": _("Idea"),
        "place": _("Place"),
        "supports": _("Supports"),
        "status": _("Processing status"),
        "answer": _("Answer"),
        "note": _("Note"),
    }
    rows = [[cells[name] for name in columns] for cells in _cells(part, whole)]
    spare = sum(_WIDTHS_MM.values()) - sum(_WIDTHS_MM[name] for name in columns)
    widths = [_WIDTHS_MM[name] + (spare if name == "idea" else 0) for name in columns]
    caption = " › ".join(filter(None, (part.goal or _("Ideas without a goal"), part.measure)))
    numbers = (columns.index("supports"),)
    add_table(document, caption, [heads[name] for name in columns], rows, widths, numbers=numbers)


def _cells(part: Part, whole: Evaluation) -> Iterator[dict[str, Cell]]:
    words = whole.words
    for idea in part.ideas:
        yield {
            "number": [idea.number],
            "idea": [("bold", idea.title), *_lines(idea.body)],
            "place": [place_of(idea, words)],
            "supports": [words.format_number(idea.supports)],
            "status": [status_of(idea, words)],
            "answer": [*_lines(answer_of(idea, words))],
            "note": [*_lines(idea.note)],
        }


def _lines(text: str) -> list[Any]:
    return [line for line in text.split("\n") if line.strip()]
