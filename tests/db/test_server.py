"""Servers that cannot be used: each gets one sentence that says why."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from mapper.db import cluster
from mapper.db.errors import (
    DatabaseUnknownError,
    DatabaseUrlError,
    LoginRefusedError,
    PostgisMissingError,
    ServerAwayError,
    StorageSridError,
    VersionTooOldError,
)
from mapper.db.installation import find_installations
from mapper.db.server import check_postgis, check_postgres, check_server, libpq_url
from tests.ports import free_port


def postgres_without_postgis(folder: Path) -> Path:
    """A copy of PostgreSQL's programs that finds every extension but PostGIS.

    A server looks for extensions beside its own program, wherever that lies.
    """
    newest = find_installations()[0]
    version = str(newest.version)
    programs = folder / "usr/lib/postgresql" / version / "bin"
    programs.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        shutil.copy(newest.program(name), programs / name)
    (programs.parent / "lib").symlink_to(newest.programs.parent / "lib")
    shared = folder / "usr/share/postgresql" / version
    (shared / "extension").mkdir(parents=True)
    for path in Path("/usr/share/postgresql", version).iterdir():
        if path.name != "extension":
            (shared / path.name).symlink_to(path)
    for path in Path("/usr/share/postgresql", version, "extension").glob("plpgsql*"):
        (shared / "extension" / path.name).symlink_to(path)
    return programs


@pytest.fixture(scope="module")
def foreign_server() -> Iterator[str]:
    """host:port of a server on the loopback that wants a password and has no PostGIS."""
    with TemporaryDirectory(prefix="ideenkarte-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        programs = postgres_without_postgis(folder)
        data = folder / "server"
        data.mkdir(mode=0o700)
        (folder / "password").write_text("right")
        user = pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
        if user:
            shutil.chown(data, user)

        def run(program: str, *options: str) -> None:
            command = [str(programs / program), f"--pgdata={data}", *options]
            environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
            # Its output goes to a file: a server that inherits a pipe never closes it.
            with (folder / "log").open("ab") as log:
                subprocess.run(
                    command, user=user, env=environment, cwd="/", check=True, stdout=log, stderr=log
                )

        password = f"--pwfile={folder / 'password'}"
        run("initdb", "--username=town", "--auth=scram-sha-256", "--no-sync", password)
        port = free_port()
        server = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -F"
        run("pg_ctl", "start", "--wait", f"--options={server}", f"--log={data / 'log'}")
        yield f"127.0.0.1:{port}"
        run("pg_ctl", "stop", "--mode=immediate")


@pytest.fixture(scope="module")
def private_url() -> Iterator[str]:
    with TemporaryDirectory(prefix="ideenkarte-") as name:
        Path(name).chmod(0o755)
        with cluster.running_cluster(Path(name)) as url:
            yield url


def test_a_wrong_password_is_named_without_being_repeated(foreign_server: str) -> None:
    with pytest.raises(LoginRefusedError) as refused:
        check_server(f"postgresql://town:wr0ng@{foreign_server}/postgres")

    assert foreign_server in refused.value.message
    assert "wr0ng" not in refused.value.message


def test_a_missing_password_is_a_refused_login(foreign_server: str) -> None:
    with pytest.raises(LoginRefusedError):
        check_server(f"postgresql://town@{foreign_server}/postgres")


def test_a_database_that_is_not_there_is_named(foreign_server: str) -> None:
    with pytest.raises(DatabaseUnknownError, match="'nowhere'"):
        check_server(f"postgresql://town:right@{foreign_server}/nowhere")


def test_a_server_without_postgis_is_refused(foreign_server: str) -> None:
    with pytest.raises(PostgisMissingError, match="has no PostGIS"):
        check_server(f"postgresql://town:right@{foreign_server}/postgres")


def test_where_nothing_listens_the_server_is_away() -> None:
    with pytest.raises(ServerAwayError, match="does not answer"):
        check_server(f"postgresql://town:right@127.0.0.1:{free_port()}/ideas")


@pytest.mark.parametrize("url", ["ideas", "mysql://town@localhost/ideas", "postgresql://a b"])
def test_what_is_no_address_of_postgresql_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match="must look like"):
        check_server(url)


def test_sqlalchemys_spelling_of_an_address_means_the_same() -> None:
    assert libpq_url("postgresql+psycopg://town@host/ideas") == "postgresql://town@host/ideas"
    assert libpq_url("postgres://town@host/ideas") == "postgresql://town@host/ideas"


def test_coordinates_of_another_system_are_refused(private_url: str) -> None:
    with psycopg.connect(private_url, autocommit=True) as connection:
        connection.execute("create database elsewhere")
    elsewhere = private_url.replace("/ideenkarte?", "/elsewhere?")
    with psycopg.connect(elsewhere) as connection:
        connection.execute("create extension postgis")
        connection.execute("create table proposal (geom geometry(Point, 4326))")

    with pytest.raises(StorageSridError, match=r"EPSG:4326.*EPSG:25833"):
        check_server(elsewhere)


def test_a_usable_server_says_what_it_is(private_url: str) -> None:
    facts = check_server(private_url)

    assert int(facts.postgres.split(".")[0]) >= 15
    assert facts.postgis >= "3.3"


def test_versions_older_than_the_queries_need_are_refused() -> None:
    # server_version numbers as PostgreSQL writes them: major * 10000 + minor.
    with pytest.raises(VersionTooOldError, match=r"PostgreSQL 14\.9 is too old: 15"):
        check_postgres(140009)
    with pytest.raises(VersionTooOldError, match=r"PostGIS 3\.2\.7 is too old: 3\.3"):
        check_postgis("3.2.7")
    check_postgres(150000)
    check_postgis("3.10.0")
