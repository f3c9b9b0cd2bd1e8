"""The real application as a process of its own, on a port and a MAPPER_HOME of its own."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from mapper.db.cluster import ClusterPaths
from tests.command import MAPPER, run_command
from tests.conftest import PROJECT, REAL_GEODATA, copied_database
from tests.loaded_server import SplitOff
from tests.ports import free_port
from tests.processes import healthy, wait_until

SERVER = [sys.executable, "-m", "mapper.api.serve"]
START_S = 60.0
_OWN = ("DATABASE_URL", "MAPPER_")

Running = subprocess.Popen[bytes] | SplitOff


@dataclass(slots=True)
class App:
    """A running application, and how to speak to its command line."""

    home: Path
    port: int
    settings: Mapping[str, str]
    process: Running = field(repr=False)

    @property
    def url(self) -> str:
        """The address a browser opens, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Its database: the one it was given, else its private cluster's."""
        return self.settings.get("DATABASE_URL") or ClusterPaths(self.home.resolve()).url

    def command(self, *arguments: str) -> str:
        """Run a `mapper` command on this installation; what it printed."""
        return run_mapper(self.settings, *arguments)

    def output(self) -> str:
        """What the application wrote so far."""
        return (self.home / "output").read_text(encoding="utf-8", errors="replace")


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with an installation's settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    return {**kept, **settings}


def geodata_settings() -> dict[str, str]:
    """The real districts where they are; otherwise the schematic ones, never the network."""
    folder = os.environ.get("MAPPER_GEODATA_DIR") or (str(REAL_GEODATA) * REAL_GEODATA.is_dir())
    return {"MAPPER_NETWORK": "false", **({"MAPPER_GEODATA_DIR": folder} if folder else {})}


@contextmanager
def loaded_database(server_url: str, template: str, **settings: str) -> Iterator[str]:
    """The address of a copy of a database, with the geodata of a profile loaded into it."""
    with (
        TemporaryDirectory(prefix="ideenkarte-load-") as home,
        copied_database(server_url, template) as url,
    ):
        given = {name.upper(): value for name, value in settings.items()}
        own = {"DATABASE_URL": url, "MAPPER_HOME": home, **geodata_settings(), **given}
        run_mapper(own, "geodata", "load")
        yield url


def run_mapper(settings: Mapping[str, str], *arguments: str) -> str:
    """Run a `mapper` command; what it printed."""
    done = run_command(arguments, environment(settings))
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def running_app(
    home: Path,
    *,
    options: tuple[str, ...] = ("run",),
    supervised: bool = True,
    proxy: str = "",
    through: str = "",
    **settings: str,
) -> Iterator[App]:
    """`mapper run` until the end of the block.

    Parameters
    ----------
    supervised
        False starts the web server alone, on a database that is ready for it.
    proxy
        Where every request that the server itself would make to another host goes.
    through
        A command that ends in becoming the one that follows it.
    settings
        Environment variables in lower case: `database_url`, `mapper_profile_dir` …
    """
    port = free_port()
    home.mkdir(mode=0o755, exist_ok=True)
    given = {
        "MAPPER_HOME": str(home),
        "MAPPER_PORT": str(port),
        "MAPPER_BASE_URL": f"http://127.0.0.1:{port}",
        # All visitors of a test come from one address.
        "MAPPER_LIMIT_FACTOR": "1000",
        **geodata_settings(),
        **{name.upper(): value for name, value in settings.items()},
    }
    proxies = {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "NO_PROXY": "127.0.0.1,localhost"}
    variables = {**environment(given), **proxies, **{k.lower(): v for k, v in proxies.items()}}
    with (home / "output").open("wb") as output:
        if supervised or through:
            process: Running = subprocess.Popen(
                [*shlex.split(through), *([str(MAPPER), *options] if supervised else SERVER)],
                env=variables,
                stdout=output,
                stderr=output,
                cwd=PROJECT,
            )
        else:
            process = SplitOff(variables, output, PROJECT)
    app = App(home, port, given, process)
    try:
        wait_until_up(app)
        yield app
    finally:
        _end(process)


@contextmanager
def app_on_copy(
    server_url: str,
    template: str,
    *,
    options: tuple[str, ...] = ("run",),
    supervised: bool = True,
    proxy: str = "",
    **settings: str,
) -> Iterator[App]:
    """A `running_app` with a folder and a copy of a database that go with it."""
    with (
        TemporaryDirectory(prefix="ideenkarte-app-") as folder,
        copied_database(server_url, template) as url,
        running_app(
            Path(folder),
            options=options,
            supervised=supervised,
            proxy=proxy,
            database_url=url,
            **settings,
        ) as app,
    ):
        yield app


def wait_until_up(app: App, limit_s: float = START_S) -> None:
    """Until the health check says that application and database are there."""
    ended = app.process.poll
    wait_until(lambda: ended() is not None or healthy(app.port), limit_s, app.output)
    assert ended() is None, app.output()


def _end(process: Running) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
