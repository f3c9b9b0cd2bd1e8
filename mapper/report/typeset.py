"""Sets a report, in a process of its own: what the typesetter keeps in memory ends with it.

`python -m mapper.report.typeset FONTS OUT` reads the report as JSON and writes the PDF OUT. It
imports nothing that takes long.
"""

import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Literal

import typst

TEMPLATES = Path(__file__).parent / "typ"
_MISSING = "\u25a1"
_USUAL = {*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *"–—‘’‚“”„…\u2009\u202f"}
_AT_MOST_S = 3
_STANDARD: Literal["ua-1"] = "ua-1"


def set_pages(report: str, fonts: Path, out: Path) -> None:
    """A report, as JSON, as tagged PDF (PDF/UA-1), set with the fonts of a folder.

    A letter that no font has becomes an empty square: the standard would refuse it.
    """
    known = _with_squares(report, without_glyph(set(report) - _USUAL, fonts))
    try:
        _set(known, fonts, out)
    except typst.TypstError:
        # Letters that can be set one by one, but not together.
        _set(_with_squares(report, set(report) - _USUAL), fonts, out)


def _set(report: str, fonts: Path, out: Path) -> None:
    typst.compile(
        str(TEMPLATES / "report.typ"),
        output=str(out),
        root=str(TEMPLATES),
        format="pdf",
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        pdf_standards=_STANDARD,
        sys_inputs={"report": report},
    )


def _with_squares(text: str, letters: Iterable[str]) -> str:
    return text.translate(dict.fromkeys(map(ord, letters), _MISSING))


def without_glyph(letters: set[str], fonts: Path) -> set[str]:
    """Those of the letters that cannot be set; after seconds all that were not looked at."""
    compiler = typst.Compiler(
        str(TEMPLATES / "letters.typ"),
        root=str(TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
    )
    until = monotonic() + _AT_MOST_S

    def can_be_set(some: list[str]) -> bool:
        try:
            inputs = {"letters": json.dumps(some)}
            compiler.compile(format="pdf", pdf_standards=_STANDARD, sys_inputs=inputs)
        except typst.TypstError:
            return False
        return True

    missing: set[str] = set()
    waiting = [sorted(letters)] if letters else []
    while waiting:
        some = waiting.pop()
        if monotonic() > until:
            missing.update(some)
        elif not can_be_set(some):
            half = len(some) // 2
            waiting += [some[:half], some[half:]] if half else []
            missing.update(some if not half else ())
    return missing


def _go_first() -> None:
    """Where memory runs out, this process is to end, and not the database."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    _go_first()
    set_pages(sys.stdin.read(), Path(sys.argv[1]), Path(sys.argv[2]))
