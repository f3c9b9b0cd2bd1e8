"""A small parent that keeps the app and its private cluster up."""

import ctypes
import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from mapper.cli.child import child_environment
from mapper.cli.failures import known_reason
from mapper.cli.signals import SignalWatch
from mapper.db import cluster
from mapper.errors import MapperError
from mapper.settings import Settings

LOGGER = logging.getLogger(__name__)

SERVER = (sys.executable, "-m", "mapper.api.serve")
CHECK_INTERVAL_S = 0.5
STARTING_INTERVAL_S = 0.1
STOP_GRACE_S = 5.0
# A server that ended this often in a row without ever having answered never will.
EARLY_DEATHS = 5
PR_SET_PDEATHSIG = 1


class AppKeepsEndingError(MapperError):
    """The app ended by itself again and again."""

    code = "app_keeps_ending"
    http_status = 500

    def __init__(self, exit_code: int) -> None:
        super().__init__(
            f"The app ended {EARLY_DEATHS} times before it was up (exit code {exit_code}): "
            "the lines above say why.",
            got=exit_code,
        )


class AppProcess:
    """The web server as a child, which dies with its parent."""

    def __init__(self, settings: Settings, url: str, *, command: Sequence[str] = SERVER) -> None:
        self._command = list(command)
        host = "127.0.0.1" if settings.address in ("0.0.0.0", "::") else settings.address  # noqa: S104
        self._health = (host, settings.port)
        self._environment = child_environment(settings, url)
        self._process: subprocess.Popen[bytes] | None = None
        self._early_deaths = 0
        self.ready = False

    def keep_up(self) -> None:
        """Start the server unless it runs.

        Raises
        ------
        AppKeepsEndingError
        """
        if self._process is not None:
            exit_code = self._process.poll()
            if exit_code is None:
                return
            self._early_deaths = 0 if self.ready else self._early_deaths + 1
            if self._early_deaths >= EARLY_DEATHS:
                raise AppKeepsEndingError(exit_code)
            LOGGER.warning("The app ended (exit code %s) and is started again.", exit_code)
        self.ready = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            # A group of its own: Ctrl-C reaches the parent, which then ends the two in order.
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the parent has no other threads
        )

    def check_ready(self) -> bool:
        """True once this server's health check said that app and database are up."""
        self.ready = self.ready or self._answers()
        return self.ready

    def _answers(self) -> bool:
        connection = HTTPConnection(*self._health, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200  # noqa: PLR2004 - OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """Ask the server to end, and end it when it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Supervisor:
    """Watches until SIGTERM or Ctrl-C; restarts what dies in between."""

    def __init__(
        self, app: AppProcess, *, cluster_home: Path | None, on_ready: Callable[[], None]
    ) -> None:
        self._app = app
        self._cluster_home = cluster_home
        self._on_ready = on_ready
        self._said = ""

    def run(self) -> None:
        """Keep everything up; returns when told to stop."""
        announced = False
        with SignalWatch() as signals:
            try:
                while not signals.stopping:
                    self._keep_cluster_up()
                    self._app.keep_up()
                    ready = self._app.check_ready()
                    if ready and not announced:
                        announced = True
                        self._on_ready()
                    signals.wait(CHECK_INTERVAL_S if ready else STARTING_INTERVAL_S)
            finally:
                self._app.stop()

    def _keep_cluster_up(self) -> None:
        if self._cluster_home is None or cluster.is_running(self._cluster_home):
            return
        try:
            self._say("The database ended and is started again.")
            cluster.ensure_running(self._cluster_home)
            self._said = ""
        except (MapperError, OSError, psycopg.Error) as refused:
            # Tried again at the next look: a full disk may have room by then.
            reason = refused if isinstance(refused, MapperError) else known_reason(refused)
            self._say(reason.message if reason else "The database could not be started.")

    def _say(self, message: str) -> None:
        if message not in self._said:
            self._said += message
            LOGGER.warning(message)


def _die_with_parent() -> None:
    """Linux: SIGTERM for the child when its parent is killed, or it would keep the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
