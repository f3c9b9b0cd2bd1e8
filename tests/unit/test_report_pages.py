"""The pages of a report: any text is set as it was written, and nothing in it is followed."""

import re
from dataclasses import replace
from pathlib import Path

from mapper.report.blocks import (
    Block,
    Document,
    Heading,
    Picture,
    Points,
    Section,
    Table,
    Terms,
    Text,
    tidy,
)
from mapper.report.pdf import set_document
from tests.hostile import HOSTILE
from tests.report_pdf import Pdf

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"><text x="2" y="15">{}</text></svg>'
)
TYPST = (
    '#panic("geraten")',
    "$ x^2 $ und $",
    "*fett* _schräg_ `code`",
    "@quelle <marke>",
    "= Überschrift",
    "\\ \\u{41} \\#",
    '#import "report.typ": * #read("look.typ")',
    "] #sys.inputs [",
    "// Kommentar /* noch einer",
    "https://example.org/a_b",
    "a -- b --- c ... ~",
)


def document(*texts: str, title: str = "Bericht") -> Document:
    """Every kind of block with every text in each of its places."""
    blocks: list[Block] = [
        *(Text(one, kind) for one in texts for kind in ("text", "note", "warning")),
        *(Heading(one) for one in texts),
        Points(texts),
        Terms([(one, one) for one in texts], kept=True),
        Terms([(one, f"{one}\n{one}") for one in texts]),
        *(Table(one, [one, one], [[one, f"{one}\n{one}"]], (1, 1), numbers=(1,)) for one in texts),
        *(Picture(one, SVG.format("x"), one, [("#1e6b45", one)], [one]) for one in texts),
    ]
    return Document(
        lang="de",
        title=title,
        places="Dort",
        stamp="Nur hier",
        facts=[(one, one) for one in texts],
        figures=[("12", one) for one in texts[:4]],
        first=Section("Zuerst", [Points(texts)]),
        sections=[Section("Teil", blocks)],
        labels={"contents": "Inhalt", "page": "Seite {number} von {last}"},
    )


def made(folder: Path, whole: Document) -> Pdf:
    path = folder / "bericht.pdf"
    set_document(path, whole)
    return Pdf.of(path.read_bytes())


def test_what_looks_like_code_is_read_as_it_was_written(tmp_path: Path) -> None:
    pdf = made(tmp_path, document(*TYPST))

    squeezed = re.sub(r"\s|-", "", pdf.text)
    # Three kinds of text, a heading, a list twice, terms five times, a table six times, a
    # drawing's caption, legend and note; and facts on the first page: taken for code in none.
    for words in TYPST:
        assert squeezed.count(re.sub(r"\s|-", "", words)) >= 22, words


def test_texts_that_attack_pages_are_set_too(tmp_path: Path) -> None:
    rows = [[one, one] for one in HOSTILE]
    blocks: list[Block] = [Points(HOSTILE), Table("", ["a", "b"], rows, (1, 1))]

    pdf = made(tmp_path, replace(document(), sections=[Section("Teil", blocks)]))

    assert "<script>window.hit=1</script>" in pdf.text
    assert "{{ 7*7 }}" in pdf.text
    assert "\u202e" not in pdf.text
    assert all(one["/S"] != "/Figure" for one in pdf.elements())


def test_letters_of_other_writings_are_set_or_shown_as_missing(tmp_path: Path) -> None:
    words = "Дорога Δρόμος ≥ 5 m² → und 🌳 漢字"

    pdf = made(tmp_path, document(words))

    assert "Дорога Δρόμος ≥ 5 m² → und □ □□" in pdf.text


def test_a_word_without_end_stays_on_its_page(tmp_path: Path) -> None:
    word = "W" * 4000
    blocks: list[Block] = [Text(word), Table("", ["a", "b"], [["x", word]], (1, 1))]
    whole = replace(document(), sections=[Section("Teil", blocks)])

    pdf = made(tmp_path, whole)

    rights: list[float] = []
    for page in pdf.reader.pages:
        width = float(page.mediabox.width)

        def note(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
            if text.strip():
                rights.append((tm[4] + 0.9 * size * len(text.rstrip())) / width)  # noqa: B023

        page.extract_text(visitor_text=note)

    assert re.sub(r"[^W]", "", pdf.text).count("W") == 2 * 4000
    assert max(rights) < 1.2


def test_pages_are_numbered_and_tell_their_title(tmp_path: Path) -> None:
    pdf = made(tmp_path, document("Kurz", title="Bericht zu Ideen"))

    last = len(pdf.reader.pages)
    for number, page in enumerate(pdf.reader.pages, 1):
        assert f"Seite {number} von {last}" in " ".join(page.extract_text().split())
        assert "Bericht zu Ideen · Dort · Nur hier" in " ".join(page.extract_text().split())
    assert pdf.bookmarks == ["Zuerst", "Teil", "Kurz"]
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title == "Bericht zu Ideen: Dort"


def test_long_tables_repeat_their_heads(tmp_path: Path) -> None:
    rows = [[f"Zeile {number}", str(number)] for number in range(120)]
    table = Table("Viele", ["Kopfspalte", "Zahlspalte"], rows, (), (1,))

    pdf = made(tmp_path, replace(document(), sections=[Section("Teil", [table])]))

    pages = [page.extract_text() for page in pdf.reader.pages if "Zeile " in page.extract_text()]
    assert len(pages) > 2
    assert all("Kopfspalte" in page for page in pages)
    assert sum(page.count("Zeile ") for page in pages) == 120
    assert len(pdf.tagged("/Table")) == 1
    assert len(pdf.tagged("/TR")) == 121


def test_drawings_are_left_as_they_are() -> None:
    drawing = SVG.format("W" * 40)

    assert tidy({"svg": drawing, "alt": "a\x00b"}) == {"svg": drawing, "alt": "ab"}
