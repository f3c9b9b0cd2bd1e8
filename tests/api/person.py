"""Somebody with a browser, seen from the server: cookies are kept, forms are sent as they stand."""

import itertools
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.api.web import Answer

_ADDRESSES = itertools.count(1)


def another_address() -> str:
    """An address nobody in the tests has used yet; the server trusts us as a proxy."""
    number = next(_ADDRESSES)
    return f"198.18.{number // 250}.{number % 250 + 1}"


class Form(HTMLParser):
    """The fields of the page's form as they stand, where it goes, and the page's text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "form":
            self.action = given["action"] or ""
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields[given["name"] or ""] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass
class Person:
    """A browser at an address of its own."""

    port: int
    address: str = field(default_factory=another_address)
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)
    """The headers of the last answer."""

    def ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        **headers: str,
    ) -> Answer:
        """One request with all cookies; those of the answer are kept."""
        given = {
            "Accept": "text/html",
            "Accept-Language": "en",
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{name.replace("_", "-").title(): value for name, value in headers.items()},
        }
        body = None
        if fields is not None:
            given.setdefault("Content-Type", "application/x-www-form-urlencoded")
            given.setdefault("Origin", f"http://127.0.0.1:{self.port}")
            body = urlencode(fields).encode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {k: v for k, v in given.items() if v})
            response = connection.getresponse()
            self.set_cookies = response.headers.get_all("Set-Cookie") or []
            named = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, named, response.read())
        finally:
            connection.close()
        self._keep()
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        """GET."""
        return self.ask("GET", path, None, **headers)

    def open(self, path: str) -> Form:
        """The form under an address."""
        answer = self.get(path)
        assert answer.status == 200, (answer.status, answer.text()[:500])
        return Form(answer.text())

    def send(self, path: str, **typed: str) -> Answer:
        """Open a form and send it with what was typed."""
        form = self.open(path)
        return self.post(form.action, {**form.fields, **typed})

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """POST of a form."""
        return self.ask("POST", path, fields, **headers)

    def sign_in(self, login: str, password: str, path: str = "/anmelden") -> Answer:
        """Send login and password."""
        return self.send(path, login=login, password=password)

    @property
    def token(self) -> str | None:
        """The session's token in the browser."""
        return self.cookies.get("ideenkarte")

    def is_signed_in(self) -> bool:
        """Whether the account's page is open to this browser."""
        return self.get("/konto").status == 200

    def _keep(self) -> None:
        for line in self.set_cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
