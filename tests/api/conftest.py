"""The first town's application with sample ideas, asked over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url

from mapper.db.engine import Sessions
from tests.api.web import Web
from tests.browser.app import App, loaded_database, run_mapper, running_app
from tests.conftest import copied_database, opened

SAMPLES = 120


@dataclass(frozen=True, slots=True)
class Town:
    """A running application and its database."""

    app: App
    web: Web
    url: str
    sessions: Sessions


@pytest.fixture(scope="session")
def sampled_template(server_url: str, empty_template: str) -> Iterator[str]:
    """The name of a database with geodata and sample ideas, to be copied."""
    with loaded_database(server_url, empty_template) as url, TemporaryDirectory() as home:
        settings = {"DATABASE_URL": url, "MAPPER_HOME": home, "MAPPER_NETWORK": "false"}
        run_mapper(settings, "demo", "seed", "--count", str(SAMPLES))
        yield make_url(url).database or ""


@pytest.fixture(scope="session")
def town(server_url: str, sampled_template: str) -> Iterator[Town]:
    """Shared by the tests: each looks for what it has added itself."""
    with (
        TemporaryDirectory(prefix="ideenkarte-api-") as folder,
        copied_database(server_url, sampled_template) as url,
        running_app(Path(folder), database_url=url) as app,
        opened(url) as sessions,
    ):
        yield Town(app, Web(app.port), url, sessions)


@pytest.fixture
def web(town: Town) -> Web:
    """The shared application."""
    return town.web
