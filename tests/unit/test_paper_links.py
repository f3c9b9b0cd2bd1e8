"""Links to council papers: plain web addresses, or none."""

import pytest

from mapper.domain.answers import clean_paper_link
from mapper.errors import InvalidFieldError

LINKS = {
    "https://ris.example.org/vorlage?id=3#a": "https://ris.example.org/vorlage?id=3#a",
    "  https://example.org ": "https://example.org",
    "HTTPS://Example.ORG/A": "https://example.org/A",
    "https://bürger.example/über": "https://xn--brger-kva.example/%C3%BCber",
    "https://example.org:8443/a%20b": "https://example.org:8443/a%20b",
    "": None,
}
NO_LINKS = [
    *("http://example.org", "javascript:alert(1)", "//example.org", "example.org", "https:///x"),
    *("https://user@example.org/", "https://example.org@evil.example/", "https://localhost/"),
    *("https://exa mple.org/", "https://example.org/\u202ex", "https://example.org/<b>"),
    *('https://example.org/"x', "https://a..example/", f"https://example.org/{'x' * 500}"),
    *("https://example.org:99999/", "https://[::1", "https://example.org/a\nb", "data:text/html,x"),
]


@pytest.mark.parametrize(("given_link", "kept"), LINKS.items())
def test_a_link_is_kept_as_browsers_ask_for_it(given_link: str, kept: str | None) -> None:
    assert clean_paper_link(given_link) == kept


@pytest.mark.parametrize("link", NO_LINKS)
def test_what_is_no_plain_web_address_is_refused(link: str) -> None:
    with pytest.raises(InvalidFieldError):
        clean_paper_link(link)
