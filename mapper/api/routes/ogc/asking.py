"""One request under /ogc: what it asks for, in which form, and where the answers' links lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from mapper.api.endpoint import Call, Endpoint
from mapper.api.forms.render import html_answer
from mapper.api.refusals import refuse
from mapper.api.state import State
from mapper.errors import InvalidFieldError, MapperError
from mapper.i18n import Translator
from mapper.i18n.errors import explain

ROOT = "/ogc"
LOOK = f"{ROOT}/look.css"
ALWAYS = ("f", "lang")
"""Parameters that every resource takes."""

# Nothing here depends on who asks: no cookie is looked at, so every site may read it.
_FOR_EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Crs, ETag, Link",
}
_FOR_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# Pages without a script.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_BAD_REQUEST = 400
_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the handlers here see it."""

    call: Call

    @property
    def state(self) -> State:
        """Settings, town and store."""
        return self.call.state

    @property
    def translator(self) -> Translator:
        """The reader's language."""
        return self.call.translator

    @property
    def html(self) -> bool:
        """Whether a page is wanted."""
        return wants_html(self.call.request)

    @property
    def base(self) -> str:
        """The address of the landing page without a slash at its end; see `Call.base`."""
        return f"{self.call.base}{ROOT}"

    @property
    def path(self) -> str:
        """The address below the landing page, `/collections` for instance."""
        return str(self.call.request.scope["path"]).removeprefix(ROOT)

    def address(self, path: str, query: Mapping[str, str] | None = None) -> str:
        """An address of ours; a language chosen by hand goes with it."""
        given = dict(query or {})
        chosen = self.call.query.get("lang")
        if chosen:
            given.setdefault("lang", chosen)
        return f"{self.base}{path}" + (f"?{urlencode(given)}" if given else "")

    def this(self, **changes: str) -> str:
        """This very address with some of its parameters changed."""
        return self.address(self.path, {**self.call.query, **changes})


OgcHandler = Callable[[Asked], Response]


class OgcEndpoint(Endpoint):
    """An address under /ogc: readable from every site, refusing with 400.

    Parameters
    ----------
    forms
        What may be asked for by `f`.
    """

    def __init__(
        self,
        state: State,
        handler: OgcHandler,
        *parameters: str,
        forms: tuple[str, ...] = ("json", "html"),
    ) -> None:
        super().__init__(
            state,
            get=lambda call: handler(checked(Asked(call), forms)),
            parameters=(*parameters, *ALWAYS),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = {**_FOR_EVERY_SITE, "Vary": "Accept, Accept-Language"}
        if wants_html(Request(scope)):
            # Also of an answer that a page has not changed: its headers take the place of the kept.
            given["Content-Security-Policy"] = PAGE_POLICY
        if scope["method"] == "OPTIONS":
            given |= _FOR_PREFLIGHT

        async def send_to_every_site(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(given)
            await send(message)

        await super().__call__(scope, receive, send_to_every_site)

    def translator(self, request: Request) -> Translator:
        """The language in the address, else the browser's."""
        wanted = request.query_params.get("lang")
        return self._state.translator(request.headers.get("accept-language"), wanted)

    def refuse(self, error: MapperError, request: Request, translator: Translator) -> Response:
        """In the error shape, or in words; the standard wants 400 where a parameter is wrong."""
        response = refuse(error, translator)
        if response.status_code == _UNPROCESSABLE:
            response.status_code = _BAD_REQUEST
        if not wants_html(request):
            return response
        sentence = {"sentence": explain(error, translator), "look": LOOK}
        return html_answer(translator, "failure.html", response.status_code, sentence)


def checked(asked: Asked, forms: tuple[str, ...]) -> Asked:
    """The request; InvalidFieldError for a form or a language that there is not."""
    given = asked.call.query
    languages = asked.state.profile.languages
    if given.get("lang", languages[0]) not in languages:
        raise InvalidFieldError("lang", f"one of {', '.join(languages)}", given["lang"])
    if given.get("f", forms[0]) not in forms:
        raise InvalidFieldError("f", " or ".join(forms), given["f"])
    return asked


def wants_html(request: Request) -> bool:
    """What `f` says, else whether pages come before data in what a browser says it takes."""
    given = request.query_params.get("f")
    if given is not None:
        return given == "html"
    weights = {"html": 0.0, "json": 0.0}
    for part in request.headers.get("accept", "")[:1000].split(","):
        kind, *parameters = (one.strip().lower() for one in part.split(";"))
        form = "html" if kind == "text/html" else "json" if "json" in kind else ""
        if form:
            weights[form] = max(weights[form], _weight(parameters))
    return weights["html"] > weights["json"]


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
