"""The table of who gets in where, held against routes and commands as they are.

Pages are held against it in `tests/pages/test_access_table.py`.
"""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from mapper.cli import COMMANDS, GROUPS
from mapper.db.engine import transaction
from mapper.db.tables import AuditEvent
from mapper.domain.roles import Role
from mapper.domain.rules import Rules
from mapper.services.staff_sessions import open_session
from mapper.ui.site import SITE
from tests import access_table
from tests.access_table import EVERYBODY, NOBODY, PAGES, ROUTES, STAFF, Asker
from tests.api.addresses import FILLED, own_routes
from tests.api.conftest import Town
from tests.api.test_csrf import FORM_TYPE
from tests.api.web import Answer, Web, new_idea
from tests.staff import add_account

ASKERS: tuple[Asker, ...] = (NOBODY, *Role)
# What a route takes, so that who asks is all that can be refused.
FITTING: dict[str, dict[str, object]] = {
    "/api/desk/proposals": {**new_idea(), "channel": "shop"},
    "/api/desk/events": {"round": "ihre-ideen", "event_title": "Ein Stand am Markt"},
    "/api/imports/types": {"url": ""},
    "/api/personal-data/export": {"numbers": [], "logins": [], "format": "json"},
}


def test_every_route_has_a_row() -> None:
    there = {
        (method, route.template) for route in own_routes() for method in route.methods - {"HEAD"}
    }

    assert set(ROUTES) == there


def test_every_page_has_a_row_which_says_the_same_as_the_menu() -> None:
    assert set(PAGES) == {page.address for page in SITE}
    for page in SITE:
        assert (PAGES[page.address] == EVERYBODY) == (not page.rights)


def test_every_command_has_a_row() -> None:
    assert set(access_table.COMMANDS) == {*COMMANDS, *GROUPS}


@pytest.mark.parametrize(("method", "template"), ROUTES, ids=str)
def test_a_route_lets_in_whom_the_table_names(
    web: Web, cookies: dict[Role, str], method: str, template: str
) -> None:
    allowed = ROUTES[method, template]
    for asker in ASKERS:
        answer = ask(web, method, template, cookies[asker] if asker else "")
        if template.startswith("/konto"):
            to_sign_in = answer.headers.get("location", "").startswith("/anmelden")
            assert to_sign_in == (asker not in allowed), asker
        elif asker in allowed:
            assert answer.status not in (401, 403) or is_form(method, template), asker
        else:
            assert answer.status == (403 if asker else 401), asker


def is_form(method: str, template: str) -> bool:
    """Sent without its token a form is refused to everybody, which `test_csrf.py` looks at."""
    return method == "POST" and not template.startswith("/api/")


def ask(web: Web, method: str, template: str, cookie: str) -> Answer:
    """A request from one of our own pages."""
    path = FILLED.get(template, template)
    headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{web.port}"}
    if method == "GET":
        return web.ask(method, path, headers=headers)
    if is_form(method, template):
        return web.ask(method, path, b"x=1", {**headers, "Content-Type": FORM_TYPE})
    content = FITTING.get(template, {})
    if "client_key" in content:
        content = {**content, "client_key": str(uuid4())}
    kind = {"Content-Type": "application/json"}
    return web.ask(method, path, json.dumps(content).encode(), {**headers, **kind})


def test_commands_are_named_in_the_record(town: Town) -> None:
    number = town.web.post("/api/proposals", new_idea()).json()["public_id"]

    town.app.command("proposals", "publish", number)

    with transaction(town.sessions) as session:
        actors = session.scalars(select(AuditEvent.actor).where(AuditEvent.subject_key == number))
        assert [actor.partition(":")[0] for actor in actors] == ["cli"]


def test_a_session_that_is_half_way_opens_nothing(town: Town) -> None:
    account = add_account(town.sessions, f"half-{uuid4().hex[:6]}", *Role)
    with transaction(town.sessions) as session:
        token = open_session(session, account, Rules(), "second_factor")

    for (method, template), allowed in ROUTES.items():
        if allowed != EVERYBODY:
            answer = ask(town.web, method, template, f"ideenkarte={token}")
            if allowed == STAFF:
                assert answer.headers["location"].startswith("/anmelden"), template
            else:
                assert answer.status == 401, template
