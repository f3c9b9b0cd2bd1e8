"""The planners' map to take away: as a picture, as a drawing, as one page without network."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.responses import Response

from mapper.api.endpoint import Call, Handler
from mapper.api.made_files import Turns, answer_made
from mapper.api.routes.planning import headers_of, scope_of, translator_of
from mapper.db.criteria import Scope
from mapper.planning.wanted import ADDRESS
from mapper.report.html_file import write_html
from mapper.report.picture_file import write_png, write_svg
from mapper.report.view import View, read_view

PARAMETERS = (*ADDRESS, "scope", "lang")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A kind of file: how its name ends, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Path, View], None]


PICTURES: Mapping[str, PictureFile] = {
    one.ending: one
    for one in (
        PictureFile("png", "image/png", write_png),
        PictureFile("svg", "image/svg+xml", write_svg),
        PictureFile("html", "text/html", write_html),
    )
}
"""By the ending of the address."""
_turns: Mapping[Scope, Turns] = {"public": Turns(2, wait_s=20), "internal": Turns(2, wait_s=20)}


def serve_picture(form: PictureFile) -> Handler:
    """The handler that gives the map of an address of the planners' page, in a kind of file."""

    def get_picture(call: Call) -> Response:
        state, scope, words = call.state, scope_of(call), translator_of(call)
        now = datetime.now(UTC)
        view = read_view(
            state.backoffice, call.who, state.profile, "map", call.query, scope, now, words
        )
        exact = view.survey.exact
        name = f"karte{'-intern' if exact else ''}.{form.ending}"
        headers = headers_of(call, name, exact=exact)
        return answer_made(
            lambda path: form.write(path, view), name, _turns[scope], headers, form.media_type
        )

    return get_picture
