"""The patience of the server: connections that neither send nor take are ended.

The server beneath waits for ever for the head of a request, for what is left of one that was
answered already, and for a reader who takes nothing.
"""

import asyncio
from collections.abc import Callable

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_HEAD_BYTES = 32 * 1024
"""Of the request line and all headers together."""

_REFUSED = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: 12\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    b"Connection: close\r\n\r\nBad request."
)


class Impatient(H11Protocol):
    """HTTP/1.1 with an end to waiting."""

    patience_s = 20.0
    """From the opening of a connection, or a request's first byte, to the end of its head; and how
    long a reader may take nothing while more waits for her."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._sending = Countdown(self.patience_s, transport.abort)
        self._taking = Countdown(self.patience_s, transport.abort)
        self._sending.start()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; those that complete nothing win no time."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """An answer was sent: the next request may have begun to arrive."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._sending.stop()
        self._taking.stop()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """As much waits for the reader as is kept for one."""
        super().pause_writing()
        self._taking.start()

    def resume_writing(self) -> None:
        """The reader has taken something."""
        self._taking.stop()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP gets no more than that said."""
        del msg
        self.transport.write(_REFUSED)
        self.transport.close()

    def _watch(self) -> None:
        """Count down while it is the client's turn, from the beginning of that turn.

        Between two requests the time-out of kept connections counts, a longer one.
        """
        theirs, ours = self.conn.their_state, self.conn.our_state
        beginning = theirs is h11.IDLE and self.timeout_keep_alive_task is None
        left_over = theirs is h11.SEND_BODY and ours in (h11.DONE, h11.MUST_CLOSE)
        if beginning or left_over:
            self._sending.start()
        else:
            self._sending.stop()


def impatient(patience_s: float) -> type[Impatient]:
    """The protocol with a patience of so many seconds."""
    return type("Impatient", (Impatient,), {"patience_s": patience_s})


class Countdown:
    """Does something after a while, unless it is stopped; starting it again wins no time."""

    def __init__(self, seconds: float, then: Callable[[], None]) -> None:
        self._seconds = seconds
        self._then = then
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to count, where it has not begun."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._then)

    def stop(self) -> None:
        """Count no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
