"""Sign-in at a provider over HTTP: only the browser that was sent there comes in."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from mapper.db.engine import Sessions
from mapper.domain.rules import Rules
from mapper.services.access import SignedIn, find_actor
from tests.api.web import Web
from tests.browser.app import app_on_copy
from tests.conftest import opened
from tests.provider import (
    CLIENT,
    CLIENT_SECRET,
    Wicked,
    agree,
    parameter,
    person,
    real_provider,
    wicked_provider,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

THERE, BACK = "/anmelden/oidc", "/anmelden/oidc/zurueck"
SESSION, COOKIE = "ideenkarte", "ideenkarte_oidc"


class Browser:
    """Keeps cookies, follows nothing."""

    def __init__(self, web: Web) -> None:
        self.session = requests.Session()
        self.address = f"http://127.0.0.1:{web.port}"

    @property
    def cookies(self) -> dict[str, str]:
        """By their names."""
        return {name: value or "" for name, value in self.session.cookies.items()}

    def open(self, path: str) -> requests.Response:
        return self.session.get(
            *(self.address + path,),
            headers={"Accept-Language": "de"},
            allow_redirects=False,
            timeout=30,
        )

    def go(self, back: str = "") -> str:
        """Where the provider is, after a start at ours."""
        answer = self.open(f"{THERE}?{urlencode({'back': back})}" if back else THERE)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def come_back(self, address: str, **changes: str) -> requests.Response:
        """The answer to the provider's own redirect, with other parameters where told."""
        parts = urlsplit(address)
        given = {name: parameter(address, name) for name in ("code", "state")} | changes
        return self.open(f"{parts.path}?{urlencode(given)}")


class Installed:
    """An application that signs people in at a provider."""

    def __init__(self, web: Web, sessions: Sessions) -> None:
        self.web, self.sessions = web, sessions

    def who(self, browser: Browser) -> str | None:
        token = browser.cookies.get(SESSION)
        actor = find_actor(self.sessions, SignedIn(token) if token else None, Rules())
        return actor.name if actor else None


@pytest.fixture(scope="module")
def install(server_url: str, sampled_template: str) -> Iterator[object]:
    with ExitStack() as stack:

        def installed(issuer: str) -> Installed:
            app = stack.enter_context(
                app_on_copy(
                    *(server_url, sampled_template),
                    supervised=False,
                    mapper_oidc_issuer=issuer,
                    mapper_oidc_client_id=CLIENT,
                    mapper_oidc_client_secret=CLIENT_SECRET,
                    mapper_oidc_name="Rathaus-Konto",
                    mapper_oidc_roles="town=planner",
                )
            )
            return Installed(Web(app.port), stack.enter_context(opened(app.database_url)))

        yield installed


@pytest.fixture(scope="module")
def real(install: object) -> Iterator[Installed]:
    people = (
        person("anna-1", preferred_username="anna", name="Anna Berg", roles=["town"]),
        person("bert-1", preferred_username="bert", roles=["elsewhere"]),
    )
    with real_provider(*people) as issuer:
        yield install(issuer)  # type: ignore[operator]


@pytest.fixture(scope="module")
def bent(install: object) -> Iterator[tuple[Installed, Wicked]]:
    with wicked_provider() as wicked:
        yield install(wicked.issuer), wicked  # type: ignore[operator]


@pytest.fixture
def browser(real: Installed) -> Browser:
    return Browser(real.web)


def refused(answer: requests.Response, status: int, words: str) -> bool:
    assert "location" not in answer.headers
    assert f"{SESSION}=" not in answer.headers.get("set-cookie", "").replace(COOKIE, "")
    return answer.status_code == status and words in answer.text


def test_one_comes_back_to_where_one_was(real: Installed, browser: Browser) -> None:
    address = agree(browser.go("/planung?cell=500"), "anna-1")
    answer = browser.come_back(address)

    assert (answer.status_code, answer.headers["location"]) == (303, "/planung?cell=500")
    assert real.who(browser) == "anna"
    assert COOKIE not in browser.cookies
    cookies = answer.headers["set-cookie"].lower()
    assert "httponly" in cookies
    assert "samesite=lax" in cookies


def test_a_place_too_long_for_a_cookie_leads_to_the_map(real: Installed, browser: Browser) -> None:
    answer = browser.come_back(agree(browser.go("/planung?x=" + "ä" * 1900), "anna-1"))

    assert answer.headers["location"] == "/"
    assert real.who(browser) == "anna"


@pytest.mark.parametrize(
    "back", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "/x/../../"]
)
def test_nobody_is_led_to_another_site(real: Installed, browser: Browser, back: str) -> None:
    answer = browser.come_back(agree(browser.go(back), "anna-1"))

    assert answer.headers["location"] == "/"
    assert real.who(browser) == "anna"


def test_a_code_works_once(real: Installed, browser: Browser) -> None:
    address = agree(browser.go(), "anna-1")
    other = Browser(real.web)
    other.session.cookies.update(browser.session.cookies)
    browser.come_back(address)

    assert refused(other.come_back(address), 401, "Die Anmeldung hat nicht geklappt")
    assert real.who(other) is None


def test_another_browser_does_not_come_in(real: Installed, browser: Browser) -> None:
    address = agree(browser.go(), "anna-1")
    stranger, victim = Browser(real.web), Browser(real.web)
    victim.go()

    assert refused(stranger.come_back(address), 401, "Die Anmeldung hat nicht geklappt")
    assert refused(victim.come_back(address), 401, "Die Anmeldung hat nicht geklappt")
    assert (real.who(stranger), real.who(victim)) == (None, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "another"},
        {"state": ""},
        {"state": "\udcff".encode("utf-8", "replace").decode()},
        {"code": ""},
        {"code": "another"},
        {"code": "x" * 5000},
        {"iss": "https://another.example.org"},
    ],
)
def test_what_comes_back_must_be_what_was_asked(
    real: Installed, browser: Browser, changes: dict[str, str]
) -> None:
    address = agree(browser.go(), "anna-1")

    assert refused(browser.come_back(address, **changes), 401, "Bitte beginnen Sie noch einmal.")
    assert real.who(browser) is None


@pytest.mark.parametrize("bend", ["", "{}x", "x{}", ".", "eyJ.x", "a.b.c", "\xe4.\xe4"])
def test_a_cookie_of_somebody_elses_making_is_none(
    real: Installed, browser: Browser, bend: str
) -> None:
    address = agree(browser.go(), "anna-1")
    value = browser.cookies[COOKIE]
    browser.session.cookies.clear()
    browser.session.cookies.set(COOKIE, bend.format(value))

    assert refused(browser.come_back(address), 401, "Die Anmeldung hat nicht geklappt")


def test_who_says_no_at_the_provider_is_not_signed_in(real: Installed, browser: Browser) -> None:
    state = parameter(browser.go(), "state")

    answer = browser.open(f"{BACK}?{urlencode({'error': 'access_denied', 'state': state})}")

    assert refused(answer, 401, "Die Anmeldung hat nicht geklappt")


def test_somebody_without_a_role_is_told_so(real: Installed, browser: Browser) -> None:
    answer = browser.come_back(agree(browser.go(), "bert-1"))

    assert refused(answer, 403, "keine Rolle")
    assert real.who(browser) is None


def test_a_token_for_another_attempt_signs_nobody_in(bent: tuple[Installed, Wicked]) -> None:
    installed, wicked = bent
    browser = Browser(installed.web)
    wicked.nonce = parameter(browser.go(), "nonce")
    again = parameter(browser.go(), "state")

    assert refused(browser.open(f"{BACK}?code=c&state={again}"), 401, "nicht geklappt")
    address = browser.go()
    wicked.nonce = parameter(address, "nonce")
    answer = browser.open(f"{BACK}?code=c&state={parameter(address, 'state')}")
    assert answer.status_code == 303
    assert installed.who(browser) == "anna"


def test_a_password_still_works_while_the_provider_is_away(
    bent: tuple[Installed, Wicked], install: object
) -> None:
    away: Installed = install("http://127.0.0.1:1")  # type: ignore[operator]
    browser = Browser(away.web)

    answer = browser.open(f"{THERE}?back=/planung")
    page = browser.open("/anmelden?back=/planung")

    assert refused(answer, 503, "Der Anmeldedienst antwortet gerade nicht.")
    assert 'href="/anmelden?back=%2Fplanung"' in answer.text
    assert page.status_code == 200
    assert "Mit Rathaus-Konto anmelden" in page.text
    assert 'name="password"' in page.text


def test_without_a_provider_the_addresses_are_unknown(web: Web) -> None:
    for path in (THERE, BACK):
        assert web.get(path).status == 404
    assert THERE not in web.get("/anmelden").text()
