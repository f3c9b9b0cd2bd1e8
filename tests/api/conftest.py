"""The first town's application with sample ideas, asked over HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url

from mapper.db.engine import Sessions
from mapper.domain.roles import Role
from mapper.services.passwords import hash_password
from tests.api.office import Office, process
from tests.api.ogc import COUNT, FIELDS
from tests.api.web import Web
from tests.browser.app import App, app_on_copy, loaded_database, run_mapper
from tests.conftest import copied_database, opened
from tests.db.layers import add_layer, squares
from tests.staff import add_account, signed_in

SAMPLES = 120
PASSWORD = "vier leise Kähne am Ufer"
"""Of everybody who is signed in here; her login is `a-` and the role."""


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
        app_on_copy(server_url, sampled_template) as app,
        opened(app.database_url) as sessions,
    ):
        yield Town(app, Web(app.port), app.database_url, sessions)


@pytest.fixture(scope="module")
def office(server_url: str, empty_template: str) -> Iterator[Office]:
    """Shared by the tests of a file: each uses accounts of its own."""
    with (
        TemporaryDirectory(prefix="ideenkarte-forms-") as folder,
        copied_database(server_url, empty_template) as url,
        process(Path(folder) / "a", url) as one,
        process(Path(folder) / "b", url) as two,
        opened(url) as sessions,
    ):
        yield Office((one, two), sessions)


@pytest.fixture
def web(town: Town) -> Web:
    """The shared application."""
    return town.web


@pytest.fixture(scope="session")
def cookies(town: Town) -> dict[Role, str]:
    """A signed-in person of every role, as the header that her browser would send."""
    password = hash_password(PASSWORD)

    def sign_in(role: Role) -> str:
        account = add_account(town.sessions, f"a-{role}", role, password_hash=password)
        return signed_in(town.sessions, account).token

    return {role: f"ideenkarte={sign_in(role)}" for role in Role}


@pytest.fixture(scope="session")
def fields(town: Town) -> Town:
    """The shared application with a layer of squares."""
    titles = {"de": "Felder", "en": "Fields"}
    add_layer(town.sessions, FIELDS, squares(COUNT), titles=titles)
    return town
