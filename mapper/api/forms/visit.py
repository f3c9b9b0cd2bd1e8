"""One request to a form, and what may be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from mapper.api.checks import address_of, media_type
from mapper.api.forms.back import FIRST_PAGE, own_path
from mapper.api.forms.cookies import device_cookie, form_cookie, is_form_value, new_form_value
from mapper.api.state import State
from mapper.domain.tokens import form_token
from mapper.i18n import Translator
from mapper.services.access import SignedIn
from mapper.services.throttle import Visitor

_MOST_FIELDS = 50
_FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, by field; under the empty name what concerns the whole form."""

    sentences: Mapping[str, str] = field(default_factory=dict)
    status: int = 422
    wait_s: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as a form sees it."""

    request: Request
    state: State
    translator: Translator
    typed: Mapping[str, str]
    form_value: str
    """What ties forms to this browser while nobody is signed in."""

    @property
    def token(self) -> str | None:
        """The session's token in the browser's cookie, whatever it is worth."""
        return self.request.cookies.get(self.state.settings.session_cookie) or None

    @property
    def who(self) -> SignedIn | None:
        """Who asks; whether she may is for the service to decide."""
        return SignedIn(self.token) if self.token else None

    @property
    def visitor(self) -> Visitor:
        """Where this comes from."""
        device = self.request.cookies.get(device_cookie(self.state.settings))
        return Visitor(address_of(self.request), device)

    @property
    def path(self) -> str:
        """The address without its parameters."""
        return str(self.request.scope["path"])

    @property
    def back(self) -> str:
        """Where to go in the end."""
        return own_path(self.text("back") or self.request.query_params.get("back"))

    @property
    def form_token(self) -> str:
        """What a form must carry to be taken."""
        return form_token(self.state.secret, self.token or self.form_value)

    @property
    def near_words(self) -> tuple[str, ...]:
        """Words that make a bad password in this town."""
        profile = self.state.profile
        return (profile.name, *(one.name for one in profile.municipalities))

    def text(self, name: str) -> str:
        """What was typed into a field, without spaces around it."""
        return self.typed.get(name, "").strip()

    def address(self, path: str, **parameters: str) -> str:
        """An address of ours; a language chosen by hand goes with it, unless another is given.

        The map is where people go back to anyway, so that `back` does not name it.
        """
        given = {name: value for name, value in parameters.items() if value}
        if given.get("back") == FIRST_PAGE:
            del given["back"]
        chosen = self.request.query_params.get("lang")
        if chosen in self.state.profile.languages:
            given.setdefault("lang", chosen)
        query = urlencode(given)
        return f"{path}?{query}" if query else path

    def onward(self, path: str, **parameters: str) -> str:
        """The address of another step on the way to the same end."""
        return self.address(path, back=self.back, **parameters)


def make_visit(state: State, request: Request, body: bytes = b"") -> Visit:
    """The request; a body that is no form is an empty one."""
    value = request.cookies.get(form_cookie(state.settings), "")
    wanted = request.query_params.get("lang")
    return Visit(
        request=request,
        state=state,
        translator=state.translator(request.headers.get("accept-language"), wanted),
        typed=_read_form(request, body),
        form_value=value if is_form_value(state.secret, value) else new_form_value(state.secret),
    )


def _read_form(request: Request, body: bytes) -> dict[str, str]:
    if media_type(request) != _FORM_TYPE:
        return {}
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return {}
    return {name: value.replace("\0", "") for name, value in pairs}
