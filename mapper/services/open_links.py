"""Links by which somebody may still set a password, as administrators see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from mapper.db.tables import StaffAccount, StaffToken
from mapper.domain.roles import Right
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that was not used yet: for whom, for what ("invitation" or "reset"), until when."""

    login: str
    purpose: str
    expires_at: datetime


def list_open_links(office: Backoffice, who: Who) -> list[OpenLink]:
    """The links that still work, by login."""
    query = (
        select(StaffAccount.login, StaffToken.purpose, StaffToken.expires_at)
        .join(StaffToken, StaffToken.account_id == StaffAccount.id)
        .where(StaffToken.used_at.is_(None), StaffToken.expires_at > func.now())
        .order_by(StaffAccount.login, StaffToken.purpose)
    )
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        return [OpenLink(*row) for row in act.session.execute(query)]
