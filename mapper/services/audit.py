"""The record of what was done: who, when, what kind, which fields, and digests of what was written.

Never the content: erasing a person's words must erase them everywhere. A digest is keyed with the
installation's secret, so that a text that is still there can be shown to be the one of then, and
nobody finds out one that is gone by trying.
"""

import hashlib
import hmac
from collections.abc import Mapping

from sqlalchemy.orm import Session

from mapper.db.tables import AuditEvent

_DIGEST_BYTES = 16


def record(
    session: Session,
    secret: str,
    actor: str,
    kind: str,
    subject: str,
    key: object,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Add one event, in the transaction of what it tells of.

    Parameters
    ----------
    kind
        `<subject>.<what>`, for instance `proposal.published`.
    key
        What people call the row: a number, a login, a slug; never an internal id.
    changes
        New values by field; only names and digests are kept.
    """
    given = changes or {}
    session.add(
        AuditEvent(
            actor=actor,
            kind=kind,
            subject=subject,
            subject_key=str(key),
            fields=sorted(given),
            digests={name: digest(secret, value) for name, value in sorted(given.items())},
        )
    )


def digest(secret: str, value: object) -> str:
    """The keyed digest of a value, 32 hexadecimal digits."""
    message = b"audit:" + str(value).encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[: 2 * _DIGEST_BYTES]
