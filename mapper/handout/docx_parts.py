"""Parts of DOCX documents that python-docx has no words for, as ECMA-376 describes them.

Source: ECMA-376 (2016), Office Open XML File Formats, part 1, chapter 17 (WordprocessingML).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mapper.handout.xml_text import xml_text

if TYPE_CHECKING:
    from docx.document import Document

Cell = Sequence[str | tuple[str, str]]
"""Paragraphs of a cell; ("bold", text) is a bold one."""
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}
_A4_MM, _MARGIN_MM = (297, 210), 15
_TWENTIETHS_PER_MM = 1440 / 25.4
_IN_CELLS = "Cells"
"""Name and id of the style of paragraphs in tables."""


def new_document(title: str, author: str, lang: str, page_of: str) -> "Document":
    """An empty A4 page in landscape with "page 1 of 2" at its foot.

    Parameters
    ----------
    page_of
        A sentence with {number} and {last}.
    """
    # Here, since it takes long to load and a server is to start quickly.
    from docx import Document  # noqa: PLC0415
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(side) for side in _A4_MM)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    properties = document.core_properties
    properties.title, properties.author = xml_text(title)[:255], xml_text(author)[:255]
    properties.comments, properties.language = "", _LANGUAGES.get(lang, lang)
    _set_language(document, _LANGUAGES.get(lang, lang))
    for name, size in (("Normal", 10), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.line_spacing = 1.1
    cells: Any = document.styles.add_style(_IN_CELLS, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size = document.styles["Normal"], Pt(9)
    cells.paragraph_format.space_after = Pt(2)
    _add_page_numbers(section.footer.paragraphs[0], page_of)
    return document


def add_table(
    document: "Document",
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths_mm: Sequence[int],
    numbers: Sequence[int] = (),
) -> None:
    """A table whose heads are flagged as such and come again on every page.

    Parameters
    ----------
    caption
        What it is about, for those who listen.
    numbers
        Columns that stand to the right.
    """
    from docx.oxml import OxmlElement  # noqa: PLC0415

    widths = [round(width * _TWENTIETHS_PER_MM) for width in widths_mm]
    table = document.add_table(0, 0, "Table Grid")
    properties = table._tbl.tblPr
    look = properties.find(_name("w:tblLook"))
    if look is not None:
        properties.remove(look)
    for tag, values in (
        ("w:tblW", {"w": sum(widths), "type": "dxa"}),
        ("w:tblLayout", {"type": "fixed"}),
        ("w:tblLook", {"val": "0020", "firstRow": 1, "noHBand": 1, "noVBand": 1}),
        ("w:tblCaption", {"val": xml_text(caption)}),
    ):
        old = properties.find(_name(tag))
        if old is not None:
            properties.remove(old)
        properties.append(_element(tag, **values))
    grid = table._tbl.tblGrid
    grid.extend(_element("w:gridCol", w=width) for width in widths)
    head = _row([[("bold", one)] for one in heads], widths, numbers, shade="E8E5DB")
    head.insert(0, _element("w:trPr"))
    head[0].extend((_element("w:cantSplit"), _element("w:tblHeader")))
    table._tbl.append(head)
    for cells in rows:
        table._tbl.append(_row(cells, widths, numbers))
    space = OxmlElement("w:p")
    table._tbl.addnext(space)


def _row(
    cells: Sequence[Cell], widths: Sequence[int], numbers: Sequence[int], shade: str = ""
) -> Any:
    row = _element("w:tr")
    for place, (paragraphs, width) in enumerate(zip(cells, widths, strict=True)):
        cell = _element("w:tc")
        properties = _element("w:tcPr")
        properties.append(_element("w:tcW", w=width, type="dxa"))
        if shade:
            properties.append(_element("w:shd", val="clear", color="auto", fill=shade))
        cell.append(properties)
        cell.extend(_paragraph(one, right=place in numbers) for one in paragraphs or [""])
        row.append(cell)
    return row


def _paragraph(given: str | tuple[str, str], *, right: bool) -> Any:
    text = given if isinstance(given, str) else given[1]
    paragraph = _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:pStyle", val=_IN_CELLS))
    if right:
        properties.append(_element("w:jc", val="right"))
    paragraph.append(properties)
    run = _element("w:r")
    if not isinstance(given, str):
        run.append(_element("w:rPr"))
        run[0].append(_element("w:b"))
    written = _element("w:t")
    written.text = xml_text(text)
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(written)
    paragraph.append(run)
    return paragraph


def _add_page_numbers(paragraph: Any, page_of: str) -> None:
    before, _, rest = page_of.partition("{number}")
    between, _, after = rest.partition("{last}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(text)
        if field:
            simple = _element("w:fldSimple", instr=field)
            run = _element("w:r")
            run.append(_element("w:t"))
            run[0].text = "1"
            simple.append(run)
            paragraph._p.append(simple)


def _set_language(document: "Document", language: str) -> None:
    for one in document.styles.element.iter(_name("w:lang")):
        one.set(_name("w:val"), language)
    for one in document.settings.element.iter(_name("w:themeFontLang")):
        one.set(_name("w:val"), language)


def _element(tag: str, **values: object) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(_name(f"w:{name}"), str(value))
    return element


def _name(tag: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(tag)
