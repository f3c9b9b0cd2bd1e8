"""A running application with people of the town, for tests of what staff do in a browser."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import text

from mapper.db.engine import Sessions, transaction
from tests.browser.app import App
from tests.staff import signed_in


@dataclass(frozen=True, slots=True)
class Desk:
    """A running application, its database, and who works there."""

    app: App
    sessions: Sessions
    accounts: dict[str, int]

    def sign_in(self, context: BrowserContext, login: str) -> Page:
        """A page of somebody who is signed in."""
        token = signed_in(self.sessions, self.accounts[login]).token
        context.add_cookies([{"name": "ideenkarte", "value": token, "url": self.app.url}])
        return context.new_page()

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
            session.execute(text("delete from proposal"))
