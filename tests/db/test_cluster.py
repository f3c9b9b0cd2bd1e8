"""The private cluster: created, started, shared, killed and stopped for real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from mapper.db import cluster
from mapper.db.account import cluster_account
from mapper.db.cluster import ClusterPaths
from mapper.db.cluster_process import server_pid
from mapper.db.errors import ClusterFolderError, ClusterInUseError

USER = """
import sys
from pathlib import Path
from mapper.db import cluster
from mapper.db.account import cluster_account
url = cluster.ensure_running(Path(sys.argv[1]))
print(url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A MAPPER_HOME that the account postgres may pass through, as it may not pytest's own."""
    with TemporaryDirectory(prefix="ideenkarte-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        cluster.stop(Path(folder), force=True)


@pytest.fixture
def start_user(home: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts another process that uses the cluster until its standard input closes."""
    users: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", USER, str(home)]
        users.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))
        return users[-1]

    yield start
    for user in users:
        user.kill()
        user.communicate()


def address_of(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline().strip()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def pid_of(home: Path) -> int:
    pid = server_pid(ClusterPaths(home).data)
    assert pid is not None
    return pid


def test_a_new_cluster_keeps_what_it_promised_and_hears_no_network(home: Path) -> None:
    url = cluster.ensure_running(home)

    assert ask(url, "show data_checksums") == "on"
    assert ask(url, "show synchronous_commit") == "on"
    assert ask(url, "show listen_addresses") == ""
    assert ask(url, "show server_encoding") == "UTF8"
    assert ClusterPaths(home).socket.stat().st_mode & 0o777 == 0o700
    assert ClusterPaths(home).data.stat().st_mode & 0o777 == 0o700


def test_words_sort_as_in_a_german_dictionary(home: Path) -> None:
    url = cluster.ensure_running(home)

    # DIN 5007-1: umlauts sort as their base letters, capitals beside small ones.
    words = "select array_agg(w order by w) from unnest(array['Zaun','Äcker','Apfel','acht']) w"
    assert ask(url, words) == ["acht", "Äcker", "Apfel", "Zaun"]


def test_starting_twice_is_starting_once(home: Path) -> None:
    first = cluster.ensure_running(home)
    pid = pid_of(home)

    assert cluster.ensure_running(home) == first
    assert pid_of(home) == pid


def test_what_was_committed_survives_a_kill_and_the_next_start_brings_it_back(home: Path) -> None:
    url = cluster.ensure_running(home)
    with psycopg.connect(url) as connection:
        connection.execute("create table told (word text)")
        connection.execute("insert into told values ('saved')")
    os.kill(pid_of(home), signal.SIGKILL)

    cluster.ensure_running(home)

    assert ask(url, "select word from told") == "saved"


def test_an_old_process_id_of_something_else_does_not_block_a_start(home: Path) -> None:
    url = cluster.ensure_running(home)
    os.kill(pid_of(home), signal.SIGKILL)
    pid_file = ClusterPaths(home).data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    # As after a reboot: the number now belongs to another program of the same account.
    other = subprocess.Popen(["/bin/sleep", "60"], user=ClusterPaths(home).data.stat().st_uid)
    time.sleep(0.2)
    pid_file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
    try:
        cluster.ensure_running(home)
    finally:
        other.kill()
        other.wait()

    assert ask(url, "select 1") == 1


def test_two_processes_that_start_at_once_share_one_cluster(
    home: Path, start_user: Callable[[], subprocess.Popen[str]]
) -> None:
    users = [start_user(), start_user()]

    urls = {address_of(user) for user in users}

    assert len(urls) == 1
    assert ask(urls.pop(), "select count(*) from pg_database where datname = 'ideenkarte'") == 1


def test_the_cluster_stops_with_its_last_user_and_not_before(
    home: Path, start_user: Callable[[], subprocess.Popen[str]]
) -> None:
    user = start_user()
    address_of(user)
    cluster.ensure_running(home)

    cluster.release(home)

    assert cluster.status(home).running
    user.communicate()
    assert not cluster.is_running(home)


def test_a_killed_user_keeps_nothing_running(
    home: Path, start_user: Callable[[], subprocess.Popen[str]]
) -> None:
    user = start_user()
    address_of(user)
    user.kill()
    user.wait()
    assert cluster.is_running(home)
    assert not cluster.status(home).in_use

    with cluster.running_cluster(home):
        pass

    assert not cluster.is_running(home)


def test_blocks_inside_one_another_end_with_the_outer_one(home: Path) -> None:
    with cluster.running_cluster(home) as url:
        with cluster.running_cluster(home):
            pass

        assert ask(url, "select 1") == 1
    assert not cluster.is_running(home)


def test_a_cluster_started_to_stay_stays_until_it_is_stopped(home: Path) -> None:
    cluster.keep_running(home)
    with cluster.running_cluster(home):
        pass
    cluster.release(home)
    assert cluster.is_running(home)

    assert cluster.stop(home)

    assert not cluster.is_running(home)
    assert not cluster.stop(home)


def test_a_cluster_in_use_is_only_stopped_by_force(
    home: Path, start_user: Callable[[], subprocess.Popen[str]]
) -> None:
    address_of(start_user())

    with pytest.raises(ClusterInUseError, match="in use"):
        cluster.stop(home)

    assert cluster.stop(home, force=True)


def test_a_folder_deeper_than_a_socket_path_may_be_long_is_no_hindrance(home: Path) -> None:
    deep = home.joinpath(*["a-rather-long-folder-name"] * 8)
    assert len(str(deep)) > 107

    with cluster.running_cluster(deep) as url:
        assert ask(url, "select 1") == 1


def test_a_link_to_the_folder_is_the_same_cluster(home: Path) -> None:
    real = home / "real"
    real.mkdir(mode=0o755)
    link = home / "link"
    link.symlink_to(real)

    with cluster.running_cluster(real) as url:
        assert cluster.ensure_running(link) == url


def test_what_somebody_else_put_in_the_sockets_place_is_refused(home: Path) -> None:
    socket = ClusterPaths(home.resolve()).socket
    socket.write_text("not a folder")
    try:
        with pytest.raises(ClusterFolderError, match="not a folder"):
            cluster.ensure_running(home)
    finally:
        socket.unlink()


def test_a_half_made_cluster_is_made_anew(home: Path) -> None:
    half = ClusterPaths(home).folder / "data.new" / "base"
    half.mkdir(parents=True)

    # As root the folder must be the account's; an aborted initdb would have left it so.
    if os.geteuid() == 0:
        cluster_account(home).own(ClusterPaths(home).folder)
    with cluster.running_cluster(home) as url:
        assert ask(url, "select 1") == 1
    assert not half.exists()
