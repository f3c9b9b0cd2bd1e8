"""Signing in at the town's OpenID Connect provider: there, and back."""

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from mapper.api.forms.back import own_path
from mapper.api.forms.cookies import keep_session, read_signed, set_cookie, sign
from mapper.api.forms.page import FormPage
from mapper.api.forms.render import NOTHING_WRONG, html_answer, see_other
from mapper.api.forms.visit import Problem, Visit
from mapper.api.limits import FORMS
from mapper.api.refusals import UnknownPathError
from mapper.api.state import State
from mapper.errors import MapperError, ProviderRefusedError
from mapper.i18n.errors import explain
from mapper.oidc import Attempt, Provider, read_config, read_person
from mapper.services.vouched import enter

THERE, BACK = "/anmelden/oidc", "/anmelden/oidc/zurueck"
_MINUTES = 10
_MOST_CODE = 4000
_MOST_BACK = 2000


def make_oidc_routes(state: State) -> list[Route]:
    """The two addresses; without a provider they are unknown ones.

    Raises
    ------
    SettingsError
        The provider is set up wrongly: better said at the start than at the first sign-in.
    """
    config = read_config(state.settings)
    going = Going(Provider(config) if config else None)
    return [
        Route(THERE, FormPage(state, going.show_there)),
        Route(BACK, FormPage(state, going.show_back)),
    ]


@dataclass(frozen=True, slots=True)
class Going:
    """Sends browsers to the provider, and takes them back."""

    provider: Provider | None

    def show_there(self, visit: Visit, _problem: Problem = NOTHING_WRONG, /) -> Response:
        """Off to the provider, with a cookie that only this browser brings back."""
        provider = self._known(visit)
        state = secrets.token_urlsafe(32)
        try:
            address = provider.address_for(_attempt(visit, state))
        except MapperError as refused:
            return _refused(visit, refused, visit.back)
        response = see_other(address)
        _set_cookie(visit, response, _pack(visit.state.secret, state, visit.back), 60 * _MINUTES)
        return response

    def show_back(self, visit: Visit, _problem: Problem = NOTHING_WRONG, /) -> Response:
        """Back from the provider: a session, and on to where one came from."""
        provider = self._known(visit)
        state, back = _unpack(visit.state.secret, visit.request.cookies.get(_cookie(visit), ""))
        try:
            FORMS.check(visit.state, visit.visitor.address)
            code = _code_of(visit, provider, state)
            claims = provider.claims_for(_attempt(visit, state), code)
            person = read_person(claims, provider.config)
            token = enter(visit.state.backoffice, person, visit.token)
        except MapperError as refused:
            response = _refused(visit, refused, back)
        else:
            response = see_other(back)
            keep_session(response, visit.state.settings, token)
        _set_cookie(visit, response, "", 0)
        return response

    def _known(self, visit: Visit) -> Provider:
        if self.provider is None:
            raise UnknownPathError(visit.path)
        return self.provider


def _code_of(visit: Visit, provider: Provider, state: str) -> str:
    """The code in the address, when it answers what this browser was sent for."""
    given = visit.request.query_params
    if not state or not hmac.compare_digest(given.get("state", "").encode(), state.encode()):
        raise ProviderRefusedError("it is not the answer to what this browser asked")
    # RFC 9207: a provider that says who it is must be the one that was asked.
    issuer = given.get("iss", provider.config.issuer)
    if issuer.rstrip("/") != provider.config.issuer.rstrip("/"):
        raise ProviderRefusedError("another provider answered")
    code = given.get("code", "")
    if not 0 < len(code) <= _MOST_CODE:
        raise ProviderRefusedError("it gave no code")
    return code


def _attempt(visit: Visit, state: str) -> Attempt:
    """What belongs to a state: the same whichever process is asked, and unknown to the browser."""

    def derive(name: str) -> str:
        message = f"oidc-{name}:{state}".encode()
        return hmac.new(visit.state.secret.encode(), message, hashlib.sha256).hexdigest()

    redirect_uri = f"{visit.state.settings.public_url}{BACK}"
    return Attempt(state, derive("nonce"), derive("verifier"), redirect_uri)


def _refused(visit: Visit, refused: MapperError, back: str) -> Response:
    values = {
        "sentence": explain(refused, visit.translator),
        "again": visit.address("/anmelden", back=back),
    }
    return html_answer(visit.translator, "oidc_refused.html", refused.http_status, values)


def _cookie(visit: Visit) -> str:
    return f"{visit.state.settings.session_cookie}_oidc"


def _set_cookie(visit: Visit, response: Response, value: str, seconds: int) -> None:
    set_cookie(response, visit.state.settings, _cookie(visit), value, seconds)


def _pack(secret: str, state: str, back: str) -> str:
    """State, end and time as the cookie carries them, signed; an end too long for it is left out.

    Browsers drop cookies of more than 4096 bytes.
    """
    end = back if len(json.dumps(back)) <= _MOST_BACK else own_path(None)
    content = json.dumps([state, end, int(time.time())]).encode()
    return sign(secret, "oidc", urlsafe_b64encode(content).decode())


def _unpack(secret: str, cookie: str) -> tuple[str, str]:
    """State and end; an empty state where the cookie is not ours or too old."""
    plain = read_signed(secret, "oidc", cookie)
    if plain is None:
        return "", own_path(None)
    state, back, moment = json.loads(urlsafe_b64decode(plain))
    fresh = time.time() - moment < 60 * _MINUTES
    return (state if fresh else ""), own_path(back)
