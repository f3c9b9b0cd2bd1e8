"""What was done to one idea: who, when, what kind, which fields."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

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
    events = act.session.execute(
        select(AuditEvent, func.coalesce(StaffAccount.display_name, AuditEvent.actor))
        .outerjoin(StaffAccount, StaffAccount.login == AuditEvent.actor)
        .where(AuditEvent.subject == "proposal", AuditEvent.subject_key == number)
        .order_by(AuditEvent.id.desc())
    )
    return tuple(Happening(event.at, by, event.kind, tuple(event.fields)) for event, by in events)
