"""A real browser on the real application; whatever asks another host fails the test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import make_url

from mapper.cli.benchmarks.browser import fresh_browser
from tests.browser.app import App, app_on_copy, loaded_database
from tests.browser.watch import Trap, Watch

# A busy machine takes its time; what never comes fails all the same.
expect.set_options(timeout=30_000)
WIDE = (1280, 800)
PHONE = (390, 844)

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def trap() -> Iterator[Trap]:
    """Where requests to other hosts end."""
    trap = Trap()
    yield trap
    trap.close()


@pytest.fixture(scope="session")
def browser(trap: Trap) -> Iterator[Browser]:
    """Debian's chromium, whose requests to other hosts end in the trap."""
    with fresh_browser({"server": trap.url, "bypass": "127.0.0.1"}) as browser:
        yield browser


@pytest.fixture(scope="session")
def loaded_template(server_url: str, empty_template: str) -> Iterator[str]:
    """The name of a database with the first town's geodata, to be copied."""
    with loaded_database(server_url, empty_template) as url:
        yield make_url(url).database or ""


@pytest.fixture(scope="session")
def server(server_url: str, loaded_template: str, trap: Trap) -> Iterator[App]:
    """The first town's application, shared by the tests: each uses titles of its own."""
    with app_on_copy(server_url, loaded_template, proxy=trap.url) as app:
        yield app


@pytest.fixture
def watch(server: App, trap: Trap) -> Iterator[Watch]:
    """Fails the test on requests to other hosts, and on complaints of browser or server."""
    asked_before = len(trap.asked)
    said_before = len(server.output())
    watch = Watch({f"127.0.0.1:{server.port}"})
    yield watch
    assert watch.foreign() == []
    assert trap.asked_of_pages(asked_before) == []
    assert watch.unexpected() == []
    assert "Traceback" not in server.output()[said_before:]


@pytest.fixture
def new_context(browser: Browser, watch: Watch) -> Iterator[NewContext]:
    """Makes watched browser contexts: somebody's own browser each."""
    contexts: list[BrowserContext] = []

    def make(size: tuple[int, int] = WIDE, **options: object) -> BrowserContext:
        width, height = size
        given = {
            "viewport": {"width": width, "height": height},
            "locale": "de-DE",
            "timezone_id": "Europe/Berlin",
            "reduced_motion": "reduce",
            **options,
        }
        context = browser.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        watch.over(context)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A wide window."""
    return new_context().new_page()


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    """A phone, held upright."""
    return new_context(PHONE, is_mobile=True, has_touch=True, device_scale_factor=2).new_page()
