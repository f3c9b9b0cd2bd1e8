"""`mapper run` keeps the real app and cluster up, and takes both down again."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from mapper.cli.port import PortInUseError, check_port_free
from mapper.cli.supervisor import AppKeepsEndingError, AppProcess, Supervisor
from mapper.db import cluster
from mapper.db.cluster import ClusterPaths
from mapper.db.cluster_process import server_pid
from mapper.services.passwords import verify_password
from mapper.settings import load_settings
from tests.command import MAPPER
from tests.command import fresh_mapper as mapper
from tests.ports import free_port
from tests.processes import child_of, healthy, kill_cluster, wait_until

START_S = 90.0
RECOVER_S = 40.0


class Running:
    """A `mapper run` with a MAPPER_HOME and a port of its own."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        self.port = free_port()
        self.output = home / "output"
        environment = {
            **os.environ,
            "MAPPER_HOME": str(home),
            "MAPPER_PORT": str(self.port),
            "MAPPER_NETWORK": "false",
            "DATABASE_URL": "",
        }
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(MAPPER), "run", *options], env=environment, stdout=output, stderr=output
            )

    def wait_until_up(self, limit_s: float = START_S) -> float:
        """Seconds until the health check answered."""
        began = time.monotonic()
        wait_until(lambda: self.process.poll() is not None or healthy(self.port), limit_s)
        assert self.process.poll() is None, self.output.read_text()
        return time.monotonic() - began

    def app_pid(self) -> int:
        return child_of(self.process.pid)

    def processor_s(self) -> float:
        """Seconds of processor time that parent and app have taken."""
        ticks = 0
        for pid in (self.process.pid, self.app_pid()):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def ask(self, question: str) -> object:
        with psycopg.connect(ClusterPaths(self.home).url) as connection:
            row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None

    def told(self) -> str:
        """What it printed so far."""
        return self.output.read_text(encoding="utf-8")

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with TemporaryDirectory(prefix="ideenkarte-") as folder:
        Path(folder).chmod(0o755)
        running = Running(Path(folder), "--demo")
        try:
            running.wait_until_up()
            yield running
        finally:
            running.stop()
            cluster.stop(Path(folder), force=True)


def test_the_address_and_the_place_of_the_data_are_told_once_it_is_up(running: Running) -> None:
    wait_until(lambda: "Data:" in running.output.read_text(), 10)

    told = running.output.read_text()
    assert f"http://localhost:{running.port}" in told
    assert f"Data:       {running.home}" in told


def test_the_samples_are_there_and_marked(running: Running) -> None:
    assert running.ask("select count(*) from proposal where demo") == 300
    assert running.ask("select count(*) from proposal where not demo") == 0


def test_accounts_to_try_are_told_once_and_let_their_holders_in(running: Running) -> None:
    told = re.findall(r"^ {4}(\w+) +([a-z2-9]{4}(?:-[a-z2-9]{4}){3}) +(\w+)$", running.told(), re.M)

    assert {(login, role) for login, _, role in told} == {
        ("moderation", "moderator"),
        ("planung", "planner"),
        ("gis", "gis"),
        ("verwaltung", "admin"),
        ("partner", "partner"),
    }
    for login, password, _ in told:
        stored = running.ask(f"select password_hash from staff_account where login = '{login}'")
        assert verify_password(str(stored), password)


def test_a_second_start_on_the_same_port_is_refused_in_one_line(running: Running) -> None:
    done = mapper("run", MAPPER_HOME=str(running.home), MAPPER_PORT=str(running.port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {running.port} is in use: end the program there, "
        "or set MAPPER_PORT to another number.\n"
    )
    assert healthy(running.port)


def test_a_killed_app_comes_back(running: Running) -> None:
    killed = running.app_pid()
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: not healthy(running.port), 5)

    wait_until(lambda: healthy(running.port), RECOVER_S)

    assert running.app_pid() != killed


def test_a_killed_database_comes_back_with_all_it_held(running: Running) -> None:
    killed = kill_cluster(running.home)
    wait_until(lambda: server_pid(ClusterPaths(running.home).data) not in (None, killed), RECOVER_S)

    wait_until(lambda: healthy(running.port), RECOVER_S)

    assert running.ask("select count(*) from proposal") == 300


def test_stopped_and_started_again_it_is_quick_and_changes_nothing(running: Running) -> None:
    content = (
        "select (select count(*) from proposal), (select count(*) from layer_version), "
        "(select count(*) from feature), (select max(id) from proposal)"
    )
    before = running.ask(f"select row_to_json(r)::text from ({content}) r")

    began = time.monotonic()
    exit_code = running.stop()
    took_s = time.monotonic() - began

    assert exit_code == 0
    assert took_s < 10
    assert not cluster.is_running(running.home)
    check_port_free("127.0.0.1", running.port)
    again = Running(running.home, "--demo")
    try:
        again.wait_until_up()
        # Up within 10 s is the promise; other work on the machine stretches the clock, so that
        # the processor's time is what is held here, and that no preparing step ran.
        assert again.processor_s() < 8
        assert "…" not in again.told()
        assert "password" not in again.told()
        assert again.ask(f"select row_to_json(r)::text from ({content}) r") == before
    finally:
        again.stop()


def test_the_app_does_not_outlive_a_killed_parent(running: Running) -> None:
    orphaned = Running(running.home)
    orphaned.wait_until_up()
    orphaned.process.kill()
    orphaned.process.wait()

    wait_until(lambda: not healthy(orphaned.port), 10)
    with cluster.running_cluster(running.home):
        pass
    wait_until(lambda: not cluster.is_running(running.home), 10)


def test_a_port_that_something_listens_on_is_in_use() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortInUseError, match=str(port)):
            check_port_free("127.0.0.1", port)
    check_port_free("127.0.0.1", port)


def test_an_app_that_never_gets_up_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAPPER_PORT", str(free_port()))
    monkeypatch.setenv("MAPPER_HOME", str(tmp_path))
    app = AppProcess(load_settings(), "postgresql://nowhere", command=["/bin/false"])

    with pytest.raises(AppKeepsEndingError, match="exit code 1"):
        Supervisor(app, cluster_home=None, on_ready=lambda: None).run()
