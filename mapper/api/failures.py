"""The net under everything: what nobody foresaw leaves as a number, without a trace."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapper.api.refusals import refuse_unforeseen
from mapper.api.state import State


class Failures:
    """Answers 500 in the error shape when a layer further in raises before it has answered."""

    def __init__(self, app: ASGIApp, *, state: State) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:
            request = Request(scope)
            translator = self._state.translator(request.headers.get("accept-language"))
            where = f"{request.method} {request.url.path[:80]}"
            response = refuse_unforeseen(error, where, translator)
            if started:
                # Too late for another answer: the connection ends, so that nobody takes a part
                # for the whole.
                raise ConnectionAbortedError(where) from None
            await response(scope, receive, send)
