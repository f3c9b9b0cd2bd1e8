"""Pages run by Streamlit's own test runner, on a real database with a small world in it."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, shared_sessions
from mapper.domain.roles import Role
from mapper.services.access import SignedIn
from mapper.ui import context
from tests.db.evaluating import Planned, plan_in_world
from tests.db.world import build_world
from tests.staff import add_account, signed_in

PROJECT = Path(__file__).resolve().parents[2]

RunPage = Callable[..., AppTest]


@cache
def components() -> BidiComponentManager:
    """Components of the packages here, which Streamlit's runner looks for anew in each test."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[RunPage]:
    """Runs a script (a page, or the entry) for somebody, with parameters in its address."""
    monkeypatch.setenv("MAPPER_HOME", str(tmp_path))
    forget()
    # Streamlit's runner has no browser, so no cookies either.
    whose: list[SignedIn | None] = [None]
    monkeypatch.setattr(context, "_who", lambda _cookie: whose[0])

    def run(script: str, *, who: SignedIn | None = None, **query: str) -> AppTest:
        whose[0] = who
        test = AppTest.from_file(str(PROJECT / script), default_timeout=30)
        test._bidi_component_manager = components()
        for name, value in query.items():
            test.query_params[name] = value
        return test.run()

    yield run
    forget()


@pytest.fixture
def sessions(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, run_page: RunPage
) -> Iterator[Sessions]:
    """The database the pages read: two towns of three districts, no ideas yet."""
    del run_page
    monkeypatch.setenv("DATABASE_URL", empty_url)
    forget()
    shared = shared_sessions(empty_url)
    build_world(shared)
    yield shared
    shared.kw["bind"].dispose()


@pytest.fixture
def planned(sessions: Sessions) -> Planned:
    """Two goals, two measures, no ideas."""
    return plan_in_world(sessions)


@pytest.fixture
def gis(sessions: Sessions) -> SignedIn:
    """GIS staff who are signed in."""
    return signed_in(sessions, add_account(sessions, "karla", Role.GIS))


def forget() -> None:
    """Let the next page read settings, town and menus anew, as a new process would."""
    context.settings.cache_clear()
    context.profile.cache_clear()
    st.cache_data.clear()


def html_of(test: AppTest) -> str:
    """All markup a page has sent, one piece after the other."""
    return "\n".join(element.proto.body for element in test.get("html"))


def key_now(test: AppTest, name: str) -> str:
    """The key a widget of this name has: another one each time the server wrote to it."""
    state = test.session_state
    times = state["widget_keys_renewed"].get(name, 0) if "widget_keys_renewed" in state else 0
    return f"{name}~{times}" if times else name
