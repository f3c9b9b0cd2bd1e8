"""A running application with people of the town, for tests of what staff do in a browser."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select, text

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffAccount
from mapper.domain.roles import Role
from tests.browser.app import App
from tests.conftest import opened
from tests.staff import add_account, signed_in


def sign_in(
    context: BrowserContext, app: App, login: str, *roles: Role, **columns: object
) -> BrowserContext:
    """A browser with a new session of somebody's, as signing in would put it there.

    Somebody who is not known yet gets an account with these roles first.
    """
    with opened(app.database_url) as sessions:
        with transaction(sessions) as session:
            known = session.scalar(select(StaffAccount.id).where(StaffAccount.login == login))
        account = known or add_account(sessions, login, *roles, **columns)
        token = signed_in(sessions, account).token
    context.add_cookies([{"name": "ideenkarte", "value": token, "url": app.url}])
    return context


@dataclass(frozen=True, slots=True)
class Desk:
    """A running application, its database, and who works there."""

    app: App
    sessions: Sessions
    accounts: dict[str, int]

    def sign_in(self, context: BrowserContext, login: str) -> Page:
        """A page of somebody who is signed in."""
        return sign_in(context, self.app, login).new_page()

    def statuses(self, *numbers: str) -> list[tuple[str, str | None]]:
        """Status and reason of ideas, in the order given."""
        with transaction(self.sessions) as session:
            found = session.execute(
                text("select public_id, moderation_status, status_reason from proposal")
            ).all()
        by_number = {row[0]: (row[1], row[2]) for row in found}
        return [by_number[number] for number in numbers]

    def clear(self) -> None:
        """No ideas, as at the beginning of a test."""
        with transaction(self.sessions) as session:
            session.execute(text("delete from proposal_merge"))
            session.execute(text("delete from proposal"))
