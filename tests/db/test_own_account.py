"""One's own account, as its owner sees it."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffAccount
from mapper.domain.roles import Role
from mapper.services.own_account import describe_own
from tests.staff import add_account, office_on, signed_in


def test_looking_at_ones_account_waits_for_nobody_who_changes_it(empty_sessions: Sessions) -> None:
    office = office_on(empty_sessions)
    who = signed_in(empty_sessions, add_account(empty_sessions, "anna", Role.PLANNER))

    with ThreadPoolExecutor(1) as pool, transaction(empty_sessions) as session:
        session.execute(select(StaffAccount).with_for_update())
        shown = pool.submit(describe_own, office, who)

        assert shown.result(timeout=60).login == "anna"
