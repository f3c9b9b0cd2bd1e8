"""One address with a form: shown by GET, taken by POST, and shown again with what is wrong."""

import logging
from collections.abc import Mapping
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mapper.api.checks import read_body
from mapper.api.forms.back import own_path
from mapper.api.forms.guard import check_sender
from mapper.api.forms.render import NOTHING_WRONG, html_answer, see_other
from mapper.api.forms.visit import Problem, Visit, make_visit
from mapper.api.limits import FORMS, Limit
from mapper.api.refusals import MethodError, refuse
from mapper.api.state import State
from mapper.errors import (
    InvalidFieldError,
    MapperError,
    SignInNeededError,
    TooManyRequestsError,
    log_unforeseen,
)
from mapper.i18n.errors import explain, explain_unexpected

LOGGER = logging.getLogger(__name__)
_MINUTE_S = 60


class Show(Protocol):
    """Draws the form; `problem` says what is wrong with what was sent."""

    def __call__(self, visit: Visit, problem: Problem = ..., /) -> Response: ...


class Take(Protocol):
    """Does what the form asks for and says where to go on; a MapperError shows it again."""

    def __call__(self, visit: Visit, /) -> Response: ...


class FormPage:
    """An ASGI application for one address.

    Parameters
    ----------
    show, take
        Run in a worker thread, so they may wait for the database. `show` serves GET and HEAD.
    fields
        Which field a reason for a refusal belongs to, by the reason's code.
    words
        Sentences of this page for such codes, in place of the general ones.
    """

    def __init__(
        self,
        state: State,
        show: Show,
        take: Take | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self._state = state
        self._show = show
        self._take = take
        self._fields = fields or {}
        self._words = words or {}
        self.limit: Limit | None = FORMS if take else None

    @property
    def methods(self) -> frozenset[str]:
        """What is answered here."""
        return frozenset({"GET", "HEAD"} | ({"POST"} if self._take else set()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except Exception as error:
            response = self._failed(request, error)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(sorted(self.methods))})
        if request.method not in self.methods:
            translator = self._state.translator(request.headers.get("accept-language"))
            return refuse(MethodError(request.method, sorted(self.methods)), translator)
        patience_s = self._state.settings.request_timeout_s
        body = await read_body(request, patience_s) if request.method == "POST" else b""
        visit = make_visit(self._state, request, body)
        return await run_in_threadpool(self._handled, visit)

    def _handled(self, visit: Visit) -> Response:
        try:
            if visit.request.method != "POST" or self._take is None:
                return self._show(visit, NOTHING_WRONG)
            return self._taken(visit, self._take)
        except SignInNeededError:
            return _to_sign_in(visit)

    def _taken(self, visit: Visit, take: Take) -> Response:
        try:
            if self.limit:
                self.limit.check(self._state, visit.visitor.address)
            check_sender(visit)
            return take(visit)
        except SignInNeededError:
            raise
        except MapperError as refused:
            return self._show(visit, self._problem(refused, visit))

    def _problem(self, refused: MapperError, visit: Visit) -> Problem:
        translator = visit.translator
        if isinstance(refused, TooManyRequestsError):
            minutes = -(-refused.wait_s // _MINUTE_S)
            sentence = translator.ngettext(
                "Too many tries. Please wait {minutes} minute, then try again.",
                "Too many tries. Please wait {minutes} minutes, then try again.",
                minutes,
            ).format(minutes=translator.format_number(minutes))
            return Problem({"": sentence}, refused.http_status, refused.wait_s)
        own = self._words.get(refused.code)
        sentence = translator.gettext(own) if own else explain(refused, translator)
        field = self._fields.get(refused.code, "")
        if isinstance(refused, InvalidFieldError):
            parameter = str(refused.fields.get("parameter"))
            field = self._fields.get(parameter, parameter)
        return Problem({field: sentence}, refused.http_status)

    def _failed(self, request: Request, error: Exception) -> Response:
        """A page in words also where the form itself cannot be shown."""
        wanted = request.query_params.get("lang")
        translator = self._state.translator(request.headers.get("accept-language"), wanted)
        if isinstance(error, MapperError):
            sentence, status = explain(error, translator), error.http_status
        else:
            number = log_unforeseen(LOGGER, error, f"{request.method} {request.url.path[:80]}")
            sentence, status = explain_unexpected(number, translator), 500
        return html_answer(translator, "failure.html", status, {"sentence": sentence})


def _to_sign_in(visit: Visit) -> Response:
    given = "back" in visit.typed or "back" in visit.request.query_params
    back = visit.back if given else own_path(visit.path)
    return see_other(visit.address("/anmelden", back=back))
