"""The small world for tests of services, and a second server to bring something to."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import make_url

from mapper.db.cluster import running_cluster
from mapper.db.engine import Sessions, make_engine
from mapper.db.migrate import migrate
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from tests.db.world import build_world
from tests.staff import office_on


@pytest.fixture
def world(empty_sessions: Sessions) -> Sessions:
    """A database that holds the small world."""
    build_world(empty_sessions)
    return empty_sessions


@pytest.fixture
def office(world: Sessions) -> Backoffice:
    """The office of the small world."""
    return office_on(world)


@pytest.fixture(scope="session")
def other_server() -> Iterator[str]:
    """A server that never saw the application."""
    with TemporaryDirectory(prefix="mapper-tests-") as home:
        Path(home).chmod(0o755)
        with running_cluster(Path(home)) as url:
            yield url


def fresh_database(server: str, owner: str = "") -> str:
    """An empty database; its owner, where named, is a new role without special rights."""
    name = f"fresh_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
        if owner:
            connection.execute(f"create role {owner} login".encode())
            connection.execute(f"alter database {name} owner to {owner}".encode())
    url = make_url(server).set(database=name)
    if owner:
        with psycopg.connect(url.render_as_string(), autocommit=True) as connection:
            connection.execute(b"create extension postgis")
            connection.execute(f"alter schema public owner to {owner}".encode())
        url = url.set(username=owner)
    return url.render_as_string()


def migrated(url: str) -> str:
    """The same address, once the tables are made."""
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    return url


@pytest.fixture
def room(tmp_path: Path) -> ImportRoom:
    """Where the files of imports lie."""
    return ImportRoom(tmp_path / "imports")
