"""What is there of an account, and what was recorded about it."""

from sqlalchemy import select

from mapper.db.engine import transaction
from mapper.db.tables import AuditEvent
from mapper.services import accounts
from mapper.services.accounts import AccountChange, ListedAccount
from mapper.services.backoffice import Backoffice
from tests.staff import TESTER

GOOD_PASSWORD = "sieben Kraniche am Weiher"


def listed(office: Backoffice, login: str) -> ListedAccount:
    """An account as administrators see it."""
    return next(one for one in accounts.list_accounts(office, TESTER) if one.login == login)


def as_change(account: ListedAccount) -> AccountChange:
    """A change that changes nothing."""
    return AccountChange(
        account.display_name,
        account.email,
        account.roles,
        account.limits,
        account.second_factor_required,
    )


def audited(office: Backoffice, login: str) -> list[tuple[str, list[str]]]:
    """Kind and fields of what is recorded about an account, oldest first."""
    query = select(AuditEvent.kind, AuditEvent.fields).where(
        AuditEvent.subject == "account", AuditEvent.subject_key == login
    )
    with transaction(office.sessions) as session:
        return [(kind, fields) for kind, fields in session.execute(query.order_by(AuditEvent.id))]
