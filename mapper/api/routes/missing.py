"""Addresses under which there is nothing."""

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from mapper.api.refusals import UnknownPathError, refuse
from mapper.api.state import State


class Missing:
    """Answers 404 in the error shape, whatever the method."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        translator = self._state.translator(request.headers.get("accept-language"))
        response = refuse(UnknownPathError(request.url.path), translator)
        await response(scope, receive, send)
