"""Headers that depend on how an installation is set up."""

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from mapper.api.pages import EMBEDDABLE
from mapper.api.policy import Policy


def headers_of(path: str, ancestors: str = "", *, tls: bool = False) -> dict[str, str]:
    """The headers of an answer that has none of its own."""
    app = Policy(Response("x"), script_hashes=[], strict_transport=tls, frame_ancestors=ancestors)
    return dict(TestClient(app).get(path).headers)


@pytest.mark.parametrize("path", sorted(EMBEDDABLE))
def test_the_town_may_frame_public_pages(path: str) -> None:
    headers = headers_of(path, "https://www.town.example https://town.example:8443")

    expected = "frame-ancestors 'self' https://www.town.example https://town.example:8443"
    assert headers["content-security-policy"].endswith(expected)
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    "path",
    [
        *("/moderation", "/erfassung", "/verwaltung", "/protokoll", "/anmelden", "/anmelden/code"),
        *("/abmelden", "/einladung", "/passwort", "/konto", "/api/audit.csv", "/nothing"),
    ],
)
def test_nobody_may_frame_what_is_for_staff(path: str) -> None:
    headers = headers_of(path, "https://www.town.example")

    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/moderation", "/api/pins.json", "/nothing"])
def test_behind_tls_browsers_are_told_to_stay_there(path: str) -> None:
    assert headers_of(path, tls=True)["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in headers_of(path)
