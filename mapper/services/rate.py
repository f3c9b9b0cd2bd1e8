"""How often somebody did something lately, without knowing who.

Counted is a keyed hash over day, scope and address. The next day it is another one, and without
the installation's secret it leads back to nobody; the address itself is stored nowhere.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection, bindparam, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, single_statements
from mapper.db.tables import RateCount
from mapper.errors import TooManyRequestsError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGEST_BYTES = 16
_NETWORK_BITS = 64
# Written once: it stands before every request that writes. Full windows are not written to, so
# that a flood writes nothing.
_COUNTED = (
    insert(RateCount)
    .values(
        scope=bindparam("scope"),
        key_hash=bindparam("key_hash"),
        window_start=bindparam("window_start"),
        hits=1,
    )
    .on_conflict_do_update(
        index_elements=["scope", "key_hash", "window_start"],
        set_={"hits": RateCount.hits + 1},
        where=RateCount.hits < bindparam("most"),
    )
    .returning(RateCount.hits)
)


def count_hit(
    store: Sessions | Session | Connection,
    secret: str,
    scope: str,
    address: str,
    *,
    most: int,
    window: timedelta,
) -> None:
    """Count one more, unless there were `most` in this window already.

    Parameters
    ----------
    store
        Sessions, and a connection of `single_statements`, count at once, so that the count stands
        whatever becomes of what is counted. A session counts within its transaction: undone with
        it.
    scope
        What is counted, for instance `proposals`; scopes do not know of each other.
    address
        Whoever does it: an IP address (of IPv6 the network, for its other half is the visitor's
        own choice), or any other text, a login for instance.
    window
        At most a day. Windows follow one another from midnight UTC on, the same for all processes.

    Raises
    ------
    TooManyRequestsError
        It says how long the window still lasts.
    DatabaseAwayError
        Nothing can be counted; the request fails with it.
    """
    if isinstance(store, Session | Connection):
        _count(store, secret, scope, address, most, window)
        return
    with single_statements(store) as connection:
        _count(connection, secret, scope, address, most, window)


def daily_hash(secret: str, scope: str, address: str) -> bytes:
    """The same address gives the same hash in a scope until midnight UTC, and then another one."""
    return _key(secret, datetime.now(UTC), scope, address)


def take_back_hits(
    session: Session, secret: str, scope: str, address: str, *, window: timedelta, hits: int = 1
) -> None:
    """Uncount what turned out to be harmless, in the window going on."""
    now = datetime.now(UTC)
    kind = _kind(scope, window)
    session.execute(
        update(RateCount)
        .where(
            RateCount.scope == kind,
            RateCount.key_hash == _key(secret, now, kind, address),
            RateCount.window_start == _start(now, window),
        )
        .values(hits=func.greatest(RateCount.hits - hits, 0))
    )


def _count(
    store: Session | Connection,
    secret: str,
    scope: str,
    address: str,
    most: int,
    window: timedelta,
) -> None:
    now = datetime.now(UTC)
    start = _start(now, window)
    kind = _kind(scope, window)
    row = {
        "scope": kind,
        "key_hash": _key(secret, now, kind, address),
        "window_start": start,
        "most": most,
    }
    if store.scalar(_COUNTED, row) is None:
        raise TooManyRequestsError(int((start + window - now).total_seconds()) + 1)


def _start(now: datetime, window: timedelta) -> datetime:
    return now - (now - _EPOCH) % window


def _kind(scope: str, window: timedelta) -> str:
    """Windows of different lengths begin at the same moment once a day."""
    return f"{scope}/{window.total_seconds():.0f}"


def _key(secret: str, now: datetime, kind: str, address: str) -> bytes:
    message = f"rate:{now.date()}:{kind}:{network_of(address)}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret.encode(), message, hashlib.sha256)[:_DIGEST_BYTES]


def network_of(address: str) -> str:
    """What stands for one household or one school."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return str(ip)
    return str(ip.ipv4_mapped or IPv6Address(int(ip) >> _NETWORK_BITS << _NETWORK_BITS))
