"""Headers of every answer: policy, caches, compression, and what stays closed."""

import base64
import gzip
import hashlib
import re

import pytest

from mapper.api.pages import is_page
from mapper.api.routes.forms import FORM_PATHS
from mapper.domain.roles import Role
from mapper.ui.site import SITE
from tests.api.addresses import EVERYWHERE, PAGES, ROUTES
from tests.api.conftest import Town
from tests.api.web import Answer, Web, check_refusal, new_idea

# What lies in caches: nothing in it is anybody's own.
CACHED = (
    *("/healthz", "/robots.txt", "/favicon.svg", "/favicon.ico", "/vendor/", "/static/", "/tiles/"),
    *("/api/proposals.", "/api/heatmap.geojson", "/api/pins.json", "/api/places.json"),
    *("/api/layers/", "/api/pds/", "/api/openapi.json", "/_stcore/", "/media/", "/component/"),
    *("/anmelden/look.css", "/ogc"),
)
DATA = ("/api/", "/tiles/", "/ogc", "/healthz", "/robots.txt")

OGC = {path for path in ROUTES if path.startswith("/ogc") and path != "/ogc/look.css"}


def directives(policy: str) -> dict[str, list[str]]:
    """A Content-Security-Policy by directive."""
    parts = [part.split() for part in policy.split(";")]
    return {name: sources for name, *sources in parts}


def is_embeddable(path: str) -> bool:
    """Whether the town's own site may show it in a frame."""
    public = {page.address for page in SITE if not page.rights}
    return path in public or path.startswith("/component/")


def answers(web: Web, path: str) -> list[Answer]:
    """What is answered to everybody's methods, also to those that are not taken here."""
    methods = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
    return [web.ask(method, path, b"{}" if method == "POST" else None) for method in methods]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_security_headers(web: Web, path: str) -> None:
    for answer in answers(web, path):
        headers = answer.headers
        policy = directives(headers["content-security-policy"])
        if path.startswith(DATA):
            assert set(policy) == {"default-src", "base-uri", "form-action", "frame-ancestors"}
            assert {source for sources in policy.values() for source in sources} == {"'none'"}
        else:
            assert policy["object-src"] == ["'none'"]
            assert policy["default-src"] == policy["form-action"] == policy["base-uri"]
            assert policy["default-src"] == ["'self'"]
            assert policy["img-src"] == ["'self'", "data:"]
            loose = {"'unsafe-inline'", "'unsafe-eval'"} & set(policy["script-src"])
            assert bool(loose) == path.startswith("/component/")
            by_streamlit = path.startswith("/component/") or path in PAGES
            assert ("'unsafe-inline'" in policy["style-src"]) == by_streamlit
            own_socket = {f"ws://127.0.0.1:{web.port}", f"wss://127.0.0.1:{web.port}"}
            hosts = {s for sources in policy.values() for s in sources if not s.startswith("'")}
            assert hosts <= {"data:"} | own_socket
        framed = is_embeddable(path)
        assert policy["frame-ancestors"] == (["'self'"] if framed else ["'none'"])
        assert headers["x-frame-options"] == ("SAMEORIGIN" if framed else "DENY")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "geolocation=(self), camera=()" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers
        # Open data without a cookie; with one a browser gives no foreign page the answer.
        for_all = "*" if path in OGC else None
        assert headers.get("access-control-allow-origin") == for_all
        assert "access-control-allow-credentials" not in headers
        assert "server" not in headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_personal_stays_in_a_cache(web: Web, cookies: dict[Role, str], path: str) -> None:
    everybody = is_embeddable(path.rstrip("/") or "/") or path.startswith(CACHED)

    for answer in (web.get(path), web.get(path, cookie=cookies[Role.ADMIN])):
        if not everybody or answer.status >= 400:
            assert answer.headers["cache-control"] in ("no-store", "no-cache")
            assert answer.status >= 400 or answer.headers["cache-control"] == "no-store"


def test_the_policy_knows_every_script_that_stands_in_a_page(web: Web) -> None:
    page = web.get("/")
    allowed = directives(page.headers["content-security-policy"])["script-src"]

    scripts = re.findall(r"<script>(.*?)</script>", page.text(), re.DOTALL)

    assert scripts
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed


def test_the_policy_knows_the_style_of_the_page_for_what_is_not_there(web: Web) -> None:
    page = web.get("/gibtsnicht", accept="text/html")
    allowed = directives(page.headers["content-security-policy"])["style-src"]

    (style,) = re.findall(r"<style>(.*?)</style>", page.text(), re.DOTALL)

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert allowed == ["'self'", f"'sha256-{digest}'"]
    assert "style=" not in page.text()


def test_a_crooked_host_does_not_get_into_the_policy(web: Web) -> None:
    answer = web.ask("GET", "/", headers={"Host": "evil.example; script-src *"})

    policy = directives(answer.headers["content-security-policy"])
    assert policy["connect-src"] == ["'self'"]
    assert "*" not in policy["script-src"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_but_a_form_sets_a_cookie_beside_streamlits_own(web: Web, path: str) -> None:
    cookie = web.get(path).headers.get("set-cookie", "")

    # The forms of signing in tie themselves to the browser that asked for them.
    of_a_form = path in FORM_PATHS and cookie.startswith("ideenkarte_form=")
    assert cookie == "" or path.startswith("/_stcore/") or (of_a_form and "HttpOnly" in cookie)
    assert "_streamlit_session" not in cookie


@pytest.mark.parametrize(
    ("accept", "query", "lang", "words"),
    [
        ("de-DE,de;q=0.9", "", "de", "braucht JavaScript"),
        ("en-GB,en;q=0.9", "", "en", "needs JavaScript"),
        ("en-GB,en;q=0.9", "?lang=de", "de", "braucht JavaScript"),
        ("fr", "", "de", "braucht JavaScript"),
        ("de", "?lang=xx", "de", "braucht JavaScript"),
    ],
)
def test_a_page_says_its_language(web: Web, accept: str, query: str, lang: str, words: str) -> None:
    page = web.get(f"/{query}", accept_language=accept)

    assert f'<html lang="{lang}">' in page.text()
    assert words in page.text()
    assert "Accept-Language" in page.headers["vary"]


def test_nothing_in_a_page_points_to_streamlits_open_ends(web: Web) -> None:
    html = web.get("/").text()

    assert "<title>Ideenkarte " in html
    assert '<meta name="description"' in html
    assert 'href="/favicon.svg"' in html
    assert "agent" not in html
    assert "<title>Streamlit" not in html
    assert "SourceSans" not in html


def test_every_page_of_the_site_is_served_and_no_other(web: Web) -> None:
    for page in SITE:
        assert is_page(page.address) == page.path.exists()
    assert web.get("/karte").status == 404
    assert web.get("/datenschutz").status == 200
    assert web.get("/datenschutz/").headers["location"] == "/datenschutz"


def test_people_are_told_in_words_that_a_page_does_not_exist(web: Web) -> None:
    german = web.get("/gibtsnicht", accept="text/html", accept_language="de")
    english = web.get("/gibtsnicht?lang=en", accept="text/html")

    assert (german.status, english.status) == (404, 404)
    assert "Diese Seite gibt es nicht" in german.text()
    assert "This page does not exist" in english.text()
    assert '<a href="/">' in german.text()


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/interact"),
        *("/_stcore/agent/mcp", "/_stcore/upload_file/a/b", "/_stcore/script-health-check"),
        *("/_stcore/stream", "/_stcore/nothing", "/_stcore", "/_stcore/allowed-message-origins"),
        *("/auth/login", "/auth/logout", "/oauth2callback", "/app/static/x", "/manifest.json"),
        *("/datenschutz/_stcore/health", "/favicon.png", "/index.html"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_streamlits_open_ends_are_closed(web: Web, path: str, method: str) -> None:
    check_refusal(web.ask(method, path, b"{}"), 404, "not_found")


@pytest.mark.parametrize("path", ["/", "/datenschutz"])
def test_pages_are_read_only(web: Web, path: str) -> None:
    answer = web.ask("POST", path, b"{}")

    check_refusal(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/api/proposals.geojson", "/api/proposals.csv", "/api/heatmap.geojson"),
        *("/api/pins.json", "/api/places.json", "/api/layers/districts.geojson"),
        *("/tiles/heatmap/9/273/168.mvt", "/tiles/districts/9/273/168.mvt"),
        *("/vendor/leaflet/leaflet.js", "/favicon.svg"),
    ],
)
def test_what_has_not_changed_is_not_sent_again(web: Web, path: str) -> None:
    first = web.get(path)

    again = web.get(path, if_none_match=f'"other", {first.headers["etag"]}')
    other = web.get(path, if_none_match='"other"')

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.body == first.body


def test_a_new_idea_changes_the_tag(town: Town) -> None:
    before = town.web.get("/api/pins.json").headers["etag"]

    number = town.web.post("/api/proposals", new_idea()).json()["public_id"]
    town.app.command("proposals", "publish", number)

    assert town.web.get("/api/pins.json", if_none_match=before).status == 200


@pytest.mark.parametrize(
    "path", ["/", "/api/pins.json", "/api/layers/districts.geojson", "/vendor/leaflet/leaflet.js"]
)
def test_long_answers_are_compressed_for_those_who_take_it(web: Web, path: str) -> None:
    plain, packed = web.get(path), web.get(path, accept_encoding="gzip, br")

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert "Accept-Encoding" in packed.headers["vary"]


def test_short_answers_are_left_as_they_are(web: Web) -> None:
    assert "content-encoding" not in web.get("/healthz", accept_encoding="gzip").headers


def test_the_scripts_of_a_page_are_compressed_and_stay_in_caches(web: Web) -> None:
    html = web.get("/").text()
    scripts = re.findall(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"', html)

    answers = [web.get(f"/{script}", accept_encoding="gzip") for script in scripts]

    assert len(scripts) > 5
    for answer in answers:
        assert "immutable" in answer.headers["cache-control"]
        size = len(gzip.decompress(answer.body)) if "content-encoding" in answer.headers else 0
        assert size >= 500 or len(answer.body) < 500
    # The whole first page may weigh 1.6 MB; its scripts are the most of it.
    assert sum(len(answer.body) for answer in answers) < 1_200_000


def test_no_log_names_a_visitor(town: Town) -> None:
    town.web.get("/api/pins.json")
    town.web.get("/api/nothing")

    said = town.app.output().replace(town.app.url, "")
    assert "127.0.0.1" not in said
    assert "GET " not in said
