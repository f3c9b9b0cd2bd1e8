"""Which provider, as the operator has set it up."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from mapper.domain.roles import Role
from mapper.errors import SettingsError
from mapper.settings import Settings


@dataclass(frozen=True, slots=True)
class Config:
    """A provider, what we are called there, and which of its groups has which roles here."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    name: str
    role_claim: str
    roles: dict[str, frozenset[Role]]


def read_config(settings: Settings) -> Config | None:
    """The provider, or None where none is set up.

    Raises
    ------
    SettingsError
        Half of the settings, an address without TLS, or roles that cannot be read.
    """
    if settings.oidc_issuer is None:
        return None
    if settings.oidc_client_id is None:
        raise SettingsError("MAPPER_OIDC_CLIENT_ID is missing.", name="MAPPER_OIDC_CLIENT_ID")
    if not is_safe(settings.oidc_issuer):
        raise SettingsError(
            "MAPPER_OIDC_ISSUER cannot be used: it must begin with https://.",
            name="MAPPER_OIDC_ISSUER",
        )
    return Config(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        name=settings.oidc_name,
        role_claim=settings.oidc_role_claim,
        roles=read_roles(settings.oidc_roles),
    )


def read_roles(text: str) -> dict[str, frozenset[Role]]:
    """`group=role` separated by commas, or by semicolons where names of groups hold commas.

    Raises
    ------
    SettingsError
    """
    found: dict[str, frozenset[Role]] = {}
    for part in text.split(";" if ";" in text else ","):
        if not part.strip():
            continue
        group, _, role = (one.strip() for one in part.rpartition("="))
        if not group or role not in list(Role):
            raise SettingsError(
                f"MAPPER_OIDC_ROLES cannot be used: '{part.strip()}' is not group=role with a role "
                f"out of {', '.join(Role)}.",
                name="MAPPER_OIDC_ROLES",
            )
        found[group] = found.get(group, frozenset()) | {Role(role)}
    return found


def is_safe(url: str) -> bool:
    """True for https, and for http to this machine itself."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_own(host)))


def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
