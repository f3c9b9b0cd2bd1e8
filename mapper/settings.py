"""Settings from the environment; read by entry points only."""

import os
import re
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mapper.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
MOST_LIMIT_FACTOR = 1000

_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)

_HOST = re.compile(
    r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE
)
_PLACE = re.compile(rf"({_HOST.pattern}|[0-9a-f:]*:[0-9a-f:]*):\d{{1,5}}", re.IGNORECASE)


def default_home() -> Path:
    """The folder for data when MAPPER_HOME is not set: the system's for root, else the user's."""
    if os.geteuid() == 0:
        return Path("/var/lib/ideenkarte")
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "ideenkarte"


class Settings(BaseSettings):
    """One frozen object; every name is MAPPER_<NAME> in the environment, except DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="MAPPER_", frozen=True, extra="ignore")

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    home: Path = Field(default_factory=default_home)
    port: int = Field(default=8501, ge=1, le=65535)
    address: str = "127.0.0.1"
    base_url: str | None = None
    profile_dir: Path = PROJECT_ROOT / "geodata"
    geodata_dir: Path | None = None
    moderation: Literal["pre", "post"] = "pre"
    secret_key: str | None = None
    tile_url: str | None = None
    tile_attribution: str | None = None
    network: bool = True
    frame_ancestors: str = ""
    trusted_proxies: str = "127.0.0.1,::1"
    request_timeout_s: int = Field(default=20, ge=1, le=300)
    limit_factor: int = Field(default=1, ge=1, le=MOST_LIMIT_FACTOR)
    log_format: Literal["text", "json"] = "text"
    session_idle_minutes: int = Field(default=60, ge=5, le=24 * 60)
    session_hours: int = Field(default=12, ge=1, le=24 * 7)
    reports_to_hide: int = Field(default=1, ge=0, le=100)
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: str | None = None
    mail_from: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    oidc_name: str = "OpenID Connect"
    oidc_role_claim: str = "roles"
    oidc_roles: str = ""
    import_upload_mb: int = Field(default=200, ge=1, le=4_000)
    import_unpacked_mb: int = Field(default=2_000, ge=1, le=50_000)
    import_ratio: int = Field(default=200, ge=10, le=10_000)
    import_files: int = Field(default=2_000, ge=1, le=100_000)
    import_features: int = Field(default=1_000_000, ge=1, le=20_000_000)
    import_vertices: int = Field(default=20_000_000, ge=1, le=500_000_000)
    import_fields: int = Field(default=250, ge=1, le=1_000)
    import_seconds: int = Field(default=900, ge=5, le=24 * 3600)
    import_memory_mb: int = Field(default=2_000, ge=500, le=64_000)
    private_services: str = ""
    service_hosts: str = ""
    service_cache_mb: int = Field(default=500, ge=0, le=100_000)

    @field_validator("home", "profile_dir", "geodata_dir")
    @classmethod
    def absolute(cls, value: Path | None) -> Path | None:
        """Folders do not change their meaning with the working directory."""
        return value.expanduser().absolute() if value is not None else None

    @field_validator(
        *("database_url", "base_url", "geodata_dir", "secret_key", "smtp_host", "smtp_user"),
        *("smtp_password", "mail_from", "oidc_issuer", "oidc_client_id", "oidc_client_secret"),
        mode="before",
    )
    @classmethod
    def empty_is_unset(cls, value: object) -> object:
        """An empty variable means the default, as administrators expect."""
        return None if value == "" else value

    @field_validator("frame_ancestors")
    @classmethod
    def origins(cls, value: str) -> str:
        """Anything but origins would end or widen the policy it is written into."""
        for origin in value.split():
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"'{origin}' is no origin such as https://www.town.example")
        return " ".join(value.split())

    @field_validator("trusted_proxies")
    @classmethod
    def addresses(cls, value: str) -> str:
        """Addresses of machines, never of everybody: who is trusted may claim any address."""
        given = [part.strip() for part in value.split(",") if part.strip()]
        for part in given:
            try:
                everybody = ip_network(part).prefixlen == 0
            except ValueError:
                everybody = True
            if everybody:
                raise ValueError(f"'{part}' is neither an IP address nor a network of proxies")
        return ",".join(given)

    @field_validator("private_services")
    @classmethod
    def places(cls, value: str) -> str:
        """Exactly these hosts and ports may be asked though they are not public."""
        for place in _parts(value):
            if not _PLACE.fullmatch(place):
                raise ValueError(f"'{place}' is no host with a port such as gis.town.local:443")
        return value.lower()

    @field_validator("service_hosts")
    @classmethod
    def hosts(cls, value: str) -> str:
        """Names only: a part of one would let others in as well."""
        for host in _parts(value):
            if not _HOST.fullmatch(host):
                raise ValueError(f"'{host}' is no name of a host such as geo.county.example")
        return value.lower()

    @property
    def private_places(self) -> frozenset[str]:
        """`host:port` of the services in the town's own network."""
        return frozenset(_parts(self.private_services))

    @property
    def map_hosts(self) -> frozenset[str]:
        """Hosts whose maps may be shown, besides those of the profile."""
        return frozenset(_parts(self.service_hosts))

    @property
    def public_url(self) -> str:
        """The address people open, without a slash at its end."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def session_cookie(self) -> str:
        """The cookie of a staff session; behind TLS no other host or path can set it."""
        return "__Host-ideenkarte" if self.behind_tls else "ideenkarte"

    @property
    def behind_tls(self) -> bool:
        """True when people reach the app by https."""
        return urlsplit(self.public_url).scheme == "https"


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def load_settings() -> Settings:
    """Read the settings.

    Raises
    ------
    SettingsError
        A variable holds what it may not; the message names it.
    """
    try:
        return Settings()
    except ValidationError as invalid:
        first = invalid.errors()[0]
        name = str(first["loc"][0]).upper()
        name = name if name == "DATABASE_URL" else f"MAPPER_{name}"
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name} cannot be used: {reason}.", name=name) from None


def secret_key(settings: Settings) -> str:
    """The installation's secret: from the settings, else generated once into MAPPER_HOME."""
    if settings.secret_key:
        return settings.secret_key
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.home / "secret_key"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
