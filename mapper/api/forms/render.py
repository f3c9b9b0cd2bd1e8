"""Forms as HTML: Jinja's templates, every value escaped where it is put in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response

from mapper.api.forms.cookies import keep_form
from mapper.api.forms.visit import Problem, Visit
from mapper.i18n import Translator
from mapper.i18n.language import language_name

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LOOK = "/anmelden/look.css"
_LOOK_FILES = (
    TEMPLATES.parent.parent / "ui" / "tokens.css",
    TEMPLATES / "look.css",
)
NOTHING_WRONG = Problem(status=200)


def show_form(
    visit: Visit, template: str, problem: Problem = NOTHING_WRONG, **values: object
) -> Response:
    """A page with a form, tied to the browser it goes to."""
    response = html_answer(
        visit.translator,
        template,
        problem.status,
        {
            "problem": problem.sentences,
            "typed": visit.typed,
            "form_token": visit.form_token,
            "action": visit.address(visit.path),
            "back": visit.back,
            "languages": _languages(visit),
            **values,
        },
    )
    if visit.token is None:
        keep_form(response, visit.state.settings, visit.form_value)
    if problem.wait_s is not None:
        response.headers["Retry-After"] = str(problem.wait_s)
    return response


def html_answer(
    translator: Translator, template: str, status: int, values: Mapping[str, object]
) -> Response:
    """A template as a response that nobody keeps."""
    html = _environment().get_template(template)
    body = html.render(
        _=translator.gettext,
        ngettext=translator.ngettext,
        lang=translator.lang,
        translator=translator,
        **{"look": LOOK, "problem": {}, "languages": [], "typed": {}, **values},
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": translator.lang,
        "Vary": "Accept-Language, Cookie",
        # Without a referrer a browser would not say either which site a form was sent from.
        "Referrer-Policy": "same-origin",
    }
    return Response(body, status, headers, "text/html")


def see_other(address: str) -> Response:
    """Go on there by GET."""
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


@cache
def look_sheet() -> bytes:
    """The style sheet of all forms."""
    return b"\n".join(file.read_bytes() for file in _LOOK_FILES)


def _languages(visit: Visit) -> list[tuple[str, str, str]]:
    """Code, name and address of the page in each language; of a single one there is no choice."""
    given = dict(visit.request.query_params)
    if visit.request.method == "POST":
        given |= {name: visit.typed[name] for name in ("token", "back") if visit.typed.get(name)}
    offered = visit.state.profile.languages
    if len(offered) == 1:
        return []
    return [
        (
            code,
            language_name(code),
            visit.address(visit.path, **{**given, "lang": code}),
        )
        for code in offered
    ]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
