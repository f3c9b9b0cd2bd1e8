"""Pages' HTML, Streamlit's own files, and a clear no to every other address."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mapper.api.assets import Assets
from mapper.api.endpoint import with_etag
from mapper.api.not_found import not_found_page
from mapper.api.refusals import MethodError, UnknownPathError, refuse
from mapper.api.routes import PREFIXES
from mapper.api.routes.forms import FORM_PATHS
from mapper.api.shell import Shell
from mapper.api.state import State
from mapper.i18n import Translator

FOLDER = Path(__file__).resolve().parent.parent.parent / "pages"
FIRST = "karte"
_NAMES = frozenset(file.stem for file in FOLDER.glob("*.py")) - {FIRST}
EMBEDDABLE = frozenset(
    (
        *("/", "/ideen", "/idee", "/runde", "/meine", "/planung", "/daten"),
        *("/impressum", "/datenschutz", "/barrierefreiheit"),
    )
)
"""Pages that the town may show in frames on its own site; nothing for staff is among them."""

_STATIC = "/static/"
_IMMUTABLE = "public, max-age=31536000, immutable"
# Where programs ask and not people, so they get no page in words.
_FOR_PROGRAMS = (
    *PREFIXES,
    *("_stcore", "media", "component", "static", "app", "auth", "oauth2callback"),
)


class Pages:
    """Answers for every address that is neither a route of ours nor one that Streamlit serves.

    Streamlit by itself would answer each of them with its page and 200.
    """

    def __init__(self, state: State, shells: dict[str, Shell], assets: Assets) -> None:
        self._state = state
        self._shells = shells
        self._assets = assets

    async def answer(self, request: Request) -> Response:
        """The response to one request."""
        wanted = request.query_params.get("lang")
        translator = self._state.translator(request.headers.get("accept-language"), wanted)
        path = request.scope["path"]
        if path.startswith(_STATIC):
            return await self._static(request, path, translator)
        if is_page(path):
            return self._page(request, translator)
        if path.endswith("/") and (is_page(path.rstrip("/")) or path.rstrip("/") in FORM_PATHS):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(path.rstrip("/") + query, 308, {"Cache-Control": "no-cache"})
        first = path.strip("/").partition("/")[0]
        if first in _FOR_PROGRAMS or "text/html" not in request.headers.get("accept", ""):
            return refuse(UnknownPathError(path), translator)
        return not_found_page(translator)

    async def _static(self, request: Request, path: str, translator: Translator) -> Response:
        file = self._assets.find(path.removeprefix(_STATIC))
        if file is None:
            return refuse(UnknownPathError(path), translator)
        refused = _refuse_method(request, translator)
        if refused:
            return refused
        return await run_in_threadpool(self._assets.serve, request, file, _IMMUTABLE)

    def _page(self, request: Request, translator: Translator) -> Response:
        refused = _refuse_method(request, translator)
        if refused:
            return refused
        # Of pages for staff nothing stays behind, not even for the way back after signing out.
        public = request.scope["path"] in EMBEDDABLE
        headers = {
            "Cache-Control": "no-cache" if public else "no-store",
            "Content-Language": translator.lang,
            "Vary": "Accept-Language",
        }
        shell = self._shells[translator.lang]
        return with_etag(request, Response(shell.html, 200, headers, "text/html"))


def is_page(path: str) -> bool:
    """A page's address is the name of its file in pages/, except for the first."""
    return path == "/" or path.removeprefix("/") in _NAMES


def _refuse_method(request: Request, translator: Translator) -> Response | None:
    allowed = ("GET", "HEAD", "OPTIONS")
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(allowed)})
    if request.method in allowed:
        return None
    return refuse(MethodError(request.method, allowed), translator)
