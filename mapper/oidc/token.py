"""The ID token: signed by the provider, for us, now, and for this attempt."""

from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key

from mapper.errors import ProviderRefusedError

Claims = dict[str, Any]

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519", "EdDSA"),
)
"""Signatures with a key pair. Never `none`; never HMAC, whose key would be the public one."""

_LEEWAY_S = 60
_KEY_KINDS = ("RSA", "EC", "OKP")


class UnknownKeyError(Exception):
    """No key of the provider has the token's name of a key."""


def check_token(
    token: str,
    keys: list[Key],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str | None = None,
) -> Claims:
    """The claims of an ID token that was made for us, and for this attempt.

    Raises
    ------
    ProviderRefusedError
        Signature, algorithm, issuer, audience, expiry or nonce are not right.
    UnknownKeyError
        Ask for the provider's keys again.

    Source
    ------
    OpenID Connect Core 1.0, section 3.1.3.7.
    """
    try:
        decoded = _verify(token, keys)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(leeway=_LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise ProviderRefusedError(f"its token is not right ({_name(wrong)})") from None
    return dict(claims)


def _verify(token: str, keys: list[Key]) -> jwt.Token:
    """The token, by the key it names; one that names none, by any of the provider's."""
    header = jws.extract_compact(token.encode()).headers()
    usable = [key for key in keys if key.key_type in _KEY_KINDS and key.get("use") != "enc"]
    name = header.get("kid")
    if name is not None:
        usable = [key for key in usable if key.kid == name]
    if not usable:
        raise UnknownKeyError
    problem: JoseError | None = None
    for key in usable:
        try:
            return jwt.decode(token, key, list(ALGORITHMS))
        except JoseError as wrong:
            problem = wrong
    raise problem or UnknownKeyError


def _name(wrong: Exception) -> str:
    return str(getattr(wrong, "error", "")) or type(wrong).__name__
