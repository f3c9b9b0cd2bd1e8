"""`mapper bench start`: from the command to the first answer, and to the first usable map."""

import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.cli.benchmarks.browser import check_browser, fresh_browser, wait_for_mark
from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.report import Case, Report, describe_machine, median_ms
from mapper.cli.benchmarks.server import HOST, NotUpError, free_port
from mapper.cli.child import child_environment
from mapper.db import cluster
from mapper.db.cluster import running_cluster
from mapper.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

STARTS = 5
FURTHER_VISITS = 5
MAP_READY = "ideenkarte:map-ready"
MOST_MS = 4000.0
MOST_BYTES = 1_600_000
_WAIT_S = 120.0
_LOOK_EVERY_S = 0.01
_SETTLE_MS = 500


@dataclass(frozen=True, slots=True)
class Visit:
    """One first visit: milliseconds to the usable map, bytes over the wire until then."""

    ready_ms: float
    http_bytes: int
    socket_bytes: int
    requests: int


def measure(settings: Settings) -> Report:
    """Start `mapper run` again and again on an installation of its own that is set up already.

    Its first start, which sets it up with geodata and samples, is a case of its own where the
    cluster is private; on a server in DATABASE_URL the database is kept from one time to the next.
    """
    check_browser()
    home = settings.home / "bench-start"
    if settings.database_url is None:
        _remove(home)
    with _own_database(settings) as url:
        variables = _environment(settings, home, url)
        first = _start_and_stop(variables)
        starts, first_visits = zip(
            *(_start_and_visit(variables) for _ in range(STARTS)), strict=True
        )
        with _running(variables):
            further = [_visit(variables["MAPPER_PORT"]) for _ in range(FURTHER_VISITS)]
        with nullcontext(url) if url else running_cluster(home) as used:
            machine = describe_machine(used)
    set_up = () if url else (Case("first_start", {"median_ms": median_ms([first])}),)
    cases = (
        *set_up,
        Case("cold_start", {"median_ms": median_ms(starts)}),
        _visits("first_map", list(first_visits)),
        _visits("next_map", further),
    )
    return Report("start", None, cases, machine)


def _remove(home: Path) -> None:
    """Leave nothing of an installation made here before."""
    cluster.stop(home, force=True)
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _own_database(settings: Settings) -> Iterator[str | None]:
    """A database on the server in DATABASE_URL; None where `mapper run` keeps its own cluster."""
    if settings.database_url is None:
        yield None
        return
    with bench_database(settings, "bench_start") as url:
        yield url


def _environment(settings: Settings, home: Path, url: str | None) -> dict[str, str]:
    own = settings.model_copy(update={"home": home, "port": free_port(), "address": HOST})
    # An empty variable means the default, also for what the caller's environment holds.
    return {**child_environment(own, url or ""), "MAPPER_BASE_URL": ""}


def _start_and_stop(variables: dict[str, str]) -> float:
    with _running(variables, "--demo") as took:
        return took


def _start_and_visit(variables: dict[str, str]) -> tuple[float, Visit]:
    with _running(variables) as took:
        return took, _visit(variables["MAPPER_PORT"])


@contextmanager
def _running(variables: dict[str, str], *options: str) -> Iterator[float]:
    """`mapper run`; gives the seconds until its health check answered 200."""
    program = Path(sys.executable).with_name("mapper")
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [str(program), "run", *options], env=variables, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until_up(int(variables["MAPPER_PORT"]), process, begin + _WAIT_S)
        yield time.perf_counter() - begin
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_until_up(port: int, process: "subprocess.Popen[bytes]", end: float) -> None:
    while time.perf_counter() < end and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:  # noqa: PLR2004 - OK
                return
        except (OSError, HTTPException):
            time.sleep(_LOOK_EVERY_S)
        finally:
            connection.close()
    raise NotUpError


def _visit(port: str) -> Visit:
    """Open the map in a browser without any cache."""
    sizes: dict[str, list[int]] = {"http": [], "socket": []}
    with fresh_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        _count_bytes(page, sizes)
        page.goto(f"http://{HOST}:{port}/", wait_until="commit")
        ready_ms = wait_for_mark(page, MAP_READY)
        # What is on its way by now, pins for instance, belongs to the first picture.
        page.wait_for_timeout(_SETTLE_MS)
    return Visit(ready_ms, sum(sizes["http"]), sum(sizes["socket"]), len(sizes["http"]))


def _count_bytes(page: "Page", sizes: dict[str, list[int]]) -> None:
    """Let the browser's network say what came over the wire, headers and frames included."""
    network = page.context.new_cdp_session(page)
    network.on(
        "Network.loadingFinished", lambda one: sizes["http"].append(int(one["encodedDataLength"]))
    )
    network.on(
        "Network.webSocketFrameReceived",
        lambda one: sizes["socket"].append(len(one["response"]["payloadData"])),
    )
    network.send("Network.enable")


def _visits(name: str, visits: list[Visit]) -> Case:
    http = int(statistics.median(one.http_bytes for one in visits))
    socket = int(statistics.median(one.socket_bytes for one in visits))
    return Case(
        name,
        {
            "median_ms": median_ms([one.ready_ms / 1000 for one in visits]),
            "bytes": http + socket,
            "socket_bytes": socket,
            "requests": int(statistics.median(one.requests for one in visits)),
        },
        {"median_ms": MOST_MS, "bytes": MOST_BYTES},
    )
