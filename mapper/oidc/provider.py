"""The provider over HTTP: where it wants people sent, its keys, and codes made into tokens."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from mapper.errors import ProviderAwayError, ProviderRefusedError
from mapper.oidc.config import Config, is_safe
from mapper.oidc.kept import Kept
from mapper.oidc.token import Claims, UnknownKeyError, check_token

SCOPE = "openid profile email"
TIMEOUTS_S = (3.05, 7.0)
_AT_ONCE, _WAIT_S = 8, 3.0
_METHODS = "token_endpoint_auth_methods_supported"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way: what the browser brings back, and what only we know."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


class Provider:
    """One provider, shared by all requests; discovery and keys are fetched when first needed."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._discovery = Kept(self._discover)
        self._keys = Kept(self._fetch_keys)
        self._busy = threading.BoundedSemaphore(_AT_ONCE)

    def address_for(self, attempt: Attempt) -> str:
        """Where to send a browser.

        Raises
        ------
        ProviderAwayError
        """
        with self._in_touch():
            endpoint = self._discovery.get()["authorization_endpoint"]
        with self._session(attempt) as session:
            url, _ = session.create_authorization_url(
                endpoint, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
            )
        return str(url)

    def claims_for(self, attempt: Attempt, code: str) -> Claims:
        """What the provider says about whoever came back with this code.

        Raises
        ------
        ProviderAwayError
        ProviderRefusedError
            It does not know the code, or its token is not one for us and this attempt.
        """
        with self._in_touch():
            token = self._redeem(attempt, code)
            for anew in (False, True):
                with suppress(UnknownKeyError):
                    return self._check(token, attempt, self._keys.get(anew=anew))
        raise ProviderRefusedError("signed by a key it does not publish")

    def check(self) -> None:
        """Look whether it answers; ProviderAwayError when it does not."""
        self._discovery.get()
        self._keys.get()

    @contextmanager
    def _in_touch(self) -> Iterator[None]:
        """A provider that hangs must not take all the threads that others need."""
        if not self._busy.acquire(timeout=_WAIT_S):
            raise ProviderAwayError(_host(self.config.issuer))
        try:
            yield
        finally:
            self._busy.release()

    def _check(self, token: Mapping[str, Any], attempt: Attempt, keys: list[Key]) -> Claims:
        return check_token(
            str(token.get("id_token") or ""),
            keys,
            issuer=str(self._discovery.get()["issuer"]),
            client_id=self.config.client_id,
            nonce=attempt.nonce,
            access_token=token.get("access_token"),
        )

    def _redeem(self, attempt: Attempt, code: str) -> dict[str, Any]:
        found = self._discovery.get()
        try:
            with self._session(attempt) as session:
                if "client_secret_basic" not in found.get(_METHODS, ["client_secret_basic"]):
                    session.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 - a name
                return dict(
                    session.fetch_token(
                        *(found["token_endpoint"], None),
                        grant_type="authorization_code",
                        code=code,
                        code_verifier=attempt.verifier,
                        timeout=TIMEOUTS_S,
                        allow_redirects=False,
                    )
                )
        except AuthlibBaseError as refused:
            raise ProviderRefusedError(f"the code was refused ({refused.error})") from None
        except (requests.RequestException, ValueError):
            raise ProviderAwayError(_host(self.config.issuer)) from None

    def _session(self, attempt: Attempt) -> OAuth2Session:
        return OAuth2Session(
            self.config.client_id,
            self.config.client_secret,
            scope=SCOPE,
            redirect_uri=attempt.redirect_uri,
            code_challenge_method="S256",
        )

    def _discover(self) -> dict[str, Any]:
        """The provider's own description.

        Source
        ------
        OpenID Connect Discovery 1.0, section 4.3: the issuer must be the one that was asked.
        """
        found = self._fetch(f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration")
        usable = all(is_safe(str(found.get(name, ""))) for name in _ENDPOINTS)
        issuer = str(found.get("issuer", ""))
        if not usable or issuer.rstrip("/") != self.config.issuer.rstrip("/"):
            raise ProviderAwayError(_host(self.config.issuer))
        return found

    def _fetch_keys(self) -> list[Key]:
        found = self._fetch(str(self._discovery.get()["jwks_uri"]))
        try:
            return list(KeySet.import_key_set(found))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderAwayError(_host(self.config.issuer)) from None

    def _fetch(self, url: str) -> dict[str, Any]:
        try:
            answer = requests.get(url, timeout=TIMEOUTS_S, allow_redirects=False)
            content = answer.json() if answer.status_code == requests.codes.ok else None
        except (requests.RequestException, ValueError):
            content = None
        if not isinstance(content, dict):
            raise ProviderAwayError(_host(self.config.issuer))
        return content


def _host(url: str) -> str:
    return urlsplit(url).netloc
