"""A downloaded map as a picture: PNG and SVG."""

import json
from functools import cache
from pathlib import Path

import typst

from mapper.report.fonts import FOLDER, readable
from mapper.report.sheet import MapOf, make_sheet
from mapper.report.sheet_drawn import MAP_HEIGHT, MAP_WIDTH, draw_sheet
from mapper.report.view import View

PIXELS = 1600
"""How wide a PNG is."""
_SET = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.drawing))), format: "svg", width: 600pt)
"""
_POINTS = 600


def write_svg(path: Path, view: View) -> None:
    """The map of a view with its title, filters, legend, notes and sources, as a drawing.

    Raises
    ------
    TakesTooLongError
        Of looking for clusters.
    """
    path.write_text(_draw(view), encoding="utf-8")


def write_png(path: Path, view: View) -> None:
    """The same as a picture, `PIXELS` wide; a letter that our font has not is a question mark.

    Raises
    ------
    TakesTooLongError
        Of looking for clusters.
    """
    picture = typst.compile(
        _SET,
        format="png",
        ppi=72 * PIXELS / _POINTS,
        font_paths=_fonts(),
        sys_inputs={"drawing": json.dumps(readable(_draw(view)))},
    )
    path.write_bytes(picture)


def _draw(view: View) -> str:
    one = MapOf.read(view)
    return str(draw_sheet(make_sheet(one, one.draw(MAP_WIDTH, MAP_HEIGHT))))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])
