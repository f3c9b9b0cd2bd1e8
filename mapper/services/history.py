"""What was done to one idea: who, when, what kind, which fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mapper.db.tables import AuditEvent, StaffAccount
from mapper.services.backoffice import Act


@dataclass(frozen=True, slots=True)
class Happening:
    """One event; `by` is a name as colleagues know it, a login where the account is gone."""

    at: datetime
    by: str
    kind: str
    fields: tuple[str, ...] = ()


def read_history(act: Act, number: str) -> tuple[Happening, ...]:
    """All events of an idea that the caller may see, the newest first."""
    events = act.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.subject == "proposal", AuditEvent.subject_key == number)
        .order_by(AuditEvent.id.desc())
    ).all()
    names = _names(act, {event.actor for event in events})
    return tuple(
        Happening(event.at, names.get(event.actor, event.actor), event.kind, tuple(event.fields))
        for event in events
    )


def _names(act: Act, logins: set[str]) -> Mapping[str, str]:
    accounts = select(StaffAccount.login, StaffAccount.display_name)
    rows = act.session.execute(accounts.where(StaffAccount.login.in_(logins)))
    return {row.login: row.display_name for row in rows}
