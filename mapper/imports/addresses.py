"""Which addresses of other servers may be asked: public ones, and those the operator named."""

import socket
import threading
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from mapper.errors import ImportRefusedError

RESOLVE_S = 10.0
_PORTS = {"https": 443, "http": 80}
_PUBLIC_PORTS = frozenset({80, 443, 8080, 8443})
_MOST_LETTERS = 2_000
_NAT64 = IPv6Network("64:ff9b::/96")
# Forms that stand for an IPv4 address behind a relay, and local ones that ipaddress calls global.
_NEVER = tuple(
    IPv6Network(one) for one in ("::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whom this installation may ask.

    `private` holds `host:port` of services in the town's own network; every other server must
    have a public address. `hosts` are the only names that may be asked, None for any.
    """

    private: frozenset[str] = frozenset()
    hosts: frozenset[str] | None = None

    def without_private(self) -> "Allowed":
        """The same for whoever was sent on by another server."""
        return replace(self, private=frozenset())


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """An address that may be asked: its name was looked up once, and these answers count."""

    url: str
    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]
    allowed: Allowed = field(repr=False)

    @property
    def place(self) -> str:
        """`host:port`, as an operator names a private service."""
        return f"{self.host}:{self.port}"

    @property
    def is_private(self) -> bool:
        """True where the operator named it."""
        return self.place in self.allowed.private


def check_address(url: str, allowed: Allowed, *, seconds: float = RESOLVE_S) -> CheckedAddress:
    """An address that may be asked.

    Parameters
    ----------
    seconds
        How long looking its name up may take.

    Raises
    ------
    ImportRefusedError
        service_address: it is none, or holds a password. service_forbidden: it leads to a
        private address, to an unusual port, or to a host that is not on the list.
        service_away: nobody knows the name.
    """
    parts = _parse(url)
    assert parts.host is not None
    scheme, host = parts.scheme or "", parts.host.strip("[]").rstrip(".")
    port = parts.port or _PORTS[scheme]
    known = f"{host}:{port}" in allowed.private
    if not known and allowed.hosts is not None and host not in allowed.hosts:
        raise ImportRefusedError("service_not_listed", host=host)
    if not known and (port not in _PUBLIC_PORTS or not _is_name_or_address(host)):
        raise ImportRefusedError("service_forbidden", got=url)
    addresses = _look_up(host, port, seconds)
    if not known and not all(map(is_public, addresses)):
        raise ImportRefusedError("service_forbidden", got=url)
    return CheckedAddress(url, scheme, host, port, parts.request_uri, addresses, allowed)


def is_public(address: str) -> bool:
    """True for an address that everybody reaches, and that means only itself."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found in _NAT64:
            return is_public(str(IPv4Address(found.packed[-4:])))
        if found.ipv4_mapped is not None or any(found in network for network in _NEVER):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _parse(url: str) -> Url:
    """The parts of the address; the same that are used for the request later."""
    bad = ImportRefusedError("service_address", got=url[:200])
    if len(url) > _MOST_LETTERS or any(c.isspace() or not c.isprintable() for c in url):
        raise bad
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise bad from None
    if parts.scheme not in _PORTS or not parts.host or parts.auth is not None or "\\" in url:
        raise bad
    return parts


def _is_name_or_address(host: str) -> bool:
    """False for numbers in disguise: `127.1`, `0x7f000001`, `2130706433`, `0177.0.0.1`."""
    last = host.rpartition(".")[2]
    if ":" not in host and not last[:1].isdigit():
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _look_up(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """The addresses of a name, IPv4 first: not every town hall's network knows IPv6."""
    found: list[str] = []

    def run() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(address[0]) for *_, address in sorted(answers, key=lambda one: one[0]))

    # A name server that is away blocks without a time limit of its own, hence a thread that
    # can be left behind.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    addresses = tuple(dict.fromkeys(found))
    if not addresses:
        raise ImportRefusedError("service_away", host=host)
    return addresses
