"""A real PostGIS for the tests: a cluster of their own, and a fresh database wherever wanted."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from mapper.db.cluster import running_cluster
from mapper.db.engine import Sessions, make_engine, make_sessions
from mapper.db.migrate import migrate
from tests.pool import Pool, copy, execute, with_database

PROJECT = Path(__file__).resolve().parent.parent
REAL_GEODATA = PROJECT.parent / "shared" / "geodata"
"""The real districts; where the folder is absent the schematic set takes their place."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Files stay whole as `--dist loadfile` asks for, and workers in their folders."""
    if config.getoption("dist") != "loadfile":
        return None
    from tests.schedule import ByFolder

    return ByFolder(config, log)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A server to make databases on: TEST_DATABASE_URL, else a private cluster of the tests."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="mapper-tests-") as home:
        Path(home).chmod(0o755)
        with running_cluster(Path(home)) as url:
            _write_without_waiting(url)
            yield url


def _write_without_waiting(url: str) -> None:
    """Nothing of the tests must outlast a power cut: what must, uses a cluster of its own."""
    for name in ("fsync", "full_page_writes"):
        execute(url, f"alter system set {name} = off")
    execute(url, "select pg_reload_conf()")


@pytest.fixture(scope="session")
def empty_template(server_url: str) -> str:
    """The name of a migrated database without geodata, to be copied."""
    name = f"empty_{uuid4().hex[:8]}"
    execute(server_url, f'create database "{name}"')
    engine = make_engine(with_database(server_url, name))
    migrate(engine)
    engine.dispose()
    return name


@contextmanager
def copied_database(server_url: str, template: str) -> Iterator[str]:
    """The address of a copy of a database, dropped at the end."""
    name = f"test_{uuid4().hex[:12]}"
    copy(server_url, name, template)
    try:
        yield with_database(server_url, name)
    finally:
        execute(server_url, f'drop database if exists "{name}" with (force)')


@contextmanager
def opened(url: str) -> Iterator[Sessions]:
    """A session factory on a database, its connections closed at the end."""
    engine = make_engine(url)
    try:
        yield make_sessions(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def pool(server_url: str, empty_template: str) -> Iterator[Pool]:
    """Databases that one test after another gets as if they were new."""
    pool = Pool(server_url, empty_template)
    yield pool
    pool.close()


@pytest.fixture
def empty_url(pool: Pool) -> Iterator[str]:
    """A migrated database without any data."""
    with pool.database() as url:
        yield url


@pytest.fixture
def empty_sessions(empty_url: str) -> Iterator[Sessions]:
    """Sessions on a migrated database without any data."""
    with opened(empty_url) as sessions:
        yield sessions
