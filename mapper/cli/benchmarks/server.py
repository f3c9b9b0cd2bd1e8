"""The real server on a free port, and a client that keeps its connection."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlencode

from mapper.cli.supervisor import AppProcess
from mapper.errors import MapperError
from mapper.settings import MOST_LIMIT_FACTOR, Settings

HOST = "127.0.0.1"
_WAIT_S = 60.0
_LOOK_EVERY_S = 0.05


class NotUpError(MapperError):
    """The server to be measured does not answer."""

    code = "bench_server"
    http_status = 500

    def __init__(self) -> None:
        super().__init__(
            f"The app did not answer within {_WAIT_S:.0f} seconds, so nothing was measured: "
            "'mapper doctor' may know why."
        )


class WrongAnswerError(MapperError):
    """The server answered, but not with what is to be measured."""

    code = "bench_answer"
    http_status = 500

    def __init__(self, what: str, status: int) -> None:
        super().__init__(f"{what} was answered with {status}, so nothing was measured.", got=status)


class Client:
    """Requests one after the other over one connection on loopback, without compression."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=_WAIT_S)

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """The body.

        Raises
        ------
        WrongAnswerError
        """
        address = f"{path}?{urlencode(query)}" if query else path
        try:
            return self._body("GET", address)
        except RemoteDisconnected:
            # A peer may take longer than the server keeps a silent connection.
            return self._body("GET", address)

    def post(self, path: str, body: bytes) -> bytes:
        """The body of the answer to a JSON object.

        Raises
        ------
        WrongAnswerError
        """
        return self._body("POST", path, body, {"Content-Type": "application/json"})

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _body(
        self,
        method: str,
        address: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        self._connection.request(method, address, body, headers or {})
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            raise WrongAnswerError(f"{method} {address}", answer.status)
        return content


@contextmanager
def serving(settings: Settings, url: str) -> Iterator[int]:
    """The port of a server over a database, up and answering; it ends with the block.

    It lets one address send what usually only many do; the limits are counted nevertheless.

    Raises
    ------
    NotUpError
    """
    port = free_port()
    ours = {"port": port, "address": HOST, "base_url": None, "limit_factor": MOST_LIMIT_FACTOR}
    own = settings.model_copy(update=ours)
    app = AppProcess(own, url)
    try:
        end = time.monotonic() + _WAIT_S
        app.keep_up()
        while not app.check_ready():
            if time.monotonic() > end:
                raise NotUpError
            time.sleep(_LOOK_EVERY_S)
            app.keep_up()
        yield port
    finally:
        app.stop()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
