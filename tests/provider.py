"""OpenID Connect providers on this machine: a real one, and one that signs whatever it is told."""

import hmac
import json
import os
import threading
import time
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.ports import free_port

with warnings.catch_warnings():
    # The provider of the tests was written for older versions of its libraries.
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

CLIENT, CLIENT_SECRET = "ideenkarte", "a secret of the client"


def person(subject: str, **claims: object) -> User:
    """Somebody the real provider knows."""
    return User(sub=subject, claims=claims)


@contextmanager
def real_provider(*users: User) -> Iterator[str]:
    """The issuer of a whole provider, which knows these people; others have no groups."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    try:
        with run_server_in_thread(free_port(), require_nonce=True, user_claims=users) as server:
            yield f"http://localhost:{server.server_port}"
    finally:
        del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def agree(address: str, subject: str) -> str:
    """Sign in at the real provider as somebody; where it then sends the browser."""
    answer = requests.post(address, {"sub": subject}, timeout=10, allow_redirects=False)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


@dataclass(slots=True)
class Wicked:
    """A provider as it should be, until a test bends it."""

    port: int = field(default_factory=free_port)
    keys: list[RSAKey] = field(default_factory=lambda: [new_key("first")])
    claims: dict[str, Any] = field(default_factory=dict)
    """In place of the right ones; None leaves a claim out."""
    header: dict[str, Any] = field(default_factory=dict)
    signer: RSAKey | None = None
    token: str | None = None
    """In place of a signed one."""
    discovery: dict[str, Any] = field(default_factory=dict)
    paused: threading.Event = field(default_factory=threading.Event)
    nonce: str = ""
    asked: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    """Bodies that came with what was asked."""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> dict[str, Any]:
        """The content behind a path."""
        self.asked.append(path)
        if path.endswith("/openid-configuration"):
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                **self.discovery,
            }
        if path == "/keys":
            return dict(KeySet(list(self.keys)).as_dict())
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}

    def id_token(self) -> str:
        """A token for the client, valid for an hour."""
        if self.token is not None:
            return self.token
        now = int(time.time())
        right = {
            **{"iss": self.issuer, "aud": CLIENT, "sub": "anna", "nonce": self.nonce},
            **{"iat": now, "exp": now + 3600, "roles": ["town"]},
        }
        claims = {k: v for k, v in (right | self.claims).items() if v is not None}
        signer = self.signer or self.keys[0]
        header = {"alg": "RS256", "kid": self.keys[0].kid, **self.header}
        return jwt.encode(header, claims, signer, [header["alg"]])


def new_key(name: str) -> RSAKey:
    """A key pair as providers have them."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


def with_header(header: dict[str, str], claims: dict[str, Any], key: bytes | None = None) -> str:
    """A token put together by hand: signed by HMAC with a key, or by nobody."""
    parts = [_encode(json.dumps(part).encode()) for part in (header, claims)]
    content = ".".join(parts).encode()
    signature = hmac.digest(key, content, "sha256") if key else b""
    return ".".join([*parts, _encode(signature)])


def _encode(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


@contextmanager
def wicked_provider() -> Iterator[Wicked]:
    """It gives its token for any code, and answers nothing while it is paused."""
    wicked = Wicked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            while wicked.paused.is_set():
                time.sleep(0.02)
            length = int(self.headers.get("Content-Length", "0"))
            wicked.sent.append(self.rfile.read(length).decode())
            body = json.dumps(wicked.answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - http.server's own name

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", wicked.port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield wicked
    finally:
        wicked.paused.clear()
        server.shutdown()
        server.server_close()


def parameter(address: str, name: str) -> str:
    """One parameter of an address."""
    return parse_qs(urlsplit(address).query)[name][0]
