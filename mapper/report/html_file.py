"""A downloaded map as one page that works without network."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from mapper.report.fonts import FAMILY
from mapper.report.sheet import MapOf, make_sheet
from mapper.report.sheet_drawn import MAP_HEIGHT, MAP_WIDTH
from mapper.report.view import View

_FOLDER = Path(__file__).parent / "html"
_LETTERS = Path(__file__).parents[1] / "vendor" / "fonts"
_NARROW = (390, 410)
"""The picture for a phone, so that its names can be read there."""
_WEIGHTS = (400, 700)


def write_html(path: Path, view: View) -> None:
    """The map of a view with its table, filters, legend, notes and sources.

    Letters, style and the code that enlarges the picture are inside; the page lets itself fetch
    nothing.

    Raises
    ------
    TakesTooLongError
        Of looking for clusters.
    """
    one = MapOf.read(view)
    page = _template().render(
        _=view.words.gettext,
        sheet=make_sheet(one, one.draw(MAP_WIDTH, MAP_HEIGHT, hints=True)),
        narrow=one.draw(*_NARROW),
        style=_style(),
        script=_script(),
        policy=_policy(),
    )
    path.write_text(page, encoding="utf-8")


@cache
def _policy() -> str:
    """Only what is inside of the page, and of that only our own style and code."""
    return (
        f"default-src 'none'; style-src {_hash(_style())}; script-src {_hash(_script())}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> Markup:
    fonts = "".join(_face(weight) for weight in _WEIGHTS)
    return Markup(fonts + _read("map.css"))  # noqa: S704 - our own file


@cache
def _script() -> Markup:
    return Markup(_read("map.mjs"))  # noqa: S704 - our own file


def _face(weight: int) -> str:
    file = _LETTERS / f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2"
    letters = base64.b64encode(file.read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{letters}) format('woff2')}}\n"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment.get_template("map.html")
