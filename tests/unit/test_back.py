"""Where one may be sent after signing in: to addresses of our own, and nowhere else."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.api.forms.back import own_path
from tests.hostile import HOSTILE

OUR_SITE = "https://ideen.town.example"


@pytest.mark.parametrize(
    "path",
    [
        "/moderation",
        "/moderation?id=abc&status=pending",
        "/idee?id=23456789a",
        "/planung?lang=en&from=2026-01-01#funde",
        "/ideen?q=%C3%A4%2F%2Fb&x=http://y",
        "/konto/passwort",
        "/",
    ],
)
def test_a_page_of_ours_is_gone_back_to_with_its_parameters(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *("", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example"),
        *("\\/evil.example", "https://evil.example", "https:evil.example", "http:/evil.example"),
        *("javascript:alert(1)", "data:text/html,x", "evil.example", "./evil", "?x", "#x"),
        *("/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example"),
        *("/moderation\r\nSet-Cookie: a=b", "/x\x00", "/x\x7f", "/\u2028/evil.example"),
        *("/x//evil.example", "/..//evil.example", "/x/../../y", "/%2e/../x", "//[::1", "/" * 3000),
        *("/anmelden", "/anmelden/code", "/abmelden", "/einladung?token=x", "/passwort?token=x"),
        "/" + "a" * 3000,
    ],
)
def test_everything_else_leads_to_the_map(path: str) -> None:
    assert own_path(path) == "/"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_lead_nowhere_else(text: str) -> None:
    for path in (text, f"/{text}", f"//{text}", f"/\\{text}"):
        assert leads_to(own_path(path)) == urlsplit(OUR_SITE)[:2]


@given(st.text(alphabet="/\\:@?#.%25cCfF \t\r\nhtpsevil\u2028", max_size=30))
def test_no_text_leaves_our_site(text: str) -> None:
    assert leads_to(own_path(text)) == urlsplit(OUR_SITE)[:2]


def leads_to(path: str) -> tuple[str, str]:
    """Scheme and host a browser ends at: it drops tabs and breaks, and turns backslashes."""
    seen = path.translate({ord(sign): None for sign in "\t\r\n"}).strip().replace("\\", "/")
    return urlsplit(urljoin(f"{OUR_SITE}/anmelden", seen))[:2]
