"""A page that stayed open does nothing once its session, account or role has ended."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, func, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, Proposal, StaffAccount, StaffSession
from mapper.domain.roles import Role
from tests.browser.app import App
from tests.browser.conftest import NewContext
from tests.browser.ideas import hand_in, idea
from tests.browser.staff_desk import Desk
from tests.browser.test_moderation import MARKET, PUBLISH, open_desk
from tests.conftest import opened
from tests.staff import add_account

SIGN_IN = "melden Sie sich an"
NOT_ALLOWED = "Ihr Konto darf das nicht"


@pytest.fixture(scope="module")
def desk(server: App) -> Iterator[Desk]:
    """A town hall whose people come and go."""
    with opened(server.database_url) as sessions:
        logins = ("session", "account", "role")
        accounts = {login: add_account(sessions, login, Role.MODERATOR) for login in logins}
        yield Desk(server, sessions, accounts)


def end_session(sessions: Sessions, account: int) -> None:
    """Signed out elsewhere."""
    with transaction(sessions) as session:
        session.execute(delete(StaffSession).where(StaffSession.account_id == account))


def disable(sessions: Sessions, account: int) -> None:
    """An administrator has disabled the account."""
    with transaction(sessions) as session:
        mine = update(StaffAccount).where(StaffAccount.id == account)
        session.execute(mine.values(disabled_at=func.now()))


def take_role(sessions: Sessions, account: int) -> None:
    """An administrator has taken the role."""
    with transaction(sessions) as session:
        session.execute(update(StaffAccount).where(StaffAccount.id == account).values(roles=[]))


@pytest.mark.parametrize(
    ("login", "end", "said"),
    [
        ("session", end_session, SIGN_IN),
        ("account", disable, SIGN_IN),
        ("role", take_role, NOT_ALLOWED),
    ],
)
def test_a_press_after_the_end_changes_nothing(
    desk: Desk,
    new_context: NewContext,
    login: str,
    end: Callable[[Sessions, int], None],
    said: str,
) -> None:
    [receipt] = hand_in(desk.app, idea(f"Nach dem Ende: {login}", MARKET))
    number = receipt["public_id"]
    page: Page = desk.sign_in(new_context(), login)
    open_desk(page, desk, f"?id={number}")
    button = page.get_by_role("button", name=PUBLISH).first
    expect(button).to_be_visible()

    end(desk.sessions, desk.accounts[login])
    button.click()

    expect(page.get_by_text(said).first).to_be_visible(timeout=20_000)
    with transaction(desk.sessions) as session:
        status = select(Proposal.moderation_status).where(Proposal.public_id == number)
        assert session.scalar(status) == "pending"
        noted = select(func.count()).where(AuditEvent.actor == login)
        assert session.scalar(noted) == 0
    expect(page.get_by_text(f"Nach dem Ende: {login}")).to_have_count(0)
