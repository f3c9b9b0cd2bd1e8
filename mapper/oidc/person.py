"""What the claims of a token say about somebody."""

from collections.abc import Mapping

from mapper.oidc.config import Config
from mapper.services.vouched import Person


def read_person(claims: Mapping[str, object], config: Config) -> Person:
    """The person of a token that was checked.

    The subject holds the issuer, too: two providers may give the same number to two people.
    """
    email = _text(claims, "email") if claims.get("email_verified", True) is True else ""
    wished = _text(claims, "preferred_username") or email or _text(claims, "sub")
    groups = groups_of(claims, config.role_claim)
    return Person(
        subject=f"{config.issuer.rstrip('/')} {claims['sub']}",
        wished_login=wished,
        name=_text(claims, "name") or wished,
        email=email or None,
        roles=frozenset().union(*(config.roles.get(group, frozenset()) for group in groups)),
    )


def groups_of(claims: Mapping[str, object], claim: str) -> list[str]:
    """The groups in a claim, one or several; `realm_access.roles` looks into an object."""
    found: object = claims
    if claim in claims:
        found = claims[claim]
    else:
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return [value for value in values if isinstance(value, str)]


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""
