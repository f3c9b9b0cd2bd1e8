"""Answers under /ogc: JSON with links, or a page without a script."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.responses import Response

from mapper.api.answers import REVALIDATE, json_answer
from mapper.api.forms.render import html_answer
from mapper.api.routes.ogc.asking import LOOK, Asked
from mapper.i18n.language import language_name

JSON = "application/json"
HTML = "text/html"
Link = dict[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page: a name, what it is, and where it leads."""

    name: str
    value: str = ""
    address: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a heading."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its heading, a sentence, lines; `trail` leads back, the start first."""

    title: str
    lead: str = ""
    sections: Sequence[Section] = ()
    trail: Sequence[Row] = ()
    values: dict[str, object] = field(default_factory=dict)


def link(asked: Asked, rel: str, path: str, title: str, kind: str = JSON) -> Link:
    """A link to an address of ours."""
    return {"rel": rel, "type": kind, "title": title, "href": asked.address(path)}


def own_links(asked: Asked, kind: str = JSON) -> list[Link]:
    """To this document in both forms."""
    html = {"rel": "self" if asked.html else "alternate", "type": HTML, "title": "HTML"}
    data = {"rel": "alternate" if asked.html else "self", "type": kind, "title": "JSON"}
    return [
        {**data, "href": asked.this(f="json")},
        {**html, "href": asked.this(f="html")},
    ]


def answer(asked: Asked, content: dict[str, object], page: Page) -> Response:
    """The form that was asked for."""
    return show(asked, page) if asked.html else as_json(asked, content)


def as_json(asked: Asked, content: object, kind: str = JSON) -> Response:
    """JSON in the reader's language."""
    response = json_answer(content, cache=REVALIDATE, media_type=kind)
    response.headers["Content-Language"] = asked.translator.lang
    return response


def show(asked: Asked, page: Page, template: str = "ogc_page.html") -> Response:
    """A page that caches may keep, for it is the same for everybody."""
    offered = asked.state.profile.languages
    languages = [(one, language_name(one), asked.this(lang=one)) for one in offered]
    values = {
        "look": LOOK,
        "page": page,
        "languages": languages if len(offered) > 1 else [],
        "as_json": asked.this(f="json"),
        "place": asked.state.profile.name,
        "picture": None,
        **page.values,
    }
    response = html_answer(asked.translator, template, 200, values)
    response.headers["Cache-Control"] = REVALIDATE
    del response.headers["Referrer-Policy"]
    return response


def start(asked: Asked) -> Row:
    """The way back to the beginning."""
    return Row(asked.translator.gettext("Geodata"), address=asked.address("/"))
