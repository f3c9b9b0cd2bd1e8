"""The letters that documents and pictures are set in, as files that a typesetter reads.

`python -m mapper.report.fonts` makes them at set-up, from the web fonts that npm has fetched:
those come in parts, and compressed.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FAMILY = "Atkinson Hyperlegible Next"
FOLDER = Path(__file__).parent / "ttf"

_WEIGHTS = (400, 700)
_SOURCE = Path(__file__).parents[2] / "node_modules" / "@fontsource" / "atkinson-hyperlegible-next"


def make_fonts(source: Path = _SOURCE, folder: Path = FOLDER) -> None:
    """One file per weight, from the parts of each in `source`.

    Raises
    ------
    FileNotFoundError
        A part is missing.
    """
    folder.mkdir(exist_ok=True)
    for weight in _WEIGHTS:
        with tempfile.TemporaryDirectory(dir=folder) as work:
            parts = [str(part) for part in _unpack(source / "files", weight, Path(work))]
            made = Path(work) / "whole.ttf"
            Merger().merge(parts).save(made)
            made.replace(folder / f"{weight}.ttf")


def _unpack(files: Path, weight: int, work: Path) -> Iterator[Path]:
    for subset in ("latin", "latin-ext"):
        font = TTFont(files / f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff")
        font.flavor = None
        path = work / f"{subset}.ttf"
        font.save(path)
        yield path


@cache
def letters() -> frozenset[int]:
    """The code points that every weight can show."""
    known = [set(TTFont(FOLDER / f"{weight}.ttf").getBestCmap()) for weight in _WEIGHTS]
    return frozenset(set.intersection(*known))


def readable(words: str) -> str:
    """Words with a question mark for each letter that the font has not.

    Line breaks stay; other control characters go.
    """
    known = letters()
    return "".join(
        one if ord(one) in known or one == "\n" else "?" if one.isprintable() else ""
        for one in words
    )


if __name__ == "__main__":
    make_fonts()
